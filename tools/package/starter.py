"""The model that comes with a package, so that the first question is answered without any download."""

import os
from pathlib import Path

from tools.packages import ROOT
from tools.system import NotReadyError

STARTER_FILE = "TEMPERA_STARTER"
"""The environment variable that names the model file which becomes the starter."""

_DEMO = "SmolLM2-135M-Instruct.Q4_1.gguf"


def starter() -> Path:
    """Return the model file that comes with the package: the one that is named, else the English demo.

    Raises NotReadyError where it is not here.
    """
    named = os.environ.get(STARTER_FILE)
    file = Path(named) if named else ROOT / ".cache" / "models" / _DEMO
    if not file.is_file():
        raise NotReadyError(f"The starter model {file} is not here. This fetches one: make run")
    return file.resolve()
