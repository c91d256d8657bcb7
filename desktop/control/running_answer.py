"""An answer that is being written: what was asked, and its text so far."""

from dataclasses import dataclass

from models.engine import Channel, ChatMessage, Continuation, Role
from models.history import Message
from models.record import ModeSource, SectionSpan
from models.sampling import Adapted, SamplingSettings
from models.settings import OldThinking


@dataclass(frozen=True)
class AnswerRequest:
    """How a question is to be answered."""

    settings: SamplingSettings
    mode: str
    instructions: str
    mode_source: ModeSource = ModeSource.USER
    mode_name: str = ""
    """Of a mode of the user's own, "" of a built-in one."""
    adapted: tuple[Adapted, ...] = ()
    """What was changed of the settings that were chosen, and why."""

    def instruction_messages(self) -> tuple[ChatMessage, ...]:
        """Return the instructions as the model is told them; nothing where there are none."""
        return (ChatMessage(Role.SYSTEM, self.instructions),) if self.instructions.strip() else ()


@dataclass
class RunningAnswer:
    """An answer in progress. It began with `before`, None where it began with nothing."""

    id: int
    conversation: int
    request: AnswerRequest
    old_thinking: OldThinking
    content: str = ""
    thinking: str = ""
    before: Continuation | None = None
    seconds_before: float | None = None
    saved: int = 0
    thinks: bool = False
    sections_before: tuple[SectionSpan, ...] = ()
    """What wrote the text that it began with."""
    sections: tuple[SectionSpan, ...] = ()
    """What wrote the text since, as far as that was told."""
    dropped: int | None = None
    """The oldest messages that the model is not told; None until that is known."""

    @property
    def size(self) -> int:
        """Characters so far."""
        return len(self.content) + len(self.thinking)

    def add(self, channel: Channel, text: str) -> None:
        """Add new text."""
        if channel is Channel.THINKING:
            self.thinking += text
        else:
            self.content += text

    def take_back(self, thinking: int, written: int) -> None:
        """Keep so many characters of the new text of each channel, and all that was there before."""
        before = self.before or Continuation(None, "")
        self.thinking = self.thinking[: len(before.thinking or "") + thinking]
        self.content = self.content[: len(before.content) + written]

    def thinking_seconds(self, new: float | None) -> float | None:
        """Return how long all the thinking took, with the seconds of the `new` one."""
        if self.seconds_before is None:
            return new
        return self.seconds_before + (new or 0.0)


def continuation_of(answer: Message) -> Continuation:
    """Return what is written already of a cut answer."""
    ended = answer.record is not None and answer.record.stats.thinking_end is not None
    return Continuation(answer.thinking or None, answer.content, thinking_ended=ended or bool(answer.content))


def sections_of(answer: Message) -> tuple[SectionSpan, ...]:
    """Return what wrote the text of an answer; nothing where it was changed by hand since."""
    record = answer.record
    return () if record is None or answer.edited else (*record.sections_before, *record.sections)
