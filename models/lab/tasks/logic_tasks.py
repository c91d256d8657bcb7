"""Syllogisms: whether a sentence must follow from two others."""

import random
from dataclasses import dataclass

from models.lab.tasks.check_values import Option
from models.lab.tasks.prompts import Draft, prompt


@dataclass(frozen=True)
class Form:
    """A form of syllogism: two premises and a conclusion, each a kind of sentence about two of three classes.

    The kinds are "all", "no", "some" and "some_not"; classes may be empty.
    """

    first: tuple[str, str, str]
    second: tuple[str, str, str]
    conclusion: tuple[str, str, str]
    follows: bool


FORMS = (
    # A = {2}, B = {1, 2, 3}, C = {2, 3} is a counter-example: the verdict is "not necessarily".
    Form(("all", "A", "B"), ("some_not", "B", "C"), ("some_not", "A", "C"), follows=False),
    Form(("all", "A", "B"), ("all", "B", "C"), ("all", "A", "C"), follows=True),
    Form(("all", "A", "B"), ("no", "B", "C"), ("no", "A", "C"), follows=True),
    Form(("all", "A", "B"), ("some", "B", "C"), ("some", "A", "C"), follows=False),
    Form(("some", "A", "B"), ("all", "B", "C"), ("some", "A", "C"), follows=True),
    Form(("all", "A", "B"), ("all", "C", "B"), ("some", "A", "C"), follows=False),
    Form(("no", "A", "B"), ("some", "C", "B"), ("some_not", "C", "A"), follows=True),
    Form(("some", "A", "B"), ("some", "B", "C"), ("some", "A", "C"), follows=False),
)

_DECISIONS = {
    "en": (("yes",), ("no", "not necessarily")),
    "zh_CN": (("能", "一定", "必然"), ("不能", "不一定", "未必")),
}


def syllogism(language: str, chance: random.Random | None) -> Draft:
    """A syllogism with the letters A, B and C; variants have other forms and letters."""
    form, letters = FORMS[0], ["A", "B", "C"]
    if chance is not None:
        form, letters = chance.choice(FORMS), chance.sample("DFGHKLMPQRSTXYZ", 3)
    names = dict(zip("ABC", letters, strict=True))

    def sentence(part: tuple[str, str, str]) -> str:
        kind, first, second = part
        return prompt(f"lab.sentence.{kind}", language, first=names[first], second=names[second])

    text = prompt(
        "lab.prompt.syllogism",
        language,
        first=sentence(form.first),
        second=sentence(form.second),
        conclusion=sentence(form.conclusion),
    )
    yes, no = _DECISIONS[language]
    return Draft(text, Option(right=yes, wrong=no) if form.follows else Option(right=no, wrong=yes))
