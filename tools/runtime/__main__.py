"""Makes one native build and lays it into a folder where the program finds it."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from tools.packages import ROOT
from tools.runtime.build import built
from tools.runtime.cpu import cpu
from tools.runtime.cuda import cuda
from tools.runtime.metal import metal
from tools.runtime.recipe import Recipe
from tools.runtime.vulkan import vulkan
from tools.system import NotReadyError, say


def main() -> int:
    """Make the build that the command line names. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.runtime", description=__doc__)
    parser.add_argument("name", choices=("cpu", "vulkan", "cuda", "metal"))
    parser.add_argument(
        "--arch", default="", metavar="'75 86'", help="compute capabilities of a CUDA build, or native; default: all"
    )
    parser.add_argument(
        "--cuda", choices=("", "12", "13"), default="", help="CUDA's major version; default: what is here"
    )
    parser.add_argument("--variants", default="", help="CPU variants, such as 'x64 haswell'; default: all that work")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "runtimes", help="default: build/runtimes")
    parser.add_argument("--quiet", action="store_true", help="say nothing of a build that is there already")
    options = parser.parse_args()
    try:
        recipe = _recipe(options)
        folder = lay_down(built(recipe), options.into / recipe.name)
    except NotReadyError as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The same command goes on where it left off.")
        return 130
    if options.quiet:
        return 0
    size = sum(file.stat().st_size for file in folder.iterdir())
    say(f"{folder}: {size / 2**20:,.0f} MiB")
    return 0


def lay_down(kept: Path, folder: Path) -> Path:
    """Make `folder` the same as the kept one, by hard links where both are on one disk."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for file in kept.iterdir():
        try:
            os.link(file, folder / file.name)
        except OSError:
            shutil.copy2(file, folder / file.name)
    return folder


def _recipe(options: argparse.Namespace) -> Recipe:
    variants = tuple(options.variants.split())
    match options.name:
        case "cuda":
            return cuda(variants, options.arch.split(), int(options.cuda) if options.cuda else None)
        case "vulkan":
            return vulkan(variants)
        case "metal":
            return metal(variants)
        case _:
            return cpu(variants)


if __name__ == "__main__":
    sys.exit(main())
