"""Between the files of the composer, the attachments of the history, and the chips of the transcript."""

import itertools
from collections.abc import Iterable

from desktop.conversation import AttachmentView, DraftFile, file_detail
from models.history import Attachment, Message
from models.texts import Phrasebook

_numbers = itertools.count(1)


def next_number() -> int:
    """Return a number that no file of a composer had before."""
    return next(_numbers)


def attachments_of(files: Iterable[DraftFile]) -> tuple[Attachment, ...]:
    """Return the files that have been read, as the history keeps them."""
    return tuple(Attachment(file.name, file.text, file.size) for file in files if file.text is not None)


def draft_files(attachments: Iterable[Attachment]) -> tuple[DraftFile, ...]:
    """Return the files of a kept draft, as the composer shows them."""
    return tuple(DraftFile(next_number(), one.name, one.text, one.size) for one in attachments)


def attachment_views(message: Message, say: Phrasebook) -> tuple[AttachmentView, ...]:
    """Return what is attached to a question, as the transcript shows it."""
    return tuple(
        AttachmentView(one.name, file_detail(characters=one.characters, tokens=None, say=say))
        for one in message.attachments
    )
