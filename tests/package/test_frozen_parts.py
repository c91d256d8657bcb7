"""What stands in a package in the place of something larger does the same."""

import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from tools.package.icu_data import make_small, smaller
from tools.system import NotReadyError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is replaced is in packages for Linux alone")
KEY, FIRST = bytes(range(16)), bytes(range(100, 116))
SORTED = """
import functools
from PySide6.QtCore import QCollator, QLocale
words = ["z", "é", "E", "f", "张", "安", "北", "10", "9"]
for name in ("en_US", "zh_CN", "de_DE"):
    order = QCollator(QLocale(name))
    order.setNumericMode(True)
    print(*sorted(words, key=functools.cmp_to_key(order.compare)))
print(QLocale("tr_TR").toUpper("istanbul"), QLocale("en").toUpper("straße"))
"""


def icu() -> Path:
    """Return the library of ICU's tables that came with Qt."""
    return next(Path(PySide6.__path__[0]).glob("Qt/lib/libicudata.so.*"))


def test_the_small_tables_sort_and_change_case_as_the_whole_ones(tmp_path: Path) -> None:
    small = tmp_path / icu().name
    small.write_bytes(icu().read_bytes())
    make_small(small)
    assert small.stat().st_size < icu().stat().st_size / 5
    command = (sys.executable, "-c", SORTED)
    whole = subprocess.run(command, capture_output=True, text=True, check=True)
    environment = {"LD_PRELOAD": str(small), "PATH": ""}
    trimmed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert whole.stdout.splitlines()[1] != whole.stdout.splitlines()[0]
    assert trimmed.stdout == whole.stdout


def test_a_library_without_tables_is_said() -> None:
    with pytest.raises(NotReadyError):
        smaller(b"no tables in here")


@pytest.mark.parametrize("length", [0, 16, 160])
def test_the_cipher_is_the_keyrings(length: int) -> None:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    from tools.package.frozen.cryptography.hazmat.primitives import ciphers as ours

    message = bytes(number % 251 for number in range(length))
    theirs = Cipher(algorithms.AES(KEY), modes.CBC(FIRST)).encryptor()
    expected = theirs.update(message) + theirs.finalize()
    cipher = ours.Cipher(ours.algorithms.AES(KEY), ours.modes.CBC(FIRST))
    encryptor, decryptor = cipher.encryptor(), cipher.decryptor()
    assert encryptor.update(message) + encryptor.finalize() == expected
    assert decryptor.update(expected) + decryptor.finalize() == message


def test_the_cipher_refuses_half_a_block() -> None:
    from tools.package.frozen.cryptography.hazmat.primitives import ciphers as ours

    encryptor = ours.Cipher(ours.algorithms.AES(KEY), ours.modes.CBC(FIRST)).encryptor()
    encryptor.update(b"half")
    with pytest.raises(ValueError, match="refuses"):
        encryptor.finalize()
