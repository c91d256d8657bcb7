"""The page that shows a memory plan."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from desktop.library.fitting import PlanPage
from desktop.library.fitting.memory_bar import MemoryBar, Segment, Share
from desktop.library.fitting.plan_words import context_steps
from desktop.theme import DARK, LIGHT
from models.runtime import CacheType, MemoryPlan, PlanWish
from models.texts import Phrasebook
from tests.settings_panel.told import Told

MIB = 1 << 20
CARD = "GeForce GTX 1660"
PLAN = MemoryPlan(
    device="CUDA0",
    layers=18,
    all_layers=29,
    context=8192,
    cache_type=CacheType.F16,
    batch=512,
    weights=2600 * MIB,
    kv=280 * MIB,
    compute=300 * MIB,
    overhead=400 * MIB,
    margin=480 * MIB,
    host=2200 * MIB,
    slower=2.4,
    available=4200 * MIB,
    host_available=16_000 * MIB,
)
TOO_MUCH = replace(PLAN, layers=29, weights=4400 * MIB)


@pytest.fixture
def page(qtbot: QtBot, say: Phrasebook) -> PlanPage:
    made = PlanPage(say=say, theme=LIGHT, margin=24)
    qtbot.addWidget(made)
    made.resize(800, 700)
    show(made, PLAN)
    return made


def show(page: PlanPage, plan: MemoryPlan, wish: PlanWish = PlanWish(), *, loadable: bool = True) -> None:  # noqa: B008
    page.show_plan(plan, wish, largest=32_768, device=CARD, loadable=loadable)


def texts(page: PlanPage) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)}


def load(page: PlanPage) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton) if one.text().startswith("Load") and one.isVisibleTo(page)]
    return found[0]


def test_it_says_what_goes_where(page: PlanPage) -> None:
    shown = texts(page)
    assert any(text.startswith(f"18 of 29 layers go to {CARD}") and "2.4×" in text for text in shown)
    assert {"Model 2.5 GiB", "Context 280 MiB", "Computing 300 MiB", "Driver 400 MiB", "Kept free 480 MiB"} <= shown
    assert {"3.5 GiB of 4.1 GiB", "2.1 GiB of 15.6 GiB", "8,192 tokens", "18 of 29"} <= shown


def test_what_does_not_fit_is_loaded_only_after_a_warning(page: PlanPage) -> None:
    show(page, TOO_MUCH)
    assert f"This does not fit: {CARD} lacks 1.6 GiB. Choose a smaller context, fewer layers or a smaller file." in (
        texts(page)
    )
    assert any(text.startswith("Loading may fail") for text in texts(page))
    wished = Told(page.load_requested)
    assert load(page).text() == "Load anyway"
    load(page).click()
    assert wished.all == [PlanWish()]


def test_the_machines_own_memory_may_be_what_is_lacking(page: PlanPage) -> None:
    show(page, replace(PLAN, host=17_000 * MIB))
    assert any("The computer's memory lacks 1,000 MiB" in text for text in texts(page))


def test_where_the_memory_is_shared_its_bar_holds_what_the_device_takes_too(page: PlanPage) -> None:
    show(page, replace(PLAN, shared=True))
    assert "5.6 GiB of 15.6 GiB" in texts(page)
    bar = page.findChildren(MemoryBar)[1]
    assert bar.accessibleDescription().startswith("Model 4.7 GiB, Context 280 MiB, Computing 300 MiB, Driver 400 MiB,")


def test_moving_a_slider_ends_automatic_and_tells(page: PlanPage) -> None:
    wished = Told(page.wish_changed)
    context, layers = page.findChildren(QSlider)
    layers.setValue(5)
    assert wished.all[-1] == PlanWish(layers=5)
    context.setValue(0)
    assert wished.all[-1] == PlanWish(layers=5, context=1024)
    boxes = page.findChildren(QCheckBox)
    assert [box.isChecked() for box in boxes] == [False, False]
    boxes[1].click()
    assert wished.all[-1] == PlanWish(context=1024)


def test_a_type_is_chosen(page: PlanPage) -> None:
    wished = Told(page.wish_changed)
    next(one for one in page.findChildren(QPushButton) if "q8_0" in one.text()).click()
    assert wished.all == [PlanWish(cache_type=CacheType.Q8_0)]


def test_a_model_that_is_not_here_cannot_be_loaded(page: PlanPage) -> None:
    show(page, PLAN, loadable=False)
    assert not [
        one for one in page.findChildren(QPushButton) if one.text().startswith("Load") and one.isVisibleTo(page)
    ]
    assert "This model is not on this computer yet." in texts(page)


@pytest.mark.parametrize(
    ("largest", "steps"),
    [(512, (512,)), (2048, (1024, 1536, 2048)), (8192, (1024, 1536, 2048, 3072, 4096, 6144, 8192))],
)
def test_contexts_are_offered_in_halves_of_a_doubling(largest: int, steps: tuple[int, ...]) -> None:
    assert context_steps(largest) == steps


def test_the_bar_paints_the_parts_and_what_is_too_much(qtbot: QtBot, say: Phrasebook) -> None:
    bar = MemoryBar(name="GPU", say=say, theme=DARK)
    qtbot.addWidget(bar)
    bar.resize(400, bar.sizeHint().height())
    bar.show_segments((Segment(Share.WEIGHTS, 100 * MIB),), total=200 * MIB)
    assert colour_at(bar, 100) == DARK.colour("accent")
    assert colour_at(bar, 300) == DARK.colour("hover")
    bar.show_segments((Segment(Share.WEIGHTS, 400 * MIB),), total=200 * MIB)
    assert colour_at(bar, 100) == DARK.colour("accent")
    assert colour_at(bar, 300) != DARK.colour("accent")
    assert bar.accessibleDescription() == "Model 400 MiB, of 200 MiB"


def colour_at(bar: MemoryBar, x: int) -> QColor:
    return bar.grab().toImage().pixelColor(x, bar.height() // 2)
