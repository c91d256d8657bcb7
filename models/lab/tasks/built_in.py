"""The tasks of the program, in both languages, with right answers; seeds make variants with other numbers."""

import random
import re
from collections.abc import Callable
from fractions import Fraction

from models.lab.tasks.check_values import Agreement, Number, Numbers
from models.lab.tasks.code_tasks import palindrome, substrings
from models.lab.tasks.logic_tasks import syllogism
from models.lab.tasks.prompts import Draft, prompt
from models.lab.tasks.record_task import record
from models.lab.tasks.values import Origin, Task

_LANGUAGES = {"en": "en", "zh": "zh_CN"}
"""The language of a task's id and the program's language for it."""

_TOPICS = 4
"""Topics of each free question."""


def built_in_tasks(language: str, variant: int = 0) -> tuple[Task, ...]:
    """Return every task of the program in a language of `models.texts.LANGUAGES`.

    Variant 0 has the numbers that are known, any other number makes others, the same ones each time.
    """
    return tuple(_task(subject, language, variant) for subject in _DRAFTS)


def built_in_task(task_id: str) -> Task:
    """Return the task with an id such as `pool-en` or, as variant 7, `pool-zh-7`. Raises KeyError where none has it."""
    subject, _, rest = task_id.partition("-")
    code, _, variant = rest.partition("-")
    if subject not in _DRAFTS or code not in _LANGUAGES or not re.fullmatch("(-[1-9][0-9]{0,8})?", rest[len(code) :]):
        raise KeyError(task_id)
    return _task(subject, _LANGUAGES[code], int(variant or 0))


def _task(subject: str, language: str, variant: int) -> Task:
    mode, make = _DRAFTS[subject]
    # One source of chance for each task, whatever the others draw; secrets are no matter here.
    draft = make(language, None if variant == 0 else random.Random(f"{subject} {variant}"))  # noqa: S311
    code = next(code for code, name in _LANGUAGES.items() if name == language)
    return Task(
        id=f"{subject}-{code}" + (f"-{variant}" if variant else ""),
        prompt=draft.prompt,
        check=draft.check,
        language=language,
        mode=mode,
        origin=Origin.BUILT_IN,
        subject=subject,
        variant=variant,
    )


def _pool(language: str, chance: random.Random | None) -> Draft:
    first, second = (6, 4) if chance is None else chance.sample(range(2, 16), 2)
    together = Fraction(first * second, first + second)
    return Draft(prompt("lab.prompt.pool", language, first=first, second=second), Number(value=float(together)))


def _series(language: str, chance: random.Random | None) -> Draft:
    """With S3 = 15 and S6 = 60: d = 10/3, a1 = 5/3, so the 9th term is 85/3."""
    three, six, place = (15, 60, 9) if chance is None else _sums(chance)
    step = Fraction(six - 2 * three, 9)
    first = Fraction(three, 3) - step
    term = first + (place - 1) * step
    text = prompt("lab.prompt.series", language, three=three, six=six, place=place)
    return Draft(text, Number(value=float(term)))


def _sums(chance: random.Random) -> tuple[int, int, int]:
    three = chance.randint(5, 30)
    return three, 2 * three + chance.randint(3, 40), chance.choice((8, 10, 11, 12))


def _quadratic(language: str, chance: random.Random | None) -> Draft:
    low, high = (2, 3) if chance is None else sorted(chance.sample([*range(-9, 0), *range(1, 10)], 2))
    equation = "x^2" + _term(-(low + high), "x") + _term(low * high, "") + " = 0"
    return Draft(prompt("lab.prompt.quadratic", language, equation=equation), Numbers(values=(low, high)))


def _linear(language: str, chance: random.Random | None) -> Draft:
    if chance is None:
        left, added, right, result = 3, 7, -2, 22
    else:
        left, right = chance.sample([*range(-9, 0), *range(1, 10)], 2)
        added, result = chance.sample(range(-20, 21), 2)
    solution = Fraction(result - added, left - right)
    first = _term(left, "x").removeprefix(" + ").replace(" - ", "-")
    equation = f"{first}{_term(added, '')} = {result}{_term(right, 'x')}"
    return Draft(prompt("lab.prompt.linear", language, equation=equation), Number(value=float(solution)))


def _term(factor: int, unknown: str) -> str:
    if factor == 0:
        return ""
    size = "" if unknown and abs(factor) == 1 else str(abs(factor))
    return f" {'-' if factor < 0 else '+'} {size}{unknown}"


def _explain(language: str, chance: random.Random | None) -> Draft:
    topic = prompt(f"lab.prompt.explain.{_pick(chance)}", language)
    return _free(prompt("lab.prompt.explain", language, topic=topic), language)


def _story(language: str, chance: random.Random | None) -> Draft:
    topic = prompt(f"lab.prompt.story.{_pick(chance)}", language)
    return _free(prompt("lab.prompt.story", language, topic=topic), language)


def _free(text: str, language: str) -> Draft:
    least, most = (60, 1200) if language == "zh_CN" else (200, 3000)
    return Draft(text, Agreement(least=least, most=most))


def _pick(chance: random.Random | None) -> int:
    return 1 if chance is None else chance.randint(1, _TOPICS)


_DRAFTS: dict[str, tuple[str, Callable[[str, random.Random | None], Draft]]] = {
    "pool": ("math", _pool),
    "series": ("math", _series),
    "quadratic": ("math", _quadratic),
    "linear": ("math", _linear),
    "palindrome": ("code", palindrome),
    "substrings": ("code", substrings),
    "syllogism": ("balanced", syllogism),
    "record": ("json", record),
    "explain": ("teaching", _explain),
    "story": ("creative", _story),
}
"""Mode and maker of every task."""
