"""What differs between platforms, and nothing else: pipes, processes, priorities. One module per platform.

`take_over_standard_pipes` gives an engine its own pipes, `hidden_process_flags` starts a process without a console
window, `physical_cores` counts the cores this process may use, `c_library` is C's standard library.
"""

import sys

from models.system.cores import physical_cores

if sys.platform == "win32":
    from models.system.windows import c_library, hidden_process_flags, take_over_standard_pipes
else:
    from models.system.posix import c_library, hidden_process_flags, take_over_standard_pipes

__all__ = ["c_library", "hidden_process_flags", "physical_cores", "take_over_standard_pipes"]
