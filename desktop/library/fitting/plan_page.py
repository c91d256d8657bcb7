"""The page that shows what of a model goes where before it is loaded."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.fit import Fit
from desktop.library.fitting.auto_slider import AutoSlider
from desktop.library.fitting.plan_figures import PlanFigures
from desktop.library.fitting.plan_words import context_steps, plan_words
from desktop.library.grade_pill import GradePill
from desktop.settings import ScrollColumn, Segments
from desktop.theme import Role, Theme, plain_label, set_role, text_button
from models.runtime import CacheType, Grade, MemoryPlan, PlanWish
from models.texts import Phrasebook

_GAP = 12
_MARGIN = 16


class PlanPage(QWidget):
    """Shows a `MemoryPlan` for one of the models on one of the devices; each change of the wish is told at once.

    The owner names models and devices by keys of its own, and answers a changed wish with another plan.
    """

    model_chosen = Signal(str)
    device_chosen = Signal(str)
    wish_changed = Signal(PlanWish)
    load_requested = Signal(PlanWish)

    def __init__(self, *, say: Phrasebook, theme: Theme, margin: int) -> None:
        super().__init__()
        self._say = say
        self._wish = PlanWish()
        self._models = _choice(say("pages.plan.model"))
        self._devices = _choice(say("pages.plan.device"))
        self._pill = GradePill(say=say, theme=theme)
        self._words = plain_label()
        self._figures = PlanFigures(say=say, theme=theme)
        self._context = AutoSlider(name=say("setting.context.label"), explanation=say("setting.context.help"), say=say)
        self._layers = AutoSlider(name=say("pages.plan.layers"), explanation=say("pages.plan.layers.help"), say=say)
        self._types = Segments(
            [(kind, say(f"choice.cache_type.{kind.value}")) for kind in CacheType], name=say("setting.cache_type.label")
        )
        self._load = text_button(say("pages.plan.load"))
        self._note = plain_label(role=Role.HINT)
        self._body = QWidget()
        self._lay_out(margin)
        self._connect()
        self.show_sentence(say("pages.plan.none"))

    def show_models(self, models: Sequence[tuple[str, str]], *, current: str) -> None:
        """Show the models to choose among, as keys and names."""
        _fill(self._models, models, current)

    def show_devices(self, devices: Sequence[tuple[str, str]], *, current: str) -> None:
        """Show the devices to choose among, as keys and names."""
        _fill(self._devices, devices, current)

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of a plan: none can be made."""
        self._pill.show_fit(None)
        self._words.setText(sentence)
        self._body.hide()

    def show_plan(self, plan: MemoryPlan, wish: PlanWish, *, largest: int, device: str, loadable: bool) -> None:
        """Show a plan for a wish. `largest` is the model's own context, `device` the name of the device.

        `loadable` is whether the model is on this machine.
        """
        say, self._wish = self._say, wish
        self._pill.show_fit(Fit(plan.grade, plan.slower))
        self._words.setText(plan_words(plan, say, device=device))
        self._figures.show_plan(plan, device=device)
        self._context.set_steps(context_steps(largest))
        self._context.show_value(
            wish.context, shown=plan.context, text=say("pages.plan.tokens", tokens=f"{plan.context:,}")
        )
        self._layers.set_steps(range(plan.all_layers + 1))
        self._layers.setVisible(bool(device))
        self._layers.show_value(
            wish.layers, shown=plan.layers, text=say("pages.plan.of", layers=plan.layers, all=plan.all_layers)
        )
        self._types.show_value(wish.cache_type)
        self._show_load(plan, loadable=loadable)
        self._body.show()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._pill.apply_theme(theme)
        self._figures.apply_theme(theme)

    def _show_load(self, plan: MemoryPlan, *, loadable: bool) -> None:
        risky = plan.grade is Grade.TOO_LARGE
        self._load.setVisible(loadable)
        self._load.setText(self._say("pages.plan.load_anyway") if risky else self._say("pages.plan.load"))
        set_role(self._load, Role.DANGER if risky else Role.PRIMARY)
        note = "pages.plan.risk" if risky else "pages.plan.note"
        set_role(self._note, Role.CAUTION if risky else Role.HINT)
        self._note.setText(self._say(note if loadable else "pages.plan.not_here"))

    def _lay_out(self, margin: int) -> None:
        say = self._say
        choices = QHBoxLayout()
        choices.setSpacing(_GAP)
        for name, field in ((say("pages.plan.model"), self._models), (say("pages.plan.device"), self._devices)):
            column = QVBoxLayout()
            column.setSpacing(4)
            label = plain_label(name, Role.HEADING, wraps=False)
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            choices.addLayout(column, 1)
        verdict = QVBoxLayout()
        verdict.setSpacing(_GAP // 2)
        verdict.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeft)
        verdict.addWidget(self._words)
        card = QFrame()
        set_role(card, Role.CARD)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        inner.setSpacing(_GAP)
        inner.addLayout(verdict)
        inner.addWidget(self._figures)
        self._lay_out_body()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addLayout(choices)
        column.addWidget(card)
        column.addWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollColumn(content, spacing=0, margin=margin))

    def _lay_out_body(self) -> None:
        types = QHBoxLayout()
        types.setSpacing(_GAP)
        name = plain_label(self._say("setting.cache_type.label"), wraps=False)
        types.addWidget(name)
        types.addStretch(1)
        types.addWidget(self._types)
        self._types.setToolTip(self._say("setting.cache_type.help"))
        bottom = QHBoxLayout()
        bottom.setSpacing(_GAP)
        bottom.addWidget(self._note, 1)
        bottom.addWidget(self._load)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(_GAP)
        body.addWidget(self._context)
        body.addLayout(types)
        body.addWidget(self._layers)
        body.addLayout(bottom)

    def _connect(self) -> None:
        self._models.activated.connect(lambda: self.model_chosen.emit(self._models.currentData()))
        self._devices.activated.connect(lambda: self.device_chosen.emit(self._devices.currentData()))
        self._context.edited.connect(lambda tokens: self._change(replace(self._wish, context=tokens)))
        self._layers.edited.connect(lambda layers: self._change(replace(self._wish, layers=layers)))
        self._types.chosen.connect(lambda kind: self._change(replace(self._wish, cache_type=kind)))
        self._load.clicked.connect(lambda: self.load_requested.emit(self._wish))

    def _change(self, wish: PlanWish) -> None:
        self._wish = wish
        self.wish_changed.emit(wish)


def _choice(name: str) -> QComboBox:
    field = QComboBox()
    field.setAccessibleName(name)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(12)
    return field


def _fill(field: QComboBox, entries: Sequence[tuple[str, str]], current: str) -> None:
    with QSignalBlocker(field):
        field.clear()
        for key, name in entries:
            field.addItem(name, key)
        field.setCurrentIndex(max(field.findData(current), 0))
    field.setEnabled(field.count() > 0)
