"""What the soak's user types: questions, pasted texts and drafts, all from one source of random numbers."""

import random

_SENTENCES = (
    "The sea has another colour in the morning than in the evening, and number {} says why.",
    "def area(radius):\n    return 3.14159 * radius ** 2  # case {}",
    "为什么天空是蓝色的？请用第{}种说法来解释。",
    "| name | value |\n|---|---|\n| row {} | <think> is only text here |",
    "Emoji 👩‍👩‍👧‍👦 and combining é̂ letters, part {}.",
    "Is {} a prime number? Show every step, then check them.",
)


class Words:
    """Random texts: the same ones for the same random numbers."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def question(self) -> str:
        """Return a question of one to four sentences."""
        return self.text(self._chance.randint(1, 4))

    def text(self, sentences: int) -> str:
        """Return a text of so many sentences, some 20 tokens each."""
        return " ".join(
            self._chance.choice(_SENTENCES).format(self._chance.randint(1, 10**6)) for _ in range(sentences)
        )

    def typed(self, text: str) -> list[str]:
        """Return what stands in the field while `text` is typed, with changes of mind, the whole of it last."""
        cuts = sorted(self._chance.sample(range(1, len(text)), k=min(3, len(text) - 1)))
        drafts = [text[:cut] for cut in cuts]
        if self._chance.random() < 1 / 2:
            drafts.insert(self._chance.randint(0, len(drafts)), self.question())
        return [*drafts, text]
