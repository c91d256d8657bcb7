"""What a benchmark found: the figures of each part, and all of them in one flat object.

A ratio is ours by theirs, the median of the rounds; both figures of a round were taken one after the other, so that it
moves less than they do. None stands for what could not be measured. The names are those of `tempera bench --json`.
"""

from dataclasses import asdict, dataclass

Figure = float | int | str | None


@dataclass(frozen=True)
class Identity:
    """What was measured on what. Sizes in tokens."""

    tempera: str
    system: str
    model: str
    quantization: str
    parameters: int
    llama_cpp_python: str
    runtime: str
    device: str
    threads: int
    context: int
    rounds: int
    answer_tokens: int
    prompt_tokens: int
    draft_tokens: int


@dataclass(frozen=True)
class DecodeFigures:
    """Decoding: the same model, threads, depth and sampling everywhere; llama-bench chooses nothing.

    `overhead_us` is the time of a token outside `llama_decode`. It is taken within our engine: a loop elsewhere would
    differ by more than that from run to run.
    """

    decode_tokens_per_second: float | None = None
    decode_tokens_per_second_bench: float | None = None
    decode_tokens_per_second_server: float | None = None
    decode_tokens_per_second_highlevel: float | None = None
    decode_ratio_bench: float | None = None
    decode_ratio_server: float | None = None
    decode_ratio_highlevel: float | None = None
    overhead_us: float | None = None
    peak_memory_mib: float | None = None
    peak_memory_mib_server: float | None = None
    peak_memory_ratio_server: float | None = None


@dataclass(frozen=True)
class PromptFigures:
    """Computing a prompt: ours from sending to the first text, with one token chosen."""

    prompt_tokens_per_second: float | None = None
    prompt_tokens_per_second_bench: float | None = None
    prompt_ratio_bench: float | None = None


@dataclass(frozen=True)
class AheadFigures:
    """From sending to the first text of an answer to a draft computed ahead, also in decode steps of that answer.

    "typeahead": typed and rested, so that the template's tail was computed too; "typed": sent with its last word.
    """

    first_token_typeahead_ms: float | None = None
    first_token_typeahead_steps: float | None = None
    first_token_typed_ms: float | None = None
    first_token_typed_steps: float | None = None


@dataclass(frozen=True)
class ResumeFigures:
    """The first text in a conversation after a restart of the engine: computed anew, and restored."""

    compute_ms: float | None = None
    resume_ms: float | None = None
    resume_ratio: float | None = None


@dataclass(frozen=True)
class StopFigures:
    """From the wish to stop to the end of the answer, at random moments of the prompt: the worst and the middle."""

    stop_ms: float | None = None
    stop_median_ms: float | None = None


@dataclass(frozen=True)
class ManyFigures:
    """Tokens per second of four answers in one batch, and one by one."""

    many4_tokens_per_second: float | None = None
    one_by_one_tokens_per_second: float | None = None
    many4_ratio: float | None = None


@dataclass(frozen=True)
class JsonFigures:
    """What obeying a schema costs, as a part of the speed without; only where the answers obeyed."""

    json_tokens_per_second: float | None = None
    free_tokens_per_second: float | None = None
    json_cost: float | None = None


@dataclass(frozen=True)
class WindowFigures:
    """The speed while the window draws the answer, as a part of the speed without."""

    window_tokens_per_second: float | None = None
    no_window_tokens_per_second: float | None = None
    window_cost: float | None = None


@dataclass(frozen=True)
class BenchReport:
    """Everything that was measured, or was so far."""

    identity: Identity
    decode: DecodeFigures = DecodeFigures()
    prompt: PromptFigures = PromptFigures()
    ahead: AheadFigures = AheadFigures()
    resume: ResumeFigures = ResumeFigures()
    stop: StopFigures = StopFigures()
    many: ManyFigures = ManyFigures()
    json: JsonFigures = JsonFigures()
    window: WindowFigures = WindowFigures()

    def to_flat(self) -> dict[str, Figure]:
        """Return all fields of all parts by name, figures with four digits."""
        parts: dict[str, dict[str, Figure]] = asdict(self)
        return {name: _rounded(value) for part in parts.values() for name, value in part.items()}


def _rounded(value: Figure) -> Figure:
    return float(f"{value:.4g}") if isinstance(value, float) else value
