"""What models run on: native builds of llama.cpp, devices, and how much of a model fits where.

`Device` is one device as llama.cpp names it, `MemoryPlan` how a model would be loaded, with its `Grade`; `CacheType` is
how keys and values are stored.
"""

from models.runtime.cache_type import CacheType
from models.runtime.devices import Device, DeviceKind
from models.runtime.plan import Grade, MemoryPlan

__all__ = ["CacheType", "Device", "DeviceKind", "Grade", "MemoryPlan"]
