"""The kinds of turn of the long run: everything that a window asks of the engine, each in its own way."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.engine import AnswerEvent, Channel, ChatMessage, Done, Draft, ProcessEngine, Prompt, TakenBack, Token
from models.errors import UserError
from models.record import Evaluation, StopReason
from models.sampling import ANY_JSON, SamplingSettings
from tools.soak.talks import Talk, Talks
from tools.soak.words import Words

_SCHEMA = (
    '{"type": "object", "properties": {"name": {"type": "string", "maxLength": 20}, "ages": {"type": "array",'
    ' "items": {"type": "integer"}, "maxItems": 3}}, "required": ["name", "ages"], "additionalProperties": false}'
)
_BROKEN_SCHEMA = '{"type": "nothing that there is"}'
_PATIENCE = 60.0  # seconds
_LONG = 40  # sentences of a pasted text


class WrongTurnError(Exception):
    """The engine did something else than it was asked; the message says what."""


@dataclass
class Heard:
    """An answer as it came."""

    answer: str = ""
    thinking: str = ""
    done: Done | None = None

    def take(self, event: AnswerEvent) -> None:
        """Take the next event of the answer."""
        match event:
            case Token(channel=Channel.ANSWER):
                self.answer += event.text
            case Token():
                self.thinking += event.text
            case TakenBack():
                self.answer, self.thinking = self.answer[: event.written], self.thinking[: event.thinking]
            case Done():
                self.done = event
            case _:
                pass


class Turns:
    """Makes turns of every kind, by chance, and checks that each came to its right end."""

    def __init__(self, engine: ProcessEngine, *, chance: random.Random) -> None:
        self._engine = engine
        self._chance = chance
        self._words = Words(chance)
        self._talks = Talks(chance, count=6)
        self._kinds: dict[str, tuple[int, Callable[[Talk], None]]] = {
            "asked": (5, self._asked),
            "typed ahead, then asked": (5, self._typed),
            "typed, then dropped": (3, self._dropped),
            "stopped while it was written": (3, self._stopped),
            "stopped in its prompt": (2, self._stopped_early),
            "told to answer now": (2, self._answer_now),
            "held to a schema": (2, self._schema),
            "several at once": (2, self._many),
            "a long text pasted": (2, self._long),
            "ended by a stop text": (2, self._stop_text),
            "made again": (2, self._replayed),
            "refused": (1, self._refused),
        }

    def take(self) -> str:
        """Make one turn and return its kind. Raises WrongTurnError, and UserError where the engine fails."""
        kinds = list(self._kinds)
        (kind,) = self._chance.choices(kinds, [self._kinds[name][0] for name in kinds])
        self._kinds[kind][1](self._talks.pick())
        self._engine.forget(self._talks.replace_long())
        return kind

    def _asked(self, talk: Talk) -> None:
        self._ask(talk, self._words.question(), self._settings())

    def _typed(self, talk: Talk) -> None:
        text = self._words.question()
        self._type(talk, self._words.typed(text))
        self._ask(talk, text, self._settings())

    def _dropped(self, talk: Talk) -> None:
        self._type(talk, self._words.typed(self._words.question())[:-1])
        self._asked(self._talks.other_than(talk))

    def _stopped(self, talk: Talk) -> None:
        enough = self._chance.randint(1, 12)
        heard, tokens, question = Heard(), 0, self._words.question()
        for event in self._events(talk, talk.with_question(question), self._settings(max_tokens=400)):
            heard.take(event)
            tokens += event.count if isinstance(event, Token) else 0
            if tokens >= enough:
                self._engine.stop()
        _expect(heard, StopReason.STOPPED)
        talk.take(question, heard.answer)

    def _stopped_early(self, talk: Talk) -> None:
        heard = Heard()
        for event in self._events(talk, talk.with_question(self._words.text(_LONG)), self._settings(max_tokens=400)):
            heard.take(event)
            if isinstance(event, Prompt):
                self._engine.stop()
        _expect(heard, StopReason.STOPPED)

    def _answer_now(self, talk: Talk) -> None:
        heard, question = Heard(), self._words.question()
        settings = self._settings(max_tokens=12, max_thinking_tokens=400)
        for event in self._events(talk, talk.with_question(question), settings):
            heard.take(event)
            if isinstance(event, Token) and event.channel is Channel.THINKING:
                self._engine.answer_now()
        _expect(heard)
        talk.take(question, heard.answer)

    def _schema(self, talk: Talk) -> None:
        schema = self._chance.choice((_SCHEMA, ANY_JSON))
        self._ask(talk, self._words.question(), self._settings(max_tokens=40, schema=schema))

    def _many(self, talk: Talk) -> None:
        settings = tuple(self._settings() for _ in range(self._chance.randint(2, 4)))
        asked = talk.with_question(self._words.question())
        done = [event for event in self._engine.generate_many(asked, settings) if isinstance(event, Done)]
        if sorted(event.answer for event in done) != list(range(len(settings))):
            raise WrongTurnError(f"{len(settings)} answers were asked for, {len(done)} came")

    def _long(self, talk: Talk) -> None:
        text = self._words.text(_LONG)
        if not self._engine.count_tokens(text):
            raise WrongTurnError("a pasted text was not counted")
        self._ask(talk, text, self._settings(max_tokens=8))

    def _stop_text(self, talk: Talk) -> None:
        self._ask(talk, self._words.question(), self._settings(stop=("e", "a", " ")))

    def _replayed(self, talk: Talk) -> None:
        asked = talk.with_question(self._words.question())
        settings = self._settings()
        first = self._hear(self._events(talk, asked, settings))
        again = self._hear(self._events(talk, asked, settings, replay=_done(first).evaluation))
        if (first.answer, first.thinking) != (again.answer, again.thinking):
            raise WrongTurnError("an answer that was made again is another one")

    def _refused(self, talk: Talk) -> None:
        try:
            self._asked_with(talk, _BROKEN_SCHEMA)
        except UserError as error:
            if not error.text.id.startswith("schema."):
                raise
        else:
            raise WrongTurnError("a broken schema was taken")

    def _asked_with(self, talk: Talk, schema: str) -> None:
        self._ask(talk, self._words.question(), self._settings(schema=schema))

    def _ask(self, talk: Talk, text: str, settings: SamplingSettings) -> None:
        heard = self._hear(self._events(talk, talk.with_question(text), settings))
        talk.take(text, heard.answer)

    def _type(self, talk: Talk, drafts: list[str]) -> None:
        """Let drafts be computed ahead; the engine is given a moment with some of them only."""
        for index, text in enumerate(drafts):
            complete = index == len(drafts) - 1
            draft = Draft(tuple(talk.messages), text, complete=complete, answer_tokens=32, conversation=talk.name)
            working = self._engine.prefill(draft)
            if working is None:
                raise WrongTurnError("nothing was computed ahead")
            if self._chance.random() < 1 / 2 and working.wait(_PATIENCE) is None:
                raise WrongTurnError("what was to be computed ahead never came to an end")

    def _events(
        self,
        talk: Talk,
        messages: tuple[ChatMessage, ...],
        settings: SamplingSettings,
        *,
        replay: Evaluation | None = None,
    ) -> Iterator[AnswerEvent]:
        return self._engine.generate(messages, settings, conversation=talk.name, replay=replay)

    def _hear(self, events: Iterator[AnswerEvent]) -> Heard:
        heard = Heard()
        for event in events:
            heard.take(event)
        _expect(heard)
        return heard

    def _settings(
        self,
        *,
        max_tokens: int = 16,
        max_thinking_tokens: int = 8,
        schema: str | None = None,
        stop: tuple[str, ...] = (),
    ) -> SamplingSettings:
        return SamplingSettings(
            temperature=self._chance.choice((0.0, 0.6, 1.0)),
            top_k=self._chance.choice((0, 40)),
            repeat_penalty=self._chance.choice((1.0, 1.1)),
            max_tokens=max_tokens,
            max_thinking_tokens=max_thinking_tokens,
            seed=self._chance.randrange(2**31),
            schema=schema,
            stop=stop,
        )


def _done(heard: Heard) -> Done:
    if heard.done is None:
        raise WrongTurnError("an answer had no end")
    return heard.done


def _expect(heard: Heard, reason: StopReason | None = None) -> None:
    """Check the end of an answer; any but FAILED where no `reason` is given."""
    found = _done(heard).stats.stop_reason
    if found is StopReason.FAILED or (reason is not None and found is not reason):
        raise WrongTurnError(f"an answer ended with {found}, for {reason or 'a good end'}")
