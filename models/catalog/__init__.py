"""What Tempera knows about models: families, modes and known models, read from `resources/` and checked.

`recognize_family` finds a file's `Family` from its metadata, `identify_model` the id for the record; `family`, `mode`
and `known_model` look one up by its id; `modes`, `families` and `known_models` list them; `AUTO` stands for the mode
that follows from a question. `starters` are the files that may come with the program, `role_of` a file's `Role` there,
`recommended` is the model to have next. `Architecture` and `mixture` say what a file holds that is not there yet.
`installed_starter`, `last_used` and `find_model` look at the files on this machine, `bundled_files` are those that came
with the program.
`limits`, `defaults`, `sections` and `evidence` are what modes refer to. `text_ids` lists the texts.
"""

from models.catalog.architecture import Architecture, Mixture
from models.catalog.data import Band
from models.catalog.evidence import Evidence, Grade, Point
from models.catalog.families import GENERIC, AuthorsSettings, Family, ThinkingTags, families, family
from models.catalog.installed import bundled_files, find_model, installed_starter, last_used
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
    recommended,
    role_of,
    starters,
)
from models.catalog.modes import (
    AUTO,
    Defaults,
    Limits,
    Mode,
    ModeValues,
    SectionOffset,
    Sections,
    Wider,
    default_mode,
    defaults,
    evidence,
    limits,
    mode,
    modes,
    sections,
)
from models.catalog.recognition import recognize_family
from models.catalog.texts import text_ids

__all__ = [
    "AUTO",
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
    "Point",
    "Role",
    "SectionOffset",
    "Sections",
    "Source",
    "ThinkingTags",
    "Wider",
    "bundled_files",
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
    "last_used",
    "limits",
    "mixture",
    "mode",
    "modes",
    "recognize_family",
    "recommended",
    "role_of",
    "sections",
    "starters",
    "text_ids",
]
