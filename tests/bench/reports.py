"""Reports as benchmarks could have written them."""

from models.bench.report import (
    AheadFigures,
    BenchReport,
    DecodeFigures,
    Identity,
    JsonFigures,
    ManyFigures,
    PromptFigures,
    ResumeFigures,
    StopFigures,
    WindowFigures,
)


def identity(*, parameters: int = 1_500_000_000) -> Identity:
    """Return what was measured on what."""
    return Identity(
        tempera="1.0",
        system="Linux",
        model="A model",
        quantization="Q4_K_M",
        parameters=parameters,
        llama_cpp_python="0.3.36",
        runtime="cpu",
        device="CPU",
        threads=2,
        context=4096,
        rounds=5,
        answer_tokens=64,
        prompt_tokens=512,
        draft_tokens=1000,
    )


def full_report(*, parameters: int = 1_500_000_000) -> BenchReport:
    """Return a report with every figure."""
    return BenchReport(
        identity=identity(parameters=parameters),
        decode=DecodeFigures(27.5, 28.0, 26.0, 22.0, 0.98, 1.06, 1.25, 180.4, 1850.0, 1900.0, 0.974),
        prompt=PromptFigures(101.2, 103.9, 0.974),
        ahead=AheadFigures(12.0, 0.33, 80.0, 2.2),
        resume=ResumeFigures(9800.0, 45.0, 0.0046),
        stop=StopFigures(61.0, 20.0),
        many=ManyFigures(37.0, 27.0, 1.37),
        json=JsonFigures(26.0, 27.5, 0.055),
        window=WindowFigures(25.0, 27.5, 0.91),
    )


def least_report() -> BenchReport:
    """Return a report in which only decoding was measured, with nobody to compare with."""
    return BenchReport(
        identity=identity(),
        decode=DecodeFigures(decode_tokens_per_second=27.5),
    )
