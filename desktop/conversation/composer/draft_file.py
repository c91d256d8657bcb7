"""A file that goes with the question in the making."""

from dataclasses import dataclass

from models.texts import Phrasebook


@dataclass(frozen=True)
class DraftFile:
    """One file of the composer, named by its `number`.

    `text` is None while it is being read, `tokens` while they are not counted. `size` is in bytes. A `pasted` one was
    never a file: its text is nowhere else.
    """

    number: int
    name: str
    text: str | None = None
    size: int = 0
    tokens: int | None = None
    pasted: bool = False

    def detail(self, say: Phrasebook) -> str:
        """Return how long it is, in few words."""
        if self.text is None:
            return say("composer.file.reading")
        return file_detail(characters=len(self.text), tokens=self.tokens, say=say)


def file_detail(*, characters: int, tokens: int | None, say: Phrasebook) -> str:
    """Return how long a file is: in tokens where they are known, else in characters."""
    if tokens is not None:
        return say("composer.tokens.one" if tokens == 1 else "composer.tokens.many", count=f"{tokens:,}")
    return say("composer.file.characters", count=f"{characters:,}")
