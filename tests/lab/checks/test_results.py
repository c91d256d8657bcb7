"""Final results are found however the answer writes them."""

import pytest

from models.errors import Text
from models.lab import (
    AllOf,
    Check,
    CheckTools,
    Demand,
    Exact,
    Finding,
    JsonSchema,
    Number,
    Numbers,
    Option,
    Pattern,
    Shape,
    Task,
    check_answer,
)

NINTH = Number(value=85 / 3)
POOL = Number(value=2.4)
ROOTS = Numbers(values=(2, 3))
DECISION = Option(right=("no", "not necessarily", "否", "不一定"), wrong=("yes", "是", "一定"))
RECORD = JsonSchema(schema='{"type": "object", "required": ["age"], "properties": {"age": {"const": 32}}}')


def finding(check: Check, answer: str, tools: CheckTools | None = None) -> Finding:
    return check_answer(Task(id="own-a", prompt="?", check=check), answer, tools or CheckTools())


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (NINTH, "So the 9th term is \\boxed{\\frac{85}{3}}."),
        (NINTH, "a_9 = 5/3 + 8 \\cdot 10/3 = 85/3"),
        (NINTH, "$$a_{9} = \\dfrac{85}{3} \\approx 28.33$$"),
        (NINTH, "Therefore the 9th term is 28.33.\n\nCheck: 3 terms sum to 15, 6 terms to 60."),
        (NINTH, "第9项是 28 又 1/3，即 85/3。"),
        (NINTH, "所以第九项为三分之八十五。"),
        (NINTH, "The answer is $28\\frac{1}{3}$."),
        (NINTH, "a9 = 28.\\overline{3}"),
        (NINTH, "答案：８５／３"),  # noqa: RUF001 - wide digits
        (POOL, "Together they need **2.4 hours** (144 minutes)."),
        (POOL, "They fill it in 2 hours and 24 minutes."),
        (POOL, "需要 2小时24分钟。"),
        (POOL, "两管一起开需要二点四小时。"),
        (POOL, "\\boxed{2.4 \\text{ hours}}"),
        (POOL, "\\boxed{\\dfrac{12}{5}}"),
        (POOL, "1/6 + 1/4 = 5/12, so t = 12/5 = 2.4 h"),
        (POOL, "The answer is 2.4 hours, or 144 minutes."),
        (Number(value=-3), "x = −3"),  # noqa: RUF001 - a minus sign
        (Number(value=-3), "解得 x = -3，验证：2×(-3)+7=1。"),
        (Number(value=1234.5), "The answer is 1,234.5"),
        (ROOTS, "x^2 - 5x + 6 = (x - 2)(x - 3) = 0\n\nx = 2 or x = 3"),
        (ROOTS, "$x_1 = 2$，$x_2 = 3$"),
        (ROOTS, "x₁=3, x₂=2"),
        (ROOTS, "The discriminant is 25 - 24 = 1.\nx = (5 + 1)/2 = 3\nx = (5 - 1)/2 = 2"),
        (ROOTS, "\\boxed{2} and \\boxed{3}"),
        (ROOTS, "\\boxed{x = 2 \\text{ or } x = 3}"),
        (ROOTS, "The roots are 2 and 3."),
        (ROOTS, "方程的解为 2 和 3。"),
        (DECISION, "Let A={2}, B={1,2,3}, C={2,3}.\nAnswer: no"),
        (DECISION, "结论：不一定。"),
        (DECISION, "It is not necessarily so."),
        (DECISION, "**Answer: No.** Yes would need more."),
        (Exact(answers=("Paris",)), "The capital is **Paris**."),
        (Exact(answers=("Paris",)), "paris"),
        (Exact(answers=("rise",)), "The prices go up.\nAnswer: rise"),
        (Exact(answers=("是",)), "答案：是"),
        (Exact(answers=("是",)), "答案是：是。"),
        (Exact(answers=("42",)), "The answer is 42."),
        (Exact(answers=("Paris", "巴黎")), "想一想……\n\n答案：巴黎。"),
        (Pattern(expression="^\\d{4}-\\d\\d-\\d\\d$"), "2024-05-06"),
        (JsonSchema(), 'Here it is:\n```json\n{"a": [1, 2]}\n```\nDone.'),
        (JsonSchema(), 'Sure! {"a": 1} is what you want.'),
        (RECORD, '```\n{"age": 32}\n```'),
        (Shape(demands=(Demand.STEPS, Demand.BOXED)), "Step 1: add.\nStep 2: divide.\n\\boxed{2}"),
        (Shape(demands=(Demand.STEPS,)), "第一步：相加。\n第二步：相除。"),
        (AllOf(checks=(POOL, Shape(demands=(Demand.STEPS,)))), "1. 1/6 + 1/4 = 5/12\n2. t = 2.4 h"),
    ],
)
def test_right_answers_pass(check: Check, answer: str) -> None:
    result = finding(check, answer)
    assert result.passed, result
    assert result.score == 1.0


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (NINTH, "The 9th term is 105."),
        (NINTH, "\\boxed{105}, not 85/3"),
        (NINTH, "The 9th term is the answer."),
        (NINTH, "first 85/3, but no: 28"),
        (POOL, "They need 2 hours."),
        (POOL, "They need 144 hours."),
        (Number(value=3), "x = -3"),
        (ROOTS, "x = 2"),
        (ROOTS, "x = 2 or x = 4"),
        (ROOTS, "x = 2, x = 3, x = 5"),
        (ROOTS, "\\boxed{2}"),
        (DECISION, "Answer: yes"),
        (DECISION, "一定。"),
        (DECISION, "Who knows?"),
        (Exact(answers=("Paris",)), "Rome, not Paris at all"),
        (Pattern(expression="^a+$"), "aab"),
        (JsonSchema(), "{'a': 1}"),
        (JsonSchema(), "There is none."),
        (RECORD, '{"age": 33}'),
        (RECORD, "[]"),
        (Shape(demands=(Demand.STEPS,)), "2.4 hours"),
        (AllOf(checks=(POOL, Shape(demands=(Demand.BOXED,)))), "2.4 h"),
        (POOL, " \n "),
    ],
)
def test_wrong_answers_fail(check: Check, answer: str) -> None:
    result = finding(check, answer)
    assert result.passed is False, result
    assert result.score is not None
    assert result.score < 1.0


def test_the_reason_says_what_was_read() -> None:
    assert finding(NINTH, "It is 105.").reason == Text("lab.finding.wrong", {"said": "105", "wanted": "28.3333"})
    assert finding(RECORD, '{"age": 1}').reason.id == "schema.answer.unlike"


def test_a_broken_expression_is_told_and_judges_nothing() -> None:
    result = finding(Pattern(expression="(a"), "a")
    assert (result.passed, result.score, result.reason.id) == (None, None, "lab.finding.bad_pattern")


def test_a_search_that_would_take_for_ever_ends() -> None:
    hostile = Pattern(expression="^((a{0,1000}){0,1000}){0,1000}b$")
    result = finding(hostile, "a" * 100_000, CheckTools(seconds=0.1))
    assert (result.passed, result.reason.id) == (None, "lab.finding.too_slow")
    assert finding(Pattern(expression="^(a+)+$"), "a" * 5000 + "b").passed is False


def test_a_broken_schema_is_told_and_judges_nothing() -> None:
    result = finding(JsonSchema(schema='{"type": "thing"}'), "{}")
    assert (result.passed, result.reason.id) == (None, "schema.invalid")


def test_a_part_that_cannot_be_judged_leaves_the_whole_open_unless_another_fails() -> None:
    broken = Pattern(expression="(")
    assert finding(AllOf(checks=(broken, POOL)), "2.4").passed is None
    assert finding(AllOf(checks=(broken, POOL)), "2.5").passed is False


HOSTILE = [
    "\n" * 200_000,
    "x" + " " * 200_000 + "y",
    "1" + " " * 200_000 + "x",
    "x = 1" + " " * 200_000 + "y",
    "9" * 200_000,
    "一" * 200_000,
    "\\boxed{" * 30_000,
    "{" * 200_000,
    "[" * 200_000,
    "`" * 200_000,
    "```\n" * 50_000,
    "1.\n" * 60_000,
    "* " * 100_000,
    "(" * 100_000,
    "answer " * 30_000,
    "\\frac{1}{0}",
    "1/0",
    "\0\ud800\u202e",
    "亿" * 500,
    "1e999",
    "-" * 100_000 + "1",
    "```python\n" + "(" * 5000 + "\n```",
]


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_no_answer_breaks_or_stalls_a_check(answer: str) -> None:
    # What is quadratic takes minutes here, and ends at the time limit of a test.
    checks = (NINTH, ROOTS, DECISION, Exact(answers=("a",)), RECORD, Shape(demands=tuple(Demand)))
    for check in checks:
        assert finding(check, answer).passed is not None
