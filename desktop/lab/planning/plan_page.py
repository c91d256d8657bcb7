"""The page on which a measurement is put together: of what model, which tasks, at which temperatures, how often."""

from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.lab.planning.task_picker import TaskPicker
from desktop.lab.planning.temperatures_field import TemperaturesField
from desktop.lab.planning.versions_choice import VersionsChoice
from desktop.lab.planning.wish import Experiment, ModeChoice, ModelChoice, Wish
from desktop.settings import ScrollColumn, Segments
from desktop.theme import Role, Theme, plain_label, set_role, text_button, with_text
from models.texts import Phrasebook

_GAP = 12
_MARGIN = 16
_MOST_REPEATS = 100
_REPEATS = 5
_LEAST_TOKENS, _MOST_TOKENS, _TOKENS = 16, 32_768, 1024
_NUMBER = 140
_TEMPERATURES = (0.3, 0.6, 0.9)
_LABELS = tuple(
    f"lab.form.{name}"
    for name in (
        *("begin", "model", "other", "languages", "variants", "temperatures", "repeats", "sections"),
        *("mode", "tokens", "name"),
    )
)


class Sections(Enum):
    """Whether the temperature follows the text; the value is the end of the text's id."""

    OFF = "off"
    ON = "on"
    BOTH = "both"

    @property
    def arms(self) -> tuple[bool, ...]:
        """What is measured beside each other."""
        return {Sections.OFF: (False,), Sections.ON: (True,), Sections.BOTH: (False, True)}[self]


class PlanPage(QWidget):
    """Shows what can be measured. `start_requested` carries the `Wish`, `edited` tells of each change to it.

    `python_changed` asks for another answer to whether code is run.
    """

    start_requested = Signal(object)
    edited = Signal()
    python_changed = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, margin: int) -> None:
        super().__init__()
        self._say = say
        self._experiments: tuple[Experiment, ...] = ()
        self._experiment = _choice(say("lab.form.begin"))
        self._about = plain_label(role=Role.HINT)
        self._model = _choice(say("lab.form.model"))
        self._other = _choice(say("lab.form.other"))
        self.versions = VersionsChoice(say=say, parent=self)
        self.tasks = TaskPicker(versions=self.versions, say=say)
        self.temperatures = TemperaturesField(say=say, theme=theme)
        self._repeats = _number(say("lab.form.repeats"), 1, _MOST_REPEATS, _REPEATS)
        self._sections = Segments(
            [(one, say(f"lab.form.sections.{one.value}")) for one in Sections], name=say("lab.form.sections")
        )
        self._sections.show_value(Sections.OFF)
        self._mode = _choice(say("lab.form.mode"))
        self._tokens = _number(say("lab.form.tokens"), _LEAST_TOKENS, _MOST_TOKENS, _TOKENS)
        self._name = QLineEdit()
        self._name.setAccessibleName(say("lab.form.name"))
        self._name.setPlaceholderText(say("lab.form.name.none"))
        self._estimate = plain_label()
        self._problem = plain_label(role=Role.DANGER)
        self._python = plain_label(role=Role.HINT)
        self._change = text_button("", Role.LINK)
        self._start = text_button(say("lab.form.start"), Role.PRIMARY)
        self._lay_out(margin)
        self._connect()
        self.temperatures.show_value(_TEMPERATURES)
        self._about.hide()
        self.show_estimate("")
        self.show_problem("")
        self.show_python_note("")

    def show_models(self, models: Sequence[ModelChoice]) -> None:
        """Show the model files that there are; the loaded one is chosen unless the user chose another."""
        before, beside = self._model.currentData(), self._other.currentData()
        loaded = next((str(one.path) for one in models if one.loaded), None)
        for field in (self._model, self._other):
            field.clear()
        self._other.addItem(self._say("lab.form.other.none"), None)
        for one in models:
            name = self._say("lab.form.model.loaded", name=one.name) if one.loaded else one.name
            self._model.addItem(name, str(one.path))
            self._other.addItem(name, str(one.path))
        for field, wanted in ((self._model, before or loaded), (self._other, beside)):
            field.setCurrentIndex(max(field.findData(wanted), 0))
        self._tell()

    def show_modes(self, modes: Iterable[ModeChoice]) -> None:
        """Show the modes whose settings can be used for all tasks."""
        self._mode.clear()
        self._mode.addItem(self._say("lab.form.mode.own"), None)
        for one in modes:
            self._mode.addItem(one.name, one.id)

    def show_experiments(self, experiments: Sequence[Experiment]) -> None:
        """Show the published measurements."""
        self._experiments = tuple(experiments)
        self._experiment.clear()
        self._experiment.addItem(self._say("lab.form.begin.own"))
        for one in experiments:
            self._experiment.addItem(one.name)

    def show_amounts(self, *, repeats: int, tokens: int) -> None:
        """Show how many answers each task gets, and how long they may be."""
        self._repeats.setValue(repeats)
        self._tokens.setValue(tokens)

    def show_estimate(self, sentence: str) -> None:
        """Say how many answers there will be, and how long they take."""
        self._estimate.setText(sentence)

    def show_problem(self, sentence: str) -> None:
        """Say why it cannot begin; an empty sentence takes that away."""
        self._problem.setText(sentence)
        self._problem.setHidden(not sentence)

    def show_python_note(self, sentence: str, *, change: str = "") -> None:
        """Say what becomes of answers with code, and with which words that is changed; empty ones are not shown."""
        self._python.setText(sentence)
        self._python.setHidden(not sentence)
        self._change.setText(change)
        self._change.setHidden(not change)

    def wish(self) -> Wish:
        """Return what is put together."""
        chosen = (self._model.currentData(), self._other.currentData())
        models = tuple(Path(path) for path in dict.fromkeys(chosen) if path is not None)
        sections = self._sections.current()
        return Wish(
            models=models,
            tasks=self.versions.of(self.tasks.current()),
            temperatures=self.temperatures.current(),
            repeats=self._repeats.value(),
            sections=sections.arms if isinstance(sections, Sections) else (False,),
            mode=self._mode.currentData(),
            max_tokens=self._tokens.value(),
            name=self._name.text().strip(),
        )

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.temperatures.apply_theme(theme)

    def _lay_out(self, margin: int) -> None:
        say = self._say
        title = plain_label(say("lab.form.title"), Role.TITLE)
        intro = plain_label(say("lab.form.intro"), Role.HINT)
        what = self._card(
            ("lab.form.begin", self._stacked(self._experiment, self._about)),
            ("lab.form.model", self._model),
            ("lab.form.other", self._other),
        )
        tasks = QFrame()
        set_role(tasks, Role.CARD)
        column = QVBoxLayout(tasks)
        column.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        column.setSpacing(_GAP // 2)
        column.addWidget(plain_label(say("lab.form.tasks"), Role.HEADING))
        column.addWidget(self.tasks)
        variants = plain_label(say("lab.form.variants.help"), Role.HINT)
        how = self._card(
            ("lab.form.languages", self.versions.languages),
            ("lab.form.variants", self._stacked(self.versions.variants, variants)),
            ("lab.form.temperatures", self.temperatures),
            ("lab.form.repeats", self._repeats),
            ("lab.form.sections", self._sections),
            ("lab.form.mode", self._mode),
            ("lab.form.tokens", self._tokens),
            ("lab.form.name", self._name),
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(margin, _GAP, margin, _GAP)
        foot.setSpacing(_GAP)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._estimate)
        said.addWidget(self._problem)
        said.addWidget(self._python)
        said.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addLayout(said, 1)
        foot.addWidget(self._start, 0, Qt.AlignmentFlag.AlignVCenter)
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(ScrollColumn(title, intro, what, tasks, how, spacing=_GAP, margin=margin), 1)
        outer.addWidget(line)
        outer.addLayout(foot)

    def _card(self, *fields: tuple[str, QWidget]) -> QFrame:
        card = QFrame()
        set_role(card, Role.CARD)
        form = QFormLayout(card)
        form.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        form.setHorizontalSpacing(_MARGIN)
        form.setVerticalSpacing(_GAP)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, field in fields:
            label = plain_label(self._say(text), wraps=False)
            label.setContentsMargins(0, 1, 0, 0)
            label.setMinimumWidth(self._widest_label())
            label.setBuddy(field)
            form.addRow(label, field)
        return card

    def _widest_label(self) -> int:
        """Return the width of the longest label, so that the fields of all cards begin at one line."""
        return max(self.fontMetrics().horizontalAdvance(self._say(text)) for text in _LABELS)

    def _stacked(self, first: QWidget, second: QWidget) -> QWidget:
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP // 2)
        column.addWidget(first)
        column.addWidget(second)
        both.setFocusProxy(first)
        return both

    def _connect(self) -> None:
        for changed in (
            self._model.currentIndexChanged,
            self._other.currentIndexChanged,
            self._repeats.valueChanged,
            self._sections.chosen,
            self._mode.currentIndexChanged,
            self._tokens.valueChanged,
            self.temperatures.edited,
            self.tasks.edited,
        ):
            changed.connect(self._tell)
        self._change.clicked.connect(self.python_changed)
        self._experiment.activated.connect(self._on_experiment)
        self._start.clicked.connect(lambda: self.start_requested.emit(self.wish()))

    def _tell(self) -> None:
        self._start.setEnabled(self.wish().complete)
        self.edited.emit()

    def _on_experiment(self, place: int) -> None:
        self._about.setVisible(place > 0)
        if place > 0:
            chosen = self._experiments[place - 1]
            self._about.setText(chosen.about)
            self.tasks.tick(chosen.tasks)
            self.temperatures.show_value(chosen.temperatures)
            self._repeats.setValue(chosen.repeats)


def _choice(name: str) -> QComboBox:
    field = QComboBox()
    field.setAccessibleName(name)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(12)
    return field


def _number(name: str, least: int, most: int, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setAccessibleName(name)
    field.setRange(least, most)
    field.setValue(value)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setMaximumWidth(with_text(_NUMBER, field.font()))
    field.setGroupSeparatorShown(most >= _MOST_TOKENS)
    return field
