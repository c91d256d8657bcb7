"""One message as it is printed: all of its code, no buttons, and thinking and record as the user wants."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.conversation.transcript.code_view import CodeView
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.layout import ThinkingState
from desktop.conversation.transcript.passage import Passage
from desktop.conversation.transcript.view import MessageView
from models.markdown import Code


@dataclass(frozen=True)
class PrintChoice:
    """What is printed beside questions and answers: the thinking, and the quiet line under each answer."""

    thinking: bool = False
    records: bool = False


class PrintedMessage:
    """What a layout asks of a message."""

    def __init__(self, view: MessageView, choice: PrintChoice, image_word: str) -> None:
        self.view = view
        self._choice = choice
        verbatim = not view.is_answer
        self._passages = {
            Section.THINKING: Passage(view.thinking, verbatim=verbatim, image_word=image_word),
            Section.ANSWER: Passage(view.text, verbatim=verbatim, image_word=image_word),
        }
        self._thinks = choice.thinking and bool(view.thinking.strip())

    def passage(self, section: Section) -> Passage:
        """Return one of the two texts."""
        return self._passages[section]

    def sections(self) -> list[Section]:
        """Return the sections that are printed."""
        return [Section.THINKING, Section.ANSWER] if self._thinks else [Section.ANSWER]

    def read(self) -> Iterator[None]:
        """Read what is printed to its end; yields after each slice."""
        for section in self.sections():
            passage = self.passage(section)
            passage.read_on()
            while passage.unread > 0.0:
                yield
                passage.read_on()

    def thinking_state(self) -> ThinkingState | None:
        """Return what the head of the thinking says, None where it is not printed."""
        if not self._thinks:
            return None
        return ThinkingState(running=False, unfolded=True, seconds=self.view.thinking_seconds, last_line="")

    def code_view(self, section: Section, index: int) -> CodeView:  # noqa: ARG002 - paper does not scroll
        """Return how code is printed: whole, its long lines broken."""
        return CodeView(wrapped=True, unfolded=True)

    def footer_controls(self) -> list[Control]:
        """Return the quiet line, where there is one."""
        wanted = self._choice.records and self.view.footer is not None
        return [Control(ControlKind.RECORD)] if wanted else []

    def code(self) -> list[Code]:
        """Return the code that is printed."""
        blocks = (block for section in self.sections() for block in self.passage(section).blocks)
        return [block for block in blocks if isinstance(block, Code)]
