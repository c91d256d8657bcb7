"""What differs between platforms, and how processes are started: pipes, environments, priorities.

`take_over_standard_pipes` gives an engine its own pipes, `hidden_process_flags` starts a process without a console
window, `engine_command` and `child_environment` are those of a process that runs our own code. `physical_cores` counts
the cores this process may use, `machine_memory` the machine's memory and `available_memory` what of it is free;
`on_battery` tells of the power, `c_library` is C's standard library.
"""

import sys

from models.system.children import child_environment, engine_command
from models.system.cores import physical_cores
from models.system.memory import available_memory, machine_memory
from models.system.power import on_battery

if sys.platform == "win32":
    from models.system.windows import c_library, hidden_process_flags, take_over_standard_pipes
else:
    from models.system.posix import c_library, hidden_process_flags, take_over_standard_pipes

__all__ = [
    "available_memory",
    "c_library",
    "child_environment",
    "engine_command",
    "hidden_process_flags",
    "machine_memory",
    "on_battery",
    "physical_cores",
    "take_over_standard_pipes",
]
