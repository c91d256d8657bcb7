"""What the user is asked once before generated code runs on this machine."""

from models.errors import Text


def consent_question() -> Text:
    """Return the question in a sentence."""
    return Text("sandbox.consent.question")


def consent_explanation() -> Text:
    """Return what happens to the code, and what it cannot reach."""
    return Text("sandbox.consent.explanation")
