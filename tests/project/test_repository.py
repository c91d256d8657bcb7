"""What is in the repository holds on every machine: no one's folders, no addresses of registries, no large files."""

import re
import shutil
import subprocess

from models.texts import LANGUAGES
from tests.project.source import ROOT, files, pins, project_file, text_files
from tools.native import LLAMA_CPP

HOME_FOLDER = re.compile(r"(?<![\w.~$}])/(?:home|root|Users|work|mnt|media|srv)/\w")
LOCK_FILES = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json"}
LARGEST = 1 << 20


def test_no_file_names_a_folder_of_one_machine() -> None:
    found = [
        f"{path}:{number} {line.strip()}"
        for path, text in text_files()
        for number, line in enumerate(text.splitlines(), start=1)
        if HOME_FOLDER.search(line)
    ]
    assert found == []


def test_no_lock_file_that_names_a_registry() -> None:
    assert [path.name for path in files() if path.name in LOCK_FILES] == []


def test_no_large_files() -> None:
    assert {str(path): path.stat().st_size for path in files() if path.stat().st_size > LARGEST} == {}


def test_changelog_tells_of_this_version() -> None:
    version = re.escape(project_file()["project"]["version"])
    assert re.search(rf"^## \[{version}\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_readme_names_commands_that_exist() -> None:
    readme, makefile = ((ROOT / name).read_text("utf-8") for name in ("README.md", "Makefile"))
    named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", readme, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    commands = {one or other for one, other in named}
    assert commands >= {"run", "test"}
    assert commands <= targets


def test_readme_shows_pictures_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", readme)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


def test_readme_names_the_llama_cpp_that_is_pinned() -> None:
    named = set(re.findall(r"llama-cpp-python==[\d.]+\d", (ROOT / "README.md").read_text("utf-8")))
    assert named == {f"llama-cpp-python=={pins()['llama-cpp-python']}"} == {LLAMA_CPP}


def test_ci_script_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111 == 0o111
    bash = shutil.which("bash")
    assert bash is not None
    assert subprocess.run([bash, "-n", script], check=False).returncode == 0


def test_every_language_has_a_catalogue() -> None:
    catalogues = {path.stem for path in (ROOT / "resources" / "texts").glob("*.json")}
    assert catalogues == set(LANGUAGES)
