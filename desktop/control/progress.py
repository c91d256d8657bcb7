"""What goes on, told everywhere it shows: composer, status strip, token count of the draft."""

from PySide6.QtCore import QObject, Signal

from desktop.control.answering import Answering
from desktop.control.bridge import EngineBridge
from desktop.control.loading import ModelLoading
from desktop.conversation import Composer, ComposerState, EmptyState
from desktop.status import StatusStrip
from models.engine import Done, Progress, Prompt
from models.errors import Text


class ProgressController(QObject):
    """Keeps composer, welcome and status strip in step with model and answer."""

    notice = Signal(Text)

    def __init__(
        self,
        *,
        bridge: EngineBridge,
        answering: Answering,
        loading: ModelLoading,
        composer: Composer,
        empty: EmptyState,
        status: StatusStrip,
    ) -> None:
        super().__init__(status)
        self._bridge = bridge
        self._answering = answering
        self._loading = loading
        self._composer = composer
        self._empty = empty
        self._status = status
        self._count_number = 0
        self._used = 0
        self._draft_tokens: int | None = None
        self._outgrown: set[int] = set()  # conversations of which that was said
        loading.loading.connect(self.refresh)
        loading.loaded.connect(self._on_loaded)
        loading.nothing.connect(self.refresh)
        answering.started.connect(self.refresh)
        answering.finished.connect(self._on_finished)
        answering.prompt.connect(self._on_prompt)
        answering.progress.connect(self._on_progress)
        bridge.done.connect(self._on_done)
        bridge.counted.connect(self._on_counted)
        composer.draft_changed.connect(self._on_draft_changed)
        composer.tray.measured.connect(self._show_draft)
        composer.tray.changed.connect(self._show_draft)
        composer.tray.shown.connect(self._show_draft)

    def refresh(self) -> None:
        """Show the state as it is now."""
        loaded = self._loading.current
        if self._answering.running is not None:
            self._composer.set_state(ComposerState.ANSWERING)
        elif self._loading.busy:
            self._composer.set_state(ComposerState.LOADING, model=self._loading.name)
        elif loaded is None and not self._loading.pending:  # until then the composer says that the program is loading
            self._composer.set_state(ComposerState.NO_MODEL)
        elif loaded is not None:
            self._composer.set_state(ComposerState.READY)
        if loaded is None and not self._loading.busy and not self._loading.pending:
            self._empty.show_no_model()
            self._status.show_no_device()
            self._status.hide_context()
        else:
            self._empty.show_ready()
        if loaded is not None:
            why = Text(loaded.why.text_id, loaded.why.fields) if loaded.why else None
            self._status.show_device(loaded.engine, layers=loaded.all_layers, why=why)
            self._show_context()

    def show_conversation(self) -> None:
        """Forget what the last answer used of the context: another conversation is on screen."""
        if self._answering.running is None:
            self._used = 0
            self._status.show_idle()
        self.refresh()

    def _on_loaded(self) -> None:
        if self._answering.running is None:
            self._used = 0
        self.refresh()
        self._on_draft_changed(self._composer.text)

    def _on_finished(self) -> None:
        self._status.show_idle()
        self.refresh()

    def _on_prompt(self, event: Prompt) -> None:
        self._status.show_reading(event.done, event.total)
        running = self._answering.running
        if event.dropped_messages and running is not None and running.conversation not in self._outgrown:
            self._outgrown.add(running.conversation)
            self.notice.emit(Text("window.dropped"))

    def _on_progress(self, event: Progress) -> None:
        self._show_used(event.context_used)
        if event.tokens_per_second:
            self._status.show_speed(event.tokens_per_second)

    def _on_done(self, _answer: int, done: Done) -> None:
        self._show_used(done.context_used)

    def _show_used(self, tokens: int) -> None:
        self._used = tokens
        self._show_context()

    def _show_context(self) -> None:
        """Show what the conversation fills of the context, and with it what the question in the making would."""
        loaded = self._loading.current
        if loaded is not None:
            draft = self._counted() or 0 if self._answering.running is None else 0
            self._status.show_context(self._used + draft, loaded.engine.context)

    def _show_draft(self) -> None:
        self._composer.set_token_count(self._counted())
        self._show_context()

    def _counted(self) -> int | None:
        """Return the tokens of the question in the making, None where there is none or they are not known yet."""
        parts = [file.tokens for file in self._composer.tray.files]
        if self._composer.text.strip():
            parts.append(self._draft_tokens)
        known = [part for part in parts if part is not None]
        return sum(known) if known and len(known) == len(parts) else None

    def _on_draft_changed(self, text: str) -> None:
        self._count_number += 1
        if not text.strip() or self._loading.current is None:
            self._draft_tokens = None
            self._show_draft()
        else:
            self._bridge.count_tokens(self._count_number, text)

    def _on_counted(self, number: int, tokens: int | None) -> None:
        if number == self._count_number:
            self._draft_tokens = tokens
            self._show_draft()
