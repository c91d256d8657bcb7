"""The installer for Windows is compiled from any payload; it removes what it laid down, and is signed where asked."""

import json
import shutil
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from tools.package import windows
from tools.package.layout import BASE, CUDA
from tools.package.signing import COMMAND, is_signed, sign, sign_unsigned
from tools.package.windows import archive, installer, main, removal
from tools.system import NotReadyError

PROGRAMS = ("tempera", "tempera-cli", "tempera-engine", "tempera-downloads", "tempera-exchange")
ODD_NAME = "三 $INSTDIR & 'four'.txt"


needs_nsis = pytest.mark.skipif(
    sys.platform != "linux" and shutil.which("makensis") is None, reason="NSIS is brought along on Linux alone"
)


@pytest.fixture
def payload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is laid out as the real one."""
    monkeypatch.delenv(COMMAND, raising=False)
    monkeypatch.setattr(windows, "BUILD", tmp_path / "build")
    folder = tmp_path / "C 盘 & 'payload'"
    for name in (*(f"{program}.exe" for program in PROGRAMS), "runtimes/cpu/llama.dll", f"_internal/a/b/{ODD_NAME}"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(_program(signature=0))
    return folder


def _program(*, signature: int) -> bytes:
    """Return the head of a 64-bit program for Windows whose directory names a signature of so many bytes."""
    directory = struct.pack("<II", 0, 0) * 4 + struct.pack("<II", 512, signature)
    start = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + bytes(20)
    return start + struct.pack("<H", 0x20B).ljust(112, b"\0") + directory


def _signer(folder: Path, log: Path, *, status: int = 0) -> str:
    """Return a command that notes each file's name and ends with `status`."""
    program = folder / "signer.py"
    program.write_text(
        f"import sys, pathlib\nwith open({str(log)!r}, 'a', encoding='utf-8') as log:\n"
        f"    log.write(pathlib.Path(sys.argv[-1]).suffix + '\\n')\nsys.exit({status})\n",
        "utf-8",
    )
    return json.dumps([sys.executable, str(program)])


@needs_nsis
def test_installer_compiles_without_a_warning(payload: Path, tmp_path: Path) -> None:
    made = installer(payload, tmp_path / "out" / "tempera-setup.exe", flavour=BASE)
    assert made.read_bytes().startswith(b"MZ")


@needs_nsis
def test_installer_with_cuda_shows_nvidias_terms(payload: Path, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="NVIDIA's terms"):
        installer(payload, tmp_path / "tempera-setup.exe", flavour=CUDA)
    licence = payload / "runtimes" / "cuda13" / "NVIDIA-EULA.txt"
    licence.parent.mkdir()
    licence.write_text("Terms – of use", "utf-8")
    assert installer(payload, tmp_path / "tempera-setup.exe", flavour=CUDA).exists()


@needs_nsis
def test_installer_and_uninstaller_are_signed_where_there_is_a_command(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "signed"
    monkeypatch.setenv(COMMAND, _signer(tmp_path, log))
    installer(payload, tmp_path / "tempera-setup.exe", flavour=BASE)
    assert len(log.read_text("utf-8").splitlines()) == 2


@needs_nsis
def test_installer_that_cannot_be_signed_is_none(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COMMAND, _signer(tmp_path, tmp_path / "signed", status=3))
    with pytest.raises(NotReadyError):
        installer(payload, tmp_path / "tempera-setup.exe", flavour=BASE)
    assert not (tmp_path / "tempera-setup.exe").exists()


def test_program_that_is_too_large_for_an_installer(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "LARGEST_PAYLOAD", 100)
    with pytest.raises(NotReadyError, match="the zip alone"):
        installer(payload, tmp_path / "tempera-setup.exe", flavour=BASE)


def test_uninstaller_removes_each_file_and_folder_and_never_a_whole_tree(payload: Path) -> None:
    lines = removal(payload).splitlines()
    files = [line for line in lines if line.startswith("  Delete ")]
    folders = [line for line in lines if line.startswith("  RMDir ")]
    assert len(files) == len(PROGRAMS) + 2
    assert '  Delete "$INSTDIR\\_internal\\a\\b\\' + ODD_NAME.replace("$", "$$") + '"' in files
    assert [line.count("\\") for line in folders] == sorted((line.count("\\") for line in folders), reverse=True)
    assert not any("/r" in line for line in folders)
    assert set(lines) - set(files) - set(folders) == {"!macro RemoveFiles", "!macroend"}


def test_zip_holds_one_folder_with_everything(payload: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(archive(payload, tmp_path / "tempera.zip")) as file:
        names = {name.removeprefix("Tempera/") for name in file.namelist()}
        assert all(name.startswith("Tempera/") for name in file.namelist())
    assert names == {path.relative_to(payload).as_posix() for path in payload.rglob("*") if path.is_file()}


def test_files_that_others_signed_stay_as_they_are(
    payload: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(COMMAND, _signer(tmp_path, tmp_path / "log"))
    (payload / "runtimes" / "cpu" / "vcruntime140.dll").write_bytes(_program(signature=900))
    (payload / "runtimes" / "cpu" / "broken.dll").write_bytes(b"MZ")
    signed = sign_unsigned(payload)
    assert {path.name for path in signed} == {*(f"{name}.exe" for name in PROGRAMS), "llama.dll", "broken.dll"}
    assert not is_signed(payload / "runtimes" / "cpu" / "broken.dll")


@pytest.mark.parametrize("command", ["signtool sign", "[]", '["signtool", 1]', '{"a": 1}'])
def test_command_that_is_no_list_of_words(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMMAND, command)
    with pytest.raises(NotReadyError, match=COMMAND):
        sign(tmp_path / "a.exe")


def test_there_must_be_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "PROGRAM", tmp_path / "none")
    with pytest.raises(NotReadyError, match="build"):
        main([])
