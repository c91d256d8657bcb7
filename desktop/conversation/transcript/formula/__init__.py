"""Formulas: set off the window's thread, drawn as vectors.

`Typesetter` answers at once with what it knows and signals when it knows more. It is asked by an `Asked`; its answers
are `Typeset`s, which `Pictures` draw in any size and colour.
"""

from desktop.conversation.transcript.formula.pictures import Pictures
from desktop.conversation.transcript.formula.typeset import Asked, Typeset
from desktop.conversation.transcript.formula.typesetter import Typesetter

__all__ = ["Asked", "Pictures", "Typeset", "Typesetter"]
