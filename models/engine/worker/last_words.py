"""What is written in the model's place where its thinking is ended: without a word of it some models think on."""

import re

_ENGLISH = "\n\nI have thought enough. Now I give my final answer."
_CHINESE = "\n\n我已经想得够久了，现在给出最终答案。"
_CHINESE_LETTERS = re.compile("[\u3400-\u9fff]")
_PART = 0.15
"""Of the letters: Chinese texts hold figures and names in other scripts too."""


def last_words(thinking: str) -> str:
    """Return the sentence that ends `thinking`, in its language."""
    letters = sum(map(str.isalpha, thinking))
    chinese = len(_CHINESE_LETTERS.findall(thinking))
    return _CHINESE if chinese and chinese >= _PART * letters else _ENGLISH
