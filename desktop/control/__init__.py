"""What happens when something is pressed: controllers between the views on one side, engine and history on the other.

`EngineBridge` turns the engine's events into signals; `Answering` is the answer in progress, `ModelLoading` the model
that is loaded; `SamplingChoice` what the next answer is sampled with. `ConversationController`, `SidebarController`,
`GenerationController`, `ModelController`, `ProgressController`, `PreferencesController`, `NetworkController`,
`AheadController`, `MeasuringController`, `OfferController`, `LibraryController` with its `Arrivals`, and
`RecordController` each bring one part of the window to life; `Downloading` are the downloads of the program.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.control.ahead import AheadController
    from desktop.control.answering import Answering
    from desktop.control.bridge import EngineBridge
    from desktop.control.conversation import ConversationController
    from desktop.control.downloading import Downloading
    from desktop.control.generation import GenerationController
    from desktop.control.library import Arrivals, LibraryController
    from desktop.control.loading import ModelLoading
    from desktop.control.measuring import MeasuringController
    from desktop.control.models import ModelController
    from desktop.control.network import NetworkController
    from desktop.control.offers import OfferController
    from desktop.control.preferences import PreferencesController
    from desktop.control.progress import ProgressController
    from desktop.control.records import RecordController
    from desktop.control.sampling_choice import SamplingChoice
    from desktop.control.sidebar import SidebarController

__all__ = [
    "AheadController",
    "Answering",
    "Arrivals",
    "ConversationController",
    "Downloading",
    "EngineBridge",
    "GenerationController",
    "LibraryController",
    "MeasuringController",
    "ModelController",
    "ModelLoading",
    "NetworkController",
    "OfferController",
    "PreferencesController",
    "ProgressController",
    "RecordController",
    "SamplingChoice",
    "SidebarController",
]

__getattr__ = door(
    __name__,
    {
        "AheadController": "ahead",
        "Answering": "answering",
        "Arrivals": "library",
        "ConversationController": "conversation",
        "Downloading": "downloading",
        "EngineBridge": "bridge",
        "GenerationController": "generation",
        "LibraryController": "library",
        "MeasuringController": "measuring",
        "ModelController": "models",
        "ModelLoading": "loading",
        "NetworkController": "network",
        "OfferController": "offers",
        "PreferencesController": "preferences",
        "ProgressController": "progress",
        "RecordController": "records",
        "SamplingChoice": "sampling_choice",
        "SidebarController": "sidebar",
    },
)
