"""What models run on: native builds of llama.cpp, devices, and how much of a model fits where.

`Device` is one device as llama.cpp names it. `plan` makes a `MemoryPlan` (with its `Grade`) from a `ModelShape`, a
`DeviceMemory` with its `Backend`, and a `PlanWish`; `shape_of_file` and `shape_of_known` know the shapes.
`largest_context` says how far the context can go, `next_plans` what to try when memory ran out; `ComputeBuffers` is
what was measured. `CacheType` is how keys and values are stored.
"""

from models.runtime.cache_type import CacheType
from models.runtime.devices import Device, DeviceKind
from models.runtime.ladder import next_plans
from models.runtime.memory import Backend, ComputeBuffers, DeviceMemory
from models.runtime.memory_plan import Grade, MemoryPlan
from models.runtime.planner import PlanWish, largest_context, plan
from models.runtime.shape import ModelShape
from models.runtime.shapes import shape_of_file, shape_of_known

__all__ = [
    "Backend",
    "CacheType",
    "ComputeBuffers",
    "Device",
    "DeviceKind",
    "DeviceMemory",
    "Grade",
    "MemoryPlan",
    "ModelShape",
    "PlanWish",
    "largest_context",
    "next_plans",
    "plan",
    "shape_of_file",
    "shape_of_known",
]
