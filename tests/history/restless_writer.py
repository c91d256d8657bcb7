"""A program that branches, moves and erases conversations until it is killed; a line on stdout for each round."""

import itertools
import sys
from pathlib import Path

from models.history import Attachment, History

_FILE = (Attachment("a.txt", "text", 4),)


def main() -> None:
    """Write to the file named on the command line."""
    with History.open(Path(sys.argv[1])) as history:
        first = history.conversations.create(mode="balanced").id
        last = [history.messages.ask(first, f"part {number}", _FILE) for number in range(6)][-1]
        history.conversations.pin(first, pinned=True)
        history.messages.branch(last)
        for _ in itertools.count():
            made = history.messages.branch(last)
            thread = history.messages.thread(made)
            history.messages.branch(thread[3].id)
            folder = history.folders.create("a folder").id
            history.conversations.move(made, first, folder=folder)
            history.search.catch_up(0)
            history.folders.remove(folder)
            history.conversations.delete(made)
            history.conversations.empty_bin()
            sys.stdout.write("round\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
