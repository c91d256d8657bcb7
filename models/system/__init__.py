"""What differs between platforms, and how processes are started: pipes, environments, priorities.

`take_over_standard_pipes` gives an engine its own pipes, `hidden_process_flags` starts a process without a console
window, `own_command` (of the engine: `engine_command`) and `child_environment` are those of a process that runs our own
code, `lifeline` tells it of our end, `ChildProcess` is one that does a job and says in lines how it goes.
`physical_cores` counts the cores this process may use, `machine_memory` the machine's memory and `available_memory`
what of it is free; `on_battery` tells of the power, `c_library` is C's standard library, `let_others_come_forward` lets
another program bring its window to the front.
"""

import sys

from models.system.child_process import ChildProcess
from models.system.children import child_environment, engine_command, own_command
from models.system.cores import physical_cores
from models.system.lifeline import lifeline
from models.system.memory import available_memory, machine_memory
from models.system.power import on_battery

if sys.platform == "win32":
    from models.system.windows import (
        c_library,
        hidden_process_flags,
        let_others_come_forward,
        take_over_standard_pipes,
    )
else:
    from models.system.posix import (
        c_library,
        hidden_process_flags,
        let_others_come_forward,
        take_over_standard_pipes,
    )

__all__ = [
    "ChildProcess",
    "available_memory",
    "c_library",
    "child_environment",
    "engine_command",
    "hidden_process_flags",
    "let_others_come_forward",
    "lifeline",
    "machine_memory",
    "on_battery",
    "own_command",
    "physical_cores",
    "take_over_standard_pipes",
]
