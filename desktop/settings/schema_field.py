"""The field for the form of an answer: free, any JSON, or a JSON schema of the user's own."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.settings.schema_dialog import SchemaDialog
from desktop.settings.segments import Segments
from desktop.theme import Role, set_role
from models.sampling import ANY_JSON
from models.texts import Phrasebook


class Form(Enum):
    """The forms that an answer can be held to."""

    FREE = "free"
    JSON = "json"
    SCHEMA = "schema"


class SchemaField(QWidget):
    """Shows and edits a schema as the settings hold it; `edited` carries each new one the user chooses.

    A schema is written in a dialog of its own. It is offered there again after another form was chosen for a while.
    """

    edited = Signal(object)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._schema: str | None = None
        self._last = ""
        self._choice = Segments(
            [(form, say(f"panel.form.{form.value}")) for form in Form], name=say("setting.schema.label")
        )
        self._edit = QPushButton(say("panel.form.edit"))
        self._edit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self._edit, Role.LINK)
        self.setFocusProxy(self._choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._choice)
        column.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignRight)
        self.show_value(None)
        self._choice.chosen.connect(self._on_chosen)
        self._edit.clicked.connect(self._open_dialog)

    def current(self) -> str | None:
        """Return the schema: None where the answer is free, `ANY_JSON` for any JSON."""
        return self._schema

    def show_value(self, value: object) -> None:
        """Show a schema without telling. Raises TypeError for something else than a text or None."""
        if value is not None and not isinstance(value, str):
            raise TypeError(value)
        self._schema = value
        if value:
            self._last = value
        self._choice.show_value(_form(value))
        self._edit.setVisible(bool(value))

    def _on_chosen(self, form: Form) -> None:
        if form is Form.SCHEMA:
            self._open_dialog()
        else:
            self._take(None if form is Form.FREE else ANY_JSON)

    def _open_dialog(self) -> None:
        dialog = SchemaDialog(self._last, say=self._say, parent=self.window())
        dialog.schema_chosen.connect(self._take)
        dialog.given_up.connect(self._on_given_up)
        dialog.open()

    def _on_given_up(self, text: str) -> None:
        if not self._schema:
            self._last = text  # what was written so far is offered again
        self.show_value(self._schema)

    def _take(self, schema: str | None) -> None:
        if schema == self._schema:
            self.show_value(schema)
            return
        self.show_value(schema)
        self.edited.emit(schema)


def _form(schema: str | None) -> Form:
    if schema is None:
        return Form.FREE
    return Form.JSON if schema == ANY_JSON else Form.SCHEMA
