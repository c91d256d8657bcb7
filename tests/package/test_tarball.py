"""The archive installs for one user into any folder, leaves chats and models alone, and can be removed again."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from models.engine.state_files import state_file
from models.files import ChecksumCache, FileRecord, FileRecords
from models.history import History
from models.paths import Paths, user_paths
from models.presets import COLOURS, PresetStore, UserPreset, new_id
from models.settings import PREFERENCES, Preferences, SettingsStore
from tests.package.stand_in import make_scripts
from tools.package import appdir, tarball, user_data
from tools.package.layout import BASE, version

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own package")

ODD = "C 盘 & \"张 三\" $x `y` 5% \\z 'q'"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a program of scripts."""
    folder = tmp_path_factory.mktemp("tarball")
    return tarball.build(make_scripts(folder / "program"), folder / "out", flavour=BASE)


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    """The folder that the archive becomes."""
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / ODD, filter="tar")
    return next((tmp_path / ODD).iterdir())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's folder with a name that shells and menus may stumble over."""
    folder = tmp_path / "bin" / ODD
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def run(home: Path) -> Run:
    """Runs a command as that user."""

    def run_command(*command: object, **changes: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | changes
        line = [str(word) for word in command]
        return subprocess.run(line, env=environment, capture_output=True, text=True, check=False, cwd="/")

    return run_command


def installed(run: Run, unpacked: Path, *arguments: object) -> str:
    """Install; return what was said."""
    done = run(unpacked / "install.sh", *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def chats(home: Path) -> Paths:
    """Somebody's chats and models, and a file of their own beside them."""
    paths = Paths(home / ".local" / "share" / "Tempera")
    paths.models.mkdir(parents=True)
    for file in (
        paths.history,
        paths.history.with_name("history.sqlite3-wal"),
        paths.settings,
        paths.models / "a.gguf",
    ):
        file.write_text("mine", "utf-8")
    return paths


def test_menu_starts_the_program_from_a_folder_with_an_odd_name(run: Run, unpacked: Path, home: Path) -> None:
    assert str(home) in installed(run, unpacked)
    entry = home / ".local" / "share" / "applications" / "tempera.desktop"
    assert run("desktop-file-validate", entry).stdout == ""
    model = home / "模型 1.gguf"
    launched = run("gio", "launch", entry, model)
    assert launched.returncode == 0, launched.stderr
    while not (home / "said").exists():
        time.sleep(0.05)
    program = home / ".local" / "lib" / "tempera" / "tempera"
    assert (home / "said").read_text("utf-8").splitlines() == [str(program), str(model)]


def test_commands_are_there_and_others_of_their_name_are_left_alone(run: Run, unpacked: Path, home: Path) -> None:
    theirs = home / ".local" / "bin" / "tempera"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("a painting program", "utf-8")
    assert "another program" in installed(run, unpacked)
    assert theirs.read_text("utf-8") == "a painting program"
    assert "0.1.0" in run(home / ".local" / "bin" / "tempera-cli", "--version").stdout
    run(home / ".local" / "lib" / "tempera" / "uninstall.sh")
    assert theirs.exists()
    assert not (home / ".local" / "bin" / "tempera-cli").is_symlink()


def test_command_of_another_installer_is_left_alone(run: Run, unpacked: Path, home: Path) -> None:
    theirs, link = home / "venvs" / "tempera" / "bin" / "tempera", home / ".local" / "bin" / "tempera"
    for file in (theirs, link):
        file.parent.mkdir(parents=True)
    theirs.touch()
    link.symlink_to(theirs)
    assert "another program" in installed(run, unpacked)
    assert link.readlink() == theirs


def test_commands_follow_the_program_to_another_folder(run: Run, unpacked: Path, home: Path) -> None:
    for folder in (home / "one", home / "two"):
        installed(run, unpacked, "--to", folder)
        assert (home / ".local" / "bin" / "tempera").readlink() == folder / "tempera" / "tempera"


def test_removal_of_an_older_copy_leaves_the_menu_to_the_newer_one(run: Run, unpacked: Path, home: Path) -> None:
    for folder in (home / "one", home / "two"):
        installed(run, unpacked, "--to", folder)
    entry = home / ".local" / "share" / "applications" / "tempera.desktop"
    for folder, left in ((home / "one", True), (home / "two", False)):
        done = run(folder / "tempera" / "uninstall.sh")
        assert done.returncode == 0, done.stderr
        assert (entry.exists(), (home / ".local" / "bin" / "tempera").is_symlink()) == (left, left)


def test_upgrade_leaves_chats_and_a_portable_copys_data(run: Run, unpacked: Path, home: Path) -> None:
    paths = chats(home)
    elsewhere = home / "stick"
    installed(run, unpacked, "--to", elsewhere)
    program = elsewhere / "tempera"
    (program / "portable").touch()
    (program / "data").mkdir()
    (program / "data" / "history.sqlite3").write_text("mine", "utf-8")
    (program / "of-the-old-version").touch()
    installed(run, unpacked, "--to", elsewhere)
    assert not (program / "of-the-old-version").exists()
    assert (program / "portable").exists()
    assert (program / "data" / "history.sqlite3").read_text("utf-8") == "mine"
    assert paths.history.read_text("utf-8") == "mine"
    assert sorted(path.name for path in elsewhere.iterdir()) == ["tempera"]


def test_interrupted_upgrade_is_mended_by_the_next(run: Run, unpacked: Path, home: Path) -> None:
    installed(run, unpacked)
    program = home / ".local" / "lib" / "tempera"
    (program / "portable").touch()
    program.rename(program.with_name(".tempera-being-replaced"))
    (program.with_name(".tempera-being-installed")).mkdir()
    installed(run, unpacked)
    assert (program / "portable").exists()
    assert [path.name for path in program.parent.iterdir()] == ["tempera"]


def test_upgrade_leaves_copies_that_the_user_made_beside_it(run: Run, unpacked: Path, home: Path) -> None:
    installed(run, unpacked, "--to", home)
    copies = [home / "tempera.old" / "data", home / "tempera.new" / "data"]
    for copy in copies:
        copy.mkdir(parents=True)
        (copy / "history.sqlite3").write_text("mine", "utf-8")
    installed(run, unpacked, "--to", home)
    assert all((copy / "history.sqlite3").read_text("utf-8") == "mine" for copy in copies)


def test_folder_is_the_named_one_where_cd_looks_elsewhere_first(run: Run, unpacked: Path, home: Path) -> None:
    for name in (unpacked.name, "programs"):
        (home / name).mkdir()
    (unpacked.parent / "programs").mkdir()
    script = 'cd -- "$1" && sh "$2/install.sh" --to programs'
    done = run("sh", "-c", script, "sh", unpacked.parent, unpacked.name, CDPATH=str(home))
    assert done.returncode == 0, done.stderr
    assert (unpacked.parent / "programs" / "tempera" / "tempera").exists()
    done = run("sh", "-c", 'cd -- "$1" && sh programs/tempera/uninstall.sh', "sh", unpacked.parent, CDPATH=str(home))
    assert done.returncode == 0, done.stderr
    assert not (unpacked.parent / "programs" / "tempera").exists()


def test_removal_keeps_the_chats_of_a_copy_that_was_portable_once(run: Run, unpacked: Path, home: Path) -> None:
    installed(run, unpacked)
    data = home / ".local" / "lib" / "tempera" / "data"
    data.mkdir()
    (data / "history.sqlite3").write_text("mine", "utf-8")
    done = run(data.parent / "uninstall.sh", "--remove-data")
    assert done.returncode == 0, done.stderr
    assert (data / "history.sqlite3").read_text("utf-8") == "mine"
    assert [path.name for path in data.parent.iterdir()] == ["data"]
    assert str(data) in done.stdout


def test_removal_asks_nobody_where_nobody_answers_and_keeps_chats(run: Run, unpacked: Path, home: Path) -> None:
    before = {path for path in home.rglob("*") if path.is_file()}
    paths = chats(home)
    installed(run, unpacked)
    done = run(home / ".local" / "lib" / "tempera" / "uninstall.sh")
    assert (done.returncode, done.stderr) == (0, "")
    assert str(paths.home) in done.stdout
    assert paths.history.read_text("utf-8") == "mine"
    left = {path for path in home.rglob("*") if not path.is_dir() and paths.home not in path.parents}
    # what belongs to the desktop, which the tools write anew after each change
    shared = {path for path in left if path.parent.name in {"mime", "applications"} or "mime" in path.parts}
    assert left - shared == before
    assert not [path for path in shared if "tempera" in path.name]
    assert {path.name for path in paths.home.parent.iterdir()} <= {"Tempera", "applications", "mime"}


def test_removal_takes_chats_where_that_is_asked_for_and_nothing_else(run: Run, unpacked: Path, home: Path) -> None:
    paths = chats(home)
    poem = paths.home / "poem.txt"
    poem.write_text("my own", "utf-8")
    installed(run, unpacked)
    done = run(home / ".local" / "lib" / "tempera" / "uninstall.sh", "--remove-data")
    assert done.returncode == 0, done.stderr
    assert list(paths.home.iterdir()) == [poem]
    assert str(paths.home) in done.stdout


@pytest.mark.parametrize(("answer", "left"), [("y\n", False), ("是\n", False), ("\n", True), ("n\n", True)])
def test_removal_asks_at_a_terminal(run: Run, unpacked: Path, home: Path, answer: str, *, left: bool) -> None:
    paths = chats(home)
    installed(run, unpacked)
    ours, theirs = os.openpty()  # type: ignore[attr-defined,unused-ignore]  # not on Windows
    try:
        os.write(ours, answer.encode())
        line = [str(home / ".local" / "lib" / "tempera" / "uninstall.sh")]
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8"}
        done = subprocess.run(line, env=environment, stdin=theirs, capture_output=True, text=True, check=True)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "对话和模型" in done.stdout
    assert paths.home.exists() == left


def test_everything_the_program_keeps_is_known_to_the_removal(tempera_home: Path) -> None:
    paths = user_paths()
    assert paths.home == tempera_home
    for path in _paths(paths):
        assert any(Path(path.parts[0]).match(pattern) for pattern in user_data.names()), path
        if path.parts[0] not in {"caches", "qt"}:  # which lie in a folder of the program's own only
            assert any(path.match(name) or path in Path(name).parents for name in user_data.files()), path


def _paths(paths: Paths) -> list[Path]:
    kinds = [name for name, what in vars(Paths).items() if isinstance(what, property)]
    return [getattr(paths, name).relative_to(paths.home) for name in kinds]


def _written_by_the_program(paths: Paths) -> None:
    """Write with the program's own parts what it keeps, and by hand what it leaves when it is cut off."""
    SettingsStore(paths.settings).save(PREFERENCES, Preferences())
    History.open(paths.history).close()
    base = UserPreset(id=new_id("balanced"), name="Mine", base="balanced", colour=COLOURS[0])
    PresetStore(paths.presets).save(base)
    records = FileRecords(paths.models)
    for name, source in (("模型 1.gguf", "huggingface:somebody/something@main"), ("theirs.gguf", "found")):
        path = paths.models / name
        path.write_bytes(b"GGUF")
        records.keep(FileRecord(path, 4, None, source))
    ChecksumCache(paths.checksums).remember(paths.models / "theirs.gguf", "0" * 64)
    part = paths.models / "half.gguf.part"
    part.write_bytes(b"GG")
    part.with_name(f"{part.name}.json").write_text('{"request":{}}', "utf-8")
    for file in (
        state_file(paths.state, "7"),
        paths.sweeps / "20260531-101500-0a1b2c.sqlite3",
        paths.lab_tasks / "own-riddle.toml",
        paths.measured_bands,
        paths.measurements,
        paths.accepted_plans,
        paths.unfinished_edits,
        paths.logs / "tempera.log",
        paths.logs / "tempera.log.1",
        paths.crashes / "native.log",
        paths.crashes / "crash-20260531-101500.txt",
        paths.history.with_name("history.damaged-20260531-101500.sqlite3"),
        paths.models / "copied.gguf.1234-0.part",
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("mine", "utf-8")


def test_removal_takes_only_what_the_program_wrote_from_a_folder_that_is_shared(
    run: Run, unpacked: Path, tmp_path: Path, home: Path
) -> None:
    shared = tmp_path / "shared 文件夹"
    names = (
        "models/another/model.gguf",
        "models/model.gguf",
        "models/model.gguf.part",
        "models/records/disc.json",
        "state/terraform.tfstate",
        "presets/lightroom.toml",
        "lab/report.txt",
        "lab/sweeps/chimney.sqlite3",
        "logs/web.log",
        "crashes/car.txt",
        "caches/pip/x",
        "qt/x",
        "runtimes/java/x",
        "history.sqlite3.mine",
        "settings.toml.mine",
    )
    for name in names:
        (shared / name).parent.mkdir(parents=True, exist_ok=True)
        (shared / name).write_text("another's", "utf-8")
    _written_by_the_program(Paths(shared))
    installed(run, unpacked)
    done = run(home / ".local" / "lib" / "tempera" / "uninstall.sh", "--remove-data", TEMPERA_HOME=str(shared))
    assert (done.returncode, done.stderr) == (0, "")
    left = sorted(path.relative_to(shared).as_posix() for path in shared.rglob("*") if path.is_file())
    assert left == sorted((*names, "models/theirs.gguf"))


def test_removal_leaves_nothing_of_a_folder_that_the_user_named_for_it(
    run: Run, unpacked: Path, tmp_path: Path, home: Path
) -> None:
    paths = Paths(tmp_path / "named")
    paths.models.mkdir(parents=True)
    _written_by_the_program(paths)
    (paths.models / "theirs.gguf").unlink()
    installed(run, unpacked)
    done = run(home / ".local" / "lib" / "tempera" / "uninstall.sh", "--remove-data", TEMPERA_HOME=str(paths.home))
    assert (done.returncode, done.stderr) == (0, "")
    assert not paths.home.exists()


def test_removal_finds_a_folder_that_is_named_from_where_the_user_stands(
    run: Run, unpacked: Path, tmp_path: Path, home: Path
) -> None:
    paths = Paths(tmp_path / "named")
    paths.logs.mkdir(parents=True)
    (paths.logs / "tempera.log").touch()
    installed(run, unpacked)
    script = 'cd -- "$1" && "$2" --remove-data'
    uninstall = home / ".local" / "lib" / "tempera" / "uninstall.sh"
    done = run("sh", "-c", script, "sh", tmp_path, uninstall, TEMPERA_HOME="named")
    assert (done.returncode, done.stderr) == (0, "")
    assert not paths.home.exists()


def test_removal_reads_the_named_folder_as_the_program_does(run: Run, unpacked: Path, home: Path) -> None:
    named = Paths(home / "named")
    named.logs.mkdir(parents=True)
    (named.logs / "tempera.log").touch()
    installed(run, unpacked)
    done = run(home / ".local" / "lib" / "tempera" / "uninstall.sh", "--remove-data", TEMPERA_HOME="~/named")
    assert (done.returncode, done.stderr) == (0, "")
    assert not named.home.exists()


@pytest.mark.parametrize("place", ["", "chats", "data/../chats"])
def test_chats_in_the_programs_own_folder_are_neither_replaced_nor_removed(
    run: Run, unpacked: Path, home: Path, place: str
) -> None:
    installed(run, unpacked)
    program = home / ".local" / "lib" / "tempera"
    (program / "data").mkdir()
    (program / "chats").mkdir()
    history = Paths(program / place).history.resolve()
    history.write_text("mine", "utf-8")
    link = home / "chats"
    link.symlink_to(program / place)
    for command in ((unpacked / "install.sh",), (program / "uninstall.sh", "--keep-data"), (program / "uninstall.sh",)):
        for named in (program / place, link):
            done = run(*command, TEMPERA_HOME=str(named))
            assert (done.returncode, done.stderr.split(":")[0]) == (
                1,
                "Chats and models are in the program's own folder",
            )
            assert (history.read_text("utf-8"), (program / "tempera").exists()) == ("mine", True)


def test_upgrade_and_removal_leave_named_chats_in_the_folder_that_is_kept(run: Run, unpacked: Path, home: Path) -> None:
    installed(run, unpacked)
    program = home / ".local" / "lib" / "tempera"
    history = Paths(program / "data" / "mine").history
    history.parent.mkdir(parents=True)
    history.write_text("mine", "utf-8")
    for script in (unpacked / "install.sh", program / "uninstall.sh"):
        done = run(script, TEMPERA_HOME=str(history.parent))
        assert (done.returncode, done.stderr) == (0, "")
        assert history.read_text("utf-8") == "mine"


def test_removal_leaves_models_of_which_nobody_knows_that_they_are_tempera_s(
    run: Run, unpacked: Path, tmp_path: Path, home: Path
) -> None:
    """A note that is damaged, or that tells of another file by that name, says nothing about the file that is there."""
    models = Paths(tmp_path / "named").models
    models.mkdir(parents=True)
    records = FileRecords(models)
    for name in ("damaged.gguf", "replaced.gguf", "ours.gguf"):
        (models / name).write_bytes(b"GGUF")
        before = set(models.glob("records/*"))
        records.keep(FileRecord(models / name, 4, None, "import"))
        if name == "damaged.gguf":
            (note,) = set(models.glob("records/*")) - before
            note.write_bytes(b"")
    (models / "replaced.gguf").write_bytes(b"GGUF, and of somebody else")
    installed(run, unpacked)
    uninstall = home / ".local" / "lib" / "tempera" / "uninstall.sh"
    done = run(uninstall, "--remove-data", TEMPERA_HOME=str(models.parent))
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in models.iterdir()) == ["damaged.gguf", "replaced.gguf"]


def test_folder_for_menus_that_is_named_from_where_the_user_stands_is_left_clean(
    run: Run, unpacked: Path, tmp_path: Path, home: Path
) -> None:
    (tmp_path / "here").mkdir()
    script = 'cd -- "$1" && "$2"'
    for command in (unpacked / "install.sh", home / ".local" / "lib" / "tempera" / "uninstall.sh"):
        done = run("sh", "-c", script, "sh", tmp_path / "here", command, XDG_DATA_HOME="share")
        assert done.returncode == 0, done.stderr
        entries = [path for path in (tmp_path / "here").rglob("*tempera*") if path.is_file()]
        assert bool(entries) == (command.name == "install.sh")


def test_running_program_is_neither_replaced_nor_removed(run: Run, unpacked: Path, home: Path) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    installed(run, unpacked)
    program = home / ".local" / "lib" / "tempera"
    shutil.copy(sleep, program / "tempera-engine")
    with subprocess.Popen([program / "tempera-engine", "100"]) as engine:
        try:
            for script in (unpacked / "install.sh", program / "uninstall.sh"):
                done = run(script)
                assert (done.returncode, done.stderr) == (1, "Tempera is running. Close it first.\n")
                assert (program / "tempera").exists()
        finally:
            engine.kill()


def test_program_that_does_not_start_here_changes_nothing(run: Run, unpacked: Path, home: Path) -> None:
    installed(run, unpacked)
    (unpacked / "tempera" / "tempera-cli").write_text("#!/bin/sh\necho 'GLIBC_2.99 not found' >&2\nexit 1\n", "utf-8")
    done = run(unpacked / "install.sh", LANG="zh_CN.UTF-8")
    assert done.returncode == 1
    assert done.stderr.startswith("GLIBC_2.99 not found\n程序无法在这个系统上启动")
    assert run(home / ".local" / "bin" / "tempera-cli", "--version").returncode == 0
    assert [path.name for path in (home / ".local" / "lib").iterdir()] == ["tempera"]


@pytest.mark.parametrize("name", ["a\nb", "a\tb"])
def test_folder_that_no_menu_entry_can_name_is_refused(run: Run, unpacked: Path, home: Path, name: str) -> None:
    done = run(unpacked / "install.sh", "--to", home / name)
    assert done.returncode == 1
    assert "control character" in done.stderr
    assert not (home / name).exists()


def test_folders_that_no_list_of_lines_can_name_are_refused(run: Run, unpacked: Path, home: Path) -> None:
    for name in ("HOME", "XDG_DATA_HOME"):
        done = run(unpacked / "install.sh", "--to", home / "programs", **{name: str(home / "a\nb")})
        assert done.returncode == 1
        assert "control character" in done.stderr
    assert list(home.iterdir()) == []


def test_foreign_folder_is_left_alone(run: Run, unpacked: Path, home: Path) -> None:
    mine = home / "tempera" / "thesis.txt"
    mine.parent.mkdir()
    mine.touch()
    done = run(unpacked / "install.sh", "--to", home)
    assert done.returncode == 1
    assert "another folder" in done.stderr
    assert mine.exists()


def test_home_that_is_not_set_is_said(run: Run, unpacked: Path) -> None:
    done = run(unpacked / "install.sh", HOME="")
    assert (done.returncode, done.stderr.split(":")[0]) == (1, "HOME is not set")


def test_same_sources_make_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    again = tarball.build(make_scripts(tmp_path / "program"), tmp_path / "out", flavour=BASE)
    assert again.read_bytes() == archive.read_bytes()


def test_scripts_and_text_are_filled_in(unpacked: Path) -> None:
    for file in ("install.sh", "uninstall.sh", "README.txt"):
        assert not re.search(r"@[A-Z]+@", (unpacked / file).read_text("utf-8"))
    assert version() in (unpacked / "README.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["install.sh", "uninstall.sh"])
def test_scripts_stand_alone_and_are_right(unpacked: Path, name: str) -> None:
    script = unpacked / name
    assert "is_running() {" in script.read_text("utf-8")
    if (program := shutil.which("shellcheck")) is None:
        pytest.skip("shellcheck is not here")
    command = [program, "--exclude=SC1111", str(script)]  # Chinese texts have these quotes
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_appimages_folder_starts_the_program_wherever_it_is_mounted(run: Run, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / ODD / "Tempera.AppDir"
    appdir.build(make_scripts(tmp_path / "program"), folder)
    assert run("desktop-file-validate", folder / "tempera.desktop").stdout == ""
    assert (folder / ".DirIcon").read_bytes().startswith(b"\x89PNG")
    (tmp_path / "link").symlink_to(folder / "AppRun")
    assert run(tmp_path / "link", "ask", "你 好").returncode == 0
    program = folder / "usr" / "lib" / "tempera" / "tempera"
    assert (home / "said").read_text("utf-8").splitlines() == [str(program), "ask", "你 好"]
