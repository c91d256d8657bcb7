"""The user's own modes: loaded, made, changed, removed, exported and imported."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.action_notices import ActionNotices
from desktop.control.generation import GenerationController
from desktop.control.sampling_choice import SamplingChoice
from desktop.conversation import ModeBar
from desktop.settings import GenerationPanel, mode_title
from desktop.theme import Theme
from models.catalog import GENERIC
from models.errors import Text, UserError
from models.presets import COLOURS, PresetStore, UserPreset, new_id
from models.sampling import Preset, overrides_between
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import NoticeBar
    from desktop.settings import PresetDialog, PresetWish

_MOST_TOLD = 3  # of what is wrong in files: the log has the rest


class PresetController(QObject):
    """Brings the user's own modes into the bar, and opens the dialog about one. `notices` makes the bar of notices."""

    failed = Signal(UserError)
    notice = Signal(Text)

    def __init__(
        self,
        *,
        store: PresetStore,
        choice: SamplingChoice,
        panel: GenerationPanel,
        generation: GenerationController,
        notices: Callable[[], "NoticeBar"],
        say: Phrasebook,
        theme: Theme,
        mode_bar: ModeBar,
    ) -> None:
        super().__init__(panel)
        self._store = store
        self._choice = choice
        self._generation = generation
        self._notices = ActionNotices(notices, parent=self)
        self._say = say
        self._theme = theme
        self._panel = panel
        self._told: set[int] = set()
        self._dialog: PresetDialog | None = None
        panel.preset_requested.connect(lambda: self._open(choice.preset))
        mode_bar.edit_requested.connect(lambda preset: self._open(choice.preset_of(preset)))
        mode_bar.remove_requested.connect(partial(self._try, self._remove))

    def load(self, *, tell: bool = True) -> None:
        """Read the folder and show what it holds; where `tell`, say what is wrong in it."""
        found = self._store.load()
        self._choice.own.use(found.presets)
        self._generation.show_modes()
        for problem in found.problems[:_MOST_TOLD] if tell else ():
            self.notice.emit(problem)

    def show_conversation(self, conversation: int | None) -> None:
        """Tell once where a conversation used a mode that was removed."""
        choice = self._choice
        if conversation is not None and choice.own.is_gone(choice.wanted) and conversation not in self._told:
            self._told.add(conversation)
            self.notice.emit(Text("preset.gone", {"mode": mode_title(self._say, choice.preset)}))

    def apply_theme(self, theme: Theme) -> None:
        """Give the dialog, and the next one, the colours of a theme."""
        self._theme = theme
        if self._dialog is not None:
            self._dialog.apply_theme(theme)

    def _open(self, shown: Preset) -> None:
        """Open the dialog about a mode: one of the user's own is changed, on top of another one a new one is made."""
        from desktop.settings import PresetDialog  # not before it is asked for

        wish = self._wish(shown)
        band = self._choice.preset_of(wish.preset.base).band
        dialog = PresetDialog(wish, band, say=self._say, theme=self._theme, parent=self._panel.window())
        self._dialog = dialog
        dialog.saved.connect(partial(self._save_from, dialog, wish))
        dialog.removed.connect(partial(self._try, self._remove))
        dialog.exported.connect(partial(self._try, partial(self._export, wish.preset)))
        dialog.imported.connect(partial(self._try, self._import))
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self._dialog = None

    def _wish(self, shown: Preset) -> "PresetWish":
        from desktop.settings import PresetWish

        choice = self._choice
        base, known = choice.preset_of(shown.mode.id), choice.own.get(shown.id)
        now = overrides_between(choice.settings if shown.id == choice.preset.id else shown.settings, base)
        named = shown.family.id != GENERIC
        taken = {one.colour for one in choice.own.fitting(shown.family.id)}
        colour = next((one for one in COLOURS if one not in taken), COLOURS[0])
        fresh = UserPreset(id=new_id(base.id), name="", base=base.id, colour=colour, overrides=now)
        return PresetWish(
            preset=known or fresh,
            is_new=known is None,
            now=now,
            base_name=mode_title(self._say, base),
            base_words=self._say(base.instruction) if base.instruction else "",
            family=shown.family.id if named else "",
            model=self._generation.model if named else "",
        )

    def _try(self, act: Callable[..., None], *values: object) -> None:
        try:
            act(*values)
        except UserError as error:
            self.failed.emit(error)

    def _save_from(self, dialog: "PresetDialog", wish: "PresetWish", preset: UserPreset) -> None:
        try:
            self._save(wish, preset)
        except UserError as error:  # the dialog keeps what was typed
            dialog.tell(self._say.phrase(error.text))
        else:
            dialog.accept()

    def _save(self, wish: "PresetWish", preset: UserPreset) -> None:
        self._store.save(preset)
        self.load(tell=False)
        if wish.is_new or (preset.id == self._choice.mode and preset.overrides == wish.now):
            self._choice.choose_mode(preset.id)  # what was changed by hand is in it now

    def _remove(self, preset_id: str) -> None:
        gone = self._choice.own.get(preset_id)
        self._store.remove(preset_id)
        self.load(tell=False)
        if gone is not None:
            self._offer_undo(gone)

    def _export(self, preset: UserPreset, path: Path) -> None:
        self._store.write_to(path, preset)
        self.notice.emit(Text("preset.exported", {"name": preset.name, "file": path.name}))

    def _import(self, path: Path) -> None:
        read = self._store.take_in(path)
        self.load(tell=False)
        for problem in read.problems[:_MOST_TOLD]:
            self.notice.emit(problem)
        self.notice.emit(Text("preset.imported", {"name": read.preset.name}))
        if read.preset.fits(self._choice.preset.family.id):
            self._choice.choose_mode(read.preset.id)

    def _offer_undo(self, preset: UserPreset) -> None:
        from desktop.notices import Notice, NoticeKind  # there is seldom one

        text = self._say("preset.removed", name=preset.name)
        notice = Notice(NoticeKind.INFO, text, action=self._say("tree.undo"), single=True)  # names may be the same
        self._notices.add(notice, partial(self._try, self._bring_back, preset))

    def _bring_back(self, preset: UserPreset) -> None:
        self._store.save(preset)
        self.load(tell=False)
