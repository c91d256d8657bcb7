"""The lines beside an answer whose temperature followed the text, from its record."""

from desktop.control.footer import scale_position
from desktop.conversation import WarmthView
from models.history import Message
from models.sampling import TextSection
from models.texts import Phrasebook


def warmths_of(message: Message, *, say: Phrasebook) -> tuple[WarmthView, ...]:
    """Return what of a message was written how warm; nothing where it was changed by hand since."""
    record = message.record
    if record is None or message.edited:
        return ()
    views = (
        WarmthView(
            span.start,
            scale_position(span.temperature, record.model.family),
            say(
                "answer.section",
                section=say(span.section.text_id),
                temperature=f"{span.temperature:.2f}".rstrip("0").rstrip("."),
            ),
            thinking=span.section is TextSection.THINKING,
        )
        for span in record.sections
    )
    return tuple(sorted(views, key=lambda view: (not view.thinking, view.start)))
