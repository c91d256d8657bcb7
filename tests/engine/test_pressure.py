"""The memory of a device fills up: it is told once, in time, and the engine eases off."""

from pathlib import Path

import pytest

from models.engine import EngineSettings, Pressure
from models.engine.worker.pressure import PressureWatch
from models.engine.worker.prompt_state import PieceSize
from models.engine.worker.shared_context import NoSharedContext, SharedContext
from tests.support.weights import loaded_model

TOTAL = 1000


class Card:
    """A device whose memory the test fills, and a clock."""

    def __init__(self, used: int, total: int = TOTAL) -> None:
        self.used = used
        self.total = total
        self.now = 100.0
        self.asked = 0

    def memory(self, name: str) -> tuple[int, int]:
        assert name == "CUDA0"
        self.asked += 1
        return self.total - self.used, self.total

    def watch(self) -> PressureWatch:
        return PressureWatch("CUDA0", self.memory, lambda: self.now)

    def look(self, watch: PressureWatch, used: int) -> Pressure | None:
        self.now += 1
        self.used = used
        return watch.look(7)


def test_ninety_percent_is_told_once_until_it_is_better() -> None:
    card = Card(500)
    watch = card.watch()
    assert card.look(watch, 899) is None
    assert card.look(watch, 900) == Pressure(7, "CUDA0", 900, TOTAL)
    assert card.look(watch, 950) is None
    assert card.look(watch, 885) is None  # hardly better
    assert card.look(watch, 910) is None
    assert card.look(watch, 870) == Pressure(7, "CUDA0", 870, TOTAL, high=False)
    assert card.look(watch, 860) is None
    assert card.look(watch, 910) is not None


@pytest.mark.parametrize(("loaded", "quiet", "told"), [(920, 945, 951), (990, 969, 970)])
def test_a_device_as_full_as_it_was_planned_is_no_news(loaded: int, quiet: int, told: int) -> None:
    card = Card(loaded)
    watch = card.watch()
    assert card.look(watch, quiet) is None
    assert card.look(watch, told) is not None


def test_the_driver_is_asked_once_a_second_at_most() -> None:
    card = Card(500)
    watch = card.watch()
    for _ in range(100):
        card.now += 0.05
        watch.look(1)
    assert card.asked <= 7


def test_a_driver_that_does_not_say_is_no_reason_to_worry() -> None:
    card = Card(0, total=0)
    watch = card.watch()
    assert card.look(watch, 0) is None


def test_easing_off_computes_in_the_smallest_pieces() -> None:
    piece = PieceSize(most=512)
    piece.took(0.001)
    assert piece.tokens > 32
    piece.ease_off()
    piece.took(0.001)
    assert piece.tokens == 32
    piece.go_on()
    piece.took(0.001)
    assert piece.tokens == 64


def test_under_pressure_no_second_context_is_made(starter_model: Path) -> None:
    with loaded_model(starter_model, EngineSettings(context=256, threads=1)) as model:
        card = Card(500)
        model.pressure = card.watch()
        assert model.look_for_pressure(7) is None
        card.now, card.used = card.now + 2, 950
        told = model.look_for_pressure(7)
        assert told is not None
        assert told.used_bytes == 950
        assert not model.spare
        with pytest.raises(NoSharedContext):
            SharedContext(model, [1, 2, 3], 2, room=8)


def test_the_model_eases_off_while_the_memory_is_nearly_full_and_no_longer(starter_model: Path) -> None:
    with loaded_model(starter_model, EngineSettings(context=256, batch=256, threads=1)) as model:
        card, piece = Card(500), model.piece_size
        model.pressure = card.watch()
        sizes = []
        for used in (500, 950, 950, 500, 950):
            card.now, card.used = card.now + 2, used
            model.look_for_pressure(7)
            for _ in range(4):
                piece.took(0.001)
            sizes.append(piece.tokens)
    assert sizes == [256, 32, 32, 256, 32]
