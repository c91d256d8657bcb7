"""Files that go with questions and with drafts, and what the model is told of them."""

from pathlib import Path

import pytest

from models.history import Attachment, AttachmentInfo, History, told_text
from tests.history.samples import rows

_CODE = Attachment("读 me.py", "print('梯度')\n", 18)
_BOOK = Attachment("book.txt", "x" * 300_000, 300_000)


def test_question_keeps_its_files_and_their_texts_are_read_when_asked_for(path: Path) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        history.messages.ask(conversation, "hello")
        question = history.messages.ask(conversation, "What is this?", (_CODE, _BOOK))
    with History.open(path) as history:
        first, second = history.messages.thread(conversation)
        assert first.attachments == ()
        code, book = second.attachments
        assert code == AttachmentInfo(code.id, "读 me.py", 12, 18)
        assert (book.name, book.characters, book.size) == ("book.txt", 300_000, 300_000)
        assert history.messages.get(question).attachments == second.attachments
        assert history.messages.attachment(code.id) == Attachment("读 me.py", "print('梯度')\n", 18, code.id)
        assert history.messages.attachment(book.id).text == _BOOK.text


def test_draft_keeps_its_files_until_it_is_asked(history: History, conversation: int) -> None:
    assert history.conversations.draft_attachments(conversation) == ()
    kept = history.conversations.save_draft_attachments(conversation, (_CODE, _BOOK))
    assert [(one.name, one.text) for one in kept] == [("读 me.py", _CODE.text), ("book.txt", _BOOK.text)]
    assert history.conversations.draft_attachments(conversation) == kept
    assert history.conversations.save_draft_attachments(conversation, (_BOOK,))[0].name == "book.txt"
    assert len(history.conversations.draft_attachments(conversation)) == 1
    question = history.messages.ask(conversation, "hello", history.conversations.draft_attachments(conversation))
    assert history.conversations.draft_attachments(conversation) == ()
    assert [one.name for one in history.messages.get(question).attachments] == ["book.txt"]


def test_revised_question_has_the_files_it_is_given(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "hello", (_CODE,))
    revised = history.messages.revise(question, "hello again", (_BOOK,))
    assert [one.name for one in history.messages.get(question).attachments] == ["读 me.py"]
    assert [one.name for one in history.messages.get(revised).attachments] == ["book.txt"]


def test_files_go_with_their_conversation(path: Path) -> None:
    with History.open(path) as history:
        conversation = history.conversations.create(mode="balanced").id
        question = history.messages.ask(conversation, "hello", (_CODE,))
        history.conversations.save_draft_attachments(conversation, (_BOOK,))
        (info,) = history.messages.get(question).attachments
        history.conversations.erase(conversation)
        with pytest.raises(KeyError):
            history.messages.attachment(info.id)
    assert rows(path, "SELECT count(*) FROM attachments") == [(0,)]


def test_names_and_texts_of_any_kind_are_stored(history: History, conversation: int) -> None:
    odd = Attachment("../\x00a\nb\u202e\udcff.py", "\ud83d \x00 end", 3)
    question = history.messages.ask(conversation, "hello", (odd, Attachment("\n", "", 0)))
    first, second = history.messages.get(question).attachments
    assert first.name == "../ a b\ufffd.py"
    assert history.messages.attachment(first.id).text == "\ufffd \x00 end"
    assert (second.name, second.characters) == ("?", 0)


def test_question_without_files_is_told_as_it_is() -> None:
    assert told_text(" hello ", ()) == " hello "
    assert told_text("", ()) == ""


def test_files_are_told_before_the_question_by_name_and_in_fences() -> None:
    files = (_CODE, Attachment("notes", "no line end", 11))
    assert told_text("Explain.", files) == (
        "读 me.py:\n```py\nprint('梯度')\n```\n\nnotes:\n```\nno line end\n```\n\nExplain."
    )


def test_files_alone_make_a_question() -> None:
    assert told_text(" \n", (Attachment("a.txt", "x", 1),)) == "a.txt:\n```txt\nx\n```"


@pytest.mark.parametrize("longest", [1, 2, 3, 4, 9])
def test_no_file_ends_its_fence_early(longest: int) -> None:
    inside = f"before\n{'`' * longest}\ninside\n"
    told = told_text("Explain.", (Attachment("a.md", inside, 1),))
    fence = told.splitlines()[1].removesuffix("md")
    assert set(fence) == {"`"}
    assert len(fence) == max(3, longest + 1)
    assert told.splitlines().count(fence) == 1
    assert inside in told


def test_ending_of_a_file_that_is_no_language_is_left_out() -> None:
    assert told_text("", (Attachment("a.`b`", "x", 1),)).splitlines()[1] == "```"
    assert told_text("", (Attachment("A.CPP", "x", 1),)).splitlines()[1] == "```cpp"
