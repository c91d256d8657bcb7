"""What is found in finished answers: good ones, faulty ones, cut ones, and texts made to do harm."""

import threading
import warnings

import pytest

from models.answer_checks import Asked, CheckKind, CheckResult, Verdict, check_answer

JSON = Asked(json=True)
SCHEMA = Asked(json=True, schema='{"type": "object", "required": ["name"]}')
FREE = Asked()


def fenced(code: str, language: str = "", fence: str = "```") -> str:
    return f"Here it is:\n\n{fence}{language}\n{code}\n{fence}\n\nDone."


def reason(text: str, asked: Asked = FREE) -> str:
    """Return the id of the text that says why an answer failed."""
    result = check_answer(text, asked)
    assert result.failed
    assert result.reason is not None
    return result.reason.id


def verdict(text: str, asked: Asked = FREE) -> Verdict:
    return check_answer(text, asked).verdict


@pytest.mark.parametrize("text", ['{"a": [1, 2]}', "\ufeff{}", " 1 ", '"x"', "[" + "9" * 5000 + "]"])
def test_json_passes(text: str) -> None:
    assert verdict(text, JSON) is Verdict.PASSED


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", '{"a": 1} so', "NaN", "```json\n{}\n```", "[" * 100_000])
def test_what_is_not_json_fails(text: str) -> None:
    assert reason(text, JSON) == "check.json"


def test_json_is_compared_with_its_schema() -> None:
    assert verdict('{"name": "张伟"}', SCHEMA) is Verdict.PASSED
    result = check_answer("{}", SCHEMA)
    assert (result.kind, result.verdict) == (CheckKind.SCHEMA, Verdict.FAILED)


def test_a_schema_that_cannot_be_read_is_not_the_answers_fault() -> None:
    assert verdict("{}", Asked(json=True, schema="{")) is Verdict.PASSED


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", "def f(x: int) -> int:\n    return x + 1"),
        ("Python", "result = await ask()"),
        ("py", "    indented = 1\n    as_in_a_list = 2"),
        ("python", ">>> 1 + 1\n2"),
        ("python", 'pattern = "\\d"'),  # warned of by newer parsers
        ("json", '{"a": null}'),
        ("jsonl", '{"a": 1}\n\n{"a": 2}'),
        ("toml", "[a]\nb = 1"),
        ("yaml", "a: [1, 2]\nb:\n  - c: d"),
        ("js", "const s = t.replace(/\"/g, '').split(`${a(`b`)}`) // don't ("),
        ("cpp", "int n = 1'000; char c = '('; /* ( */ f(\"(\");"),
        ("rust", "fn f<'a>(x: &'a str) -> char { '(' }"),
        ("csharp", 'var p = @"C:\\"; F(p);'),
        ("sql", "SELECT 'it''s (' FROM t -- ("),
        ("css", "a { background: url(http://example.org/x) }"),
        ("bash", "case $x in a) echo;; esac"),
        ("", "anything ( goes"),
        ("brainmelt", "}}}}"),
    ],
)
def test_code_that_can_be_read_passes(language: str, code: str) -> None:
    assert check_answer(fenced(code, language), FREE) == CheckResult(Verdict.PASSED)


@pytest.mark.parametrize(
    ("language", "code", "why"),
    [
        ("python", "def f(:\n    pass", "check.code.parse"),
        ("python", "x = 1\x00", "check.code.parse"),
        ("python3", "x = '\ud800'\n(", "check.code.parse"),
        ("json", "{a: 1}", "check.code.parse"),
        ("jsonl", "{}\n{", "check.code.parse"),
        ("toml", "a = ", "check.code.parse"),
        ("yaml", "a: [1\nb: 2", "check.code.parse"),
        ("js", "f(() => { g(); )", "check.code.brackets"),
        ("c", "int main() { return 0;", "check.code.brackets"),
        ("java", ")", "check.code.brackets"),
    ],
)
def test_code_that_cannot_be_read_fails(language: str, code: str, why: str) -> None:
    assert reason(fenced(code, language)) == why
    assert reason(fenced(code, language, "~~~~")) == why


def test_blocks_are_found_in_lists_and_quotes() -> None:
    assert verdict("1. First\n\n   ```python\n   if x:\n       y = 1\n   ```\n") is Verdict.PASSED
    assert reason("> ```python\n> x = = 1\n> ```\n") == "check.code.parse"
    assert reason("- ```json\n  {\n  ```\n") == "check.code.parse"


def test_an_open_fence_fails_and_a_longer_one_holds_shorter_ones() -> None:
    assert reason("```\nx") == "check.fence"
    assert verdict("````\n```python\nx = = 1\n```\n````") is Verdict.PASSED


@pytest.mark.parametrize(
    "text", ["So $\\boxed{42}$.", r"\boxed{\frac{1}{2}}", r"\fbox{} \boxed {x}", r"\boxed{} \boxed{1}"]
)
def test_a_result_in_a_box_passes(text: str) -> None:
    assert verdict(text, Asked(boxed=True)) is Verdict.PASSED


@pytest.mark.parametrize("text", ["42", r"\boxed{", r"\boxed{ }", r"\boxed{\frac{1}{2}", "boxed{1}"])
def test_a_result_without_a_box_fails(text: str) -> None:
    assert reason(text, Asked(boxed=True)) == "check.boxed"


def test_repetition_fails_whatever_else_there_is() -> None:
    assert reason("{}", Asked(json=True, looped=True, cut=True)) == "check.loop"


@pytest.mark.parametrize("asked", [Asked(cut=True), Asked(json=True, cut=True), Asked(boxed=True, cut=True)])
def test_an_answer_that_was_cut_is_not_blamed(asked: Asked) -> None:
    assert verdict("```python\ndef f(", asked) is Verdict.CUT


def test_prose_alone_is_no_success() -> None:
    assert verdict("The sky is blue.") is Verdict.NOTHING


@pytest.mark.parametrize(
    "code",
    ["(" * 10_000 + ")" * 10_000, "-" * 30_000 + "1", "x" + ".a" * 15_000, "if x: pass\n" + "elif x: pass\n" * 2000],
)
def test_code_of_great_depth_is_survived_in_a_thread(code: str) -> None:
    found: list[CheckResult] = []
    thread = threading.Thread(target=lambda: found.append(check_answer(fenced(code, "python"), FREE)))
    thread.start()
    thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("language", ["python", "js", "c", "sql", "yaml", "toml", "json", "csharp", "lua", ""])
@pytest.mark.parametrize(
    "piece", ['\\"', "'", "/*", '"""', "`", "([{", "a.", "/x", "--[[", "x = 1\n", "\ud800", "{a: "]
)
def test_long_and_broken_texts_come_to_an_end(language: str, piece: str) -> None:
    for length in (16_000, 60_000):
        assert check_answer(fenced(piece * (length // len(piece)), language), FREE).verdict in Verdict


def test_answers_of_a_megabyte_are_taken() -> None:
    assert verdict(fenced("x = 1\n" * 200_000, "python")) is Verdict.PASSED
    assert reason("[" * 1_000_000, JSON) == "check.json"
    assert reason("\\boxed{" * 150_000, Asked(boxed=True)) == "check.boxed"
    assert verdict("```\n" * 250_000) is Verdict.PASSED


def test_warnings_of_the_parser_are_neither_told_nor_a_fault() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert verdict(fenced('x = "\\d"\ny = 1if x else 2', "python")) is Verdict.PASSED
    assert not told
