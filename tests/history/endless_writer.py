"""A program that writes into a history until it is killed, and tells what is saved after each call returned."""

import itertools
import sys
from pathlib import Path
from typing import Final

from models.history import AnswerState, History

SHORTEST: Final = 500  # characters of an answer: every question is shorter


def main() -> None:
    """Write to the file named on the command line; lines on stdout: a message's id and the length saved of it."""
    with History.open(Path(sys.argv[1])) as history:
        conversation = history.conversations.create(mode="balanced").id
        for number in itertools.count():
            question = history.messages.ask(conversation, f"question {number}")
            _tell(question, len(f"question {number}"))
            answer = history.messages.begin_answer(question)
            for length in range(SHORTEST, 10_500, SHORTEST):
                history.messages.update_answer(answer, content="字" * length, thinking="想" * length)
                _tell(answer, length)
            if number % 2:
                history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="字" * 10_500)
                _tell(answer, 10_500)


def _tell(message: int, length: int) -> None:
    sys.stdout.write(f"{message} {length}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
