"""Settings, each declared once, and the file they are kept in.

`number`, `choice`, `switch`, `text`, `texts`, `whole` declare a field of a frozen dataclass, `derived` one that follows
from others; `declarations` lists them for the rows of a panel; `from_table` and `to_table` read and write them,
dropping only the values that are wrong.
`SettingsStore` keeps a `Section` per dataclass in `settings.toml`; `PREFERENCES` is the section of `Preferences`, whose
choices are `Appearance`, `CalmAnswers`, `Language`, `OldThinking` and `WorkAhead`; `NETWORK` is that of
`NetworkSettings` with its `ModelSource`, `LAB` that of `LabSettings` with its `GeneratedCode`. `read_toml` reads TOML
that may have been written to do harm.
"""

from models.settings.declare import (
    Declaration,
    Kind,
    choice,
    declarations,
    derived,
    from_table,
    number,
    switch,
    text,
    texts,
    to_table,
    whole,
)
from models.settings.lab import GeneratedCode, LabSettings
from models.settings.network import ModelSource, NetworkSettings
from models.settings.preferences import Appearance, CalmAnswers, Language, OldThinking, Preferences, WorkAhead
from models.settings.store import LAB, NETWORK, PREFERENCES, Section, SettingsStore
from models.settings.toml_text import read_toml

__all__ = [
    "LAB",
    "NETWORK",
    "PREFERENCES",
    "Appearance",
    "CalmAnswers",
    "Declaration",
    "GeneratedCode",
    "Kind",
    "LabSettings",
    "Language",
    "ModelSource",
    "NetworkSettings",
    "OldThinking",
    "Preferences",
    "Section",
    "SettingsStore",
    "WorkAhead",
    "choice",
    "declarations",
    "derived",
    "from_table",
    "number",
    "read_toml",
    "switch",
    "text",
    "texts",
    "to_table",
    "whole",
]
