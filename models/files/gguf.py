"""Reading the header of a model's file (GGUF 2 and 3) without reading the model.

Files come from strangers: every count and length is held against the file's size and against sane limits first.
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md; what is refused follows llama.cpp's own reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from models.errors import user_error
from models.files.byte_reader import BrokenHeaderError, ByteReader, CutOffError
from models.files.header import GgufHeader, SamplingHints
from models.files.metadata import Metadata
from models.files.metadata_reader import read_metadata
from models.files.opening import opened, shown_name
from models.files.quantization import quantization
from models.files.signature import SIGNATURE_LENGTH, check_signature
from models.files.sizes import layer_sizes
from models.files.splits import check_part, part_paths
from models.files.tensors import Tensor, check_tensors, read_tensors


@dataclass(frozen=True)
class _Part:
    """One file of a model."""

    version: int
    metadata: Metadata
    tensors: tuple[Tensor, ...]
    size: int


def read_header(path: Path) -> GgufHeader:
    """Read the header of the model file at `path`, and those of its other parts where the model is split.

    Raises UserError (`error.file.*`) where the file cannot be opened, is not GGUF, has a version that llama.cpp does
    not read, is damaged or incomplete, and where `path` is not the first part or another part is missing.
    """
    first = _read_part(path)
    with _explained(path):
        paths = part_paths(path, first.metadata)
    parts = [first]
    for number, part_path in enumerate(paths[1:], start=1):
        part = _read_part(part_path)
        with _explained(part_path):
            check_part(part.metadata, number=number, count=len(paths))
        parts.append(part)
    with _explained(path):
        return _header(parts, paths)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what is wrong with the header of the file at `path` into a sentence for the user."""
    try:
        yield
    except CutOffError as error:
        raise user_error("error.file.cut_off", name=shown_name(path), details=str(error)) from error
    except BrokenHeaderError as error:
        raise user_error("error.file.broken", name=shown_name(path), details=str(error)) from error


def _read_part(path: Path) -> _Part:
    with _explained(path), opened(path) as file:
        version = check_signature(file.stream.read(SIGNATURE_LENGTH), shown_name(path))
        reader = ByteReader(file.stream, file.size)
        reader.skip(8)
        tensor_count, value_count = reader.whole(8), reader.whole(8)
        metadata = read_metadata(reader, value_count)
        tensors = read_tensors(reader, tensor_count)
        alignment = metadata.whole("general.alignment")
        check_tensors(tensors, table_end=reader.offset, alignment=alignment, file_size=file.size)
        return _Part(version, metadata, tensors, file.size)


def _header(parts: list[_Part], paths: tuple[Path, ...]) -> GgufHeader:
    metadata = parts[0].metadata
    tensors = tuple(chain.from_iterable(part.tensors for part in parts))
    architecture = metadata.text("general.architecture")
    if not architecture:
        raise BrokenHeaderError("no general.architecture")
    heads = metadata.largest(f"{architecture}.attention.head_count")
    kv_heads = metadata.largest(f"{architecture}.attention.head_count_kv")
    tokens = metadata.length("tokenizer.ggml.tokens")
    return GgufHeader(
        version=parts[0].version,
        architecture=architecture,
        name=metadata.label("general.name"),
        basename=metadata.label("general.basename"),
        size_label=metadata.label("general.size_label"),
        licence=metadata.label("general.license"),
        quantization=quantization(metadata.whole("general.file_type"), tensors, paths[0].name),
        context_length=metadata.whole(f"{architecture}.context_length"),
        layers=metadata.whole(f"{architecture}.block_count"),
        embedding_length=metadata.whole(f"{architecture}.embedding_length"),
        heads=heads,
        kv_heads=heads if kv_heads is None else kv_heads,
        vocabulary=metadata.whole(f"{architecture}.vocab_size") if tokens is None else tokens,
        tokenizer_model=metadata.text("tokenizer.ggml.model"),
        tokenizer_pre=metadata.text("tokenizer.ggml.pre"),
        chat_template=metadata.text("tokenizer.chat_template"),
        adds_bos=metadata.flag("tokenizer.ggml.add_bos_token"),
        sampling=_sampling(metadata),
        sizes=layer_sizes(metadata, architecture, tensors),
        part_names=tuple(path.name for path in paths),
        tensor_count=len(tensors),
        parameters=sum(tensor.weights for tensor in tensors),
        tensor_bytes=sum(tensor.size or 0 for tensor in tensors),
        file_bytes=sum(part.size for part in parts),
    )


def _sampling(metadata: Metadata) -> SamplingHints:
    return SamplingHints(
        sequence=metadata.label("general.sampling.sequence"),
        temperature=metadata.hint("general.sampling.temp"),
        top_k=metadata.hint("general.sampling.top_k"),
        top_p=metadata.hint("general.sampling.top_p"),
        min_p=metadata.hint("general.sampling.min_p"),
        xtc_probability=metadata.hint("general.sampling.xtc_probability"),
        xtc_threshold=metadata.hint("general.sampling.xtc_threshold"),
        repeat_last_n=metadata.hint("general.sampling.penalty_last_n"),
        repeat_penalty=metadata.hint("general.sampling.penalty_repeat"),
        mirostat=metadata.hint("general.sampling.mirostat"),
        mirostat_tau=metadata.hint("general.sampling.mirostat_tau"),
        mirostat_eta=metadata.hint("general.sampling.mirostat_eta"),
    )
