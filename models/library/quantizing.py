"""Making a smaller model of one on this machine, by llama.cpp's own quantizer in a process of its own."""

import logging
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.errors import UserError, user_error
from models.files import FileRecord, FileRecords, GgufHeader, read_header, sha256, shown_name
from models.library.installed import InstalledModel, describe
from models.library.quantize_messages import QuantizingDone, QuantizingEstimate, QuantizingFailed, QuantizingTensor
from models.library.quantize_process import messages, quantize_process
from models.library.writing import check_name_is_free, check_space, is_full, new_draft, writing_explained
from models.system import ChildProcess

_log = logging.getLogger(__name__)
_SOURCES = ("F32", "F16", "BF16", "Q8_0")
_PART = re.compile(r"-\d{5}-of-\d{5}$")
_SOURCE_ENDING = re.compile(rf"[-._]({'|'.join(_SOURCES)})$", re.IGNORECASE)
_DRAFT = "quantizing.gguf"
"""What drafts are called after: their names must be of ASCII letters, which a model's need not be."""


class Target(StrEnum):
    """What a model can be quantized to, by llama.cpp's names, the smallest first."""

    Q3_K_M = "Q3_K_M"
    Q4_0 = "Q4_0"
    Q4_K_S = "Q4_K_S"
    Q4_K_M = "Q4_K_M"
    Q5_K_M = "Q5_K_M"
    Q6_K = "Q6_K"
    Q8_0 = "Q8_0"


@dataclass(frozen=True)
class QuantizingProgress:
    """How far it is: tensors, and bytes of the source. `result_bytes` is about what the result will take."""

    tensor: int
    tensors: int
    done: int
    total: int
    result_bytes: int


def quantize_targets(quantization: str) -> tuple[Target, ...]:
    """Return what a model of this quantization can be made into; nothing where it is too coarse already."""
    if quantization not in _SOURCES:
        return ()
    return tuple(target for target in Target if target.value != quantization)


class Quantizing:
    """Makes a quantized copy of the model whose first file is `source` in the models folder `folder`.

    `on_progress` is called in the thread that runs it. The source is left as it is.
    """

    def __init__(
        self, source: Path, target: Target, folder: Path, on_progress: Callable[[QuantizingProgress], None]
    ) -> None:
        self._source = source.expanduser().absolute()
        self._target = target
        self._folder = folder
        self._on_progress = on_progress
        self._process: ChildProcess | None = None
        self._cancelled = threading.Event()

    @property
    def path(self) -> Path:
        """The file that it makes."""
        stem = _PART.sub("", self._source.stem)
        return self._folder / f"{_SOURCE_ENDING.sub('', stem)}-{self._target.value}.gguf"

    def run(self) -> InstalledModel | None:
        """Do it, and return the new model; None where it was cancelled. Takes minutes: for a thread of its own.

        Raises UserError where the source is no model or too coarse already, the name is taken, the disk has no room,
        or the quantizer fails; nothing is left behind then.
        """
        header = read_header(self._source)
        if self._target not in quantize_targets(header.quantization):
            raise user_error(
                "error.quantize.source",
                name=shown_name(self._source),
                quantization=header.quantization or "?",
                target=self._target.value,
            )
        with writing_explained(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            check_name_is_free(self.path)
            draft = new_draft(self._folder / _DRAFT)
        try:
            if not self._make(header, draft):
                return None
            checksum = sha256(draft, cancelled=self._cancelled.is_set)
            if checksum is None:
                return None
            self._place(draft, checksum)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        return describe(self.path, self._folder)

    def cancel(self) -> None:
        """Give up. From any thread."""
        self._cancelled.set()
        if self._process is not None:
            self._process.kill()

    def _make(self, header: GgufHeader, draft: Path) -> bool:
        """Write the draft; return whether it was not cancelled."""
        with quantize_process(self._source, draft, self._target.value) as process:
            self._process = process
            if self._cancelled.is_set():  # before there was a process to end
                return False
            done, details, result = False, "", 0
            for message in messages(process):
                if self._cancelled.is_set():
                    return False
                match message:
                    case QuantizingEstimate(weights):
                        result = weights + header.file_bytes - header.tensor_bytes
                        check_space(self._folder, result)
                        process.say(b"")  # it may write
                    case QuantizingTensor(tensor, tensors, count):
                        total = header.tensor_bytes
                        self._on_progress(QuantizingProgress(tensor, tensors, min(count, total), total, result))
                    case QuantizingDone():
                        done = True
                    case QuantizingFailed(lines):
                        details = lines
            if self._cancelled.is_set():
                return False
            if not done:
                raise self._failure(details or process.last_words())
        return True

    def _failure(self, details: str) -> UserError:
        """Return why it ended early; llama.cpp says the same of a full disk and of any other that cannot be written."""
        if is_full(self._folder):
            return user_error("error.folder.no_space", details=details, folder=str(self._folder))
        return user_error("error.quantize.failed", details=details, name=shown_name(self._source))

    def _place(self, draft: Path, checksum: str) -> None:
        made = read_header(draft)
        if made.quantization != self._target.value:
            raise user_error("error.quantize.failed", details=made.quantization, name=shown_name(self._source))
        with writing_explained(self._folder):
            check_name_is_free(self.path)
            draft.replace(self.path)
        try:
            FileRecords(self._folder).keep(FileRecord(self.path, made.file_bytes, checksum, "quantize"))
        except OSError as error:  # the model is there and works; it only cannot be compared later
            _log.warning("cannot remember the checksum of %s: %s", self.path, error)
