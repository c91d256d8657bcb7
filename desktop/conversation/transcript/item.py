"""One message of the transcript: what is shown of it, its texts, and whether its thinking is unfolded."""

from collections.abc import Iterator

from desktop.conversation.transcript.code_view import CodeView
from desktop.conversation.transcript.controls import Control, ControlKind, Section, controls_in
from desktop.conversation.transcript.layout import (
    MarkBox,
    MessageLayout,
    Surroundings,
    ThinkingState,
    estimated_height,
)
from desktop.conversation.transcript.passage import Passage
from desktop.conversation.transcript.view import Glance, MessageView

_LIVE_LINE = 300  # characters of the last line of thinking that can be on screen


class Item:
    """A message. `layout` is None while it is far from the screen; `seconds` is the thinking's time so far.

    `reserved` is the height of what stands in its place while it is being changed, None otherwise.
    `lined` is how much of each text that grows is known to have been written how warm; None: all of it.
    `marked_below` says that the model is told neither this message nor any above: a line says so below it.
    """

    __slots__ = (  # there are thousands of them
        "_given",
        "_image_word",
        "_passages",
        "_view",
        "code_views",
        "id",
        "is_answer",
        "is_thinking",
        "layout",
        "lined",
        "marked_below",
        "reserved",
        "seconds",
        "unfolded",
    )

    def __init__(self, view: MessageView | Glance, image_word: str) -> None:
        self.id = view.id
        self.is_answer = view.is_answer
        self._view: MessageView | Glance = view
        self.unfolded = False
        self.layout: MessageLayout | None = None
        self.lined: dict[Section, int] | None = None
        self.seconds: float | None = view.thinking_seconds
        self.is_thinking = False
        self.marked_below = False
        self.reserved: float | None = None
        self.code_views: dict[tuple[Section, int], CodeView] = {}
        self._given: MessageView | Glance = view  # with the texts of the passages that were not needed yet
        self._passages: dict[Section, Passage] = {}
        self._image_word = image_word

    @property
    def view(self) -> MessageView:
        """What is shown of the message; made now where it was not needed yet."""
        if isinstance(self._view, Glance):
            self._view = self._view.whole()
        return self._view

    @view.setter
    def view(self, view: MessageView) -> None:
        self._view = view

    def passage(self, section: Section) -> Passage:
        """Return one of the two texts."""
        passage = self._passages.get(section)
        if passage is None:
            text = self._given.thinking if section is Section.THINKING else self._given.text
            passage = Passage(text, verbatim=not self.is_answer, image_word=self._image_word)
            self._passages[section] = passage
        return passage

    def sections(self) -> list[Section]:
        """Return the sections whose text is on screen."""
        return [Section.THINKING, Section.ANSWER] if self.unfolded else [Section.ANSWER]

    def code_view(self, section: Section, index: int) -> CodeView:
        """Return how the user wants a code block shown. What is written before the reader's eyes is not folded."""
        return self.code_views.setdefault((section, index), CodeView(unfolded=self.view.streaming))

    def unread_section(self) -> Section | None:
        """Return the first section on screen whose text is not read to its end."""
        return next((section for section in self.sections() if self.passage(section).unread > 0.0), None)

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
        if view.streaming or view.bare:
            return []
        kinds: list[ControlKind] = []
        if view.is_answer:
            kinds += [ControlKind.CONTINUE] if view.can_continue and not view.locked else []
            kinds.append(ControlKind.COPY)
            kinds += [] if view.locked else [ControlKind.REGENERATE]
        elif not view.locked:
            kinds.append(ControlKind.EDIT)
        kinds.append(ControlKind.MORE)
        if view.siblings > 1:
            kinds += [ControlKind.PREVIOUS, ControlKind.NEXT]
        if view.footer is not None:
            kinds.append(ControlKind.RECORD)
        return [Control(kind) for kind in kinds]

    def controls(self) -> Iterator[Control]:
        """Yield all controls, in reading order."""
        if self.reserved is not None:
            return
        for number in range(len(self.view.attachments)):
            yield Control(ControlKind.ATTACHMENT, number=number)
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
        self._image_word = image_word
        for passage in self._passages.values():
            passage.read_anew(image_word)

    def height(self, around: Surroundings, width: float) -> float:
        """Return how high the message is with the line below it; about how high while it is not laid out."""
        own = self.own_height(around, width)
        return own + MarkBox(around, width).height if self.marked_below else own

    def own_height(self, around: Surroundings, width: float) -> float:
        """Return how high the message is without the line below it."""
        if self.reserved is not None:
            return self.reserved
        if self.layout is not None:
            return self.layout.height
        passage = self._passages.get(Section.ANSWER)
        source = self._given.text if passage is None else passage.source
        return estimated_height(source, around.look, width, is_answer=self.is_answer)
