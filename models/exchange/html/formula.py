"""Formulas as MathML, with their LaTeX beside it for who copies or searches it."""

import re
from html import escape
from xml.etree import ElementTree as ET

from models.markdown import mathml

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = """
math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt
mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
"""
_ATTRIBUTES = """
columnalign columnlines columnspacing depth display displaystyle fence form height linethickness lspace mathcolor
mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator stretchy voffset
width
"""
_ALLOWED_ELEMENTS = frozenset(_ELEMENTS.split())
_ALLOWED_ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_BORDERS = re.compile(r"(border(?:-(?:left|top|right|bottom))?):")
_OPENINGS = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))


def without_delimiters(text: str) -> str:
    """Return the LaTeX of an inline formula, of which `text` is the source."""
    for opening, closing in _OPENINGS:
        if text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening) + len(closing):
            return text[len(opening) : -len(closing)]
    return text


def formula_html(tex: str, *, display: bool, source: str) -> str:
    """Return a formula as HTML: MathML, or its `source` where it cannot be converted."""
    element = mathml(tex, display)
    made = None if element is None else _with_source(element, tex)
    return made or f'<code class="formula">{escape(source)}</code>'


def _with_source(element: str, tex: str) -> str | None:
    """Return MathML written anew from what is known to be harmless in it; None where there is anything else.

    The page allows no styles but its own: the lines of arrays and boxes become classes.
    """
    try:
        root = ET.fromstring(element)  # noqa: S314 - made by our own converter; entities of a DTD cannot be in it
    except ET.ParseError:
        return None
    for node in root.iter():
        node.tag = node.tag.removeprefix(f"{{{_NAMESPACE}}}")
        if node.tag not in _ALLOWED_ELEMENTS:
            return None
        borders = " ".join(_BORDERS.findall(node.attrib.get("style", "")))
        node.attrib = {key: value for key, value in node.attrib.items() if key in _ALLOWED_ATTRIBUTES}
        if borders:
            node.set("class", borders)
    semantics = ET.Element("semantics")
    semantics.append(_row(root))
    annotation = ET.SubElement(semantics, "annotation", encoding="application/x-tex")
    annotation.text = tex
    root[:] = [semantics]
    return ET.tostring(root, encoding="unicode")


def _row(root: ET.Element) -> ET.Element:
    """Return what is in `root` as one element."""
    if len(root) == 1:
        return root[0]
    row = ET.Element("mrow")
    row.extend(root)
    return row
