"""The engine: a process of its own that loads one model and answers questions.

`Engine` is the seam (one generating method that yields typed events), `ProcessEngine` the real one.
"""

from models.engine.client import Engine, ProcessEngine
from models.engine.protocol import (
    AnswerEvent,
    Channel,
    ChatMessage,
    Device,
    DeviceKind,
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
from models.engine.settings import ENGINE, CacheType, EngineSettings, FlashAttention, RopeScaling

__all__ = [
    "ENGINE",
    "AnswerEvent",
    "CacheType",
    "Channel",
    "ChatMessage",
    "Device",
    "DeviceKind",
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
