"""The plain text of blocks: what is selected, searched and read aloud."""

from models.markdown.blocks import Block, Code, Formula, Rule, Table


def plain_text(block: Block) -> str:
    """Return a block's text without its marks; a tab stands between the cells of a table."""
    match block:
        case Code() | Formula():
            return block.text
        case Rule():
            return ""
        case Table():
            return "\n".join("\t".join(cell.text for cell in row) for row in block.rows)
        case _:
            return block.inline.text
