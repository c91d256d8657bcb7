"""The subcommands of `tempera models`: their options, and the module that runs each."""

import argparse
from typing import TYPE_CHECKING, TextIO

from models.commands.amounts import Amount, WholeNumber
from models.commands.subcommands import add_command, add_subcommand, run_module
from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.commands.subcommands import Subcommands

_MODULES = {
    "fit": "fit_model",
    "get": "get_model",
    "import": "import_model",
    "list": "list_models",
    "quantize": "quantize_model",
    "remove": "remove_model",
    "verify": "verify_model",
}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""


def add_models_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `models` with all its subcommands."""
    subcommands = add_command(commands, "models", say)
    _add_list(subcommands, say)
    _add_get(subcommands, say)
    _add_import(subcommands, say)
    _add_verify(subcommands, say)
    _add_remove(subcommands, say)
    _add_fit(subcommands, say)
    _add_quantize(subcommands, say)


def run_models(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    name = f"models.commands.models.{_MODULES[options.models_command]}"
    return run_module(name, options, paths=paths, say=say, out=out, err=err)


def _add_list(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "list", say("cli.models.list"), say)
    parser.add_argument("--repository", metavar="OWNER/NAME", help=say("cli.models.repository"))
    _add_source(parser, say)


def _add_get(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "get", say("cli.models.get"), say)
    parser.add_argument("model", metavar="MODEL", help=say("cli.models.wanted"))
    _add_source(parser, say)


def _add_source(parser: argparse.ArgumentParser, say: Phrasebook) -> None:
    parser.add_argument("--endpoint", metavar="URL", help=say("cli.models.endpoint"))
    parser.add_argument("--revision", metavar="REVISION", help=say("cli.models.revision"))


def _add_import(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "import", say("cli.models.import"), say)
    parser.add_argument("path", metavar="PATH", help=say("cli.models.path"))
    parser.add_argument("--copy", action="store_true", help=say("cli.models.copy"))


def _add_verify(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "verify", say("cli.models.verify"), say)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("model", nargs="?", metavar="MODEL", help=say("cli.models.model"))
    which.add_argument("--all", action="store_true", help=say("cli.models.all"))


def _add_remove(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "remove", say("cli.models.remove"), say)
    parser.add_argument("model", metavar="MODEL", help=say("cli.models.model"))
    parser.add_argument("--permanently", action="store_true", help=say("cli.models.permanently"))


def _add_fit(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "fit", say("cli.models.fit"), say)
    parser.add_argument("model", metavar="MODEL", help=say("cli.fit.model"))
    parser.add_argument("--device-memory", type=Amount(say), metavar="SIZE", help=say("cli.fit.device_memory"))
    parser.add_argument("--device", choices=("cuda", "vulkan", "other"), default="cuda", help=say("cli.fit.device"))
    parser.add_argument("--screen", action="store_true", help=say("cli.fit.screen"))
    parser.add_argument("--memory", type=Amount(say), metavar="SIZE", help=say("cli.fit.memory"))
    parser.add_argument("--kv", choices=("f16", "q8_0", "q4_0"), default="f16", help=say("cli.fit.kv_type"))
    parser.add_argument(
        "--context", type=WholeNumber(256, 1 << 20, say), metavar="N", help=say("cli.fit.tokens_wished")
    )
    parser.add_argument("--batch", type=WholeNumber(32, 4096, say), default=512, metavar="N", help=say("cli.fit.batch"))
    parser.add_argument("--layers", type=WholeNumber(0, 1000, say), metavar="N", help=say("cli.fit.layers_wished"))


def _add_quantize(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "quantize", say("cli.models.quantize"), say)
    parser.add_argument("model", metavar="MODEL", help=say("cli.models.model"))
    parser.add_argument("target", metavar="TYPE", type=_Target(say), help=say("cli.models.target"))


class _Target:
    """Accepts what a model can be quantized to, in upper or lower case."""

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> str:
        from models.library import Target  # not for the other commands

        names = [target.value for target in Target]
        if text.upper() not in names:
            raise argparse.ArgumentTypeError(self._say("cli.models.no_target", name=text, names=", ".join(names)))
        return text.upper()
