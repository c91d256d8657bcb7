"""Sorts a question into a kind of task, and decides whether that is sure enough to pick the mode by."""

from models.routing.model import model, reading
from models.routing.request import find_request
from models.routing.values import UNSURE_MODE, Label, Route

_LEAST = 2
"""A question of fewer letters and digits tells nothing."""


def route(text: str) -> Route:
    """Return where a question goes; any text will do, also an empty or a damaged one."""
    folding, reader = reading()
    folded = folding.fold(text)
    if sum(letter.isalnum() for letter in folded[:1000]) < _LEAST:
        return Route(label=Label.CHAT, mode=UNSURE_MODE, confidence=0.0)
    learned = model()
    probabilities = learned.probabilities(reader.read(find_request(folded)))
    label = max(probabilities, key=probabilities.__getitem__)
    confidence = sum(share for other, share in probabilities.items() if other.mode == label.mode)
    mode = label.mode if learned.is_sure(label, confidence) else UNSURE_MODE
    return Route(label=label, mode=mode, confidence=round(confidence, 4))
