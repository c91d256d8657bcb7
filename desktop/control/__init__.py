"""What happens when something is pressed: controllers between the views on one side, engine and history on the other.

`EngineBridge` turns the engine's events into signals; `Answering` is the answer in progress, `ModelLoading` the model
that is loaded; `SamplingChoice` what the next answer is sampled with. `ConversationController`, `SidebarController`,
`GenerationController`, `ModelController`, `ProgressController`, `PreferencesController`, `AheadController`,
`MeasuringController`, `OfferController` and `RecordController` each bring one part of the window to life.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.control.ahead import AheadController
    from desktop.control.answering import Answering
    from desktop.control.bridge import EngineBridge
    from desktop.control.conversation import ConversationController
    from desktop.control.generation import GenerationController
    from desktop.control.loading import ModelLoading
    from desktop.control.measuring import MeasuringController
    from desktop.control.models import ModelController
    from desktop.control.offers import OfferController
    from desktop.control.preferences import PreferencesController
    from desktop.control.progress import ProgressController
    from desktop.control.records import RecordController
    from desktop.control.sampling_choice import SamplingChoice
    from desktop.control.sidebar import SidebarController

__all__ = [
    "AheadController",
    "Answering",
    "ConversationController",
    "EngineBridge",
    "GenerationController",
    "MeasuringController",
    "ModelController",
    "ModelLoading",
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
        "ConversationController": "conversation",
        "EngineBridge": "bridge",
        "GenerationController": "generation",
        "MeasuringController": "measuring",
        "ModelController": "models",
        "ModelLoading": "loading",
        "OfferController": "offers",
        "PreferencesController": "preferences",
        "ProgressController": "progress",
        "RecordController": "records",
        "SamplingChoice": "sampling_choice",
        "SidebarController": "sidebar",
    },
)
