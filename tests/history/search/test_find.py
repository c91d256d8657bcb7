"""What is found, in which order, and what is left out."""

import random

import pytest

from models.history import AnswerState, History
from tests.history.samples import Clock, say
from tests.history.search.samples import catch_up, found, marked, only

_HOSTILE = (
    *('"', '""', '"a', 'a"b"c', "'", "NEAR(a b)", "a AND", "OR", "NOT", "*", "a*", "^a", "col:a", "content:a", "{a}:b"),
    *("(", ")", "-", "--", "a;b", "a+b", "%", "_", "\x00", "a\x00b", "\ud800", "\udcff 梯", "\u202eabc", "\\", "\n"),
    *("“”", "“梯", "👩‍👩‍👧‍👦", "ﬁ", "İ", "ß", "½", "㎏", "\u0301", "\u200b", "あ゙", "a" * 100_000, "梯 " * 5_000),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gradient", True),
        ("grad", True),  # the beginning of a word
        ("g", True),
        ("radient", False),  # the middle of one
        ("GRADIENT", True),
        ("vanishing gradient", True),  # all words, in any order
        ("gradient vanishing", True),
        ("gradient exploding", False),
        ('"the vanishing gradient"', True),
        ('"gradient vanishing"', False),
        ('"vanishing grad"', False),  # a phrase is meant as it is
        ("梯度", True),
        ("梯", True),
        ("度", True),
        ("失", True),
        ("梯度消失", True),
        ("度消", True),
        ("消失梯度", False),
        ("消失 梯度", True),
        ("么是", True),
        ("cafe", True),
        ("CAFÉ", True),
        ("\uff47\uff52\uff41\uff44", True),
        ("snake_case", True),
        ("gpu内存", True),
        ("内存 GPU", True),
        ("存", True),
        ("用C语言", True),
        ("用 C", True),
        ("strasse", True),
        ("👍", True),
        ("7b", True),
        ("カタ", True),
        ("มา", True),
        ("ทม", False),
    ],
)
def test_words_are_found_as_people_look_for_them(
    history: History, conversation: int, query: str, *, expected: bool
) -> None:
    history.messages.ask(conversation, "Hello")
    text = (
        "The vanishing gradient: 什么是梯度消失？ A café, snake_case names.\nGPU内存 of the 7B model; "
        "用C语言写 in der Straße 👍 カタカナ มาก"
    )
    wanted = history.messages.ask(conversation, text)
    assert found(history, query) == ([wanted] if expected else [])


@pytest.mark.parametrize("query", ["", " ", '"', '" "', "…", "(*)", "\u200d"])
def test_nothing_to_look_for_finds_nothing(history: History, conversation: int, query: str) -> None:
    history.messages.ask(conversation, 'What is " … (*)?')
    assert history.search.find(query) == ()


@pytest.mark.parametrize("query", _HOSTILE)
def test_nothing_that_can_be_typed_or_pasted_fails(history: History, conversation: int, query: str) -> None:
    history.messages.ask(conversation, "a AND b")
    history.messages.ask(conversation, query)
    history.search.find(query, thinking=True)


def test_random_parts_of_random_texts_are_found(history: History, conversation: int) -> None:
    chance = random.Random(7)
    alphabet = "abc梯度消失的是 .,_-é\u04101\u06f1カ\n"
    texts: dict[int, str] = {}
    for _ in range(60):
        text = "".join(chance.choices(alphabet, k=80))
        texts[history.messages.ask(conversation, text)] = text
    for _ in range(300):
        message, text = chance.choice(list(texts.items()))
        begin = chance.randrange(70)
        words = text[begin : begin + chance.randrange(1, 9)].split()
        if begin and words and not _is_character(words[0][0]) and not text[begin - 1].isspace():
            continue  # the middle of a word
        query = " ".join(words)
        hits = {hit.message: hit for hit in history.search.find(query, limit=100)}
        if any(character.isalnum() for character in query):
            assert message in hits, query
        for hit in hits.values():
            assert marked(hit), (query, hit)


def _is_character(character: str) -> bool:
    return character in "梯度消失的是カ"


def test_newest_comes_first_and_the_limit_holds(history: History, clock: Clock) -> None:
    first, second = (history.conversations.create(mode="balanced").id for _ in range(2))
    older = history.messages.ask(first, "alpha one")
    newer = history.messages.ask(second, "alpha two")
    newest = history.messages.ask(first, "alpha three")
    assert found(history, "alpha") == [newest, newer, older]
    assert found(history, "alpha", limit=2) == [newest, newer]
    assert found(history, "alpha", limit=0) == []
    assert history.search.find("alpha")[0].when_ms == clock.now


def test_titles_are_found_even_where_no_message_has_the_words(history: History, conversation: int) -> None:
    say(history, conversation, "hello", "hi")
    history.conversations.rename(conversation, "Letters to 王小明")
    hit = only(history, "小明 lett")
    assert (hit.conversation, hit.message, hit.title, hit.snippet) == (conversation, None, "Letters to 王小明", "")
    assert [hit.title[start:end] for start, end in hit.title_marks] == ["Lett", "小明"]
    assert hit.when_ms == history.conversations.recent()[0].last_used_ms
    history.conversations.rename(conversation, "Other")
    assert history.search.find("小明") == ()


def test_title_is_marked_where_a_message_is_found(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "Why is the sky blue?")
    hit = only(history, "sky")
    assert (hit.message, hit.title) == (question, "Why is the sky blue?")
    assert hit.title_marks == ((11, 14),)


def test_old_title_is_not_pushed_out_by_many_messages(history: History, conversation: int) -> None:
    history.conversations.rename(conversation, "alpha")
    other = history.conversations.create(mode="balanced").id
    for _ in range(60):
        history.messages.ask(other, "alpha")
    catch_up(history)
    assert len(history.search.find("alpha")) == 50
    assert history.search.find("alpha")[-1].conversation == conversation


def test_thinking_is_left_out_unless_asked_for(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.messages.finish_answer(
        answer, state=AnswerState.COMPLETE, content="Hi there.", thinking="喜马拉雅 secretly"
    )
    assert history.search.find("secret") == ()
    hit = only(history, "secret", thinking=True)
    assert (hit.message, hit.in_thinking, marked(hit)) == (answer, True, ["secret"])
    hit = only(history, "there", thinking=True)
    assert (hit.message, hit.in_thinking) == (answer, False)


def test_recycle_bin_is_left_out_and_the_archive_is_marked(history: History, conversation: int) -> None:
    folder = history.folders.create("Physics").id
    question = history.messages.ask(conversation, "alpha")
    history.conversations.move(conversation, folder=folder)
    history.conversations.archive(conversation, archived=True)
    hit = only(history, "alpha")
    assert (hit.message, hit.archived, hit.folder) == (question, True, folder)
    history.conversations.delete(conversation)
    assert history.search.find("alpha") == ()
    history.conversations.restore(conversation)
    assert found(history, "alpha") == [question]


def test_hidden_message_is_left_out_until_it_is_back(history: History, conversation: int) -> None:
    question, answer = say(history, conversation, "hello", "alpha")
    history.messages.hide(answer)
    assert history.search.find("alpha") == ()
    history.messages.unhide(answer)
    assert found(history, "alpha") == [answer]
    history.messages.hide(question)
    assert found(history, "alpha") == [answer]


def test_answer_is_found_when_it_is_finished(history: History, conversation: int) -> None:
    answer = history.messages.begin_answer(history.messages.ask(conversation, "hello"))
    history.messages.update_answer(answer, content="alpha", thinking=None)
    assert history.search.find("alpha") == ()
    history.messages.finish_answer(answer, state=AnswerState.STOPPED, content="alpha beta")
    assert found(history, "beta") == [answer]
    history.messages.finish_answer(answer, state=AnswerState.STOPPED, content="gamma")
    assert history.search.find("alpha") == ()
    assert found(history, "gamma") == [answer]


def test_branch_is_found_too(history: History, conversation: int) -> None:
    question, _ = say(history, conversation, "alpha", "hi")
    copy = history.messages.branch(question)
    assert found(history, "alpha") == [history.messages.thread(copy)[0].id, question]
