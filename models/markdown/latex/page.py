"""A formula as MathML for a web page, where lines of arrays and boxes are borders of style sheets."""

from typing import Final
from xml.etree.ElementTree import Element, tostring

from models.markdown.latex.arrays import Rules
from models.markdown.latex.convert import formula_element

_NAMESPACE: Final = "http://www.w3.org/1998/Math/MathML"
_LINE: Final = "thin solid"
_LONG_ARROWS: Final = frozenset(map(chr, range(0x27F5, 0x2800)))  # letters to the converter


def mathml(tex: str, display: bool) -> str | None:  # noqa: FBT001 - one of the two ways to set a formula
    """Return a formula, given without its delimiters, as a MathML element; None where it cannot be converted.

    What comes from the formula is escaped: the element can stand in a page as it is.
    """
    root = formula_element(tex, display=display)
    if root is None:
        return None
    root.set("xmlns", _NAMESPACE)
    for element in root.iter():
        if element.tag == "mtable":
            _rule(element)
        elif element.tag == "mi" and element.text in _LONG_ARROWS:  # so that there is space on both sides
            element.tag = "mo"
        elif element.tag == "menclose" and element.get("notation") == "box":  # browsers do not draw it
            element.tag = "mrow"
            element.attrib = {"style": f"border: {_LINE}; padding: 0.25em"}
    return tostring(root, encoding="unicode")


def _rule(table: Element) -> None:
    rules = Rules.of(table)
    Rules.forget(table)
    for number, row in enumerate(table):
        is_last_row = number == len(table) - 1
        for column, cell in enumerate(row):
            is_last = column == len(row) - 1
            sides = {
                "left": column in rules.columns,
                "right": is_last and column + 1 in rules.columns,
                "top": number in rules.rows,
                "bottom": is_last_row and number + 1 in rules.rows,
            }
            style = "; ".join(f"border-{side}: {_LINE}" for side, is_drawn in sides.items() if is_drawn)
            if style:
                cell.set("style", style)
