"""What every box needs to be made."""

from dataclasses import dataclass, replace

from desktop.conversation.transcript.formula import Typesetter
from desktop.conversation.transcript.highlight import Highlighter
from desktop.conversation.transcript.look import Look
from desktop.conversation.transcript.view import Say


@dataclass(frozen=True)
class Surroundings:
    """Fonts and colours, the user's language, and who colours code and sets formulas."""

    look: Look
    say: Say
    highlighter: Highlighter
    typesetter: Typesetter

    def muted(self) -> "Surroundings":
        """Return the surroundings of quiet text."""
        return replace(self, look=replace(self.look, muted=True))
