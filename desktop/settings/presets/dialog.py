"""The dialog that makes or changes one of the user's own modes."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.settings.presets.band_fields import BandFields
from desktop.settings.presets.summary import summary
from desktop.settings.presets.swatches import Swatches
from desktop.settings.presets.wish import PresetWish
from desktop.theme import Role, Theme, set_role, with_text, without_icon
from models.catalog import Band
from models.presets import COLOURS, NAME_MOST, UserPreset
from models.texts import Phrasebook

_WIDTH = 560
_MARGIN = 24
_GAP = 12
_LINES = 4
_FRAME = 22


class PresetDialog(QDialog):
    """Asks for name, colour, words and range of a mode; call `open()`. It deletes itself.

    `saved` carries the mode: whoever keeps it calls `accept`, or `tell` where that failed, so that nothing is lost.
    A new one can be `imported` instead from a file; one that exists can be `removed`, and `exported` to a file as it
    was saved.
    """

    saved = Signal(UserPreset)
    removed = Signal(str)
    exported = Signal(Path)
    imported = Signal(Path)

    def __init__(self, wish: PresetWish, band: Band, *, say: Phrasebook, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wish = wish
        self._say = say
        self._name = QLineEdit(wish.preset.name)
        self._name.setMaxLength(NAME_MOST)
        self._name.setPlaceholderText(say("preset.name.placeholder"))
        self._colour = Swatches(COLOURS, say=say, theme=theme)
        self._colour.show_value(wish.preset.colour)
        self._values = _note(summary(wish.preset.overrides, say=say))
        self._take = QCheckBox(say("preset.take_values"))
        self._band = BandFields(say=say)
        self._band.show_band(wish.preset.band, band)
        self._words = QPlainTextEdit(wish.preset.instructions)
        self._words.setPlaceholderText(wish.base_words or say("preset.words.placeholder"))
        self._words.setTabChangesFocus(True)
        self._problem = _note("")
        set_role(self._problem, Role.DANGER)
        self._problem.hide()
        self._only = QCheckBox(say("preset.only", model=wish.model))
        self._only.setChecked(wish.preset.family is not None)
        self._buttons = QDialogButtonBox()
        self._save = self._button("preset.save", QDialogButtonBox.ButtonRole.AcceptRole)
        self._button("preset.cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.setWindowTitle(say("preset.new.title" if wish.is_new else "preset.edit.title"))
        self._lay_out()
        self._offer_files()
        self._connect()
        self._show_state()

    @property
    def preset(self) -> UserPreset:
        """The mode as the dialog shows it."""
        wish = self._wish
        named = self._only.isChecked()
        return replace(
            wish.preset,
            name=" ".join(self._name.text().split()),
            colour=self._colour.current(),
            overrides=wish.now if self._take.isChecked() else wish.preset.overrides,
            band=self._band.band,
            instructions=self._words.toPlainText().strip(),
            family=(wish.preset.family or wish.family or None) if named else None,
        )

    def tell(self, problem: str) -> None:
        """Say why the mode could not be kept."""
        self._problem.setText(problem)
        self._problem.show()
        self._problem.setAccessibleName(problem)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._colour.apply_theme(theme)

    def _button(self, text_id: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        return without_icon(self._buttons.addButton(self._say(text_id), role))

    def _lay_out(self) -> None:
        say, wish = self._say, self._wish
        values = QWidget()
        rows_of_values = QVBoxLayout(values)
        rows_of_values.setContentsMargins(0, 0, 0, 0)
        rows_of_values.addWidget(self._values)
        rows_of_values.addWidget(self._take)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(_GAP)
        grid.setColumnStretch(1, 1)
        rows: list[tuple[str, QWidget]] = [
            (say("preset.name"), self._name),
            (say("preset.colour"), self._colour),
            (say("preset.base"), _note(wish.base_name)),
            (say("preset.values"), values),
            (say("preset.range"), self._band),
            (say("panel.instructions"), self._words),
            ("", self._only),
        ]
        for number, (name, control) in enumerate(rows):
            label = QLabel(name)
            label.setBuddy(control)
            top = Qt.AlignmentFlag.AlignTop if control in {self._words, values} else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label, number, 0, top)
            grid.addWidget(control, number, 1)
            if name:
                control.setAccessibleName(name)
        self._take.setVisible(not wish.is_new and wish.now != wish.preset.overrides)
        self._only.setVisible(bool(wish.model) or wish.preset.family is not None)
        self._words.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + _FRAME)
        self._save.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - _GAP // 2)
        column.setSpacing(_MARGIN)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)
        self.setMinimumWidth(with_text(_WIDTH, self.font()))
        self._name.setFocus()

    def _offer_files(self) -> None:
        reset = QDialogButtonBox.ButtonRole.ResetRole
        if self._wish.is_new:
            self._button("preset.import", reset).clicked.connect(self._on_import)
        else:
            self._button("preset.export", reset).clicked.connect(self._on_export)
            remove = self._button("preset.remove", reset)
            set_role(remove, Role.DANGER)
            remove.clicked.connect(self._on_remove)

    def _connect(self) -> None:
        self._name.textChanged.connect(self._show_state)
        self._take.toggled.connect(self._show_state)
        self._buttons.accepted.connect(lambda: self.saved.emit(self.preset))
        self._buttons.rejected.connect(self.reject)

    def _show_state(self) -> None:
        preset = self.preset
        self._save.setEnabled(bool(preset.name) and preset.name.isprintable())
        self._values.setText(summary(preset.overrides, say=self._say))

    def _on_remove(self) -> None:
        self.removed.emit(self._wish.preset.id)
        self.accept()

    def _on_export(self) -> None:
        files = self._files("preset.export.title", QFileDialog.FileMode.AnyFile)
        files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        files.setDefaultSuffix("toml")
        files.selectFile(f"{_file_name(self._wish.preset.name)}.toml")
        files.fileSelected.connect(lambda name: self.exported.emit(Path(name)))
        files.open()

    def _on_import(self) -> None:
        files = self._files("preset.import.title", QFileDialog.FileMode.ExistingFile)
        files.fileSelected.connect(self._on_import_chosen)
        files.open()

    def _on_import_chosen(self, name: str) -> None:
        self.imported.emit(Path(name))
        self.accept()

    def _files(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        files = QFileDialog(self, self._say(title))
        files.setFileMode(mode)
        files.setNameFilters([self._say("preset.filter", pattern="(*.toml)"), "* (*)"])
        files.finished.connect(files.deleteLater)
        return files


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_role(label, Role.HINT)
    return label


def _file_name(name: str) -> str:
    """Return a name that every system can give a file."""
    return "".join("_" if character in '<>:"/\\|?*' else character for character in name).strip(". ") or "preset"
