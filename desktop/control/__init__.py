"""What happens when something is pressed: controllers between the views on one side, engine and history on the other.

`EngineBridge` turns the engine's events into signals; `Answering` is the answer in progress, `ModelLoading` the model
that is loaded; `SamplingChoice` what the next answer is sampled with. `ConversationController`, `SidebarController`,
`GenerationController`, `ModelController`, `ProgressController` and `PreferencesController` each bring one part of the
window to life.
"""

from desktop.control.answering import Answering
from desktop.control.bridge import EngineBridge
from desktop.control.conversation import ConversationController
from desktop.control.generation import GenerationController
from desktop.control.loading import ModelLoading
from desktop.control.models import ModelController
from desktop.control.preferences import PreferencesController
from desktop.control.progress import ProgressController
from desktop.control.sampling_choice import SamplingChoice
from desktop.control.sidebar import SidebarController

__all__ = [
    "Answering",
    "ConversationController",
    "EngineBridge",
    "GenerationController",
    "ModelController",
    "ModelLoading",
    "PreferencesController",
    "ProgressController",
    "SamplingChoice",
    "SidebarController",
]
