"""The commands of `tempera`: parsing, exit status, and phrasing errors. Nothing here needs Qt.

Exit status: 0, 1 where a command failed (one plain sentence on stderr), 2 for wrong usage, 130 where it was stopped.
"""

import argparse
import contextlib
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import NoReturn, TextIO

from models.catalog import AUTO
from models.commands import (
    add_history_parser,
    add_lab_parser,
    add_models_parser,
    add_presets_parser,
    add_route_parser,
    run_history,
    run_lab,
    run_models,
    run_presets,
)
from models.errors import UserError
from models.paths import Paths, user_paths
from models.sampling import ANY_JSON, SamplingSettings
from models.settings import PREFERENCES, Declaration, Kind, Language, SettingsStore, declarations
from models.texts import Phrasebook, chosen_language
from models.version import program_version


def main(arguments: Sequence[str], *, window: tuple[str, ...] = ()) -> int:
    """Run one command and return its exit status.

    `window` is the command that measures what the window costs; empty where there is none.
    """
    _have_streams()
    _use_utf8(sys.stdin, sys.stdout, sys.stderr)
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        paths = user_paths()
    except UserError as error:
        sys.stderr.write(Phrasebook(chosen_language(Language.SYSTEM)).phrase(error.text) + "\n")
        return 1
    say = Phrasebook(chosen_language(SettingsStore(paths.settings).load(PREFERENCES).language))
    options = _parser(say).parse_args(arguments)
    try:
        return _run(options, paths, say, window)
    except UserError as error:
        sys.stderr.write(say.phrase(error.text) + "\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `tempera ask ... | head`
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 1
    except OSError as error:
        if not _lies_in(paths.home, error.filename):
            raise
        reason = error.strerror or str(error)
        sys.stderr.write(say("error.home.unusable", folder=str(paths.home), reason=reason) + "\n")
        return 1


def _lies_in(folder: Path, name: object) -> bool:
    """Say whether an error is about a file in `folder`: the user's own, which may be closed to us or on a bad disk."""
    return isinstance(name, str) and Path(name).is_relative_to(folder)


def _run(options: argparse.Namespace, paths: Paths, say: Phrasebook, window: tuple[str, ...]) -> int:
    of_many = {"models": run_models, "history": run_history, "lab": run_lab, "presets": run_presets}.get(
        options.command
    )
    if of_many is not None:
        return of_many(options, paths=paths, say=say, out=sys.stdout, err=sys.stderr)
    if options.command == "route":
        from models.commands import run_route

        return run_route(options, source=sys.stdin, out=sys.stdout)
    if options.command == "doctor":
        from models.commands import run_doctor  # each command is imported where it runs

        return 0 if run_doctor(as_json=options.json, paths=paths, say=say, out=sys.stdout) else 1
    if options.command == "update-check":
        from models.commands import run_update_check

        run_update_check(as_json=options.json, paths=paths, say=say, out=sys.stdout)
        return 0
    return _bench(options, say, window) if options.command == "bench" else _ask(options, say)


def _ask(options: argparse.Namespace, say: Phrasebook) -> int:
    from models.commands import AskOptions, run_ask

    question = sys.stdin.read() if options.question == "-" else options.question
    names = {item.name for item in fields(SamplingSettings)}
    changes = {name: value for name, value in vars(options).items() if name in names and value is not None}
    if options.schema is not None:
        changes["schema"] = _schema(options.schema)
    run_ask(
        AskOptions(
            question=question,
            model=options.model,
            mode=options.mode,
            changes=changes,
            instructions=options.instructions,
            json=options.json,
        ),
        paths=user_paths(),
        say=say,
        out=sys.stdout,
        err=sys.stderr,
    )
    return 0


def _bench(options: argparse.Namespace, say: Phrasebook, window: tuple[str, ...]) -> int:
    from models.commands import BenchOptions, run_bench

    run_bench(
        BenchOptions(
            model=options.model,
            peers=options.peers,
            rounds=options.rounds,
            threads=options.threads,
            tokens=options.tokens,
            json=options.json,
            window=window,
        ),
        paths=user_paths(),
        say=say,
        out=sys.stdout,
        err=sys.stderr,
    )
    return 0


def _schema(wanted: str) -> str:
    """Return the text of a schema's file. Raises UserError where it cannot be read."""
    from models.schema import read_schema_file

    return ANY_JSON if wanted == "any" else read_schema_file(Path(wanted))


def _parser(say: Phrasebook) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tempera", description=say("cli.description"), epilog=say("cli.window"))
    parser.add_argument("--version", action="version", version=f"Tempera {program_version()}")
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="{ask,bench,doctor,history,lab,models,presets,route,update-check}"
    )
    question = commands.add_parser("ask", help=say("cli.ask"), description=say("cli.ask"))
    question.add_argument("question", type=_Question(say), help=say("cli.question"))
    question.add_argument("--model", help=say("cli.model"))
    question.add_argument("--mode", type=_ModeName(say), default=AUTO, metavar="MODE", help=say("cli.mode"))
    question.add_argument("--instructions", default="", help=say("cli.instructions"))
    for item in declarations(SamplingSettings):
        _add_setting(question, item, help_text=say(f"setting.{item.name}.label").replace("%", "%%"))
    question.add_argument(
        "--sections", dest="follow_text", action="store_true", default=None, help=say("setting.follow_text.label")
    )
    question.add_argument("--schema", metavar="FILE", help=say("cli.schema"))
    question.add_argument("--json", action="store_true", help=say("cli.json"))
    _add_bench(commands.add_parser("bench", help=say("cli.bench"), description=say("cli.bench")), say)
    health = commands.add_parser("doctor", help=say("cli.doctor"), description=say("cli.doctor"))
    health.add_argument("--json", action="store_true", help=say("cli.json"))
    add_history_parser(commands, say)
    add_lab_parser(commands, say)
    add_models_parser(commands, say)
    add_presets_parser(commands, say)
    add_route_parser(commands, say)
    check = commands.add_parser("update-check", help=say("cli.update_check"), description=say("cli.update_check"))
    check.add_argument("--json", action="store_true", help=say("cli.json"))
    return parser


def _add_bench(parser: argparse.ArgumentParser, say: Phrasebook) -> None:
    parser.add_argument("--model", help=say("cli.model"))
    parser.add_argument("--peers", type=Path, metavar="DIR", help=say("cli.peers"))
    for name, low, high, default in (("rounds", 1, 100, 5), ("threads", 1, 256, None), ("tokens", 16, 4096, None)):
        value = _Value(Declaration(name, Kind.WHOLE, default, low=low, high=high))
        parser.add_argument(f"--{name}", type=value, default=default, metavar="N", help=say(f"cli.{name}"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def _add_setting(parser: argparse.ArgumentParser, item: Declaration, *, help_text: str) -> None:
    """Add the option of a setting, where it is one that a command line can hold."""
    flag = f"--{item.name.replace('_', '-')}"
    if item.kind is Kind.CHOICE and item.choices is not None:
        parser.add_argument(flag, choices=[member.value for member in item.choices], help=help_text)
    elif item.kind is Kind.TEXTS:
        parser.add_argument(flag, action="append", metavar="TEXT", help=help_text)
    elif item.kind in {Kind.NUMBER, Kind.WHOLE}:
        parser.add_argument(flag, type=_Value(item), metavar="N" if item.kind is Kind.WHOLE else "X", help=help_text)


class _ModeName:
    """Accepts Auto, a mode by its id, and one of the user's own by its name or id; returns the id."""

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> str:
        from models.catalog import modes
        from models.presets import PresetStore

        known = (AUTO, *(mode.id for mode in modes()))
        if text in known:
            return text
        own = PresetStore(user_paths().presets).load().presets
        for one in own:
            if text in {one.id, one.name}:
                return one.id
        names = ", ".join((*known, *(one.name for one in own)))
        raise argparse.ArgumentTypeError(self._say("cli.mode.unknown", mode=text, modes=names))


class _Question:
    """Accepts a question that has any text in it."""

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> str:
        if not text.strip():
            raise argparse.ArgumentTypeError(self._say("cli.empty_question"))
        return text


class _Value:
    """Accepts what the declaration of a setting accepts."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration

    def __call__(self, text: str) -> object:
        try:
            return self._declaration.accept(float(text) if self._declaration.kind is Kind.NUMBER else int(text))
        except ValueError as error:
            self._refuse(error)

    def _refuse(self, error: ValueError) -> NoReturn:
        raise argparse.ArgumentTypeError(str(error)) from error


def _have_streams() -> None:
    """Give a windowed program on Windows, which has no streams of its own, such that lead nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _use_utf8(*streams: TextIO) -> None:
    # A Chinese question or answer must not fail on a console that is set to another encoding.
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
