"""The engine: a process of its own that loads one model and answers questions.

`Engine` is the seam (one generating method that yields typed events), `ProcessEngine` the real one. `EngineSettings` is
what a model is loaded with, `ROPE_FIELDS` which of its settings count with each `RopeScaling`.
"""

from models.engine.client import Engine, ProcessEngine
from models.engine.protocol import (
    AnswerEvent,
    Channel,
    ChatMessage,
    Done,
    Draft,
    Loaded,
    LoadEvent,
    Loading,
    Notice,
    Progress,
    Prompt,
    Ready,
    Role,
    TakenBack,
    Token,
)
from models.engine.rope import ROPE_FIELDS
from models.engine.settings import ENGINE, EngineSettings, FlashAttention, RopeScaling

__all__ = [
    "ENGINE",
    "ROPE_FIELDS",
    "AnswerEvent",
    "Channel",
    "ChatMessage",
    "Done",
    "Draft",
    "Engine",
    "EngineSettings",
    "FlashAttention",
    "LoadEvent",
    "Loaded",
    "Loading",
    "Notice",
    "ProcessEngine",
    "Progress",
    "Prompt",
    "Ready",
    "Role",
    "RopeScaling",
    "TakenBack",
    "Token",
]
