"""The .deb holds what it should, as Debian wants it, and what people keep survives every step of its life."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.paths import Paths
from tests.package.stand_in import make_binaries
from tools.package import deb, debian
from tools.package.debian_depends import depends
from tools.package.layout import BASE, CUDA, version
from tools.system import NotReadyError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own package")

KEPT = "what I wrote"


def output(*command: object) -> str:
    """Everything a command says; it must succeed."""
    line = [str(word) for word in command]
    environment = {"PATH": f"/usr/sbin:/sbin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The .deb of a program that is not there but for its executables."""
    folder = tmp_path_factory.mktemp("deb")
    program = make_binaries(folder / "program")
    (program / "portable").touch()
    (program / "data").mkdir()
    return deb.build(program, folder / "out", flavour=BASE)


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder that dpkg takes for a whole system, with somebody's chats in it."""
    root = tmp_path / "root"
    for folder in ("updates", "info"):
        (root / "var" / "lib" / "dpkg" / folder).mkdir(parents=True)
    (root / "var" / "lib" / "dpkg" / "status").touch()
    history = Paths(root / "home" / "somebody" / ".local" / "share" / "Tempera").history
    history.parent.mkdir(parents=True)
    history.write_text(KEPT, "utf-8")
    return root


def dpkg(root: Path, *arguments: object) -> str:
    """What dpkg says, acting on the system in `root` alone."""
    return output("dpkg", f"--root={root}", "--log=/dev/null", "--force-not-root,depends,bad-path", *arguments)


def state(root: Path, package: str = "tempera") -> str:
    """Which version of a package is installed, and how."""
    shown = ("dpkg-query", f"--admindir={root}/var/lib/dpkg", "-f", "${Status} ${Version}", "--show", package)
    return output(*shown)


def test_passes_debians_own_check_without_a_word(package: Path) -> None:
    said = output("lintian", "--allow-root", "--fail-on", "error,warning", package)
    assert re.findall(r"^[EW]: .*", said, re.MULTILINE) == []


def test_fields_say_what_it_is_and_what_it_needs(package: Path) -> None:
    fields = dict(
        line.split(": ", 1) for line in output("dpkg-deb", "--field", package).splitlines() if re.match(r"\S+: ", line)
    )
    assert fields["Package"] == "tempera"
    assert fields["Version"] == f"{version()}-1"
    assert re.search(r"\blibc6 \(>= 2\.\d+\)", fields["Depends"])
    assert int(fields["Installed-Size"]) > 100


def test_everything_is_roots_and_nothing_of_a_users_goes_in(package: Path) -> None:
    listed = output("dpkg-deb", "--contents", package).splitlines()
    assert {line.split()[1] for line in listed} == {"root/root"}
    names = [line.split()[5] for line in listed]
    assert "./usr/lib/tempera/starter/starter.gguf" in names
    assert not [name for name in names if re.search(r"tempera/(portable|data)\b", name)]


def test_commands_and_documents_lead_to_the_program(package: Path, system: Path) -> None:
    dpkg(system, "--install", package)
    for command in ("tempera", "tempera-cli"):
        assert (system / "usr" / "bin" / command).resolve() == system / "usr" / "lib" / "tempera" / command
    documents = system / "usr" / "share" / "doc" / "tempera"
    assert (documents / "THIRD_PARTY_NOTICES.txt").read_text("utf-8") == "none\n"
    assert "Permission is hereby granted" in (documents / "copyright").read_text("utf-8")
    assert output("dpkg", f"--root={system}", "--verify", "tempera") == ""


def test_same_sources_make_the_same_bytes(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    previous = os.umask(0o077)
    try:
        again = deb.build(make_binaries(tmp_path / "elsewhere"), tmp_path / "out", flavour=BASE)
    finally:
        os.umask(previous)
    assert again.read_bytes() == package.read_bytes()


def test_chats_stay_through_upgrade_downgrade_and_removal(
    package: Path, system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.package.debian.version", lambda: "99.0rc1")
    monkeypatch.setattr("tools.package.deb.version", lambda: "99.0rc1")
    newer = deb.build(make_binaries(tmp_path / "newer"), tmp_path / "out", flavour=BASE, quick=True)
    history = next(system.glob("home/*/.local/share/Tempera/*"))
    for file, expected in ((package, f"{version()}-1"), (newer, "99.0~rc1-1"), (package, f"{version()}-1")):
        dpkg(system, "--install", file)
        assert state(system) == f"install ok installed {expected}"
        assert history.read_text("utf-8") == KEPT
    dpkg(system, "--purge", "tempera")
    assert history.read_text("utf-8") == KEPT
    assert not list((system / "usr").rglob("*tempera*"))


def test_flavours_replace_one_another(package: Path, system: Path, tmp_path: Path) -> None:
    cuda = deb.build(make_binaries(tmp_path / "cuda"), tmp_path / "out", flavour=CUDA, quick=True)
    assert cuda.name.startswith("tempera-cuda_")
    dpkg(system, "--install", package)
    dpkg(system, "--auto-deconfigure", "--install", cuda)
    assert state(system, "tempera-cuda") == f"install ok installed {version()}-1"
    dpkg(system, "--auto-deconfigure", "--install", package)
    assert state(system) == f"install ok installed {version()}-1"


def test_library_that_no_package_has_is_named(tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    assert compiler is not None
    (tmp_path / "root" / "DEBIAN").mkdir(parents=True)
    library, program = tmp_path / "libnobodyhas.so", tmp_path / "root" / "program"
    made = (compiler, "-shared", "-fPIC", "-Wl,-soname,libnobodyhas.so.1", "-x", "c", "-", "-o", library)
    subprocess.run(made, input=b"int here(void) { return 0; }", check=True)
    line = (compiler, "-x", "c", "-", "-x", "none", library, "-o", program)
    subprocess.run(line, input=b"int here(void); int main(void) { return here(); }", check=True)
    with pytest.raises(NotReadyError, match=r"libnobodyhas\.so\.1"):
        depends(tmp_path / "root", [program])
    shutil.copy(library, tmp_path / "root" / "libnobodyhas.so.1")
    assert "libc6" in depends(tmp_path / "root", [program])  # what is in the package needs no other


@pytest.mark.parametrize(
    ("python", "expected"),
    [("0.1.0", "0.1.0-1"), ("1.0rc2", "1.0~rc2-1"), ("1.0a1", "1.0~a1-1"), ("2.0.dev3", "2.0~dev3-1")],
)
def test_versions_before_a_release_sort_before_it(python: str, expected: str) -> None:
    assert debian.debian_version(python) == expected
    if "~" in expected:
        output("dpkg", "--compare-versions", expected, "lt", debian.debian_version(re.sub(r"\.?[a-z].*", "", python)))


def test_folder_without_a_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="make package"):
        deb.build(tmp_path, tmp_path / "out", flavour=BASE)
