"""The same from odd places: strange folders, a read-only one, other users, no HOME, a disk without room."""

import time

from tools.package.trial.bench import Bench
from tools.package.trial.conversations import answered, questions
from tools.package.trial.network import beyond_this_machine
from tools.package.trial.processes import wait_until
from tools.package.trial.results import TrialError
from tools.package.trial.room import ANNA, BORIS, INSTALLED, Program, User, end
from tools.package.trial.visit import QUESTION, SHORT, Visit, opened

_STRANGE = '/opt/C 盘 & "张 三"'
_STRANGER_STILL = "/opt/it's $HOME; `x`: %20\n#1"
"""Signs that shells, paths of libraries and URLs take for something else, and the end of a line."""

_HOMELESS = User("anna", ANNA.number, "")
_STRANGER = User("", 4242, "")
"""Somebody whom the machine's list of users does not know."""

_IN_VAIN = "What is the capital of Spain?"
_SHOWN_SECONDS = 3.0
_TRACE = ("Traceback", "Error:", "Exception")


def try_out(bench: Bench) -> None:
    """Use the program from everywhere, as everybody, with a window and a typed question each time."""
    bench.results.begin("From odd places")
    room = bench.room
    for folder in (_STRANGE, _STRANGER_STILL):
        room.show(INSTALLED, at=f"{folder}/tempera")
        home = f"{folder}/data 数据"
        room.own_folder(home, ANNA)
        _use(bench, f"from {folder!r}", Program(f"{folder}/tempera", ANNA, {"TEMPERA_HOME": home}), home)
    room.show(INSTALLED, at="/stick/tempera", read_only=True)
    home = "/people/anna/from-the-stick"
    room.own_folder(home, ANNA)
    _use(bench, "from a read-only mount", Program("/stick/tempera", ANNA, {"TEMPERA_HOME": home}), home)
    _use(bench, "as another user", Program(user=BORIS), f"{BORIS.home}/.local/share/Tempera")
    _use(bench, "with HOME unset", Program(user=_HOMELESS), f"{ANNA.home}/.local/share/Tempera")
    _plain(bench, "HOME unset, and a user whom nobody knows", Program(user=_STRANGER))
    _plain(
        bench, "the data folder belongs to somebody else", Program(user=ANNA, variables={"TEMPERA_HOME": BORIS.home})
    )
    _no_locale(bench)
    _full_disk(bench)


def _use(bench: Bench, where: str, program: Program, home: str) -> None:
    log = bench.folder / "place.strace"
    with (
        bench.results.check(f"{where}: the window opens, a typed question is answered, no network is tried") as line,
        opened(bench, program, home, traced=log) as visit,
    ):
        found = visit.ask(QUESTION)
        line.saw(f"{found.model}: {found.answer[:80]}")
        line.saw(f"picture: {visit.picture(f'place-{len(bench.results.lines)}')}")
        visit.close()
        if beyond := beyond_this_machine(log):
            raise TrialError("; ".join(beyond[:5]))
    with bench.results.check(f"{where}: tempera-cli ask answers") as line:
        done = bench.room.command_line(program, "ask", QUESTION, *SHORT)
        if done.returncode != 0 or not done.stdout.strip():
            raise TrialError(f"status {done.returncode}: {done.stderr.strip()[-400:]}")
        line.saw(done.stdout.strip()[:80])


def _plain(bench: Bench, where: str, program: Program) -> None:
    """Where the program cannot keep anything: it answers all the same, or says so in a sentence."""
    with bench.results.check(f"{where}: tempera-cli ask answers, or refuses in a sentence") as line:
        done = bench.room.command_line(program, "ask", QUESTION, *SHORT)
        line.saw(f"status {done.returncode}: {(done.stdout + done.stderr).strip()[:200]}")
        _require_plain(done.stdout + done.stderr, done.returncode)
    with bench.results.check(f"{where}: the window opens, or says why not in a sentence") as line:
        variables = {**bench.screen.variables, **program.variables}
        process = bench.room.start(program.command(name="tempera"), user=program.user, variables=variables)
        try:
            bench.screen.wait_for_window(process)
        except TrialError:
            out, err = process.communicate()
            line.saw(f"status {process.returncode}: {(out + err).strip()[:200]}")
            _require_plain(out + err, process.returncode)
        else:
            time.sleep(_SHOWN_SECONDS)
            name = f"refused-{len(bench.results.lines)}.png"
            bench.screen.picture(bench.folder / name)
            line.saw(f"a window is shown; picture: {name}")
        finally:
            end(process)
            process.wait()


def _require_plain(text: str, status: int) -> None:
    if status not in {0, 1} or not text.strip() or any(word in text for word in _TRACE):
        raise TrialError(f"status {status}: {text.strip()[-800:]}")


def _no_locale(bench: Bench) -> None:
    variables = {"LANG": "C", "LC_ALL": "POSIX"}
    with bench.results.check("in the C locale tempera-cli answers, in UTF-8") as line:
        done = bench.room.command_line(Program(variables=variables), "ask", "法国的首都是哪里？", *SHORT)
        if done.returncode != 0 or not done.stdout.strip():
            raise TrialError(f"status {done.returncode}: {done.stderr.strip()[-400:]}")
        line.saw(done.stdout.strip()[:80])


def _full_disk(bench: Bench) -> None:
    room = bench.room
    disk = "/people/anna/full"
    program = Program(variables={"TEMPERA_HOME": f"{disk}/data"})
    room.mount("-t", "tmpfs", "-o", f"size=256k,mode=0700,uid={ANNA.number},gid={ANNA.number}", "tmpfs", at=disk)
    filler = room.path(f"{disk}/filler")
    _fill(bench, disk)
    _plain(bench, "a full disk", program)
    with bench.results.check("a full disk: the history is refused in a sentence, or empty") as line:
        done = room.command_line(program, "history", "list")
        line.saw(f"status {done.returncode}: {(done.stdout + done.stderr).strip()[:200]}")
        _require_plain(done.stdout + done.stderr, done.returncode)
    filler.unlink()
    room.mount("-o", "remount,size=20m", at=disk)
    with (
        bench.results.check("a disk that fills up behind an open window: what was saved stays, the window too") as line,
        opened(bench, program, f"{disk}/data") as visit,
    ):
        visit.ask(QUESTION)
        _fill(bench, disk)
        _ask_in_vain(visit)
        line.saw(f"picture: {visit.picture('disk-full')}")
        filler.unlink()
        bench.screen.press("Return")  # what was typed is still there
        wait_until(lambda: len(answered(visit.home)) > 1, "an answer when there is room again")
        first, second = answered(visit.home)
        if (first.question, second.question) != (QUESTION, _IN_VAIN):
            raise TrialError(f"the history holds {first.question} and {second.question}")
        line.saw(f"with room again: {second.answer[:80]}")


def _ask_in_vain(visit: Visit) -> None:
    """Ask where nothing can be saved: the window stays, nothing crashes."""
    visit.bench.screen.type(visit.window, _IN_VAIN)
    time.sleep(_SHOWN_SECONDS)
    if visit.process.poll() is not None:
        raise TrialError(f"the window ended with status {visit.process.returncode}")
    if reports := [text for file in visit.home.glob("crashes/*") if (text := file.read_text("utf-8", "replace"))]:
        raise TrialError(reports[0][-800:])
    if _IN_VAIN in questions(visit.home):
        raise TrialError("the question is in the history: the disk was not full")


def _fill(bench: Bench, disk: str) -> None:
    """Use up every byte, with a file that is not the user's."""
    with bench.room.path(f"{disk}/filler").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return
