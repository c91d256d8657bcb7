"""The icons in the repository are those of the drawings, in every size that the systems ask for."""

import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tools.package.icon_files import Pixels, icns
from tools.package.icons import render_all
from tools.package.layout import PACKAGING

ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256]
ALMOST = 4
"""How far a channel (of 255) may be from the kept one: processors round the edges of a drawing differently."""


@pytest.fixture(scope="module")
def rendered(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del qapp
    folder = tmp_path_factory.mktemp("icons")
    render_all(folder)
    return folder


def test_icons_are_the_drawings(rendered: Path) -> None:
    kept = {
        path.relative_to(PACKAGING)
        for ending in ("bmp", "ico", "icns", "png")
        for path in PACKAGING.rglob(f"*.{ending}")
    }
    made = {path.relative_to(rendered) for path in rendered.rglob("*") if path.is_file()}
    assert made == kept
    for name in sorted(made):
        for ours, theirs in zip(_pictures(rendered / name), _pictures(PACKAGING / name), strict=True):
            assert ours.size() == theirs.size()
            assert not _difference(ours, theirs), f"{name} is out of date: python -m tools.package icons"


def test_ico_has_every_size_as_windows_reads_it(rendered: Path) -> None:
    content = (rendered / "windows" / "tempera.ico").read_bytes()
    assert [image.width() for image in _ico(content)] == ICO_SIZES


def test_icns_of_a_program_packs_its_small_sizes_and_has_the_sharp_ones(rendered: Path) -> None:
    entries = _entries((rendered / "macos" / "tempera.icns").read_bytes())
    assert set(entries) == {b"ic04", b"ic05", b"ic07", b"ic08", b"ic09", b"ic10", b"ic11", b"ic12", b"ic13", b"ic14"}
    assert all(body[:4] == b"ARGB" for name, body in entries.items() if name in {b"ic04", b"ic05"})


@pytest.mark.parametrize("seed", ["edges", "long runs", "no runs"])
def test_packed_channels_unpack_to_the_same_pixels(seed: str) -> None:
    size = 16
    channels = {
        "edges": [bytes([value]) * 130 + bytes([value + 1]) * 126 for value in (0, 50, 100, 200)],
        "long runs": [bytes(256)] * 4,
        "no runs": [bytes((index * step) % 256 for index in range(256)) for step in (1, 3, 5, 7)],
    }[seed]
    blue, green, red, alpha = channels
    bgra = b"".join(bytes(pixel) for pixel in zip(blue, green, red, alpha, strict=True))
    packed = _entries(icns([Pixels(size, bgra, b"")]))[b"ic04"][4:]
    assert _unpacked(packed) == alpha + red + green + blue


def _pictures(path: Path) -> list[QImage]:
    content = path.read_bytes()
    if path.suffix == ".ico":
        return _ico(content)
    if path.suffix == ".icns":
        entries = _entries(content)
        return [QImage.fromData(body) for _, body in sorted(entries.items()) if body[:4] != b"ARGB"]
    return [QImage.fromData(content)]


def _ico(content: bytes) -> list[QImage]:
    """Return the pictures of an .ico file, each read by Qt from a file that has only this one."""
    _, kind, count = struct.unpack_from("<HHH", content)
    assert kind == 1
    images = []
    for index in range(count):
        entry = content[6 + 16 * index : 22 + 16 * index]
        length, offset = struct.unpack_from("<II", entry, 8)
        alone = struct.pack("<HHH", 0, 1, 1) + entry[:12] + struct.pack("<I", 22) + content[offset : offset + length]
        image = QImage.fromData(alone)
        assert not image.isNull()
        images.append(image)
    return images


def _entries(content: bytes) -> dict[bytes, bytes]:
    magic, length = struct.unpack_from(">4sI", content)
    assert (magic, length) == (b"icns", len(content))
    found, offset = {}, 8
    while offset < len(content):
        name, size = struct.unpack_from(">4sI", content, offset)
        found[name] = content[offset + 8 : offset + size]
        offset += size
    return found


def _unpacked(packed: bytes) -> bytes:
    content, index = b"", 0
    while index < len(packed):
        head = packed[index]
        if head < 128:
            content += packed[index + 1 : index + 2 + head]
            index += 2 + head
        else:
            content += packed[index + 1 : index + 2] * (head - 125)
            index += 2
    return content


def _difference(one: QImage, other: QImage) -> float:
    """Return the share of the channels in which two pictures of one size differ by more than ALMOST."""
    first, second = _channels(one), _channels(other)
    if first == second:
        return 0.0
    return sum(abs(here - there) > ALMOST for here, there in zip(first, second, strict=True)) / len(first)


def _channels(image: QImage) -> bytes:
    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)  # what constBits shows is gone with its picture
    return bytes(converted.constBits())


def test_the_test_sees_a_changed_drawing(qtbot: QtBot) -> None:
    del qtbot
    image = QImage.fromData((PACKAGING / "linux/icons/hicolor/48x48/apps/tempera.png").read_bytes())
    changed = image.copy()
    for x in range(24, 28):
        changed.setPixelColor(x, 24, "white")
    assert _difference(image, changed)
