"""Other settings for an answer after what the answers before it came to: in the window's parts, with a real history."""

from dataclasses import replace

import pytest

from desktop.control import SamplingChoice
from desktop.control.adapting import AnswerAdapter
from desktop.control.footer import footer_of, note_of
from models.answer_checks import CheckKind, CheckResult, Verdict
from models.errors import Text
from models.history import AnswerState, History, Message
from models.history.records import encode_record
from models.sampling import Adapted, AdaptedFor, Adapting
from models.texts import Phrasebook
from tests.history.samples import RECORD

FAULTY = CheckResult(Verdict.FAILED, CheckKind.JSON, Text("check.json"))
PASSED = CheckResult(Verdict.PASSED)


@pytest.fixture
def choice(qtbot: object) -> SamplingChoice:
    del qtbot
    made = SamplingChoice()
    made.choose_mode("code")
    return made


@pytest.fixture
def adapter(history: History, choice: SamplingChoice) -> AnswerAdapter:
    return AnswerAdapter(history=history, choice=choice)


@pytest.fixture
def conversation(history: History) -> int:
    return history.conversations.create(mode="code").id


def answered(history: History, conversation: int, check: CheckResult | None, temperature: float = 0.6) -> Message:
    question = history.messages.ask(conversation, "Write it")
    answer = history.messages.begin_answer(question)
    used = replace(RECORD.settings, temperature=temperature)
    record = replace(RECORD, settings=used, check=check)
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="{", record=record)
    return history.messages.get(answer)


def test_another_try_of_a_faulty_answer_is_cooler_and_says_so_before(
    history: History, choice: SamplingChoice, adapter: AnswerAdapter, conversation: int
) -> None:
    answer = answered(history, conversation, FAULTY)
    choice.take_settings(replace(choice.settings, temperature=0.6))
    assert adapter.cooler_try(answer) == 0.4
    again = adapter.for_another_try(answer, "Write it")
    assert again.settings.temperature == 0.4
    assert again.adapted == (Adapted(AdaptedFor.FAILED, 0.6, 0.4),)
    say = Phrasebook("en")
    assert note_of(answer, cooler=0.4, say=say) == "The answer is not valid JSON: try again at 0.4."
    assert adapter.for_question("Another one", conversation).adapted == ()


def test_a_lock_is_a_choice_of_the_conversation_and_outlives_another_mode(
    history: History, choice: SamplingChoice, adapter: AnswerAdapter, conversation: int
) -> None:
    answer = answered(history, conversation, FAULTY)
    choice.take_settings(replace(choice.settings, temperature=0.6, adapting=Adapting.LOCKED))
    assert adapter.cooler_try(answer) is None
    assert note_of(answer, say=Phrasebook("en")) == "The answer is not valid JSON."
    choice.choose_mode("json")
    assert choice.overrides.values == (("adapting", "locked"),)
    choice.reset()
    assert choice.settings.adapting is Adapting.COOLER


@pytest.mark.parametrize("check", [None, PASSED, CheckResult(Verdict.CUT), CheckResult(Verdict.NOTHING)])
def test_what_did_not_fail_is_tried_again_as_it_was(
    history: History, adapter: AnswerAdapter, conversation: int, check: CheckResult | None
) -> None:
    answer = answered(history, conversation, check)
    assert adapter.cooler_try(answer) is None
    assert adapter.for_another_try(answer, "Write it").adapted == ()


def test_an_answer_that_the_user_changed_is_the_models_no_more(
    history: History, adapter: AnswerAdapter, conversation: int
) -> None:
    answer = answered(history, conversation, FAULTY)
    edited = history.messages.get(history.messages.revise_answer(answer.id, "{}"))
    assert adapter.cooler_try(edited) is None


def test_three_passes_make_the_next_answer_warmer_where_that_is_wanted(
    history: History, choice: SamplingChoice, adapter: AnswerAdapter, conversation: int
) -> None:
    for _ in range(3):
        answered(history, conversation, PASSED)
    assert adapter.for_question("Next", conversation).adapted == ()  # off until it is switched on
    choice.take_settings(replace(choice.settings, adapting=Adapting.BOTH))
    before = choice.settings.temperature
    adapted = adapter.for_question("Next", conversation)
    assert adapted.settings.temperature == pytest.approx(before + 0.05)
    assert adapted.adapted[0].reason is AdaptedFor.PASSED
    assert adapter.for_question("Next", None).adapted == ()  # another conversation begins anew
    answered(history, conversation, FAULTY)
    assert adapter.for_question("Next", conversation).adapted == ()


def test_while_memory_is_nearly_full_answers_are_calmer(
    choice: SamplingChoice, adapter: AnswerAdapter, conversation: int
) -> None:
    choice.calm = True
    adapted = adapter.for_question("Next", conversation)
    assert adapted.settings.temperature == pytest.approx(choice.settings.temperature - 0.1)
    assert adapted.settings.max_tokens == choice.settings.max_tokens // 2
    assert [one.reason for one in adapted.adapted] == [AdaptedFor.MEMORY]
    choice.calm = False
    assert adapter.for_question("Next", conversation).adapted == ()


def test_the_quiet_line_tells_every_change(history: History, conversation: int) -> None:
    changes = (
        Adapted(AdaptedFor.FAILED, 0.6, 0.4),
        Adapted(AdaptedFor.PASSED, 0.6, 0.65),
        Adapted(AdaptedFor.MEMORY, 0.4, 0.3, 2048),
        Adapted(AdaptedFor.MEMORY, 0.4, 0.4, 2048),
        Adapted(AdaptedFor.MEMORY, 0.4, 0.3),
    )
    for language, words in (("en", ("cooler", "2,048")), ("zh_CN", ("0.6", "2,048"))):
        question = history.messages.ask(conversation, "Write it")
        answer = history.messages.begin_answer(question)
        record = replace(RECORD, adapted=changes)
        history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="{", record=record)
        footer = footer_of(history.messages.get(answer), say=Phrasebook(language))
        assert footer is not None
        assert len(footer.line.split(" · ")) >= len(changes)
        assert all(word in footer.line for word in words)


@pytest.mark.parametrize(
    "reason", [None, Text("check.from-the-future"), Text("check.code.parse"), Text("check.again"), Text("tree.busy")]
)
def test_a_record_of_somebody_else_is_shown_whatever_it_names(
    history: History, conversation: int, reason: Text | None
) -> None:
    answer = answered(history, conversation, replace(FAULTY, reason=reason), temperature=-7.0)
    say = Phrasebook("en")
    assert note_of(answer, say=say) == "The form of the answer is not as it had to be."
    record = replace(
        RECORD,
        settings=replace(RECORD.settings, temperature=-7.0),
        mode_name="A\n" * 10_000,
        adapted=(Adapted(AdaptedFor.FAILED, 0.6, 0.4, 7), Adapted(AdaptedFor.MEMORY, 0.4, 0.3, 0)),
    )
    footer = footer_of(replace(answer, record_text=encode_record(record)), say=say)
    assert footer is not None
    assert (footer.position, len(footer.mode) < 50) == (0.0, True)
    assert "cooler than 0.6, as the one before was faulty" in footer.line


def test_changes_and_findings_are_kept_with_the_answer(history: History, conversation: int) -> None:
    question = history.messages.ask(conversation, "Write it")
    answer = history.messages.begin_answer(question)
    record = replace(RECORD, check=FAULTY, adapted=(Adapted(AdaptedFor.MEMORY, 0.6, 0.5, 2048),))
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="{", record=record)
    assert history.messages.get(answer).record == record
