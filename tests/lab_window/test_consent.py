"""Whether code that models write is run: what the page says, the question, and what is kept."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.control.background import Background
from desktop.control.lab import consent as consent_module
from desktop.control.lab.consent import CodeConsent
from desktop.control.lab.run_check import RunCheck
from models.errors import Text, UserError
from models.lab import Case, PythonTests, SweepStore, Task
from models.paths import Paths
from models.sandbox import Containment
from models.settings import LAB, GeneratedCode, LabSettings, SettingsStore
from models.texts import Phrasebook
from tests.lab.runs import sweeps

SAY = Phrasebook("en")
CONTAINED = Containment(available=True, reason=Text("sandbox.available"))
OPEN = Containment(available=False, reason=Text("sandbox.unavailable.landlock"))


class Machine:
    """What this machine offers; it tells when it is let."""

    def __init__(self) -> None:
        self.offers = CONTAINED
        self.may_tell = threading.Event()
        self.asked_in: list[threading.Thread] = []

    def __call__(self) -> Containment:
        self.asked_in.append(threading.current_thread())
        self.may_tell.wait(60)
        return self.offers


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    monkeypatch.setattr(consent_module, "available", made)
    return made


@pytest.fixture
def settings(tempera_home: Path) -> SettingsStore:
    return SettingsStore(Paths(tempera_home).settings)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def consent(machine: Machine, settings: SettingsStore, window: QWidget) -> Iterator[CodeConsent]:
    background = Background()
    faults: list[UserError] = []
    yield CodeConsent(settings=settings, background=background, failed=faults.append, say=SAY, parent=window)
    machine.may_tell.set()
    background.close()
    assert faults == []


def known(consent: CodeConsent, machine: Machine, qtbot: QtBot) -> None:
    """Let the machine tell, and wait until that is known."""
    heard: list[bool] = []
    machine.may_tell.set()
    consent.when_known(lambda: heard.append(True))
    qtbot.waitUntil(lambda: bool(heard))


def press(window: QWidget, answer: str) -> None:
    box = window.findChild(QMessageBox)
    assert box is not None
    (button,) = [one for one in box.buttons() if one.text() == SAY(answer)]
    button.click()


def test_the_machine_is_looked_at_once_and_beside_the_window(
    consent: CodeConsent, machine: Machine, qtbot: QtBot
) -> None:
    heard: list[int] = []
    for number in range(3):
        consent.when_known(lambda number=number: heard.append(number))  # type: ignore[misc]
    assert consent.note() == (SAY("lab.form.python.looking"), "")
    assert (consent.must_ask, consent.runs_code) == (False, False)
    known(consent, machine, qtbot)
    assert heard == [0, 1, 2]
    assert len(machine.asked_in) == 1
    assert machine.asked_in[0] is not threading.current_thread()
    assert consent.must_ask
    assert consent.note() == (SAY("lab.form.python.ask"), "")


def test_where_nothing_is_contained_the_page_says_why_and_nobody_is_asked(
    consent: CodeConsent, machine: Machine, settings: SettingsStore, qtbot: QtBot
) -> None:
    machine.offers = OPEN
    settings.save(LAB, LabSettings(generated_code=GeneratedCode.RUN))
    known(consent, machine, qtbot)
    assert consent.note() == (SAY("sandbox.unavailable.landlock"), "")
    assert (consent.must_ask, consent.runs_code) == (False, False)
    machine.offers = CONTAINED  # the administrator changed that
    known(consent, machine, qtbot)
    assert consent.runs_code


@pytest.mark.parametrize(
    ("answer", "kept", "runs"),
    [("lab.consent.yes", GeneratedCode.RUN, True), ("lab.consent.no", GeneratedCode.NEVER, False)],
)
def test_the_answer_is_kept_and_can_be_changed(
    consent: CodeConsent,
    machine: Machine,
    settings: SettingsStore,
    window: QWidget,
    qtbot: QtBot,
    *,
    answer: str,
    kept: GeneratedCode,
    runs: bool,
) -> None:
    known(consent, machine, qtbot)
    gone_on: list[bool] = []
    then: Callable[[], None] = lambda: gone_on.append(consent.runs_code)  # noqa: E731
    consent.ask(then)
    press(window, answer)
    assert gone_on == [runs]
    assert settings.load(LAB).generated_code is kept
    assert not consent.must_ask
    note, change = consent.note()
    assert note == SAY("lab.form.python.run" if runs else "lab.form.python.declined")
    assert change
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    consent.change(then)
    if not runs:
        press(window, "lab.consent.yes")
    assert gone_on == [runs, not runs]


def test_closing_the_question_agrees_to_nothing_and_goes_on(
    consent: CodeConsent, machine: Machine, settings: SettingsStore, window: QWidget, qtbot: QtBot
) -> None:
    known(consent, machine, qtbot)
    gone_on: list[bool] = []
    consent.settle(lambda: gone_on.append(consent.runs_code))
    box = window.findChild(QMessageBox)
    assert box is not None
    assert box.defaultButton() is not None
    assert box.defaultButton().text() == SAY("lab.consent.no")
    box.close()
    assert settings.load(LAB).generated_code is GeneratedCode.NEVER
    assert gone_on == [False], "what waits for the answer waits for ever"


def test_a_second_check_that_has_to_wait_is_refused_with_a_reason(
    consent: CodeConsent, machine: Machine, tempera_home: Path, qtbot: QtBot, window: QWidget
) -> None:
    code = PythonTests(function="f", cases=(Case(arguments="[1]", expected="1"),))
    tasks = (Task(id="code", prompt="Write it.", check=code),)
    first, second = (f"2026010{day}-030405-abcdef" for day in (2, 3))
    store, background = SweepStore(Paths(tempera_home).sweeps), Background()
    for sweep in (first, second):
        store.add(sweeps.plan(tasks=tasks, temperatures=(0.3,), repeats=1, sweep=sweep))
    checks = RunCheck(store=store, consent=consent, background=background, say=SAY, parent=window)
    refused: list[str] = []
    checks.failed.connect(lambda error: refused.append(error.text.id))
    for sweep in (first, first, second):  # the machine does not tell yet what it offers
        checks.begin(store.summary(sweep))
    assert refused == ["lab.run.check_busy"]
    with qtbot.waitSignal(checks.ended) as ended:
        known(consent, machine, qtbot)
        press(window, "lab.consent.no")
    assert ended.args == [first]
    background.close()
