"""What models run on: native builds of llama.cpp, devices, and how much of a model fits where.

`find_builds` lists the native builds in `runtime_folders`, each a `NativeBuild` with its `Manifest`; `probe` tries one
in a process of its own and reports (`ProbeReport`), `choose_build` takes the best of them (`Choice`), `nvidia_state`
tells of NVIDIA's driver. `engine_environment` tells a process which build to load, `back_ends_folder` that process
where its back ends are, `core_folder` where a build has llama.cpp itself. `read_manifest` and `write_manifest` are for
who makes builds, `BackEnd` and the messages for the process that is tried. `Device` is one device as llama.cpp names
it.

`plan` makes a `MemoryPlan` (with its `Grade`) from a `ModelShape`, a `DeviceMemory` with its `Backend`, and a
`PlanWish`; `shape_of_file` and `shape_of_known` know the shapes. `largest_context` says how far the context can go,
`next_plans` what to try when memory ran out, `usable_memory` what of the machine's memory a model can have.
`Measurements` asks llama.cpp what computing takes for a `Measurement` and remembers it as `ComputeBuffers` (a
`ComputePoint` for each context); `measure` asks for more (`Measured`). `CacheType` is how keys and values are stored.
Trying and measuring can be given up: a function `stopped` (`never` where none is given) ends them, and they raise
`JobStoppedError`.
"""

from models.runtime.allowances import usable_memory
from models.runtime.builds import NativeBuild, find_builds, runtime_folders
from models.runtime.cache_type import CacheType
from models.runtime.choose import Choice, PassedOver, choose_build
from models.runtime.devices import Device, DeviceKind
from models.runtime.environment import back_ends_folder, core_folder, engine_environment
from models.runtime.job import JobStoppedError, never
from models.runtime.ladder import next_plans
from models.runtime.manifest import MANIFEST, BuiltFile, Manifest, ManifestError, read_manifest, write_manifest
from models.runtime.measurement import Measured, Measurement, measured_line
from models.runtime.measuring import Measurements, measure
from models.runtime.memory import Backend, ComputeBuffers, ComputePoint, DeviceMemory
from models.runtime.memory_plan import Grade, MemoryPlan
from models.runtime.nvidia import NvidiaCard, NvidiaState, nvidia_state
from models.runtime.planner import PlanWish, largest_context, plan
from models.runtime.probe import ProbeReport, probe, probe_all
from models.runtime.probe_messages import BackEnd, BackEndsLoaded, DevicesFound, DeviceTried, ProbeMessage, message_line
from models.runtime.shape import ModelShape
from models.runtime.shapes import shape_of_file, shape_of_known

__all__ = [
    "MANIFEST",
    "BackEnd",
    "BackEndsLoaded",
    "Backend",
    "BuiltFile",
    "CacheType",
    "Choice",
    "ComputeBuffers",
    "ComputePoint",
    "Device",
    "DeviceKind",
    "DeviceMemory",
    "DeviceTried",
    "DevicesFound",
    "Grade",
    "JobStoppedError",
    "Manifest",
    "ManifestError",
    "Measured",
    "Measurement",
    "Measurements",
    "MemoryPlan",
    "ModelShape",
    "NativeBuild",
    "NvidiaCard",
    "NvidiaState",
    "PassedOver",
    "PlanWish",
    "ProbeMessage",
    "ProbeReport",
    "back_ends_folder",
    "choose_build",
    "core_folder",
    "engine_environment",
    "find_builds",
    "largest_context",
    "measure",
    "measured_line",
    "message_line",
    "never",
    "next_plans",
    "nvidia_state",
    "plan",
    "probe",
    "probe_all",
    "read_manifest",
    "runtime_folders",
    "shape_of_file",
    "shape_of_known",
    "usable_memory",
    "write_manifest",
]
