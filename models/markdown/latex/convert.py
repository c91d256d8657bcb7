"""From LaTeX to a clean tree of MathML: nothing in it but what a formula needs."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from models.markdown.formulas import LONGEST_FORMULA
from models.markdown.latex.arrays import has_marks, note_rules, take_rules

_DEEPEST: Final = 40  # groups within each other; the converter calls itself for each
_MOST_ELEMENTS: Final = 3000

_STEP = re.compile(r"\\begin(?![a-zA-Z])|\\end(?![a-zA-Z])|\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\.|[{}]", re.DOTALL)
_DEPTHS: Final = {"{": 1, r"\begin": 1, r"\left": 1, "}": -1, r"\end": -1, r"\right": -1}
# Macros could grow without end, and the others would be left out in silence.
_REFUSED = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[egx]?def|let|DeclareMathOperator|multicolumn|cline|require|verb)(?![a-zA-Z])"
)
_COMMAND = re.compile(r"\\[a-zA-Z]")
_ENTITY = re.compile(r"&#[xX]([0-9A-Fa-f]{1,6});")
_ESCAPED = re.compile(r"\\([_%&#$ {}])")
_TEXT = re.compile(r"\\text(?P<kind>rm|bf|it|normal|up)?\s*\{(?P<text>[^{}]*\$[^{}]*)\}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,6}|[a-z]{3,20}")
_ATTRIBUTES: Final = frozenset(
    (
        *("accent", "accentunder", "columnalign", "columnspacing", "data-column-rules", "data-row-rules", "depth"),
        *("display", "displaystyle", "fence", "form", "height", "largeop", "linebreak", "linethickness", "lspace"),
        *(
            "mathbackground",
            "mathcolor",
            "mathvariant",
            "maxsize",
            "minsize",
            "movablelimits",
            "notation",
            "rowspacing",
        ),
        *("rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"),
    )
)
_COLOURS: Final = frozenset({"mathcolor", "mathbackground"})
_BELOW: Final = {"msub": "munder", "msubsup": "munderover"}
_LIMIT_NAMES: Final = frozenset({"max", "min", "sup", "inf", "lim", "Pr"})
_RENAMED: Final = (  # what the converter does not know, or would number
    (re.compile(r"(\\begin\s?\{aligne?d?at\*?\})\s*\{\d+\}"), r"\1"),
    (re.compile(r"(\\begin\s?\{[a-z]+ed\})\s*\[[tbc]\]"), r"\1"),
    (re.compile(r"\\(begin|end)\s?\{(?:align|aligned|alignat|alignedat|split|eqnarray)\*?\}"), r"\\\1{align*}"),
    (re.compile(r"\\(begin|end)\s?\{(?:gather|gathered|multline|multlined)\*?\}"), r"\\\1{matrix}"),
    (re.compile(r"\\(?:begin|end)\s?\{(?:equation|displaymath|math)\*?\}"), " "),
    (re.compile(r"\\(begin|end)\s?\{(?:dcases|rcases)\}"), r"\\\1{cases}"),
    (re.compile(r"\\label\s?\{[^{}]*\}"), " "),
    (re.compile(r"\\tag\*?\s?\{([^{}]*)\}"), r"\\qquad\\text{(\1)}"),
    (re.compile(r"\\(?:nonumber|notag)(?![a-zA-Z])"), " "),
    (re.compile(r"\\(?:bm|pmb)(?![a-zA-Z])"), r"\\boldsymbol"),
    (re.compile(r"\\math(rm|sf|tt|it|bf)\{"), r"\\math\1 {"),
    (re.compile(r"\\not\s?="), r"\\neq "),
    (re.compile(r"\\arg(?![a-zA-Z])"), r"\\operatorname{arg}"),
    (re.compile(r"\\degree(?![a-zA-Z])"), r"^{\\circ}"),
)


def formula_element(tex: str, *, display: bool) -> Element | None:
    """Return a formula, given without its delimiters, as a tree of MathML; None where it cannot be converted.

    `display` sets it as in lines of its own. Commands that are not known are an error, not left out.
    """
    if not tex.strip() or len(tex) > LONGEST_FORMULA or not _is_balanced(tex):
        return None
    if _REFUSED.search(tex) or has_marks(tex):
        return None
    prepared, rules = take_rules(_renamed(_TEXT.sub(_split_text, tex)))
    root = _converted(prepared, display=display)
    if root is None or sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return None
    if display:
        _put_limits_below(root)
    is_known = all(_clean(element) for element in root.iter())
    return root if is_known and note_rules(root, rules) else None


def _put_limits_below(root: Element) -> None:
    for element in root.iter():
        if element.tag in _BELOW and element[0].tag in {"mo", "mi"} and element[0].text in _LIMIT_NAMES:
            element.tag = _BELOW[element.tag]


def _is_balanced(tex: str) -> bool:
    depth = 0
    for step in _STEP.finditer(tex):
        depth += _DEPTHS.get(step[0], 0)
        if not 0 <= depth <= _DEEPEST:
            return False
    return depth == 0


def _renamed(tex: str) -> str:
    for pattern, name in _RENAMED:
        tex = pattern.sub(name, tex)
    return tex


def _split_text(match: re.Match[str]) -> str:
    """Return text with formulas in it as pieces of text and formulas beside each other."""
    kind = match["kind"] or ""
    pieces = match["text"].split("$")
    if len(pieces) % 2 == 0:
        return match[0]
    return "".join(
        f"{{{piece}}}" if number % 2 else f"\\text{kind}{{{piece}}}" for number, piece in enumerate(pieces) if piece
    )


def _converted(tex: str, *, display: bool) -> Element | None:
    from latex2mathml.converter import Converter

    try:
        return Converter(display="block" if display else "inline").convert_to_element(tex)
    except Exception:  # noqa: BLE001 - the converter fails on a model's text in every way there is
        return None


def _clean(element: Element) -> bool:
    """Take out of an element what a formula does not need; return whether it was understood."""
    if "rowlines" in element.attrib or "columnlines" in element.attrib:  # those of arrays were taken out before
        return False
    for name in list(element.attrib):
        if name not in _ATTRIBUTES or (name in _COLOURS and not _COLOUR.fullmatch(element.attrib[name])):
            del element.attrib[name]
    if element.tag in {"mi", "mn", "mo", "mtext"} and len(element):
        element.tag = "mrow"
    if not element.text:
        return True
    # The converter writes signs as references to characters.
    text = _ENTITY.sub(_character, element.text)
    element.text = _ESCAPED.sub(r"\1", text) if element.tag == "mtext" else text
    if element.tag == "mtext":
        return not _COMMAND.search(element.text)
    return not (element.text.startswith("\\") and element.text != "\\")


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    is_text = number >= 0x20 and not 0xD800 <= number <= 0xDFFF and number <= 0x10FFFF  # noqa: PLR2004 - Unicode
    return chr(number) if is_text else "\ufffd"
