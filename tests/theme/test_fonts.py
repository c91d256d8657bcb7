"""Fonts: sizes in steps, Chinese glyphs before Japanese ones."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from desktop.theme import SMALL, TITLE, code_font, interface_font, text_size, tooltip, with_text

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(("scale", "pixels"), [(0.8, 11), (1.0, 14), (2.0, 28)])
def test_the_interface_font_grows_with_the_scale(scale: float, pixels: int) -> None:
    assert interface_font(scale).pixelSize() == pixels


def test_a_chinese_font_stands_behind_the_systems_own() -> None:
    families = interface_font().families()
    assert families.index("Microsoft YaHei UI") > 0
    assert "Noto Sans CJK SC" in families


def test_code_is_monospaced() -> None:
    metrics = QFontMetrics(code_font())
    assert metrics.horizontalAdvance("iii") == metrics.horizontalAdvance("MMM")


def test_small_texts_stay_readable() -> None:
    assert text_size(SMALL, 0.8) >= 9
    assert text_size(SMALL, 1.0) < text_size(1.0, 1.0) < text_size(TITLE, 1.0)


def test_lengths_grow_with_the_text() -> None:
    font = QFont(interface_font(1.5))
    assert with_text(320, font) == 480


def test_tool_tips_show_texts_as_they_are() -> None:
    shown = tooltip("a < b & c", "", "second")
    assert "a &lt; b &amp; c<br>second" in shown
