"""The five phases in which the engine is killed, each brought about as a user would."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tools.soak.killer import Killer, Stopwatch, computes
from tools.soak.states import unfinished
from tools.soak.window import Asked, SoakWindow
from tools.soak.words import Words

_LONG = 120  # sentences
_TOKENS = 60
_THINKING_TOKENS = 20
_MANY_TOKENS = 150


@dataclass(frozen=True)
class Kill:
    """What a kill hit: the conversation whose work it cut off, and what was typed and not sent."""

    hit: bool
    """Whether the phase was on at that moment: now and then it is over just before."""
    conversation: int | None
    typed: str = ""
    closed: bool = False
    """Whether the window was being closed."""


class Phases:
    """Brings a phase about and kills the engine at a random moment of it. `lengths`, in seconds, say how long each is.

    Every phase begins and ends with the window at rest, but for the one that closes it.
    """

    def __init__(self, window: SoakWindow, *, chance: random.Random, lengths: dict[str, float]) -> None:
        self._window = window
        self._chance = chance
        self._words = Words(chance)
        self._lengths = lengths

    def loading(self) -> Kill:
        """The model is being loaded: because the user opens it, or for a question after the engine had died."""
        window = self._window
        if self._chance.random() < 1 / 2:
            killer = self._killer("loading", lambda: True, lambda _pid: window.engine.loaded is None)
            window.load()
        else:
            self._kill_at_rest()
            killer = self._killer("restart", lambda: True, lambda _pid: window.engine.loaded is None)
            self._send(self._words.question())
        return self._after(killer, window.conversation)

    def type_ahead(self) -> Kill:
        """A long draft is being computed. It stays in the composer."""
        window, begun = self._window, threading.Event()
        window.show(None)
        text = self._words.text(_LONG)
        with window.told_of_drafts(begun.set):
            killer = self._killer("type-ahead", begun.is_set, computes)
            window.type(text)
            kill = self._after(killer, None)
        return Kill(kill.hit, window.conversation, typed=text)

    def prompt(self) -> Kill:
        """The prompt of a pasted question is being computed."""
        window = self._window
        killer = self._killer("prompt", lambda: window.answers, lambda _pid: window.answers and not window.shown_now)
        asked = self._send(self._words.text(self._chance.randint(_LONG // 2, _LONG)))
        return self._after(killer, asked.conversation)

    def answer(self) -> Kill:
        """An answer is being written."""
        window = self._window
        killer = self._killer("answer", lambda: bool(window.shown_now), lambda _pid: bool(window.shown_now))
        asked = self._send(self._words.question(), tokens=_MANY_TOKENS)
        return self._after(killer, asked.conversation)

    def saving(self) -> Kill:
        """The state of a conversation is being written to disk: it is left for another one, or the window closes."""
        window = self._window
        left = self._send(self._words.text(_LONG))
        window.make_ready()
        killer = self._killer("saving", self._is_saving, lambda _pid: self._is_saving())
        if self._chance.random() < 1 / 2:
            window.show(None)
            self._send(self._words.question())
            return self._after(killer, left.conversation)
        window.close()
        killer.call_off()
        return Kill(killer.hit, left.conversation, closed=True)

    def measure(self) -> None:
        """Go through the phases without a kill and take their lengths."""
        window, clock = self._window, time.monotonic
        for name in ("loading", "restart"):
            began = clock()
            if name == "loading":
                window.load()
            else:
                self._kill_at_rest()
                began = clock()
                self._send(self._words.question(), tokens=1)
            window.wait(lambda: window.engine.loaded is not None and window.at_rest, "the model is loaded")
            self._lengths[name] = clock() - began
        window.show(None)
        began = clock()
        self._send(self._words.text(_LONG), tokens=_MANY_TOKENS)
        window.wait(lambda: bool(window.shown_now), "the answer begins")
        self._lengths["prompt"] = self._lengths["type-ahead"] = clock() - began
        began = clock()
        window.make_ready()
        self._lengths["answer"] = clock() - began
        window.show(None)
        self._lengths["saving"] = self._measured_save()

    def _measured_save(self) -> float:
        """Return how long the state of the last conversation takes to be written, as seen from beside."""
        watch = Stopwatch(self._is_saving)
        self._send(self._words.question(), tokens=1)
        self._window.make_ready()
        return watch.seconds()

    def _is_saving(self) -> bool:
        return bool(unfinished(self._window.paths.state))

    def _kill_at_rest(self) -> None:
        window = self._window
        killer = Killer(window.engine, delay=0, begun=lambda: True, in_phase=lambda _pid: False)
        window.wait(lambda: killer.over and window.engine.pid is None, "the engine's death is noticed")

    def _send(self, text: str, *, tokens: int = _TOKENS) -> Asked:
        self._window.type(text)
        return self._window.send(
            tokens=tokens, thinking_tokens=min(tokens, _THINKING_TOKENS), seed=self._chance.randrange(2**31)
        )

    def _killer(self, phase: str, begun: Callable[[], bool], in_phase: Callable[[int], bool]) -> Killer:
        # A state is saved in milliseconds: some of them pass before it is seen from beside.
        length = self._lengths[phase] / 2 if phase == "saving" else self._lengths[phase]
        delay = self._chance.uniform(0, length)
        return Killer(self._window.engine, delay=delay, begun=begun, in_phase=in_phase)

    def _after(self, killer: Killer, conversation: int | None) -> Kill:
        window = self._window
        window.wait(lambda: killer.over, "the kill")
        if killer.killed is not None:
            window.wait(lambda: window.engine.pid != killer.killed, "the engine's death is noticed")
        window.wait(lambda: window.at_rest, "the window is at rest after the kill")
        return Kill(killer.hit, window.conversation if conversation is None else conversation)
