"""What was told so far of the answers to one request, so that it can be taken back."""

from collections.abc import Iterator

from models.engine.protocol import AnswerEvent, Done, Generate, GenerateMany, TakenBack, Token


class AnswersTold:
    """Notes the events of a request."""

    def __init__(self, request: Generate | GenerateMany) -> None:
        self._request = request.request
        self._is_replay = isinstance(request, Generate) and request.replay is not None
        self._begun: set[int] = set()
        self._any_done = False

    @property
    def can_begin_again(self) -> bool:
        """Whether the answers may be made anew: none is complete yet, none has to be just as another was."""
        return not self._any_done and not self._is_replay

    def note(self, event: AnswerEvent) -> None:
        """Note an event that is told."""
        if isinstance(event, Token):
            self._begun.add(event.answer)
        self._any_done = self._any_done or isinstance(event, Done)

    def take_back(self) -> Iterator[TakenBack]:
        """Yield what takes everything back."""
        for answer in sorted(self._begun):
            yield TakenBack(self._request, thinking=0, written=0, answer=answer)
        self._begun.clear()
