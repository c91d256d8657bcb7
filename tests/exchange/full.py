"""A conversation with everything that a conversation can have."""

from models.history import AnswerState, Attachment, History, SamplingOverrides
from tests.history.samples import RECORD

ANSWER = "# Result\n\nIt is **four**.\n\n```python\nprint(2 + 2)\n```\n"


def full_conversation(history: History, title: str = "Sums and 求和") -> int:
    """Add it, and return its id."""
    conversations, messages = history.conversations, history.messages
    overrides = SamplingOverrides().with_value("temperature", 0.25).with_value("stop", ("END",))
    number = conversations.create(mode="math", overrides=overrides, instructions="Be brief.").id
    question = messages.ask(number, "What is 2 + 2?", [Attachment("数.py", "print('<2>')\n```\n", 21)])
    answer = messages.begin_answer(question)
    messages.finish_answer(
        answer,
        state=AnswerState.COMPLETE,
        content=ANSWER,
        thinking="Two and two.\n\nThat is four.",
        thinking_seconds=1.5,
        record=RECORD,
    )
    stopped = messages.begin_answer(question)
    messages.finish_answer(stopped, state=AnswerState.STOPPED, content="It")
    messages.revise_answer(stopped, "It is 4, I say.")
    hidden = messages.ask(number, "And 3 + 3?")
    messages.finish_answer(messages.begin_answer(hidden), state=AnswerState.FAILED, content="")
    messages.hide(hidden)
    messages.choose(answer)
    conversations.rename(number, title)
    conversations.save_draft(number, "And then")
    conversations.save_draft_attachments(number, [Attachment("draft.txt", "text", 4)])
    conversations.move(number, folder=history.folders.create("Work").id)
    conversations.pin(number, pinned=True)
    return number
