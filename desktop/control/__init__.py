"""What happens when something is pressed: controllers between the views on one side, engine and history on the other.

`EngineBridge` turns the engine's events into signals; `Answering` is the answer in progress, `ModelLoading` the model
that is loaded; `SamplingChoice` what the next answer is sampled with. `ConversationController`, `SidebarController`,
`GenerationController`, `KeepingController`, `ModelController`, `ProgressController`, `PreferencesController`,
`PresetController`, `NetworkController`, `AboutController`, `AheadController`, `AttachController`, `AutoController`,
`ExchangeController`, `ExcerptController`, `MeasuringController`, `LabController` on its `LabBehind`, `OfferController`,
`PressureController`, `LibraryController` with its `Arrivals`, `RecordController`, `TreeController` with its `Undoing`,
`UnfinishedEdits` and `ComparingController` each bring one part of the window to life; `Downloading` are the downloads
of the program, `RunningSweep` is the measurement of the lab that runs.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.control.about import AboutController
    from desktop.control.ahead import AheadController
    from desktop.control.answering import Answering
    from desktop.control.attaching import AttachController
    from desktop.control.auto import AutoController
    from desktop.control.bridge import EngineBridge
    from desktop.control.conversation import ConversationController
    from desktop.control.downloading import Downloading
    from desktop.control.excerpts import ExcerptController
    from desktop.control.exchange import ExchangeController
    from desktop.control.generation import GenerationController
    from desktop.control.keeping import KeepingController
    from desktop.control.lab import LabBehind, LabController, RunningSweep
    from desktop.control.library import Arrivals, LibraryController
    from desktop.control.loading import ModelLoading
    from desktop.control.measuring import MeasuringController
    from desktop.control.memory_pressure import PressureController
    from desktop.control.models import ModelController
    from desktop.control.network import NetworkController
    from desktop.control.offers import OfferController
    from desktop.control.preferences import PreferencesController
    from desktop.control.presets import PresetController
    from desktop.control.progress import ProgressController
    from desktop.control.records import RecordController
    from desktop.control.sampling_choice import SamplingChoice
    from desktop.control.sidebar import SidebarController
    from desktop.control.tree import ComparingController, TreeController, Undoing, UnfinishedEdits

__all__ = [
    "AboutController",
    "AheadController",
    "Answering",
    "Arrivals",
    "AttachController",
    "AutoController",
    "ComparingController",
    "ConversationController",
    "Downloading",
    "EngineBridge",
    "ExcerptController",
    "ExchangeController",
    "GenerationController",
    "KeepingController",
    "LabBehind",
    "LabController",
    "LibraryController",
    "MeasuringController",
    "ModelController",
    "ModelLoading",
    "NetworkController",
    "OfferController",
    "PreferencesController",
    "PresetController",
    "PressureController",
    "ProgressController",
    "RecordController",
    "RunningSweep",
    "SamplingChoice",
    "SidebarController",
    "TreeController",
    "Undoing",
    "UnfinishedEdits",
]

__getattr__ = door(
    __name__,
    {
        "AboutController": "about",
        "AheadController": "ahead",
        "Answering": "answering",
        "Arrivals": "library",
        "AttachController": "attaching",
        "AutoController": "auto",
        "ComparingController": "tree",
        "ConversationController": "conversation",
        "Downloading": "downloading",
        "EngineBridge": "bridge",
        "ExcerptController": "excerpts",
        "ExchangeController": "exchange",
        "GenerationController": "generation",
        "KeepingController": "keeping",
        "LabBehind": "lab",
        "LabController": "lab",
        "LibraryController": "library",
        "MeasuringController": "measuring",
        "ModelController": "models",
        "ModelLoading": "loading",
        "NetworkController": "network",
        "OfferController": "offers",
        "PressureController": "memory_pressure",
        "PreferencesController": "preferences",
        "PresetController": "presets",
        "ProgressController": "progress",
        "RecordController": "records",
        "RunningSweep": "lab",
        "SamplingChoice": "sampling_choice",
        "SidebarController": "sidebar",
        "TreeController": "tree",
        "Undoing": "tree",
        "UnfinishedEdits": "tree",
    },
)
