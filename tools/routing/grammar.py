r"""Makes questions from a grammar: templates for each kind of task, and slots that they share.

`grammar/slots.txt` and `grammar/KIND.txt` are the data. A slot's name stands in brackets above its fillings; below
`== templates` each line is a template; `{name}` is filled from a slot, `\n` is a line's end.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from models.routing import Label
from tools.routing.examples import Example
from tools.routing.noise import disturbed

MAKER = "grammar"
_FOLDER = Path(__file__).parent / "grammar"
_SLOT = re.compile(r"\{([a-z_]+)\}")
_HEADING = re.compile(r"\[([a-z_]+)\]")
_ALTERNATIVES = re.compile(r"(?<!\\)\|")
_DEEPEST = 6
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]{3,}")

Slots = dict[str, list[str]]


def generated(count: int, *, seed: int = 1) -> Iterator[Example]:
    """Yield up to `count` questions of each template; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not secret, to come again
    shared, _ = _read(_FOLDER / "slots.txt")
    for label in Label:
        own, templates = _read(_FOLDER / f"{label}.txt")
        slots = shared | own
        for number, template in enumerate(templates):
            texts = {disturbed(_filled(template, slots, chance), chance) for _ in range(count)}
            for text in sorted(texts):
                yield Example(text, label, _language(text), MAKER, f"{label}:{number}")


def _read(path: Path) -> tuple[Slots, list[str]]:
    """Return the slots and the templates of a file; more than one filling stand in a line of a kind's file."""
    slots: Slots = {}
    templates: list[str] = []
    fillings = templates
    for line in path.read_text(encoding="utf-8").splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            fillings = slots.setdefault(heading[1], [])
        elif line == "== templates":
            fillings = templates
        elif line and not line.startswith("# "):
            parts = [line] if fillings is templates or path.stem == "slots" else _ALTERNATIVES.split(line)
            fillings.extend(part.replace("\\|", "|").replace("\\n", "\n") for part in parts)
    return slots, templates


def _filled(template: str, slots: Slots, chance: random.Random) -> str:
    text = template
    for _ in range(_DEEPEST):
        text = _SLOT.sub(lambda match: chance.choice(slots[match[1]]) if match[1] in slots else match[0], text)
    return text


def _language(text: str) -> str:
    if not _CHINESE.search(text):
        return "en"
    return "mixed" if _ENGLISH.search(text) else "zh"
