"""What the window has shown: every word of it must be found in the history afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.control import Answering
from models.engine import Channel
from models.history import History, Message


@dataclass
class ShownAnswer:
    """An answer as far as it was on screen."""

    content: str = ""
    thinking: str = ""


class Shown:
    """Takes note of every text that is handed to the screen, in this window and those that follow it."""

    def __init__(self) -> None:
        self.answers: dict[int, ShownAnswer] = {}
        self.questions: dict[int, str] = {}

    def watch(self, answering: Answering) -> None:
        """Take note of what a window shows from now on."""
        answering.started.connect(lambda _conversation, answer: self.answers.setdefault(answer, ShownAnswer()))
        answering.text.connect(self._on_text)
        answering.taken_back.connect(lambda answer: self._on_taken_back(answering, answer))

    def ask(self, question: Message) -> None:
        """Take note of a question that was sent."""
        self.questions[question.id] = question.content

    def lost(self, history: History) -> Iterator[str]:
        """Say what was shown and is not in the history as it was shown; once of each."""
        for number, text in tuple(self.questions.items()):
            if history.messages.get(number).content != text:
                del self.questions[number]
                yield f"question {number} is another one in the history"
        for number, shown in tuple(self.answers.items()):
            kept = history.messages.get(number)
            if _visible(kept.content, kept.thinking or "") != _visible(shown.content, shown.thinking):
                del self.answers[number]
                yield (
                    f"answer {number}: {len(shown.content)} + {len(shown.thinking)} characters were shown,"
                    f" {len(kept.content)} + {len(kept.thinking or '')} are in the history ({kept.state})"
                )

    def _on_text(self, answer: int, channel: Channel, text: str) -> None:
        shown = self.answers.setdefault(answer, ShownAnswer())
        if channel is Channel.THINKING:
            shown.thinking += text
        else:
            shown.content += text

    def _on_taken_back(self, answering: Answering, answer: int) -> None:
        running = answering.running
        if running is not None:
            self.answers[answer] = ShownAnswer(running.content, running.thinking)


def _visible(*texts: str) -> tuple[str, ...]:
    """Return texts without byte order marks of either order, which nobody sees: Qt drops one that begins a text."""
    return tuple(text.replace("\ufeff", "").replace("\ufffe", "") for text in texts)
