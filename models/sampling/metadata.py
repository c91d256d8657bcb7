"""The sampling values that a model file itself advises, as far as a setting can have them."""

import logging
from dataclasses import dataclass, fields
from typing import Any, Protocol

from models.sampling.settings import SamplingSettings
from models.settings import declarations

_LOG = logging.getLogger(__name__)


class SamplingHints(Protocol):
    """What a file's header says under `general.sampling.*`, unchecked; None where it says nothing."""

    @property
    def temperature(self) -> float | None:
        """`general.sampling.temp`."""

    @property
    def top_p(self) -> float | None:
        """`general.sampling.top_p`."""

    @property
    def top_k(self) -> float | None:
        """`general.sampling.top_k`; 0 is off."""

    @property
    def min_p(self) -> float | None:
        """`general.sampling.min_p`."""

    @property
    def repeat_penalty(self) -> float | None:
        """`general.sampling.penalty_repeat`."""

    @property
    def repeat_last_n(self) -> float | None:
        """`general.sampling.penalty_last_n`."""


@dataclass(frozen=True)
class FileSampling:
    """The sampling values of a model file that settings can have; None where it says nothing."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    repeat_last_n: int | None = None


def file_sampling(hints: SamplingHints) -> FileSampling | None:
    """Return what a file advises, None where that is nothing.

    A value that no setting could have (a temperature of 5) is left out, with a line in the log.
    """
    known = {item.name: item for item in declarations(SamplingSettings)}
    values: dict[str, Any] = {}
    for field in fields(FileSampling):
        raw = getattr(hints, field.name)
        if raw is None:
            continue
        try:
            # The file holds 32-bit floats: 0.6 comes back as 0.6000000238418579.
            values[field.name] = known[field.name].accept(float(f"{raw:.6g}"))
        except ValueError as error:
            _LOG.info("the file's own %s is left out: %s", field.name, error)
    return FileSampling(**values) if values else None
