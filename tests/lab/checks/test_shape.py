"""What the shape of an answer shows."""

import pytest

from models.lab import CheckTools, Demand, Shape, Task, check_answer

GOOD = '''```python
def palindrome(n: int | None) -> bool:
    """Say whether n reads the same backwards."""
    if n is None:
        return False
    return n == 0
```'''
BARE = "```python\ndef palindrome(n):\n    return str(n) == str(n)[::-1]\n```"


def meets(demand: Demand, answer: str) -> bool:
    task = Task(id="own-a", prompt="?", check=Shape(demands=(demand,)))
    return bool(check_answer(task, answer, CheckTools()).passed)


@pytest.mark.parametrize("demand", sorted(set(Demand) - {Demand.STEPS, Demand.BOXED}))
def test_careful_code_meets_every_demand(demand: Demand) -> None:
    assert meets(demand, GOOD)


@pytest.mark.parametrize("demand", [Demand.TYPE_HINTS, Demand.COMMENTS, Demand.EMPTY_INPUT, Demand.NO_TEXT_CONVERSION])
def test_careless_code_meets_few(demand: Demand) -> None:
    assert not meets(demand, BARE)


@pytest.mark.parametrize(
    "branch",
    [
        "if not s:",
        "if len(s) == 0:",
        "if len(s) < 2:",
        "if s == '':",
        "if s is None or s == []:",
        "if not s.strip():",
        "if not len(s):",
    ],
)
def test_ways_to_handle_empty_input(branch: str) -> None:
    assert meets(Demand.EMPTY_INPUT, f"```python\ndef f(s, k):\n    {branch}\n        return []\n    return [s]\n```")


@pytest.mark.parametrize("branch", ["if k > 2:", "if s[0] == 'a':", "if not k2:", "if t == '':"])
def test_other_branches_do_not_handle_empty_input(branch: str) -> None:
    assert not meets(
        Demand.EMPTY_INPUT, f"```python\ndef f(s, k):\n    {branch}\n        return []\n    return [s]\n```"
    )


def test_hints_are_wanted_for_every_argument_and_the_result() -> None:
    assert not meets(Demand.TYPE_HINTS, "```python\ndef f(a: int, b) -> int:\n    return a\n```")
    assert not meets(Demand.TYPE_HINTS, "```python\ndef f(a: int):\n    return a\n```")
    assert meets(Demand.TYPE_HINTS, "```python\nclass A:\n    def f(self, a: int) -> int:\n        return a\n```")


def test_a_comment_counts_as_one() -> None:
    assert meets(Demand.COMMENTS, "```python\n# doubles\nf = lambda x: x * 2\n```")
    assert not meets(Demand.COMMENTS, "```python\nf = '# no comment'\n```")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("1. Add.\n2. Divide.", True),
        ("First, add.\nThen divide.", True),
        ("首先相加。\n然后相除。", True),
        ("a + b = 3\n6 / 3 = 2", True),
        ("It is 2.4 hours.", False),
        ("1. It is 2.4 hours.", False),
    ],
)
def test_steps(answer: str, *, shown: bool) -> None:
    assert meets(Demand.STEPS, answer) is shown


def test_a_model_s_backslashes_are_no_warning() -> None:
    assert meets(Demand.CODE_PARSES, "```python\nimport re\nre.compile('\\d')\n```")
