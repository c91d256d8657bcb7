"""What is put on the clipboard: the Markdown source of what was selected."""

from collections.abc import Iterator, Sequence

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.passage import Passage
from desktop.conversation.transcript.selection import Range
from models.markdown import LINE_BREAK, Block, LevelKind, Paragraph, plain_text


def selected_source(items: Sequence[Item], selected: Range) -> str:
    """Return the source of everything in the range, a blank line between two messages.

    Whole blocks are given as the lines of their source; of a block that is selected in part, the plain text.
    """
    texts: list[str] = []
    for number in range(selected.first.item, selected.last.item + 1):
        item = items[number]
        is_inner = selected.first.item < number < selected.last.item
        for section in item.sections():
            passage = item.passage(section)
            texts.append(passage.source.strip("\n") if is_inner else _part(passage, number, section, selected))
    return "\n\n".join(text for text in texts if text)


def selected_plain(items: Sequence[Item], selected: Range) -> str:
    """Return the plain text of everything in the range: no marks, but the bullets and numbers of lists."""
    texts: list[str] = []
    for number in range(selected.first.item, selected.last.item + 1):
        item = items[number]
        sections = item.sections()
        texts += [_plain_part(item.passage(section).whole(), number, section, selected) for section in sections]
    return "\n\n".join(text for text in texts if text)


def _plain_part(blocks: Sequence[Block], item: int, section: Section, selected: Range) -> str:
    result = ""
    for number, block in enumerate(blocks):
        plain = plain_text(block)
        chosen = selected.within(item, section, number, len(plain))
        if chosen is None:
            continue
        gap = _gap(blocks[number - 1], block) if result else ""
        depth = sum(level.kind is LevelKind.ITEM for level in block.place.levels)
        lead = _lead(block, depth, is_whole=chosen[0] == 0) if gap or not result else ""
        lines = plain[slice(*chosen)].replace(LINE_BREAK, "\n").split("\n")
        result += gap + lead + ("\n" + "  " * depth).join(lines)
    return result


def _lead(block: Block, depth: int, *, is_whole: bool) -> str:
    """Return what the first line of a block in lists of some depth begins with; its bullet where it `is_whole`."""
    if not depth:
        return ""
    marker = block.place.levels[-1].marker if is_whole else ""
    return "  " * (depth - 1) + (f"{marker} " if marker else "  ")


def _gap(before: Block, block: Block) -> str:
    """Return what stands between two blocks in plain text."""
    if block.place.spaced:
        return "\n\n"
    if before.place.end == block.place.start:  # one line, which is laid out in pieces
        return ""
    lines = isinstance(before, Paragraph) and isinstance(block, Paragraph)  # lines of one long text
    return "\n" if lines or block.place.levels else "\n\n"


def _part(passage: Passage, item: int, section: Section, selected: Range) -> str:
    blocks, source = passage.whole(), passage.source
    pieces = list(_pieces(blocks, source, item, section, selected))
    if not pieces:
        return ""
    if len(pieces) == len(blocks) and all(whole for _, _, whole in pieces):
        return source.strip("\n")
    result: list[str] = []
    previous: int | None = None
    for number, text, _ in pieces:
        if previous is not None:
            result.append(_between(source, blocks, previous, number))
        result.append(text)
        previous = number
    return "".join(result)


def _pieces(
    blocks: Sequence[Block], source: str, item: int, section: Section, selected: Range
) -> Iterator[tuple[int, str, bool]]:
    """Yield number and text of every selected block, and whether all of it is selected."""
    for number, block in enumerate(blocks):
        plain = plain_text(block)
        chosen = selected.within(item, section, number, len(plain))
        if chosen == (0, len(plain)) or (not plain and _is_inside(selected, item, section, number)):
            yield number, source[block.place.start : block.place.end], True
        elif chosen is not None:
            yield number, plain[slice(*chosen)].replace(LINE_BREAK, "\n"), False


def _is_inside(selected: Range, item: int, section: Section, number: int) -> bool:
    """Return whether a block without text, such as a rule, is in the range."""
    return selected.first[:3] <= (item, section, number) <= selected.last[:3]


def _between(source: str, blocks: Sequence[Block], before: int, after: int) -> str:
    """Return what the source has between two blocks: line ends, mostly."""
    gap = source[blocks[before].place.end : blocks[after].place.start]
    if not gap:  # one line, which is laid out in pieces
        return ""
    return gap if gap.strip() == "" and "\n" in gap else "\n"
