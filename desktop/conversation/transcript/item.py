"""One message of the transcript: what is shown of it, its texts, and whether its thinking is unfolded."""

from collections.abc import Iterator

from desktop.conversation.transcript.controls import Control, ControlKind, Section, controls_in
from desktop.conversation.transcript.layout import MarkBox, MessageLayout, Surroundings, ThinkingState, estimated_height
from desktop.conversation.transcript.passage import Passage
from desktop.conversation.transcript.view import MessageView

_LIVE_LINE = 300  # characters of the last line of thinking that can be on screen


class Item:
    """A message. `layout` is None while it is far from the screen; `seconds` is the thinking's time so far.

    `marked_below` says that the model is told neither this message nor any above: a line says so below it.
    """

    def __init__(self, view: MessageView, image_word: str) -> None:
        self.view = view
        self.unfolded = False
        self.layout: MessageLayout | None = None
        self.seconds: float | None = view.thinking_seconds
        self.is_thinking = False
        self.marked_below = False
        verbatim = not view.is_answer
        self._passages = {
            Section.THINKING: Passage(view.thinking, verbatim=verbatim, image_word=image_word),
            Section.ANSWER: Passage(view.text, verbatim=verbatim, image_word=image_word),
        }

    def passage(self, section: Section) -> Passage:
        """Return one of the two texts."""
        return self._passages[section]

    def sections(self) -> list[Section]:
        """Return the sections whose text is on screen."""
        return [Section.THINKING, Section.ANSWER] if self.unfolded else [Section.ANSWER]

    @property
    def has_thinking(self) -> bool:
        """Whether there is a head to unfold."""
        return self.is_thinking or bool(self.passage(Section.THINKING).source.strip())

    def thinking_state(self) -> ThinkingState | None:
        """Return what the head of the thinking says, None without one."""
        if not self.has_thinking:
            return None
        last_line = ""
        if self.is_thinking:
            source = self.passage(Section.THINKING).source.rstrip()
            last_line = source[max(source.rfind("\n") + 1, len(source) - _LIVE_LINE) :]
        return ThinkingState(self.is_thinking, self.unfolded, self.seconds, last_line)

    def footer_controls(self) -> list[Control]:
        """Return the controls of the row under the message, none for no row."""
        view = self.view
        if view.streaming:
            return []
        kinds: list[ControlKind] = []
        if view.is_answer:
            kinds += [ControlKind.COPY, ControlKind.REGENERATE]
        if view.siblings > 1:
            kinds += [ControlKind.PREVIOUS, ControlKind.NEXT]
        if view.footer is not None:
            kinds.append(ControlKind.RECORD)
        return [Control(kind) for kind in kinds]

    def controls(self) -> Iterator[Control]:
        """Yield all controls, in reading order."""
        if self.has_thinking:
            yield Control(ControlKind.THINKING, Section.THINKING)
        for section in self.sections():
            yield from controls_in(self.passage(section).blocks, section)
        yield from self.footer_controls()

    def lay_out(self, around: Surroundings, width: float) -> MessageLayout:
        """Return the layout, made now if there is none."""
        if self.layout is None:
            self.layout = MessageLayout(self, around, width)
        return self.layout

    def forget_layout(self) -> None:
        """Free what can be made again."""
        self.layout = None
        for passage in self._passages.values():
            passage.forget()

    def read_anew(self, image_word: str) -> None:
        """Read the texts again, in another language."""
        for passage in self._passages.values():
            passage.read_anew(image_word)

    def height(self, around: Surroundings, width: float) -> float:
        """Return how high the message is with the line below it; about how high while it is not laid out."""
        return self.own_height(around, width) + (MarkBox(around, width).height if self.marked_below else 0.0)

    def own_height(self, around: Surroundings, width: float) -> float:
        """Return how high the message is without the line below it."""
        if self.layout is not None:
            return self.layout.height
        source = self.passage(Section.ANSWER).source
        return estimated_height(source, around.look, width, is_answer=self.view.is_answer)
