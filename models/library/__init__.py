"""The models on this machine: what there is, taking in files, checking, removing and quantizing them.

`installed_models` lists them as `InstalledModel` values, `model_files` only their files, `describe` makes one value,
`find_installed` finds a model by what a person calls it, `find_one_installed` only where that can mean no other;
`model_facts` reads what a file says of itself (`ModelFacts`); `disk_use` sums sizes (`DiskUse`), `disk_space` is what
a disk has left. `import_model` takes a file in, `verify` checks a model (`Verification`, a `FileCheck` for each file,
compared on a `Basis`), `checked_before` tells what earlier checks found, `remove` puts a model into the recycle bin
(`Removal`). `Quantizing` makes a smaller copy of a model, one of `quantize_targets` (`Target`), and says how far it is
(`QuantizingProgress`); its process sends `QuantizingMessage`s.
Long work tells how far it is (`OnProgress`) and asks whether to go on (`Cancelled`). The folder they want is always the
models folder.
"""

from models.library.disk_use import DiskUse, disk_space, disk_use
from models.library.expected import Basis
from models.library.facts import ModelFacts, model_facts
from models.library.finding import find_installed, find_one_installed
from models.library.installed import InstalledModel, describe, installed_models, model_files
from models.library.quantize_messages import (
    QuantizingDone,
    QuantizingEstimate,
    QuantizingFailed,
    QuantizingMessage,
    QuantizingTensor,
)
from models.library.quantizing import Quantizing, QuantizingProgress, Target, quantize_targets
from models.library.removing import Removal, remove
from models.library.taking_in import import_model
from models.library.verifying import FileCheck, Verification, checked_before, verify
from models.library.work import Cancelled, OnProgress

__all__ = [
    "Basis",
    "Cancelled",
    "DiskUse",
    "FileCheck",
    "InstalledModel",
    "ModelFacts",
    "OnProgress",
    "Quantizing",
    "QuantizingDone",
    "QuantizingEstimate",
    "QuantizingFailed",
    "QuantizingMessage",
    "QuantizingProgress",
    "QuantizingTensor",
    "Removal",
    "Target",
    "Verification",
    "checked_before",
    "describe",
    "disk_space",
    "disk_use",
    "find_installed",
    "find_one_installed",
    "import_model",
    "installed_models",
    "model_facts",
    "model_files",
    "quantize_targets",
    "remove",
    "verify",
]
