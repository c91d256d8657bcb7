"""From Markdown text to blocks that can be laid out one by one; no Qt here.

`GrowingMarkdown` reads a text that still grows and reads only its open end anew; `read_markdown` reads a whole one,
`slices` are pieces to feed a long one in. `read_verbatim` reads what the user typed, `verbatim_blocks` as much of it
as is asked for. The blocks are `Paragraph`, `Heading`, `Code`, `Table`, `Rule` and `Formula` (together: `Block`),
nested by `Level`s of one `LevelKind`; their text is `Inline`, marked up in `Span`s of a `Style`. `plain_text` is a
block's text without its marks, `seam` what stands between two blocks that are pieces of one text; offsets of blocks
count in the `normalized` source. `mathml` converts the LaTeX of a formula for a page; `formula_element` gives the tree
that the window sets, with `Rules` for the lines of arrays; `tex_of` takes the delimiters off a formula's source.
"""

from models.markdown.blocks import (
    Alignment,
    Block,
    Code,
    Formula,
    Heading,
    Level,
    LevelKind,
    Paragraph,
    Rule,
    Table,
)
from models.markdown.formulas import Tex, tex_of
from models.markdown.growing import GrowingMarkdown, read_markdown
from models.markdown.inline import LINE_BREAK, Inline, Span, Style
from models.markdown.latex import Rules, formula_element, mathml
from models.markdown.lines import normalized
from models.markdown.plain import plain_text
from models.markdown.seams import seam
from models.markdown.slices import slices
from models.markdown.verbatim import read_verbatim, verbatim_blocks

__all__ = [
    "LINE_BREAK",
    "Alignment",
    "Block",
    "Code",
    "Formula",
    "GrowingMarkdown",
    "Heading",
    "Inline",
    "Level",
    "LevelKind",
    "Paragraph",
    "Rule",
    "Rules",
    "Span",
    "Style",
    "Table",
    "Tex",
    "formula_element",
    "mathml",
    "normalized",
    "plain_text",
    "read_markdown",
    "read_verbatim",
    "seam",
    "slices",
    "tex_of",
    "verbatim_blocks",
]
