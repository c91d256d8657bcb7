"""TOML that was written to do harm is refused before it is read; whatever people write is not."""

import pytest

from models.settings import read_toml

PARTS = ("a.", "a .\t", '"a b" . ', r'"\".".', "'a'.", "a.'.'.")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("form", ["{}a = 1", "[{}a]", "b = {{{}a = 1}}", "# {}a", "x = 1\n{}a = 1\n"])
def test_a_key_of_thousands_of_parts_is_refused(part: str, form: str) -> None:
    with pytest.raises(RecursionError):
        read_toml(form.format(part * 5000))


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(RecursionError):
        read_toml("a = " + "[" * 100_000)


def test_long_texts_are_read() -> None:
    words = "One. Two... " + "www.example.org, 1.2.3.4! " * 1000 + "a" * 100_000 + "." * 1000 + "……" * 1000
    assert read_toml(f"a.b.c = '{words}'\n'x.y'.\"z\" = 0.5") == {"a": {"b": {"c": words}}, "x.y": {"z": 0.5}}


def test_what_is_not_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid"):
        read_toml("a = b")
