"""Renders the program's icons from its drawings: .ico for Windows, .icns for macOS, PNG in sizes for Linux.

They are kept in the repository; run this after a drawing has changed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tools.package.icon_files import Pixels, icns, ico
from tools.package.layout import PACKAGING
from tools.packages import ROOT

SMALL = 32
"""Up to this many pixels the drawing with fewer and thicker lines is used."""

_ICO = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_ICNS = (16, 32, 64, 128, 256, 512, 1024)
_HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_SIDE = (164, 314)
"""The picture at the side of the installer, as large as NSIS wants it."""

_PLATE = re.compile(rb"<rect [^>]*/>")

_MACOS_PLATE = 824 / 1024 / (112 / 128)
"""macOS draws icons smaller in their square: 824 of 1024 pixels, where the drawing's plate fills 112 of 128."""


@dataclass(frozen=True)
class Drawing:
    """An SVG file, and another for small sizes."""

    large: Path
    small: Path

    def render(self, size: int, *, scale: float = 1.0) -> QImage:
        """Return it as a square of `size` pixels; `scale` 0.5 leaves half of the square empty around it."""
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = size if size <= SMALL else size * scale  # a margin would blur the few pixels of a small one
        edge = (size - side) / 2
        file = self.small if size <= SMALL else self.large
        QSvgRenderer(str(file)).render(painter, QRectF(edge, edge, side, side))
        painter.end()
        return image


PROGRAM = Drawing(ROOT / "resources" / "icons" / "tempera.svg", PACKAGING / "tempera-small.svg")
MODEL_FILE = Drawing(PACKAGING / "gguf.svg", PACKAGING / "gguf.svg")


def main(arguments: Sequence[str]) -> int:
    """Render every icon into the folder that is named; none: into the repository's. Returns the exit status."""
    _ = QGuiApplication.instance() or QGuiApplication(["icons", "-platform", "offscreen"])
    render_all(Path(arguments[0]) if arguments else PACKAGING)
    return 0


def render_all(folder: Path) -> None:
    """Render every icon into `folder`. Needs a QGuiApplication."""
    contents = {
        "windows/tempera.ico": ico([_pixels(PROGRAM.render(size)) for size in _ICO]),
        "windows/side.bmp": _encoded(_side(*_SIDE), "BMP"),
        "windows/gguf.ico": ico([_pixels(MODEL_FILE.render(size)) for size in _ICO]),
        "macos/tempera.icns": icns([_pixels(PROGRAM.render(size, scale=_MACOS_PLATE)) for size in _ICNS]),
        "macos/gguf.icns": icns([_pixels(MODEL_FILE.render(size)) for size in _ICNS]),
    }
    for size in _HICOLOR:
        contents[f"linux/icons/hicolor/{size}x{size}/apps/tempera.png"] = _pixels(PROGRAM.render(size)).png
        name = f"linux/icons/hicolor/{size}x{size}/mimetypes/application-x-gguf.png"
        contents[name] = _pixels(MODEL_FILE.render(size)).png
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _side(width: int, height: int) -> QImage:
    """Return the picture at the side of the installer: what is drawn on the plate, and the plate's colour all over."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(QColor("#1b1e24"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bare = _PLATE.sub(b"", PROGRAM.large.read_bytes())
    QSvgRenderer(bare).render(painter, QRectF(0, (height - width) / 2, width, width))
    painter.end()
    return image


def _pixels(image: QImage) -> Pixels:
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    return Pixels(plain.width(), bytes(plain.constBits()), _encoded(plain, "PNG"))


def _encoded(image: QImage, kind: str) -> bytes:
    buffer = QBuffer(data := QByteArray())
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, 0)  # type: ignore[call-overload]  # Qt's declaration says bytes and takes text
    return bytes(data.data())
