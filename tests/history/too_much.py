"""Writing more into a history than its disk takes."""

import pytest

from models.errors import UserError
from models.history import AnswerState, History

TOO_MUCH = "x" * 4_000_000


def assert_refused(history: History, conversation: int, text_id: str) -> None:
    """Try each way of writing much; check that it is refused and that nothing of it stays."""
    thread = history.messages.thread(conversation)
    before = history.conversations.get(conversation)
    answer = thread[-1].id
    for write in (
        lambda: history.messages.ask(conversation, TOO_MUCH),
        lambda: history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content=TOO_MUCH),
        lambda: history.conversations.save_draft(conversation, TOO_MUCH),
    ):
        with pytest.raises(UserError) as refused:
            write()
        assert refused.value.text.id == text_id
    assert history.messages.thread(conversation) == thread
    assert history.conversations.get(conversation) == before
