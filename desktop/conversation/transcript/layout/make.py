"""Making the box of a block."""

from collections.abc import Callable

from desktop.conversation.transcript.code_view import CodeView
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout.box import Box
from desktop.conversation.transcript.layout.code_box import CodeBox
from desktop.conversation.transcript.layout.formula_box import formula_box
from desktop.conversation.transcript.layout.rule_box import RuleBox
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.table_box import TableBox
from desktop.conversation.transcript.layout.text_box import TextBox
from models.markdown import Block, Code, Formula, Heading, Paragraph, Rule, Table


def make_box(
    block: Block,
    around: Surroundings,
    width: float,
    section: Section,
    index: int,
    view: Callable[[], CodeView],
    before: Box | None = None,
) -> Box:
    """Lay a block out in `width`; it is number `index` of its section, and code is shown as its `view` says.

    `before` is the box that an earlier state of the block had, in the same look.
    """
    match block:
        case Code():
            return CodeBox(block, around, width, section, index, view())
        case Table():
            return TableBox(block, around, width, section, index, before)
        case Rule():
            return RuleBox(around.look, width)
        case Formula():
            return formula_box(block, around, width)
        case Paragraph() | Heading():
            return TextBox(block, around, width, section, index)
