"""The models on this machine.

`ModelPicker` is the button in the top bar that shows the loaded model and opens the list of others; `OpenModelDialog`
asks for any other file.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.library.model_picker import ModelPicker
    from desktop.library.open_dialog import OpenModelDialog

__all__ = ["ModelPicker", "OpenModelDialog"]

__getattr__ = door(
    __name__,
    {
        "ModelPicker": "model_picker",
        "OpenModelDialog": "open_dialog",
    },
)
