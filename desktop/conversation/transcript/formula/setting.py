"""Setting one formula; what this imports takes a quarter of a second and is loaded for the first one."""

import math
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, tostring

from desktop.conversation.transcript.formula.adapting import adapt
from desktop.conversation.transcript.formula.typeset import CURRENT_COLOUR, EM, Asked, Sign, Typeset
from models.markdown import formula_element

if TYPE_CHECKING:
    from ziamath.zmath import Math

_FONT: Final = "tempera"
_MOST_WORK: Final = 6000  # elements, each counted once for every row it stands in
_UNDER_OVER: Final = frozenset({"munder", "mover", "munderover"})
_LARGEST: Final = 400 * EM  # wider or higher is no formula to be read
_MARGIN: Final = 2.0  # for slanted letters and the lines of boxes
_LIBRARY: Final = Lock()
"""Of the library, whose one font reads its glyphs from a place that it remembers: two threads would get wrong ones."""


def typeset(asked: Asked) -> Typeset | None:
    """Return a formula as it is set; None where it cannot be set as it was meant.

    Raises whatever the library raises on it, which may be anything. May be called from any thread.
    """
    with _LIBRARY:
        return _typeset(asked)


def _typeset(asked: Asked) -> Typeset | None:
    root = formula_element(asked.tex, display=asked.display)
    if root is None or _work(root, 1) > _MOST_WORK:
        return None
    adapt(root)
    drawn = _set(root)
    box = drawn.node.bbox
    sides = (box.xmin, box.xmax, box.ymin, box.ymax)
    if not all(math.isfinite(side) and abs(side) < _LARGEST for side in sides) or box.xmax <= box.xmin:
        return None
    svg = drawn.svgxml()
    signs = tuple(_take_signs(svg))
    shift = _MARGIN - box.xmin  # so that the drawing begins at the origin, with its margin
    return Typeset(
        width=box.xmax - box.xmin + 2 * _MARGIN,
        ascent=box.ymax + _MARGIN,
        depth=-box.ymin + _MARGIN,
        svg=tostring(svg),
        signs=tuple(Sign(sign.text, sign.x + shift, sign.y, sign.size) for sign in signs),
    )


def _work(element: Element, rows: int) -> int:
    """Return about how much work a formula is: the library makes what stands above and below others twice."""
    rows += element.tag in {"mrow", "mtd"}
    works = [_work(child, rows) for child in element]
    return rows + sum(works) + (sum(works[1:]) if element.tag in _UNDER_OVER else 0)


def _take_signs(svg: Element) -> list[Sign]:
    """Take the characters out of a drawing that the window draws itself."""
    from desktop.conversation.transcript.formula.font import SIGN_TAG

    elements = svg.findall(SIGN_TAG)
    for element in elements:
        svg.remove(element)
    return [
        Sign(element.text or "", float(element.attrib["x"]), float(element.attrib["y"]), float(element.attrib["size"]))
        for element in elements
    ]


def _set(root: Element) -> "Math":
    from ziamath.zmath import Math

    _prepare()
    return Math(root, size=EM, font=_FONT, margin=_MARGIN)


@cache
def _prepare() -> None:
    """Set the library up, once."""
    from ziamath import zmath
    from ziamath.config import config

    from desktop.conversation.transcript.formula import nodes  # noqa: F401 - defining its classes is what it is for
    from desktop.conversation.transcript.formula.font import FormulaFont

    config.svg2 = False  # Qt draws next to nothing of the other form
    config.math.color = CURRENT_COLOUR
    zmath.loadedfonts[_FONT] = FormulaFont(zmath.fontname, EM)
