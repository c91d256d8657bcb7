"""Settings, each declared once, and the file they are kept in.

`number`, `choice`, `switch`, `text`, `texts`, `whole` declare a field of a frozen dataclass; `declarations` lists them
for the rows of a panel; `from_table` and `to_table` read and write them, dropping only the values that are wrong.
`SettingsStore` keeps a `Section` per dataclass in `settings.toml`; `PREFERENCES` is the section of `Preferences`, whose
choices are `Appearance`, `Language`, `OldThinking` and `WorkAhead`; `NETWORK` is that of `NetworkSettings` with its
`ModelSource`.
"""

from models.settings.declare import (
    Declaration,
    Kind,
    choice,
    declarations,
    from_table,
    number,
    switch,
    text,
    texts,
    to_table,
    whole,
)
from models.settings.network import ModelSource, NetworkSettings
from models.settings.preferences import Appearance, Language, OldThinking, Preferences, WorkAhead
from models.settings.store import NETWORK, PREFERENCES, Section, SettingsStore

__all__ = [
    "NETWORK",
    "PREFERENCES",
    "Appearance",
    "Declaration",
    "Kind",
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
    "from_table",
    "number",
    "switch",
    "text",
    "texts",
    "to_table",
    "whole",
]
