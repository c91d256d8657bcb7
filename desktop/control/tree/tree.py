"""What is done with one message of the conversation on screen: each time another branch, or a step that is undone."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import SEVERAL, Answering
from desktop.control.conversation import ConversationController
from desktop.control.tree.undoing import Undoing
from desktop.conversation import Transcript
from models.engine import Role
from models.errors import UserError, user_error
from models.history import History, Message


class TreeController(QObject):
    """Edits, answers again, goes on, deletes and branches."""

    failed = Signal(UserError)
    list_changed = Signal()

    def __init__(
        self,
        *,
        history: History,
        answering: Answering,
        conversation: ConversationController,
        transcript: Transcript,
        undoing: Undoing,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._answering = answering
        self._conversation = conversation
        self._transcript = transcript
        self._undoing = undoing
        undoing.undone.connect(self.bring_back)
        for asked, act in (
            (transcript.edit_requested, self._edit),
            (transcript.regenerate_requested, self._regenerate),
            (transcript.several_requested, self._several),
            (transcript.continue_requested, self._go_on),
            (transcript.delete_requested, self._delete),
            (transcript.branch_requested, self._branch),
        ):
            asked.connect(partial(self._try, act))
        transcript.sibling_requested.connect(partial(self._try, self._step))
        transcript.editing.edited.connect(lambda message, text: self._try(self._save_edit, message, text))

    def _try(self, act: Callable[..., None], *values: object) -> None:
        try:
            act(*values)
        except UserError as error:
            self.failed.emit(error)

    def _refuse_while_answering(self, conversation: int | None = None) -> None:
        """Raise UserError while an answer is being written, in that conversation where one is given."""
        running = self._answering.running
        if running is not None and conversation in (None, running.conversation):
            raise user_error("tree.busy")

    def _edit(self, message: int) -> None:
        text = self._history.messages.get(message).content
        if not self._transcript.editing.has_room_for(text):
            raise user_error("tree.too_long")
        self._transcript.editing.open(message, text)

    def _save_edit(self, message: int, text: str) -> None:
        old = self._history.messages.get(message)
        if text == old.content:
            self._save_same(old)
            return
        if old.role is Role.ASSISTANT:
            self._refuse_while_answering(old.conversation)
            new = self._history.messages.revise_answer(message, text)
        else:
            self._refuse_while_answering()
            files = [self._history.messages.attachment(info.id) for info in old.attachments]
            new = self._history.messages.revise(message, text, files)
        self._transcript.editing.close()
        self._show_instead(old, new)
        if old.role is Role.USER:
            self._transcript.jump_to_latest()
            self._answering.answer(new, self._conversation.request_for(text))
        self.list_changed.emit()

    def _save_same(self, old: Message) -> None:
        """Change nothing, but send a question that has no answer: it was deleted, or never begun."""
        thread = self._history.messages.thread(old.conversation)
        unanswered = old.role is Role.USER and thread[-1].id == old.id
        if unanswered:
            self._refuse_while_answering()
        self._transcript.editing.close()
        if unanswered:
            self._answering.answer(old.id, self._conversation.request_for(old.content))

    def _regenerate(self, answer: int) -> None:
        self._refuse_while_answering()
        question = self._question_of(answer)
        again = self._history.messages.get(answer)
        self._answering.answer(question.id, self._conversation.request_for(question.content, instead_of=again))
        self.list_changed.emit()

    def _several(self, answer: int) -> None:
        self._refuse_while_answering()
        question = self._question_of(answer)
        others = self._history.messages.get(answer)
        request = self._conversation.request_for(question.content, instead_of=others, several=True)
        self._answering.answer_together(question.id, request, SEVERAL)
        self.list_changed.emit()

    def _go_on(self, answer: int) -> None:
        self._refuse_while_answering()
        question = self._question_of(answer)
        cut = self._history.messages.get(answer)
        self._answering.go_on(answer, self._conversation.request_for(question.content, going_on=cut))
        self.list_changed.emit()

    def _delete(self, message: int) -> None:
        found = self._history.messages.get(message)
        self._refuse_while_answering(found.conversation)
        thread = [one.id for one in self._history.messages.thread(found.conversation)]
        self._history.messages.hide(message)
        now = [one.id for one in self._history.messages.thread(found.conversation)]
        place = thread.index(message) if message in thread else len(now)
        # Where it was, the reader finds what follows it, or what it followed.
        neighbour = next((one for one in (*now[place : place + 1], *now[-1:])), None)
        instead = (message, neighbour) if neighbour is not None else None
        self._show(found.conversation, instead)
        self._undoing.offer(message, answer=found.role is Role.ASSISTANT)

    def bring_back(self, message: int) -> None:
        """Show a message again that was deleted."""
        self._try(self._bring_back, message)

    def _bring_back(self, message: int) -> None:
        found = self._history.messages.get(message)
        self._refuse_while_answering(found.conversation)
        self._history.messages.unhide(message)
        self._undoing.withdraw(message)
        if found.conversation == self._conversation.conversation:
            self._show(found.conversation, None)
            self._transcript.show_message(message)

    def _branch(self, message: int) -> None:
        branch = self._history.messages.branch(message)
        self.list_changed.emit()
        self._conversation.open(branch)

    def _step(self, message: int, step: int) -> None:
        siblings = self._history.messages.siblings(message)
        wanted = siblings.index(message) + step
        if 0 <= wanted < len(siblings):
            self._choose(message, siblings[wanted])

    def _choose(self, old: int, new: int) -> None:
        self._history.messages.choose(new)
        self._show_instead(self._history.messages.get(old), new)

    def _question_of(self, answer: int) -> Message:
        """Return the question that an answer answers. Raises UserError where that was deleted."""
        before = self._history.messages.path(answer)[:-1]
        if not before or before[-1].role is not Role.USER:
            raise user_error("tree.no_question")
        return before[-1]

    def _show_instead(self, old: Message, new: int) -> None:
        self._show(old.conversation, (old.id, new))

    def _show(self, conversation: int, instead: tuple[int, int] | None) -> None:
        if conversation == self._conversation.conversation:
            anything = self._conversation.view.show(conversation, instead=instead)
            self._conversation.shown.emit(conversation, anything)
