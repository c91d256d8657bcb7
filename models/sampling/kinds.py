"""The kinds of text inside one answer, and the temperature of each."""

from dataclasses import dataclass
from enum import StrEnum


class TextSection(StrEnum):
    """What is being written. The name of a section is the text `section.<value>`."""

    THINKING = "thinking"
    PROSE = "prose"
    CODE = "code"  # a code block
    JSON = "json"  # a code block of JSON, or an answer that has to be JSON
    MATH = "math"  # a formula

    @property
    def text_id(self) -> str:
        """The id of the section's name."""
        return f"section.{self.value}"


@dataclass(frozen=True)
class SectionTemperatures:
    """The temperature of each kind of text in one answer."""

    thinking: float
    prose: float
    code: float
    json: float
    math: float

    def of(self, section: TextSection) -> float:
        """Return the temperature of a section."""
        temperature: float = getattr(self, section.value)
        return temperature
