"""The program around generated code, given to a bare Python: it runs the code, then its tests, and tells it.

Nothing but Python's standard library is there. How far it came are lines on a pipe of its own, so that code
that ends its process early, or prints whatever it likes, is not taken for code that passed.
"""

import contextlib
import functools
import linecache
import os
import sys
import traceback
import types

CODE_FILE, TESTS_FILE = "answer.py", "tests.py"
_PIPE = 3
_LONGEST_MARK = 1_000


def _tell(mark: str) -> None:
    with contextlib.suppress(OSError):  # the code has closed it: what it did then counts as unfinished
        os.write(_pipe(), f"{' '.join(mark.split())[:_LONGEST_MARK]}\n".encode(errors="replace"))


@functools.cache
def _pipe() -> int:
    """Return the file descriptor for marks; Windows hands over no descriptors, there a handle is the argument."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.open_osfhandle(int(sys.argv[2]), os.O_WRONLY)
    else:  # noqa: RET505 - the type checker takes what stands behind it for never reached
        return _PIPE


def _read(name: str) -> str:
    with open(name, encoding="utf-8", newline="") as file:  # noqa: PTH123 - pathlib takes longer to import than to use
        return file.read()


def _run(name: str, source: str, module: types.ModuleType) -> bool:
    """Run a text with the names of a module; return whether it came to its end. Its errors are printed and told."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - what all this is for
    except SystemExit as wish:
        if wish.code in {None, 0}:
            return name == CODE_FILE  # a program may end itself, its tests may not be ended
        _tell(f"error SystemExit: {wish.code}")
        return False
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what the code did
        own = error.__traceback__.tb_next if error.__traceback__ else None
        traceback.print_exception(type(error), error, own)
        _tell(f"error {_described(error)}")
        return False
    return True


def _described(error: BaseException) -> str:
    """Return the traceback's last line; of an assertion without words what it asserts."""
    if isinstance(error, AssertionError) and not error.args:
        frames = traceback.extract_tb(error.__traceback__)
        return f"AssertionError: {frames[-1].line}"
    return traceback.format_exception_only(type(error), error)[-1]


def _leave(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(code)


def main() -> None:
    """Run the code and its tests where they are; the word for their end is the argument."""
    _, word, *_ = sys.argv
    _pipe()  # as long as the argument is there
    code, tests = _read(CODE_FILE), _read(TESTS_FILE)
    module = types.ModuleType("answer" if tests else "__main__")
    sys.modules[module.__name__] = module
    sys.argv = [CODE_FILE]
    if not _run(CODE_FILE, code, module) or (tests and not _run(TESTS_FILE, tests, module)):
        _leave(1)
    _tell(word)
    if tests:
        _leave(0)  # threads that the code has left behind do not matter any more
