"""What the status strip says."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.status import StatusStrip
from desktop.status.context_gauge import ContextGauge
from desktop.theme import DARK, LIGHT
from models.errors import Text
from models.record import EngineIdentity
from models.texts import Phrasebook

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

CARD = "NVIDIA GeForce RTX 3060"


def engine(*, device: str = "CPU", gpu_layers: int = 0, threads: int = 2) -> EngineIdentity:
    return EngineIdentity("0.3.36", "cpu", device, gpu_layers, 8192, threads)


@pytest.fixture
def strip(qtbot: QtBot, say: Phrasebook) -> StatusStrip:
    """A strip on screen that knows nothing yet."""
    made = StatusStrip(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 24)
    with qtbot.waitExposed(made):
        made.show()
    return made


def texts(strip: StatusStrip) -> list[str]:
    return [label.text() for label in strip.findChildren(QLabel) if label.isVisible() and label.text()]


def gauge(strip: StatusStrip) -> ContextGauge:
    found = strip.findChild(ContextGauge)
    assert found is not None
    return found


def test_nothing_known_is_nothing_said(strip: StatusStrip) -> None:
    assert texts(strip) == []
    assert not gauge(strip).isVisible()


@pytest.mark.parametrize(
    ("identity", "said", "explained"),
    [
        (engine(), "CPU, 2 threads", "No graphics card is used."),
        (engine(threads=1), "CPU, 1 thread", "No graphics card is used."),
        (engine(device=CARD, gpu_layers=29), f"{CARD}: 29 of 29 layers", "The whole model is on the graphics card."),
        (engine(device=CARD, gpu_layers=99), f"{CARD}: 29 of 29 layers", "The whole model is on the graphics card."),
        (engine(device=CARD, gpu_layers=12), f"{CARD}: 12 of 29 layers", "the processor computes the rest"),
    ],
)
def test_device_is_always_said(strip: StatusStrip, identity: EngineIdentity, said: str, explained: str) -> None:
    strip.show_device(identity, layers=29)
    assert texts(strip) == [said]
    assert explained in strip._device.toolTip()
    assert explained in strip._device.accessibleDescription()
    strip.show_no_device()
    assert texts(strip) == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Text("engine.on_cpu.no_room"), "There is not enough memory on the graphics card"),
        (Text("runtime.no_device", {"build": "cuda"}), "cuda: It found no graphics card"),
    ],
)
def test_why_the_processor_computes_is_said(strip: StatusStrip, why: Text, said: str) -> None:
    strip.show_device(engine(), layers=29, why=why)
    assert said in strip._device.toolTip()
    assert said in strip._device.accessibleDescription()


@pytest.mark.parametrize(
    ("used", "role", "warning"),
    [
        (0, "hint", ""),
        (1234, "hint", ""),
        (8000, "hint", ""),
        (8001, "caution", "nearly full"),
        (9500, "caution", "nearly full"),
        (9501, "danger", "It is full"),
        (12000, "danger", "It is full"),
    ],
)
def test_context_warns_in_colour_and_in_words(strip: StatusStrip, used: int, role: str, warning: str) -> None:
    strip.show_context(used, 10_000)
    assert texts(strip) == [f"{used:,} of 10,000 tokens"]
    assert gauge(strip).findChildren(QLabel)[0].property("role") == role
    assert warning in gauge(strip).accessibleDescription()
    assert ("full" in gauge(strip).toolTip()) is bool(warning)


def test_bar_is_as_long_as_the_context_is_full(strip: StatusStrip) -> None:
    def filled(theme_colour: str) -> int:
        image = gauge(strip)._bar.grab().toImage()
        return sum(image.pixelColor(x, 2).name() == theme_colour for x in range(image.width()))

    strip.show_context(2500, 10_000)
    assert filled(LIGHT.muted) in range(13, 17)  # a quarter of 64, without its round end
    strip.apply_theme(DARK)
    assert filled(DARK.muted) in range(13, 17)
    strip.show_context(10_000, 10_000)
    assert filled(DARK.danger) > 58
    strip.show_context(0, 10_000)
    assert filled(DARK.muted) == 0


def test_activity_is_said_while_there_is_one(strip: StatusStrip) -> None:
    strip.show_reading(450, 1000)
    assert texts(strip) == ["Reading the question 45 %"]
    strip.show_reading(0, 0)
    assert texts(strip) == ["Reading the question 0 %"]
    strip.show_speed(23.44)
    assert texts(strip) == ["23.4 tokens/s"]
    strip.show_idle()
    assert texts(strip) == []


def test_narrow_strip_cuts_the_device_and_keeps_the_numbers(strip: StatusStrip, qtbot: QtBot) -> None:
    strip.show_device(engine(device=CARD * 3, gpu_layers=29), layers=29)
    strip.show_context(1234, 8192)
    strip.show_speed(23.4)
    strip.resize(360, 24)
    numbers = (gauge(strip).findChildren(QLabel)[0], strip._activity)
    qtbot.waitUntil(lambda: all(label.width() >= label.sizeHint().width() for label in numbers))
    assert strip._device.width() < strip._device.sizeHint().width()
    assert strip.minimumSizeHint().width() <= 360
    assert strip.width() == 360
