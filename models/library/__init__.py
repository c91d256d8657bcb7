"""The models on this machine: what there is, taking in files, checking, removing and quantizing them.

`installed_models` lists them as `InstalledModel` values, `describe` makes one, `find_installed` finds one by what a
person calls it; `model_facts` reads what a file says of itself (`ModelFacts`); `disk_use` sums sizes (`DiskUse`),
`disk_space` is what a disk has left. `import_model` takes a file in, `verify` checks a model (`Verification`, a
`FileCheck` for each file, compared on a `Basis`), `remove` puts it into the recycle bin (`Removal`). Long work tells
how far it is (`OnProgress`) and asks whether to go on (`Cancelled`). The folder they want is always the models folder.
"""

from models.library.disk_use import DiskUse, disk_space, disk_use
from models.library.expected import Basis
from models.library.facts import ModelFacts, model_facts
from models.library.finding import find_installed
from models.library.installed import InstalledModel, describe, installed_models
from models.library.removing import Removal, remove
from models.library.taking_in import import_model
from models.library.verifying import FileCheck, Verification, verify
from models.library.work import Cancelled, OnProgress

__all__ = [
    "Basis",
    "Cancelled",
    "DiskUse",
    "FileCheck",
    "InstalledModel",
    "ModelFacts",
    "OnProgress",
    "Removal",
    "Verification",
    "describe",
    "disk_space",
    "disk_use",
    "find_installed",
    "import_model",
    "installed_models",
    "model_facts",
    "remove",
    "verify",
]
