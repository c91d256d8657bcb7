"""Tool tips that wrap: Qt breaks the lines of rich text only."""

from html import escape

_WIDTH = 280


def tooltip(*paragraphs: str) -> str:
    """Return plain paragraphs as a tool tip of a readable width; empty ones are left out."""
    lines = "<br>".join(escape(paragraph) for paragraph in paragraphs if paragraph)
    return f'<table width="{_WIDTH}"><tr><td>{lines}</td></tr></table>'
