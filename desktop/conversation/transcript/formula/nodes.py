"""Parts of formulas that the typesetting library leaves out or takes too long for; defining them registers them."""

from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element

from ziafont.fonttypes import BBox
from ziamath import operators
from ziamath.drawable import Box, HLine, VLine
from ziamath.nodes.menclose import Menclose
from ziamath.nodes.mrow import Mrow
from ziamath.nodes.mtable import Mtable

from models.markdown import Rules

_STRETCHY: Final = frozenset(
    name for (name, _), params in operators.operators.items() if params.get("stretchy") == "true"
)
_OWN_ROWS: Final = frozenset({"mrow", "mtr", "mtd", "mtable", "mpadded", "mphantom"})
_COLUMN_SPACE: Final = "0.75em"  # the library's em is a third wider than the font's
_EDGE: Final = 0.3  # of the font's size: between the edge line of an array and its text
_PADDING: Final = 0.28  # of the font's size: inside a box
_THIN: Final = 1 / 20  # of the font's size: the thickness of lines


_measure_all = Mrow._get_height_nostretch  # noqa: SLF001 - there is no other way in


def _measure(row: Mrow, line: list[Element], **kwargs: Any) -> tuple[float, float]:  # noqa: ANN401 - theirs
    """Measure a row where brackets must fit its height, and only there.

    The library makes each row twice, and so all that is in it: the work doubles with each level of nesting.
    """
    if kwargs.get("nostretch") or not any(_may_stretch(child) for child in line):
        return 0.0, 0.0
    return _measure_all(row, line, **kwargs)


Mrow._get_height_nostretch = _measure  # type: ignore[assignment]  # noqa: SLF001 - of all kinds of rows


def _may_stretch(element: Element) -> bool:
    if element.tag in _OWN_ROWS:
        return False
    if element.tag in {"mo", "mi"}:
        return element.get("stretchy") != "false" and (element.text or "").strip() in _STRETCHY
    return any(_may_stretch(child) for child in element)


class Frame(Menclose, tag="menclose"):
    """A box with the space inside that TeX leaves; other enclosures are the library's."""

    def _setup(self, **kwargs: Any) -> None:  # noqa: ANN401 - theirs
        if self.notation != ["box"]:
            super()._setup(**kwargs)
            return
        inside = self.base.bbox
        padding = self.glyphsize * _PADDING
        width = inside.xmax - inside.xmin + 2 * padding
        height = inside.ymax - inside.ymin + 2 * padding
        self.nodes = [Box(width, height, self.glyphsize * _THIN, style=self.style, **kwargs), self.base]
        self.nodexy = [(0.0, padding - inside.ymin), (padding - inside.xmin, 0.0)]
        self.bbox = BBox(0, width, inside.ymin - padding, inside.ymax + padding)


class RuledTable(Mtable, tag="mtable"):
    """A table with the lines that are noted at it."""

    def _setup(self, **kwargs: Any) -> None:  # noqa: ANN401 - theirs
        rules = Rules.of(self.element)
        is_array = self.element.get("columnspacing") is None
        if is_array:
            self.element.set("columnspacing", _COLUMN_SPACE)
        if rules.rows:
            self.element.set("rowspacing", "0.45em")
        super()._setup(**kwargs)
        if rules.columns or rules.rows:
            self._rule(rules)

    def _rule(self, rules: Rules) -> None:
        places = list(self._places())
        edge = self.glyphsize * _EDGE
        thickness = self.glyphsize * _THIN
        xs = _boundaries([(left, right) for left, right, _, _ in places], [len(row) for row in self.element], edge)
        ys = _row_boundaries(places, [len(row) for row in self.element], edge)
        shift = edge if 0 in rules.columns else 0.0
        width = xs[-1] - xs[0]
        self.nodexy = [(x + shift, y) for x, y in self.nodexy]
        for number in sorted(rules.columns):
            if number < len(xs):
                self.nodes.append(VLine(ys[-1] - ys[0], thickness, style=self.style))
                self.nodexy.append((xs[number] + shift, ys[0]))
        for number in sorted(rules.rows):
            if number < len(ys):
                self.nodes.append(HLine(width, thickness, style=self.style))
                self.nodexy.append((xs[0] + shift, ys[number] - thickness / 2))
        right = xs[-1] if len(xs) - 1 in rules.columns else self.bbox.xmax
        top = max(self.bbox.ymax, -ys[0]) if rules.columns or 0 in rules.rows else self.bbox.ymax
        bottom = min(self.bbox.ymin, -ys[-1])
        self.bbox = BBox(0, max(self.bbox.xmax, right) + shift + thickness, bottom, top)

    def _places(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield the left, right, upper and lower ends of the cells; y grows down."""
        for (x, y), node in zip(self.nodexy, self.nodes, strict=True):
            yield x, x + node.bbox.xmax - node.bbox.xmin, y - node.bbox.ymax, y - node.bbox.ymin


def _boundaries(places: list[tuple[float, float]], lengths: list[int], edge: float) -> list[float]:
    """Return where the columns are divided, with both edges."""
    count = max(lengths)
    lefts, rights = [float("inf")] * count, [float("-inf")] * count
    at = 0
    for length in lengths:
        for column, (left, right) in enumerate(places[at : at + length]):
            lefts[column] = min(lefts[column], left)
            rights[column] = max(rights[column], right)
        at += length
    inner = [(rights[column] + lefts[column + 1]) / 2 for column in range(count - 1)]
    return [min(lefts) - edge, *inner, max(rights) + edge]


def _row_boundaries(places: list[tuple[float, float, float, float]], lengths: list[int], edge: float) -> list[float]:
    """Return where the rows are divided, with both edges."""
    tops, bottoms, at = [], [], 0
    for length in lengths:
        cells = places[at : at + length]
        tops.append(min(top for _, _, top, _ in cells))
        bottoms.append(max(bottom for _, _, _, bottom in cells))
        at += length
    inner = [(bottoms[row] + tops[row + 1]) / 2 for row in range(len(lengths) - 1)]
    return [tops[0] - edge, *inner, bottoms[-1] + edge]
