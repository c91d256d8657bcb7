"""What of a model's answer is the title that it was asked for."""

import re

from models.history import title_from

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_LABEL = re.compile(r"^(?:\W*title|.{0,12}标题)\s*[:：]\s*", re.IGNORECASE)
_QUOTES = "\"'`“”‘’「」『』《》«»„"  # noqa: RUF001 - quotation marks of several languages
_ENDS = ".。!！,，;；:："
_MOST_READ = 2_000


def title_in(answer: str) -> str:
    """Return the title in a model's answer: one line, at most 60 columns wide, never of its thinking; "" if none."""
    said = answer[:_MOST_READ]
    if "</think>" in said:
        said = said.rpartition("</think>")[2]
    said = _THINKING.sub("", said)
    for line in said.splitlines():
        words = _LABEL.sub("", line.strip().strip("*#_ "))
        words = words.strip().strip(_QUOTES + "* ").rstrip(_ENDS).strip(_QUOTES + " ")
        if words:
            return title_from(words)
    return ""
