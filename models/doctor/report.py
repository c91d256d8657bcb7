"""What the doctor found, as values; every sentence in them is phrased already."""

from dataclasses import dataclass

from models.runtime import Device


@dataclass(frozen=True)
class EngineReport:
    """The native build in use and the devices that it computes on. `problem` says why there is none."""

    llama_cpp_python: str
    runtime: str
    cores: int
    devices: tuple[Device, ...]
    problem: str | None
    details: str


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

    `advice` says for each thing that is missing what to install or to do.
    """

    tempera: str
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
    models: tuple[ModelReport, ...]
    advice: tuple[str, ...]

    @property
    def healthy(self) -> bool:
        """Whether a question could be answered."""
        usable = any(model.problem is None for model in self.models)
        return self.home_problem is None and self.engine.problem is None and usable
