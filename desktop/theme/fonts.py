"""The fonts of the window: the system's own, with a Simplified Chinese one behind it, in steps of one size."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

BASE_SIZE = 14
"""Height of ordinary text at scale 1, in device-independent pixels."""
SMALL = 0.86
"""The step of hints and headings, in parts of ordinary text."""
TITLE = 1.14
"""The step of titles."""

# Where no desktop names a font, Linux only says "Sans Serif", which Qt would pass over for the next real family.
# Han characters are drawn differently in China and Japan; without a Chinese family first, Linux shows Japanese shapes.
_LATIN = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "DejaVu Sans")
_MONOSPACED = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")
_HAN = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")
_SMALLEST = 9


def interface_font(scale: float = 1.0) -> QFont:
    """Return the font of ordinary text; `scale` is the user's choice, 1 = normal."""
    return _scaled(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont), _LATIN, scale)


def code_font(scale: float = 1.0) -> QFont:
    """Return the monospaced font."""
    font = _scaled(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), _MONOSPACED, scale)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font


def text_size(step: float, scale: float) -> int:
    """Return a size in pixels: `step` is 1 for ordinary text, else `SMALL` or `TITLE`."""
    return max(_SMALLEST, round(BASE_SIZE * step * scale))


def with_text(pixels: int, font: QFont) -> int:
    """Return a length that grows with the text: `pixels` where `font` has the ordinary size at scale 1."""
    return round(pixels * QFontInfo(font).pixelSize() / BASE_SIZE)


def _scaled(font: QFont, latin: tuple[str, ...], scale: float) -> QFont:
    font.setFamilies([*font.families(), *latin, *_HAN])
    font.setPixelSize(text_size(1.0, scale))
    return font
