"""Making the box of a block."""

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.layout.box import Box
from desktop.conversation.transcript.layout.code_box import CodeBox
from desktop.conversation.transcript.layout.rule_box import RuleBox
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.layout.table_box import TableBox
from desktop.conversation.transcript.layout.text_box import TextBox
from desktop.conversation.transcript.markdown import Block, Code, Heading, Paragraph, Rule, Table


def make_box(block: Block, around: Surroundings, width: float, section: Section, index: int) -> Box:
    """Lay a block out in `width`; it is number `index` of its section."""
    match block:
        case Code():
            return CodeBox(block, around, width, section, index)
        case Table():
            return TableBox(block, around.look, width, section, index)
        case Rule():
            return RuleBox(around.look, width)
        case Paragraph() | Heading():
            return TextBox(block, around.look, width, section, index)
