"""The lines beside an answer whose temperature followed the text, from its record."""

from collections.abc import Iterable

from desktop.control.footer import scale_position
from desktop.control.running_answer import sections_of
from desktop.conversation import WarmthView
from models.history import Message
from models.record import SectionSpan
from models.sampling import TextSection
from models.texts import Phrasebook, figure


def warmths_of(message: Message, *, say: Phrasebook) -> tuple[WarmthView, ...]:
    """Return what of a message was written how warm; nothing where it was changed by hand since."""
    family = "" if message.record is None else message.record.model.family
    return warmths_in(sections_of(message), family, say=say)


def warmths_in(sections: Iterable[SectionSpan], family: str, *, say: Phrasebook) -> tuple[WarmthView, ...]:
    """Return the stretches of an answer that a model of a family wrote, by its sections."""
    views = (
        WarmthView(
            span.start,
            scale_position(span.temperature, family),
            say("answer.section", section=say(span.section.text_id), temperature=figure(span.temperature)),
            thinking=span.section is TextSection.THINKING,
        )
        for span in sections
    )
    return tuple(sorted(views, key=lambda view: (not view.thinking, view.start)))
