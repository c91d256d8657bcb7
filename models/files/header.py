"""What a GGUF header says about its model, as typed values."""

from dataclasses import dataclass

from models.files.sizes import LayerSizes


@dataclass(frozen=True)
class SamplingHints:
    """The sampling that the model's authors wrote into the file (`general.sampling.*`); None where they said nothing.

    Numbers that are not finite or below 0 count as not said; no upper limit is checked.
    """

    sequence: str | None = None
    temperature: float | None = None
    top_k: float | None = None
    top_p: float | None = None
    min_p: float | None = None
    xtc_probability: float | None = None
    xtc_threshold: float | None = None
    repeat_last_n: float | None = None
    repeat_penalty: float | None = None
    mirostat: float | None = None
    mirostat_tau: float | None = None
    mirostat_eta: float | None = None


@dataclass(frozen=True)
class GgufHeader:
    """The header of a model's file; of a model in several files, that of its first part, with sums over all parts.

    None means that the file does not say. Texts come from strangers: `name`, `basename`, `size_label` and `licence`
    are safe to show as plain text (one short line, no invisible characters), the others are as in the file.
    """

    version: int
    """Of the GGUF format: 2 or 3."""
    architecture: str
    name: str | None
    basename: str | None
    size_label: str | None
    licence: str | None
    quantization: str
    """As llama.cpp calls it, such as "Q4_K_M"; empty where neither header, tensors nor file name tell."""
    context_length: int | None
    """Tokens that the model was trained for."""
    layers: int | None
    embedding_length: int | None
    heads: int | None
    """Attention heads; the largest number where layers differ."""
    kv_heads: int | None
    """Key and value heads; the largest number where layers differ, as many as `heads` where the file does not say."""
    vocabulary: int | None
    """Tokens in the vocabulary."""
    tokenizer_model: str | None
    """Such as "gpt2" or "llama"."""
    tokenizer_pre: str | None
    """The pre-tokenizer, such as "deepseek-r1-qwen"."""
    chat_template: str | None
    """Jinja source; not trusted."""
    adds_bos: bool | None
    """Whether the tokenizer puts the beginning-of-sequence token first; None leaves it to llama.cpp's default."""
    sampling: SamplingHints
    sizes: LayerSizes
    """What each layer takes of the memory; without the tensors of types that are newer than this program."""
    part_names: tuple[str, ...]
    """File names of all parts, in order, as the system has them (`shown_name` shows them); one for a model that is not
    split."""
    tensor_count: int
    parameters: int
    """Weights of all tensors."""
    tensor_bytes: int
    """Bytes of the tensors' data, without the tensors of types that are newer than this program."""
    file_bytes: int
    """Bytes of all parts on disk."""
