"""MathML as the converter writes it, changed to what the typesetting library draws right."""

from typing import Final
from xml.etree.ElementTree import Element

_ACCENTS: Final = {"^": "\u0302", "~": "\u0303"}  # wide hats: the signs that the font can stretch
_SMALL_HAT: Final = "\u02c6"
_FIXED_ARROWS: Final = frozenset("\u2191\u2193")
_ANGLES: Final = frozenset("\u27e8\u27e9")
_BINARY: Final = frozenset("\u222a\u2229\u2227\u2228\u2295\u2297\u2216\u00d7\u00f7\u2218\u22c5\u00b7")
_RELATIONS: Final = frozenset("\u22a5\u2225\u27c2\u223c~\u21a9\u21aa")
_SIGNED: Final = frozenset("+-\u2212\u00b1\u2213")
_CLOSING: Final = frozenset(")]}!|\u27e9\u2016\u2032")
_LABELLED: Final = frozenset({"mover", "munder", "munderover"})
_LONG_ARROWS: Final = {"\u2192": "\u27f6", "\u2190": "\u27f5", "\u21d2": "\u27f9", "\u21d0": "\u27f8"}
_ROW_ARROWS: Final = frozenset(map(chr, range(0x27F5, 0x2800)))  # which the converter takes for letters
_VARIANTS: Final = {"bold": "bold normal", "sans-serif": "sans", "monospace": "mono"}
_ALIGNED_SPACE: Final = ("0em 0.75em", "0.35em")  # between the columns and the rows of aligned equations


def adapt(root: Element) -> None:
    """Change a formula for the library."""
    for element in root.iter():
        for name in ("mathcolor", "mathbackground"):  # the colours of the theme can be read, a model's may not
            element.attrib.pop(name, None)
        if element.tag == "mstyle" and not element.attrib:
            element.tag = "mrow"
        if element.get("mathvariant") in _VARIANTS:
            element.set("mathvariant", _VARIANTS[element.attrib["mathvariant"]])
        if element.tag in {"mo", "mi"} and element.text:
            _adapt_sign(element, element.text)
        if element.tag == "mtable" and element.get("columnspacing"):
            columns, rows = _ALIGNED_SPACE
            element.set("columnspacing", columns)
            element.set("rowspacing", rows)
        if element.tag in _LABELLED and element[0].tag == "mstyle":
            for arrow in element[0]:
                arrow.text = _LONG_ARROWS.get(arrow.text or "", arrow.text)
        _adapt_signs_of_numbers(element)


def _adapt_sign(element: Element, text: str) -> None:
    if text in _ACCENTS:
        stretches = element.get("stretchy") != "false"
        element.text = _ACCENTS[text] if stretches else (_SMALL_HAT if text == "^" else text)
    if text in _FIXED_ARROWS or (element.tag == "mi" and text in _ANGLES):
        element.set("stretchy", "false")
    if element.tag == "mo" and len(text) > 1 and text.replace("\u2009", "").replace("\u2006", "").isalpha():
        element.tag = "mi"  # the name of a function, with thin spaces beside it
    elif text in _BINARY:
        _space(element, "mediummathspace")
    elif element.tag == "mi" and text in _ROW_ARROWS:
        element.set("stretchy", "false")
        _space(element, "thickmathspace")
    elif text in _RELATIONS and element.get("stretchy") is None:
        _space(element, "thickmathspace")


def _space(element: Element, width: str) -> None:
    element.tag = "mo"
    element.set("lspace", width)
    element.set("rspace", width)


def _adapt_signs_of_numbers(row: Element) -> None:
    """Let a plus or minus that begins a term stand close to it, after an opening bracket or another sign too."""
    before: Element | None = None
    for child in row:
        is_first = before is not None and before.tag == "mo" and (before.text or "") not in _CLOSING
        if is_first and child.tag == "mo" and child.text in _SIGNED:
            child.set("form", "prefix")
        before = child
