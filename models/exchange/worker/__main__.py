"""The process itself: reads the file that its command line names, and says what is in it."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from models.exchange.messages import Begin, Done, End, More, Progress, Refused, WorkerMessage
from models.exchange.worker.problems import UnreadableFileError
from models.exchange.worker.reading import read_file
from models.history import WholeConversation, WholeMessage
from models.texts import Phrasebook

_LINE = 256 << 10
"""Characters of messages in a line, about: each line is read in one go by a process that must not stall."""


def main(path: str, language: str, out: BinaryIO) -> None:
    """Print what is in the file."""
    encoder = msgspec.json.Encoder()

    def tell(message: WorkerMessage) -> None:
        out.write(encoder.encode(message) + b"\n")

    try:
        for found in read_file(Path(path), Phrasebook(language)):
            if isinstance(found, WholeConversation):
                for message in _in_parts(found):
                    tell(message)
            else:
                tell(found)
            if isinstance(found, Progress):
                out.flush()
        tell(Done())
    except UnreadableFileError as error:
        tell(Refused(error.reason, error.details))
    out.flush()


def _in_parts(conversation: WholeConversation) -> Iterator[WorkerMessage]:
    yield Begin(replace(conversation, messages=()))
    part: list[WholeMessage] = []
    room = _LINE
    for message in conversation.messages:
        part.append(message)
        room -= len(message.content) + len(message.thinking or "") + sum(len(one.text) for one in message.attachments)
        if room <= 0:
            yield More(tuple(part))
            part, room = [], _LINE
    if part:
        yield More(tuple(part))
    yield End()


def _end_with_parent() -> None:
    """Wait until the standard input is closed, as it is when the parent has ended, and end then, whatever goes on."""
    os.read(0, 1)  # not by `sys.stdin`: its lock, held by a waiting thread, would be in the way of an ordinary end
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    main(sys.argv[1], sys.argv[2], sys.stdout.buffer)
