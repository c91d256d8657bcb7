"""From a reference in the text to the footnote it means."""

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.stage import Stage
from models.markdown import LevelKind, plain_text

MARK = "#"
"""What the address of a reference begins with; the note's name follows."""


def note_text(stage: Stage, message: int, section: Section, address: str) -> str:
    """Return the beginning of the note that a reference of a message leads to, "" where there is none."""
    index = _find(stage, message, section, address)
    return "" if index is None else plain_text(stage.item(message).passage(section).blocks[index])


def show_note(stage: Stage, message: int, section: Section, address: str) -> None:
    """Bring the note that a reference of a message leads to on screen, if it is there."""
    index = _find(stage, message, section, address)
    number = stage.flow.number(message)
    layout = stage.flow.items[number].layout
    slot = None if index is None or layout is None else layout.number_of(section, index)
    if slot is None or layout is None:
        return
    top = stage.flow.top(number) + layout.top(slot)
    stage.reading.show(top, top + layout.slots[slot].height)


def _find(stage: Stage, message: int, section: Section, address: str) -> int | None:
    """Return the number of a note's first block."""
    name = address.removeprefix(MARK)
    for index, block in enumerate(stage.item(message).passage(section).blocks):
        if any(level.kind is LevelKind.NOTE and level.marker == name for level in block.place.levels):
            return index
    return None
