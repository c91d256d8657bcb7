"""What the doctor found, as values; every sentence in them is phrased already."""

from dataclasses import dataclass

from models.release import Package
from models.runtime import Device, NvidiaCard


@dataclass(frozen=True)
class EngineReport:
    """The engine as it starts: its native build and devices. `problem` says why it does not start."""

    llama_cpp_python: str
    runtime: str
    cores: int
    devices: tuple[Device, ...]
    problem: str | None
    details: str


@dataclass(frozen=True)
class BuildReport:
    """One native build and what came of trying it.

    `folder` is None for the libraries that llama-cpp-python brought. `usable` says whether models can be loaded with
    it, `chosen` whether they are. `problem` says why it is not usable, or why it has no device but the processor.
    """

    name: str
    folder: str | None
    llama_cpp_python: str
    usable: bool
    chosen: bool
    devices: tuple[Device, ...]
    problem: str | None
    details: str


@dataclass(frozen=True)
class NvidiaReport:
    """NVIDIA's driver: its version, the newest CUDA that it runs, its cards; `problem` says why there are none."""

    driver: str
    cuda: str
    cards: tuple[NvidiaCard, ...]
    problem: str | None


@dataclass(frozen=True)
class MemoryReport:
    """The machine's own memory in bytes."""

    total: int
    available: int


@dataclass(frozen=True)
class DiskReport:
    """The disk that the data folder is on, in bytes; None where it does not say."""

    free: int | None
    total: int | None


@dataclass(frozen=True)
class FolderReport:
    """One of the folders and files that the program writes. `name` is what it holds, `bytes` what it takes."""

    name: str
    path: str
    bytes: int


@dataclass(frozen=True)
class ModelReport:
    """One model on this machine. `problem` says why it cannot be used, `check` what is known of its checksum."""

    file: str
    bytes: int
    quantization: str
    context: int | None
    problem: str | None
    in_place: bool = False
    check: str = ""


@dataclass(frozen=True)
class Report:
    """The document that `tempera doctor --json` prints. `window` is PySide6's version, None where it is missing.

    `advice` says for each thing that is missing what to install or to do; not all of it is needed to answer questions.
    """

    tempera: str
    package: Package
    python: str
    system: str
    window: str | None
    sqlite: str
    home: str
    home_problem: str | None
    memory: MemoryReport
    disk: DiskReport
    folders: tuple[FolderReport, ...]
    engine: EngineReport
    builds: tuple[BuildReport, ...]
    nvidia: NvidiaReport
    models: tuple[ModelReport, ...]
    advice: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether a question could be answered."""
        usable = any(model.problem is None for model in self.models)
        return self.home_problem is None and self.engine.problem is None and usable
