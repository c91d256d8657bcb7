"""Templates made to do harm end in TemplateError, soon and without much memory."""

import threading
import tracemalloc
from collections.abc import Iterator

import pytest

from models.engine.worker.template import ChatTemplate, TemplateError, TemplateMessage, chat
from models.engine.worker.template.limits import LARGEST_TOTAL
from models.engine.worker.template.sandbox import Sandbox
from tests.engine import bombs

# An interrupt may land in a destructor, where Python can only report it; the next one follows.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")

MESSAGES = (TemplateMessage("user", "Hello"), TemplateMessage("assistant", "Hi"), TemplateMessage("user", "Why?"))
MOST_MEMORY = 200_000_000


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat, "LONGEST", 0.3)


@pytest.fixture
def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a busy machine the time to find what grows."""
    monkeypatch.setattr(chat, "LONGEST", 60.0)


@pytest.fixture
def _little_memory() -> Iterator[None]:
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST_MEMORY


def explosion(source: str) -> str:
    with pytest.raises(TemplateError) as caught:
        ChatTemplate(source).render(MESSAGES)
    return str(caught.value)


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize("name", bombs.TIME)
def test_what_never_ends_is_ended(name: str) -> None:
    assert explosion(bombs.TIME[name]) in {
        "the template takes more than 0.3 seconds",
        "the template makes too large a value",
    }
    assert not [thread for thread in threading.enumerate() if thread.name == "watched"]


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("_late", "_little_memory")
@pytest.mark.parametrize("name", bombs.GROWTH)
def test_what_grows_is_refused_before_it_is_made(name: str) -> None:
    assert "seconds" not in explosion(bombs.GROWTH[name])


@pytest.mark.usefixtures("_late")
@pytest.mark.parametrize("name", bombs.ESCAPES)
def test_nothing_outside_can_be_reached(name: str) -> None:
    assert explosion(bombs.ESCAPES[name])


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("_late")
@pytest.mark.parametrize("name", bombs.SYNTAX)
def test_what_is_no_template_is_refused(name: str) -> None:
    assert explosion(bombs.SYNTAX[name])


@pytest.mark.timeout(60)
@pytest.mark.usefixtures("_soon")
def test_a_bomb_in_a_constant_goes_off_in_the_compiler_and_is_ended_too() -> None:
    with pytest.raises(TemplateError):
        ChatTemplate("{{ " + "'x'|center(99999)|list|join" + "|list|join" * 5_000 + " }}")


def test_the_words_of_a_template_are_cut() -> None:
    assert len(explosion("{{ raise_exception('x' * 100000) }}")) <= 500


def test_a_template_works_again_after_it_exploded() -> None:
    template = ChatTemplate("{% if messages|length == 1 %}{{ 'x' * 99999999 }}{% endif %}fine")
    with pytest.raises(TemplateError):
        template.render(MESSAGES[:1])
    assert template.render(MESSAGES) == "fine"


def test_what_a_block_puts_out_is_counted_even_where_it_is_nothing() -> None:
    sandbox = Sandbox()
    buffer = sandbox.buffer()
    sandbox.budget.spend(LARGEST_TOTAL - 1000)
    with pytest.raises(TemplateError, match="too much"):
        buffer.extend([""] * 1000)
    assert len(buffer) < 200
