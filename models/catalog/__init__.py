"""What Tempera knows about models: families, modes and known models, read from `resources/` and checked.

`recognize_family` finds a file's `Family` from its metadata, `identify_model` the id for the record; `family`, `mode`
and `known_model` look one up by its id; `modes`, `families` and `known_models` list them. `starter` is the model that
comes with the program. `Architecture` and `mixture` say what a file holds that is not there yet.
`installed_starter` and `find_model` look at the files on this machine.
`limits`, `defaults` and `evidence` are what modes refer to. `text_ids` lists the texts.
"""

from models.catalog.architecture import Architecture, Mixture
from models.catalog.data import Band
from models.catalog.evidence import Evidence, Grade
from models.catalog.families import GENERIC, AuthorsSettings, Family, ThinkingTags, families, family
from models.catalog.installed import find_model, installed_starter
from models.catalog.known import (
    Confidence,
    Hub,
    KnownModel,
    ModelFile,
    Role,
    Source,
    identify_model,
    known_model,
    known_models,
    mixture,
    starter,
)
from models.catalog.modes import (
    Defaults,
    Limits,
    Mode,
    ModeValues,
    Wider,
    default_mode,
    defaults,
    evidence,
    limits,
    mode,
    modes,
)
from models.catalog.recognition import recognize_family
from models.catalog.texts import text_ids

__all__ = [
    "GENERIC",
    "Architecture",
    "AuthorsSettings",
    "Band",
    "Confidence",
    "Defaults",
    "Evidence",
    "Family",
    "Grade",
    "Hub",
    "KnownModel",
    "Limits",
    "Mixture",
    "Mode",
    "ModeValues",
    "ModelFile",
    "Role",
    "Source",
    "ThinkingTags",
    "Wider",
    "default_mode",
    "defaults",
    "evidence",
    "families",
    "family",
    "find_model",
    "identify_model",
    "installed_starter",
    "known_model",
    "known_models",
    "limits",
    "mixture",
    "mode",
    "modes",
    "recognize_family",
    "starter",
    "text_ids",
]
