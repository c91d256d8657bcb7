"""The engine: a process of its own that loads one model and answers questions.

`Engine` is the seam (one generating method that yields typed events), `ProcessEngine` the real one. `EngineSettings` is
what a model is loaded with, `ROPE_FIELDS` which of its settings count with each `RopeScaling`, `settled_shape` the
shape to plan with that they give a model. Where memory ran out, `OutOfMemoryError` carries the plan to try next, and
`PlanChange` says what is less with it, as `plan_changes` finds it between two plans; `lighter_plan` is what to load
where memory is nearly full.
"""

from models.engine.client import ProcessEngine
from models.engine.exhaustion import OutOfMemoryError, PlanChange, plan_changes
from models.engine.interface import Engine
from models.engine.planning import lighter_plan, settled_shape
from models.engine.protocol import (
    AnswerEvent,
    Channel,
    ChatMessage,
    Continuation,
    Done,
    Draft,
    Loaded,
    LoadEvent,
    Loading,
    Notice,
    Pressure,
    Progress,
    Prompt,
    Ready,
    Role,
    TakenBack,
    Token,
)
from models.engine.rope import ROPE_FIELDS
from models.engine.settings import ENGINE, EngineSettings, FlashAttention, OnExhaustion, RopeScaling

__all__ = [
    "ENGINE",
    "ROPE_FIELDS",
    "AnswerEvent",
    "Channel",
    "ChatMessage",
    "Continuation",
    "Done",
    "Draft",
    "Engine",
    "EngineSettings",
    "FlashAttention",
    "LoadEvent",
    "Loaded",
    "Loading",
    "Notice",
    "OnExhaustion",
    "OutOfMemoryError",
    "PlanChange",
    "Pressure",
    "ProcessEngine",
    "Progress",
    "Prompt",
    "Ready",
    "Role",
    "RopeScaling",
    "TakenBack",
    "Token",
    "lighter_plan",
    "plan_changes",
    "settled_shape",
]
