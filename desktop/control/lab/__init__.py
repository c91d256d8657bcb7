"""Behind the lab's window: `LabController` opens it, `RunningSweep` is the measurement that runs.

`LabBehind` is what the controller stands on.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.control.lab.behind import LabBehind
    from desktop.control.lab.lab_window import LabController
    from desktop.control.lab.running import RunningSweep

__all__ = ["LabBehind", "LabController", "RunningSweep"]

__getattr__ = door(__name__, {"LabBehind": "behind", "LabController": "lab_window", "RunningSweep": "running"})
