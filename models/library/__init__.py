"""The models on this machine: what there is, taking in files, checking, removing and quantizing them.

`installed_models` lists them as `InstalledModel` values, `model_facts` reads what a file says of itself (`ModelFacts`),
`disk_use` sums sizes (`DiskUse`), `disk_space` is what a disk has left.
"""

from models.library.disk_use import DiskUse, disk_space, disk_use
from models.library.facts import ModelFacts, model_facts
from models.library.installed import InstalledModel, installed_models

__all__ = ["DiskUse", "InstalledModel", "ModelFacts", "disk_space", "disk_use", "installed_models", "model_facts"]
