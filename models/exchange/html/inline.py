"""Running text as HTML."""

from html import escape
from urllib.parse import quote

from models.exchange.html.formula import formula_html, without_delimiters
from models.markdown import LINE_BREAK, Inline, Span, Style

_TAGS = ((Style.BOLD, "strong"), (Style.ITALIC, "em"), (Style.STRUCK, "s"), (Style.CODE, "code"))


def inline_html(inline: Inline, notes: str) -> str:
    """Return running text as HTML. The ids of footnotes begin with `notes`, which tells the messages apart."""
    parts = []
    place = 0
    for span in inline.spans:
        parts += [text_html(inline.text[place : span.start]), _span(inline.text[span.start : span.end], span, notes)]
        place = span.end
    parts.append(text_html(inline.text[place:]))
    return "".join(parts)


def text_html(text: str) -> str:
    """Return unmarked text as HTML."""
    return escape(text).replace(LINE_BREAK, "<br>\n").replace("\0", "\ufffd")


def note_id(notes: str, name: str) -> str:
    """Return the id of a footnote."""
    return f"{notes}{name}"


def _span(text: str, span: Span, notes: str) -> str:
    if Style.FORMULA in span.style:
        made = formula_html(without_delimiters(text), display=False, source=text)
    elif Style.IMAGE in span.style:
        made = f'<span class="chip">{text_html(text)}</span>'
    else:
        made = text_html(text)
    for style, tag in _TAGS:
        if style in span.style:
            made = f"<{tag}>{made}</{tag}>"
    if Style.NOTE in span.style:
        target = quote(note_id(notes, span.address.removeprefix("#")))
        return f'<sup><a href="#{escape(target)}">{made}</a></sup>'
    if span.address:
        made = f'<a href="{escape(span.address)}" rel="noopener noreferrer nofollow">{made}</a>'
    return made
