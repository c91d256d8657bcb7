"""What the composer can do at the moment."""

from enum import Enum


class ComposerState(Enum):
    """Whether a question can be sent, and if not, why. Typing is always possible."""

    READY = "ready"
    NO_MODEL = "no_model"
    LOADING = "loading"
    ANSWERING = "answering"

    @property
    def placeholder_id(self) -> str:
        """The id of the text that stands where the question will be."""
        return f"composer.placeholder.{self.value}"

    @property
    def reason_id(self) -> str:
        """The id of the sentence that says why a typed question cannot be sent yet."""
        return f"composer.hint.{self.value}"
