"""What of others is in a package, with its licences.

`components` lists it all, from what really lies in a program's folder; it raises `MissingLicenceError` where something
has no licence text. A `Component` has its `LicenceText`s and the `Part`s that were compiled into it; `Kind` says what
it is. `lists_folder` is where the lists go, `made_here` the program that was made last. `required` are the packages of
Python that the program needs, `package_component` one of them as a component.
"""

import sys
from pathlib import Path

from tools.package.inventory.compiled_here import compiled_here
from tools.package.inventory.component import Component, Kind, LicenceText, MissingLicenceError, Part
from tools.package.inventory.contents import contents
from tools.package.inventory.distributions import component as package_component
from tools.package.inventory.distributions import required
from tools.package.inventory.laid_beside import laid_beside, libraries_beside
from tools.package.inventory.language import language
from tools.package.inventory.libraries import libraries
from tools.package.inventory.owners import Owners, foreign_libraries, packages_in
from tools.package.layout import PROGRAM

__all__ = [
    "Component",
    "Kind",
    "LicenceText",
    "MissingLicenceError",
    "Part",
    "components",
    "lists_folder",
    "made_here",
    "package_component",
    "required",
]


def components(program: Path) -> list[Component]:
    """Return everything of others in a program's folder. Raises MissingLicenceError where a licence is not known."""
    inside = contents(program)
    if not inside.executables.is_dir():
        raise MissingLicenceError(f"There is no program in {program}; make it first: make package")
    owners = Owners(compiled_here(inside))
    try:
        packages = packages_in(inside, owners)
    except LookupError as error:
        raise MissingLicenceError(str(error.args[0])) from error
    return [
        *language(),
        *(package_component(owners.package(name), files=files) for name, files in packages.items()),
        *laid_beside(inside),
        *libraries(sorted([*foreign_libraries(inside, owners), *libraries_beside(inside)]), program),
    ]


def lists_folder(program: Path) -> Path:
    """Return the folder of a program in which people look for its licences."""
    return contents(program).beside


def made_here() -> Path:
    """Return the program's folder that is made in this repository; on macOS the bundle."""
    return PROGRAM.with_name("Tempera.app") if sys.platform == "darwin" else PROGRAM
