"""Questions go to the mode that is right for them, whatever they look like, and nothing breaks on bad input."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.routing import UNSURE_MODE, Label, Route, route
from models.routing.model import WEIGHTS_FILE, model, unpacked
from tests.project.source import ROOT

PLAIN = {
    "求函数 y = x² - 4x + 1 的最小值": Label.MATH,
    "whats 15 percent of 80": Label.MATH,
    "用 Python 写一个函数，判断闰年": Label.CODE,
    "fix this\n\n```js\nfor (let i = 0; i <= a.length; i++) f(a[i])\n```": Label.CODE,
    "Extract name and phone as JSON: Ann, 555-0100": Label.JSON,
    "把下面的内容转成 CSV：苹果 3 元，梨 4 元": Label.JSON,
    "Translate “good night” into Italian": Label.TRANSLATE,
    "請把這句話翻譯成英文：我明天不能來": Label.TRANSLATE,
    "Summarize this in one sentence:\n\nThe bridge is closed until May because of repairs.": Label.SUMMARIZE,
    "用一句话概括：图书馆从下月起延长到晚上十点，周末有儿童阅读专场。": Label.SUMMARIZE,
    "写一首关于月亮的诗": Label.CREATIVE,
    "Write a limerick about a lazy fox.": Label.CREATIVE,
    "Explain how magnets work to a child.": Label.TEACH,
    "什么是黑洞？": Label.TEACH,
    "题目：2+3×4。学生答案：20。请打分，满分 5 分。": Label.GRADE,
    "Grade this answer out of 5. Question: What is osmosis? Answer: water moving.": Label.GRADE,
    "hey, how are you today?": Label.CHAT,
    "最近好累，不想上班": Label.CHAT,
}
MISLEADING = {
    "Write a poem about a function that never returns": Label.CREATIVE,
    "把这段代码里的注释翻译成英文：\n\n# 求和\ndef f(a, b):\n    return a + b": Label.TRANSLATE,
    "写一个 Python 脚本，把文章翻译成法语": Label.CODE,
    "Translate this Python function to Rust:\n\n```python\ndef f(x):\n    return x + 1\n```": Label.CODE,
    "用 JSON 返回这首诗的标题和作者：静夜思，李白": Label.JSON,
    "Explain what JSON is used for": Label.TEACH,
}


@pytest.mark.parametrize(("text", "label"), (PLAIN | MISLEADING).items())
def test_questions_go_to_their_kind(text: str, label: Label) -> None:
    assert route(text).label == label


@pytest.mark.parametrize("text", PLAIN)
def test_letters_of_another_width_and_case_change_nothing(text: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text.upper())
    assert route(wide).label == route(text).label


@pytest.mark.parametrize("where", ["before", "after"])
def test_request_is_found_beside_a_long_paste(where: str) -> None:
    paste = "\n\n".join(["The ferry was late and the old man did not board it. He walked back up the hill."] * 200)
    ask = "Translate this text into Polish."
    assert route(f"{ask}\n\n{paste}" if where == "before" else f"{paste}\n\n{ask}").label == Label.TRANSLATE


@pytest.mark.parametrize("text", ["", " \n\t", "🙂🙂", "。。。", "\x00\x01", "\ud800", "?", "a"])
def test_what_says_nothing_is_balanced(text: str) -> None:
    found = route(text)
    assert found.mode == UNSURE_MODE
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000_000,
        "\x00翻译" * 1_000_000,
        "\n" * 5_000_000,
        "```" * 100_000,
        '"' * 100_000,
        "{" * 100_000,
        "\udfff" * 99_999,
    ],
    ids=["one letter", "control characters", "lines", "fences", "quotes", "braces", "half characters"],
)
def test_hostile_texts_are_sorted_too(text: str) -> None:
    found = route(text)
    assert found.mode in {found.label.mode, UNSURE_MODE}


@given(st.text(alphabet=st.characters(), max_size=200))
def test_every_text_gets_a_route(text: str) -> None:
    found = route(text)
    assert 0 <= found.confidence <= 1
    assert found.mode in {found.label.mode, UNSURE_MODE}
    assert route(text) == found


def test_what_is_unsure_is_balanced_and_what_is_sure_is_not() -> None:
    sure = route("Translate “good night” into Italian")
    assert sure.mode == "summary"
    unsure = Route(label=Label.CODE, mode=UNSURE_MODE, confidence=0.2)
    assert unsure.mode != unsure.label.mode
    assert not model().is_sure(Label.CODE, 0.2)
    assert model().is_sure(Label.CODE, 0.99)


def test_every_kind_has_a_mode_that_exists() -> None:
    from models.catalog import modes

    assert {label.mode for label in Label} | {UNSURE_MODE} <= {mode.id for mode in modes()}


def test_weights_are_small_and_survive_packing() -> None:
    content = WEIGHTS_FILE.read_bytes()
    assert len(content) < 300_000
    again = unpacked(unpacked(content).packed())
    assert again.weights == model().weights
    assert again.thresholds == model().thresholds


def test_other_bytes_are_refused_as_weights() -> None:
    with pytest.raises(ValueError, match="routing"):
        unpacked(b"GGUF" + bytes(400))


def test_nothing_is_loaded_before_the_first_question() -> None:
    program = (
        "import sys, json; import models.routing; from models.routing.model import model, reading; "
        "before = model.cache_info().currsize + reading.cache_info().currsize; models.routing.route('hello there'); "
        "print(json.dumps([before, model.cache_info().currsize, 'numpy' in sys.modules]))"
    )
    said = subprocess.run((sys.executable, "-c", program), capture_output=True, check=True, cwd=ROOT, text=True)
    assert json.loads(said.stdout) == [0, 1, False]
