"""Conversations of ChatGPT's export become ours."""

import itertools
from pathlib import Path

import pytest

from models.engine import Role
from models.exchange import ImportOptions, ImportSource
from models.history import AnswerState, History, TitleSource
from tests.exchange.samples import Json, chatgpt, imported, node, reasons, small, texts, written


def _one(tmp_path: Path, history: History, conversation: Json, options: ImportOptions | None = None) -> int:
    summary = imported(written(tmp_path / "conversations.json", conversation), history, options)
    assert summary.skipped == ()
    (number,) = summary.imported
    return number


def test_title_times_roles_and_texts_are_kept(tmp_path: Path, history: History) -> None:
    source = chatgpt(
        node("s", "root", "system", ""),
        node("q", "s", "user", "你好", time=1_700_000_100.5),
        node("a", "q", "assistant", "**Hi!**", time=1_700_000_200.125),
        title="问候",
        is_starred=True,
    )
    number = _one(tmp_path, history, source)
    found = history.conversations.get(number)
    assert (found.title, found.title_source, found.pinned) == ("问候", TitleSource.USER, True)
    assert (found.created_ms, found.last_used_ms) == (1_700_000_000_250, 1_700_000_900_750)
    question, answer = history.messages.thread(number)
    assert (question.role, question.content, question.created_ms) == (Role.USER, "你好", 1_700_000_100_500)
    assert (answer.role, answer.content, answer.created_ms) == (Role.ASSISTANT, "**Hi!**", 1_700_000_200_125)


def test_an_archived_conversation_stays_archived(tmp_path: Path, history: History) -> None:
    number = _one(tmp_path, history, {**small(), "is_archived": True})
    assert [one.id for one in history.conversations.archived()] == [number]


def test_branches_are_siblings_and_the_shown_one_is_shown(tmp_path: Path, history: History) -> None:
    source = chatgpt(
        node("q", "root", "user", "Tell a joke"),
        node("a1", "q", "assistant", "One"),
        node("a2", "q", "assistant", "Two"),
        node("q2", "a1", "user", "Another"),
        node("a3", "q2", "assistant", "Three"),
        node("q3", "root", "user", "Tell two jokes"),
        leaf="a2",
    )
    number = _one(tmp_path, history, source)
    assert texts(history, number) == ["Tell a joke", "Two"]
    question, answer = history.messages.thread(number)
    assert (question.sibling_number, question.sibling_count) == (1, 2)
    assert (answer.sibling_number, answer.sibling_count) == (2, 2)
    history.messages.choose(history.messages.siblings(answer.id)[0])
    assert texts(history, number) == ["Tell a joke", "One", "Another", "Three"]


def test_the_steps_of_an_answer_become_one_message(tmp_path: Path, history: History) -> None:
    thoughts = {
        "thoughts": [{"summary": "Plan", "content": "First I add."}, {"summary": "", "content": "Then I stop."}]
    }
    source = chatgpt(
        node("q", "root", "user", "Add up"),
        node("t", "q", "assistant", kind="thoughts", content=thoughts),
        node("r", "t", "assistant", kind="reasoning_recap", content={"content": "Thought for 12 seconds"},
             metadata={"finished_duration_sec": 12}),
        node("c", "r", "assistant", kind="code", content={"language": "python", "text": "print(1 + 1)"},
             recipient="python"),
        node("o", "c", "tool", kind="execution_output", content={"text": "2\n"}),
        node("a", "o", "assistant", "It is 2."),
    )  # fmt: skip
    _, answer = history.messages.thread(_one(tmp_path, history, source))
    assert answer.content == "```python\nprint(1 + 1)\n```\n\n```\n2\n```\n\nIt is 2."
    assert answer.thinking == "Plan\n\nFirst I add.\n\nThen I stop."
    assert answer.thinking_seconds == 12


def test_a_branch_within_an_answer_gives_each_branch_its_beginning(tmp_path: Path, history: History) -> None:
    source = chatgpt(
        node("q", "root", "user", "Go"),
        node("a", "q", "assistant", "Let me see."),
        node("b1", "a", "assistant", "Left."),
        node("b2", "a", "assistant", "Right."),
        node("q2", "a", "user", "Wait!"),
        leaf="b2",
    )
    number = _one(tmp_path, history, source)
    answers = history.messages.siblings(history.messages.thread(number)[1].id)
    assert [history.messages.get(one).content for one in answers] == [
        "Let me see.",
        "Let me see.\n\nLeft.",
        "Let me see.\n\nRight.",
    ]
    assert texts(history, number) == ["Go", "Let me see.\n\nRight."]


def test_what_chatgpt_hides_is_left_out(tmp_path: Path, history: History) -> None:
    hidden = {"is_visually_hidden_from_conversation": True}
    source = chatgpt(
        node("u", "root", "user", kind="user_editable_context", content={"user_profile": "secret"}),
        node("h", "u", "user", "hidden", metadata=hidden),
        node("q", "h", "user", "What is new?"),
        node("s", "q", "assistant", kind="code", content={"language": "unknown", "text": "search('x')"},
             recipient="browser"),
        node("r", "s", "tool", kind="tether_browsing_display", content={"result": "L0: page"}),
        node("a", "r", "assistant", "Nothing\ue200cite\ue202turn0search1\ue201."),
    )  # fmt: skip
    assert texts(history, _one(tmp_path, history, source)) == ["What is new?", "Nothing."]


def test_pictures_recordings_and_files_are_named_in_the_users_language(tmp_path: Path, history: History) -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://x", "size_bytes": 1}
    sound = {"content_type": "audio_transcription", "text": "spoken words", "direction": "in"}
    source = chatgpt(
        node("q", "root", "user", picture, sound, "What is it?", kind="multimodal_text",
             metadata={"attachments": [{"id": "f", "name": "cat.png", "size": 3}]}),
        node("a", "q", "assistant", "A cat."),
    )  # fmt: skip
    number = _one(tmp_path, history, source, ImportOptions(language="zh_CN"))
    assert (
        texts(history, number)[0] == "[未包含在导出中的文件：cat.png]\n\n[未导入的图片]\n\nspoken words\n\nWhat is it?"
    )


def test_an_answer_that_was_stopped_stays_stopped(tmp_path: Path, history: History) -> None:
    source = small()
    source["mapping"]["a"]["message"]["status"] = "in_progress"
    assert history.messages.thread(_one(tmp_path, history, source))[1].state is AnswerState.STOPPED


def test_times_that_are_none_are_taken_from_what_is_near(tmp_path: Path, history: History) -> None:
    source = chatgpt(node("q", "root", "user", "When?", time=None), node("a", "q", "assistant", "Now.", time=1e300))
    question, answer = history.messages.thread(_one(tmp_path, history, source))
    assert question.created_ms == answer.created_ms == 1_700_000_000_250


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mapping": None}, "not_conversation"),
        ({"mapping": []}, "types"),
        ({"mapping": {"x": {"message": {"author": 3, "content": {}}}}}, "types"),
        ({"title": 7}, "types"),
        ({"mapping": {"root": {"message": None, "parent": None, "children": []}}}, "empty"),
    ],
)
def test_one_that_cannot_be_read_is_skipped_with_a_reason(
    tmp_path: Path, history: History, change: Json, reason: str
) -> None:
    path = written(tmp_path / "c.json", small("c-1", "First"), {**small("c-2", "Bad"), **change}, small("c-3", "Last"))
    summary = imported(path, history)
    assert [one.title for one in history.conversations.recent()] == ["Last", "First"]
    assert reasons(summary) == [("" if "title" in change else "Bad", reason)]
    assert (summary.source, summary.conversations, summary.messages) == (ImportSource.CHATGPT, 2, 4)


def test_messages_in_a_circle_are_skipped(tmp_path: Path, history: History) -> None:
    source = small(title="Round")
    source["mapping"]["q"]["parent"] = "a"
    assert reasons(imported(written(tmp_path / "c.json", source), history)) == [("Round", "circle")]


def test_a_thread_of_ten_thousand_messages_is_no_recursion(tmp_path: Path, history: History) -> None:
    names = ["root", *(str(number) for number in range(10_000))]
    nodes = [
        node(name, parent, ("user", "assistant")[place % 2], f"text {name}")
        for place, (parent, name) in enumerate(itertools.pairwise(names))
    ]
    number = _one(tmp_path, history, chatgpt(*nodes))
    assert texts(history, number) == [f"text {place}" for place in range(10_000)]
