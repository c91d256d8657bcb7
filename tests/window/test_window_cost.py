"""What the window costs: measured by the real window, in a process of its own."""

from pathlib import Path

import msgspec

from models.bench import WindowSpeeds, WindowTask
from tests.commands.test_ask import tempera
from tests.support.tiny_model import write_byte_model


def measured(model: Path) -> tuple[int, str, str]:
    task = WindowTask(str(model), threads=1, context=1024, rounds=2, answer_tokens=16)
    done = tempera("measure-window", msgspec.json.encode(task).decode())
    return done.returncode, done.stdout, done.stderr


def test_it_takes_a_figure_with_and_without_the_window_in_every_round(tmp_path: Path) -> None:
    status, output, errors = measured(write_byte_model(tmp_path / "bytes.gguf"))
    assert (status, errors) == (0, "")
    speeds = msgspec.json.decode(output, type=WindowSpeeds)
    assert [len(speeds.alone), len(speeds.drawn)] == [2, 2]
    assert all(speed is not None and speed > 0 for speed in (*speeds.alone, *speeds.drawn))


def test_a_model_that_cannot_be_loaded_is_no_figure(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_bytes(b"not a model at all")
    status, output, errors = measured(path)
    assert (status, output) == (1, "")
    assert len(errors.splitlines()) == 1
