"""The models on this machine, and those that can be had.

`ModelPicker` is the button in the top bar that shows the loaded model and opens the list of others; `OpenModelDialog`
asks for any other file. `ModelsDialog` is the window of everything about models, a `Page` for each subject; it shows
`ModelOffer`s with their `FileOffer`s and `Fit`, `ListedOffer`s of a repository, and the `Outcome` of work on a model.
`ModelsButton` opens it. `shown_size` and `memory_text` are amounts as people write them.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.library.amounts import memory_text
    from desktop.library.fit import Fit
    from desktop.library.getting import FileOffer, ListedOffer, ModelOffer
    from desktop.library.here import Outcome
    from desktop.library.model_picker import ModelPicker
    from desktop.library.models_button import ModelsButton
    from desktop.library.models_dialog import ModelsDialog, Page
    from desktop.library.open_dialog import OpenModelDialog
    from desktop.library.sizes import shown_size

__all__ = [
    "FileOffer",
    "Fit",
    "ListedOffer",
    "ModelOffer",
    "ModelPicker",
    "ModelsButton",
    "ModelsDialog",
    "OpenModelDialog",
    "Outcome",
    "Page",
    "memory_text",
    "shown_size",
]

__getattr__ = door(
    __name__,
    {
        "FileOffer": "getting",
        "Fit": "fit",
        "ListedOffer": "getting",
        "ModelOffer": "getting",
        "ModelPicker": "model_picker",
        "ModelsButton": "models_button",
        "ModelsDialog": "models_dialog",
        "OpenModelDialog": "open_dialog",
        "Outcome": "here",
        "Page": "models_dialog",
        "memory_text": "amounts",
        "shown_size": "sizes",
    },
)
