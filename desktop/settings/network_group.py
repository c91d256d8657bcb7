"""How the network may be used: whether at all, where models come from, through which proxy, with which token."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.settings.choice_field import ChoiceField
from desktop.theme import Role, set_role, with_text
from models.settings import ModelSource, NetworkSettings
from models.texts import Phrasebook

_GAP = 8
_NEAR = 4
_SECTION = 12
_LONGEST = 500
_SOURCE_WIDTH = 200
_WITH_ADDRESS = (ModelSource.CUSTOM, ModelSource.MODELSCOPE)


class _TokenField(QLineEdit):
    """A field whose text is not shown; `reached` tells when it has the focus for the first time."""

    reached = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setMaxLength(_LONGEST)
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._was_reached = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell once."""
        super().focusInEvent(event)
        if not self._was_reached:
            self._was_reached = True
            self.reached.emit()


class NetworkGroup(QWidget):
    """Shows and edits `NetworkSettings`; `edited` carries all of them after each change.

    `token_entered` carries a token to keep, "" to remove the one that is kept. The token itself is never shown;
    `token_wanted` asks, when its field is first reached, whether there is one: that may need the keyring unlocked.
    """

    edited = Signal(NetworkSettings)
    token_entered = Signal(str)
    token_wanted = Signal()

    def __init__(self, settings: NetworkSettings, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._settings = settings
        self._offline = QCheckBox(say("setting.offline.label"))
        self._source = ChoiceField("source", ModelSource, say=say)
        self._source.setMinimumWidth(with_text(_SOURCE_WIDTH, self.font()))
        self._endpoint = _line(say("setting.endpoint.label"))
        self._proxy = _line(say("setting.proxy.label"))
        self._proxy.setPlaceholderText(say("network.proxy.system"))
        self._token = _TokenField(say("network.token"))
        self._keep = QPushButton(say("network.token.keep"))
        self._remove = QPushButton(say("network.token.remove"))
        for button in (self._keep, self._remove):
            button.setAutoDefault(False)
        self._token_state = _note(say("network.token.help"))
        self._endpoint_row = QWidget()
        self._lay_out()
        self._connect()
        self.show_settings(settings)
        self.show_token(known=False)

    def show_settings(self, settings: NetworkSettings) -> None:
        """Show the settings without telling."""
        self._settings = settings
        with QSignalBlocker(self._offline):
            self._offline.setChecked(settings.offline)
        self._source.show_value(settings.source)
        self._endpoint.setText(settings.endpoint or "")
        self._proxy.setText(settings.proxy or "")
        self._show_usable()

    def show_token(self, *, known: bool) -> None:
        """Show whether a token is kept; what was typed goes once one is."""
        if known:
            self._token.clear()
        self._token.setPlaceholderText(self._say("network.token.known") if known else "")
        self._remove.setVisible(known)
        self._keep.setEnabled(bool(self._token.text().strip()))

    def show_problem(self, sentence: str) -> None:
        """Say why the token was not kept, "" for nothing; it can be tried again as it is."""
        if sentence:
            self._keep.setEnabled(bool(self._token.text().strip()))
        set_role(self._token_state, Role.DANGER if sentence else Role.HINT)
        self._token_state.setText(sentence or self._say("network.token.help"))

    def _lay_out(self) -> None:
        say = self._say
        token = QHBoxLayout()
        token.setSpacing(_GAP)
        token.addWidget(self._token, 1)
        token.addWidget(self._keep)
        token.addWidget(self._remove)
        endpoint = QVBoxLayout(self._endpoint_row)
        endpoint.setContentsMargins(0, _SECTION, 0, 0)
        endpoint.setSpacing(_NEAR)
        endpoint.addWidget(_label(say("setting.endpoint.label"), self._endpoint))
        endpoint.addWidget(self._endpoint)
        endpoint.addWidget(_note(say("setting.endpoint.help")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_NEAR)
        column.addWidget(self._offline)
        column.addWidget(_note(say("setting.offline.help")))
        column.addSpacing(_SECTION)
        column.addWidget(_label(say("setting.source.label"), self._source))
        column.addWidget(self._source)
        column.addWidget(_note(say("setting.source.help")))
        column.addWidget(self._endpoint_row)
        column.addSpacing(_SECTION)
        column.addWidget(_label(say("setting.proxy.label"), self._proxy))
        column.addWidget(self._proxy)
        column.addWidget(_note(say("setting.proxy.help")))
        column.addSpacing(_SECTION)
        column.addWidget(_label(say("network.token"), self._token))
        column.addLayout(token)
        column.addWidget(self._token_state)

    def _connect(self) -> None:
        self._offline.toggled.connect(self._on_edited)
        self._source.edited.connect(self._on_edited)
        self._endpoint.editingFinished.connect(self._on_edited)
        self._proxy.editingFinished.connect(self._on_edited)
        self._token.reached.connect(self.token_wanted)
        self._token.textEdited.connect(lambda text: self._keep.setEnabled(bool(text.strip())))
        self._token.returnPressed.connect(self._on_keep)
        self._keep.clicked.connect(self._on_keep)
        self._remove.clicked.connect(lambda: self.token_entered.emit(""))

    def _show_usable(self) -> None:
        self._endpoint_row.setVisible(self._source.current() in _WITH_ADDRESS)

    def _on_edited(self) -> None:
        source = self._source.current()
        changed = replace(
            self._settings,
            offline=self._offline.isChecked(),
            source=source if isinstance(source, ModelSource) else self._settings.source,
            endpoint=self._endpoint.text().strip() or None,
            proxy=self._proxy.text().strip() or None,
        )
        self._show_usable()
        if changed != self._settings:
            self._settings = changed
            self.edited.emit(changed)

    def _on_keep(self) -> None:
        token = self._token.text().strip()
        if token:
            self._keep.setEnabled(False)
            self.show_problem("")
            self.token_entered.emit(token)


def _line(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(_LONGEST)
    field.setAccessibleName(name)
    return field


def _label(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    return label


def _note(text: str) -> QLabel:
    note = QLabel(text)
    note.setWordWrap(True)
    set_role(note, Role.HINT)
    return note
