"""The package installed with dpkg where nothing else is, and used: window, answers, a killed engine, the commands."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from tools.package.trial import network
from tools.package.trial.bench import Bench
from tools.package.trial.conversations import answered
from tools.package.trial.processes import command_line, libraries
from tools.package.trial.results import TrialError
from tools.package.trial.room import ANNA, INSTALLED, Program
from tools.package.trial.visit import QUESTION, SHORT, Visit, left_running, opened

DATA = f"{ANNA.home}/.local/share/Tempera"
_FORBIDDEN = (
    "python",
    "gcc",
    "g++",
    "cc",
    "c++",
    "clang",
    "tcc",
    "ld",
    "as",
    "cmake",
    "make",
    "pip",
    "Xvfb",
    "xdotool",
)
_VARIANT = re.compile(r"libggml-cpu-(\w+)\.so")
_PACKAGE = "/var/cache/tempera.deb"
_OTHER_MODEL = "另一个 model 'with' spaces.gguf"


def install(bench: Bench) -> bool:
    """See that the machine is bare, then install the package with dpkg; return whether that worked."""
    room, results = bench.room, bench.results
    results.begin("The machine and the package")
    with results.check("the machine has no Python, no compiler and no screen") as line:
        found = [str(path) for path in _programs(room.root) if _is_forbidden(path.name)]
        if found:
            raise TrialError(", ".join(found))
        packages = room.run(["dpkg-query", "--show", "--showformat=${Package}\n"]).stdout.split()
        line.saw(f"{len(packages)} Debian packages; {sum(name.startswith('lib') for name in packages)} of libraries")
    with results.check("the network has no interface that is up") as line:
        interfaces = network.interfaces(room.path("/sys"))
        if any(interfaces.values()):
            raise TrialError(str(interfaces))
        line.saw(", ".join(f"{name}: down" for name in interfaces) or "none at all")
    with results.check("dpkg installs it, with nothing but what it depends on") as line:
        room.path(_PACKAGE).write_bytes(bench.deb.read_bytes())
        done = room.run(["dpkg", "--install", _PACKAGE])
        room.path(_PACKAGE).unlink()
        if done.returncode != 0:
            raise TrialError((done.stdout + done.stderr)[-1500:])
        _weigh(bench)
        line.saw(f"unpacked: {bench.results.figures['installed, MB']} MB")
    return line.passed


def _programs(root: Path) -> list[Path]:
    folders = ("usr/bin", "usr/sbin", "usr/local/bin", "usr/lib/gcc", "usr/games")
    return [path.relative_to(root) for folder in folders for path in (root / folder).rglob("*")]


def _is_forbidden(name: str) -> bool:
    return name in _FORBIDDEN or name.startswith(("python3", "gcc-", "g++-", "cc1", "clang-"))


def _weigh(bench: Bench) -> None:
    seen: dict[tuple[int, int], int] = {}
    for path in bench.room.path(INSTALLED).rglob("*"):
        if path.is_file() and not path.is_symlink():
            status = path.stat()
            seen[status.st_dev, status.st_ino] = status.st_size
    starter = sum(path.stat().st_size for path in bench.room.path(f"{INSTALLED}/starter").glob("*.gguf"))
    figures = bench.results.figures
    figures["package, MB"] = round(bench.deb.stat().st_size / 1e6, 1)
    figures["installed, MB"] = round(sum(seen.values()) / 1e6, 1)
    figures["installed without the starter model, MB"] = round((sum(seen.values()) - starter) / 1e6, 1)


def try_out(bench: Bench) -> None:
    """Use it as somebody who just installed it does, without any network, and see that none was tried."""
    bench.results.begin("Installed, as an ordinary user, without any network")
    _commands(bench)
    _window(bench)
    _nothing_tried(bench)


def _commands(bench: Bench) -> None:
    room, program = bench.room, Program("/usr/bin")
    with bench.results.check("tempera-cli --version") as line:
        line.saw(_good(room.command_line(program, "--version")).strip())
    with bench.results.check("tempera-cli doctor finds nothing that is broken") as line:
        report = json.loads(_good(room.command_line(program, "doctor", "--json")))
        usable = [build for build in report["builds"] if build["usable"]]
        line.saw(f"{report['package']['kind']}, {report['package']['flavour']}: {[build['name'] for build in usable]}")
        line.saw(f"the processor's variant here: {', '.join(_VARIANT.findall(usable[0]['details']))}")
        if {"cpu", "vulkan"} > {build["name"] for build in usable}:
            raise TrialError(f"not usable: {report['builds']}")
    with bench.results.check("tempera-cli ask answers with the starter model") as line:
        answer = json.loads(
            _good(room.command_line(program, "ask", QUESTION, *SHORT, "--json", traced=bench.folder / "ask.strace"))
        )
        if not answer["answer"].strip():
            raise TrialError("the answer is empty")
        line.saw(f"{answer['model']['name']}: {answer['answer'].strip()[:100]}")
    with bench.results.check("tempera ask (the program of the window) answers as well") as line:
        done = room.run(["/usr/bin/tempera", "ask", QUESTION, *SHORT], user=ANNA)
        line.saw(_good(done).strip()[:100])


def _good(done: "subprocess.CompletedProcess[str]") -> str:
    if done.returncode != 0 or not done.stdout.strip():
        raise TrialError(f"status {done.returncode}: {(done.stdout + done.stderr).strip()[-600:]}")
    return done.stdout


def _window(bench: Bench) -> None:
    results = bench.results
    log = bench.folder / "window.strace"
    with (
        results.check("the window, from its opening to its end") as line,
        opened(bench, Program("/usr/bin"), DATA, traced=log) as visit,
    ):
        line.saw(f"picture: {visit.picture('first-start')}")
        _in_the_window(bench, visit)
    with results.check("its data folder belongs to the user, and nothing was written elsewhere in her home") as line:
        home = bench.room.path(ANNA.home)
        line.saw(", ".join(sorted(str(path.relative_to(home)) for path in home.glob(".*/*"))))
        strangers = [str(path) for path in home.rglob("*") if path.lstat().st_uid != ANNA.number]
        if strangers:
            raise TrialError(", ".join(strangers))
    with results.check("tempera-cli history export writes the whole conversation") as line:
        chats = f"{ANNA.home}/chats"
        words = ("history", "export", chats, "--all", "--format", "json")
        done = bench.room.command_line(Program("/usr/bin"), *words)
        if done.returncode != 0:
            raise TrialError(done.stderr.strip()[-400:])
        texts = set().union(
            *(_texts(json.loads(file.read_text("utf-8"))) for file in bench.room.path(chats).glob("*.json"))
        )
        there = answered(bench.room.path(DATA))
        missing = [one.question for one in there if not {one.question, one.answer} <= texts]
        if missing or not there:
            raise TrialError(f"not in the file: {missing}")
        line.saw(f"{len(there)} questions and their answers")


def _texts(document: object) -> set[str]:
    """Return every text in a JSON document, without the space around it."""
    match document:
        case str():
            return {document.strip()}
        case dict():
            return set().union(*map(_texts, document.values()))
        case list():
            return set().union(*map(_texts, document))
        case _:
            return set()


def _in_the_window(bench: Bench, visit: Visit) -> None:
    results = bench.results
    with results.check("a typed question is answered by the starter model") as line:
        found = visit.ask(QUESTION)
        line.saw(f"{found.model}: {found.answer[:100]}")
        line.saw(f"picture: {visit.picture('answered')}")
    if not line.passed:
        return
    with results.check("the engine is a process without Qt") as line:
        qt = {name for name in libraries(visit.engine()) if "Qt6" in name}
        if qt:
            raise TrialError(", ".join(sorted(qt)))
        line.saw(f"{len(libraries(visit.engine()))} files are mapped, none of Qt")
    with results.check("the engine, killed, comes back and answers") as line:
        killed = visit.kill_engine()
        found = visit.ask("And what is the capital of Spain?")
        line.saw(f"process {killed} was killed, {visit.engine()} answered: {found.answer[:80]}")
        line.saw(f"picture: {visit.picture('after-the-kill')}")
    with results.check("a second start hands its file to the window that is open, and ends") as line:
        source = next(bench.room.path(f"{INSTALLED}/starter").glob("*.gguf"))
        other = bench.room.path(f"{ANNA.home}/{_OTHER_MODEL}")
        other.write_bytes(source.read_bytes())
        shutil.chown(other, ANNA.number, ANNA.number)
        second = bench.room.run(
            ["/usr/bin/tempera", f"{ANNA.home}/{_OTHER_MODEL}"],
            user=ANNA,
            variables=bench.screen.variables,
            patience=30,
        )
        if second.returncode != 0 or len(bench.screen.windows()) != 1:
            raise TrialError(
                f"status {second.returncode}, {len(bench.screen.windows())} windows: {second.stderr[-300:]}"
            )
        found = visit.ask("What is the capital of Italy?")
        if found.model != _OTHER_MODEL:
            raise TrialError(f"{found.model} answered instead of {_OTHER_MODEL}")
        line.saw(f"{found.model}: {found.answer[:80]}")
    with results.check("the window closes, and nothing is left running"):
        visit.close()


def _nothing_tried(bench: Bench) -> None:
    for name in ("ask", "window"):
        with bench.results.check(f"strace saw no call to an address beyond this machine ({name})") as line:
            log = bench.folder / f"{name}.strace"
            made, named = network.sockets(log), network.addresses(log)
            line.saw("sockets: " + (", ".join(f"{kind} {count}" for kind, count in made.items()) or "none"))
            line.saw("addresses: " + (", ".join(f"{kind} {count}" for kind, count in named.items()) or "none"))
            if name == "window" and not named:
                raise TrialError("strace saw nothing at all")
            if beyond := network.beyond_this_machine(log):
                raise TrialError("; ".join(beyond[:5]))


def afterwards(bench: Bench) -> None:
    """See that the whole trial left no trace on the network, in the installed files, and among the processes."""
    bench.results.begin("After all")
    with bench.results.check("the kernel counted nothing on the network during the whole trial") as line:
        counted = network.counters()
        line.saw(", ".join(f"{name} {number}" for name, number in counted.items()))
        if any(counted.values()):
            raise TrialError("something was sent, or was to be sent")
    with bench.results.check("the installed files are as the package brought them"):
        done = bench.room.run(["dpkg", "--verify", "tempera"])
        if done.returncode != 0 or done.stdout.strip():
            raise TrialError(done.stdout.strip()[-600:] or done.stderr)
        listed = bench.room.run(["dpkg", "--listfiles", "tempera"]).stdout.splitlines()
        there = {f"/{path.relative_to(bench.room.root)}" for path in bench.room.path(INSTALLED).rglob("*")}
        if extra := sorted(there - set(listed)):
            raise TrialError(f"new: {', '.join(extra[:10])}")
    with bench.results.check("no process of the program is left"):
        if numbers := left_running():
            raise TrialError("; ".join(" ".join(command_line(number)) for number in numbers))
    with bench.results.check("removing the package keeps what the user wrote") as line:
        before = len(answered(bench.room.path(DATA)))
        done = bench.room.run(["dpkg", "--purge", "tempera"])
        if done.returncode != 0 or bench.room.path(INSTALLED).exists():
            raise TrialError((done.stdout + done.stderr).strip()[-600:] or "files are left")
        if len(answered(bench.room.path(DATA))) != before:
            raise TrialError("conversations are missing")
        line.saw(f"{before} answered questions are still there")
