"""What importing a long file costs: time, memory of both processes, and how long the history keeps others waiting.

Run by `python -m bench.importing [MEGABYTES]`; the file, in the format of ChatGPT's export, is made first.
"""

import json
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from models.errors import UserError
from models.exchange import ImportOptions, ImportSummary, Outcome, start_import
from models.history import History

MEGABYTES = 200
WORDS = ("alpha", "beta", "你好", "世界", "`code`", r"\frac{1}{2}", "the", "of", "and\n")
LONGEST_THREAD = 60  # messages
LONGEST_MESSAGE = 400  # words
LOOK_SECONDS = 0.05
ASK_SECONDS = 0.005
MEGABYTE = 1_000_000


@dataclass
class Watch:
    """What was seen while the import ran: memory in bytes, waits in seconds."""

    parent: int = 0
    worker: int = 0
    waits: list[float] = field(default_factory=list)


def main(megabytes: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "conversations.json")
        write_export(path, megabytes * MEGABYTE)
        with History.open(Path(folder, "history.sqlite3")) as history:
            own = history.conversations.create(mode="balanced").id
            watch, before = Watch(), psutil.Process().memory_info().rss
            seconds, outcome = timed_import(path, history, own, watch)
    if isinstance(outcome, UserError):
        raise outcome
    waits = sorted(watch.waits)
    print(f"{path.name} of {megabytes} MB: {outcome.conversations:,} conversations, {outcome.messages:,} messages")
    grown = watch.parent - before
    usual, longest = waits[len(waits) * 99 // 100] * 1000, waits[-1] * 1000
    print(f"  {seconds:.1f} s, {megabytes / seconds:.1f} MB/s")
    print(f"  memory: reading process {watch.worker / MEGABYTE:.0f} MB, this one {grown / MEGABYTE:+.0f} MB")
    print(f"  waiting for the history: 99 % {usual:.0f} ms, longest {longest:.0f} ms")


def timed_import(path: Path, history: History, own: int, watch: Watch) -> tuple[float, ImportSummary | UserError]:
    """Import the file while others look at the history; return how long that took, and its outcome."""
    over = threading.Event()
    watching = [
        threading.Thread(target=look, args=(watch, over)),
        threading.Thread(target=ask, args=(history, own, watch, over)),
    ]
    for thread in watching:
        thread.start()
    ended: list[Outcome] = []
    start = time.perf_counter()
    start_import(path, history, ImportOptions(), on_progress=lambda _: None, on_done=ended.append).wait()
    seconds = time.perf_counter() - start
    over.set()
    for thread in watching:
        thread.join()
    return seconds, ended[0]


def look(watch: Watch, over: threading.Event) -> None:
    """Note the memory of both processes."""
    this = psutil.Process()
    while not over.wait(LOOK_SECONDS):
        watch.parent = max(watch.parent, this.memory_info().rss)
        for child in this.children():
            try:
                watch.worker = max(watch.worker, child.memory_info().rss)
            except psutil.Error:  # it ended in this moment
                continue


def ask(history: History, own: int, watch: Watch, over: threading.Event) -> None:
    """Read a conversation again and again, as the window does, and note how long each takes."""
    while not over.wait(ASK_SECONDS):
        start = time.perf_counter()
        history.conversations.get(own)
        watch.waits.append(time.perf_counter() - start)


def write_export(path: Path, size: int) -> None:
    """Write a file of about `size` bytes, the same each time."""
    source = random.Random(1)  # noqa: S311 - figures must come again, not be secret
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            text = json.dumps(conversation(number, source))
            written += file.write(("," if number else "[") + text)
            number += 1
        file.write("]")


def conversation(number: int, source: random.Random) -> dict[str, object]:
    """Return a conversation of some messages in a row."""
    mapping: dict[str, object] = {"root": {"id": "root", "message": None, "parent": None, "children": ["0"]}}
    count = source.randrange(2, LONGEST_THREAD)
    for place in range(count):
        text = " ".join(source.choices(WORDS, k=source.randrange(20, LONGEST_MESSAGE)))
        message = {
            "id": str(place),
            "author": {"role": ("user", "assistant")[place % 2], "name": None, "metadata": {}},
            "create_time": 1_700_000_000.5 + place,
            "content": {"content_type": "text", "parts": [text]},
            "status": "finished_successfully",
            "metadata": {},
            "recipient": "all",
        }
        children = [str(place + 1)] if place + 1 < count else []
        parent = str(place - 1) if place else "root"
        mapping[str(place)] = {"id": str(place), "message": message, "parent": parent, "children": children}
    return {
        "title": f"Conversation {number}",
        "create_time": 1_700_000_000.0,
        "update_time": 1_700_000_900.0,
        "mapping": mapping,
        "current_node": str(count - 1),
        "conversation_id": f"c-{number}",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else MEGABYTES)
