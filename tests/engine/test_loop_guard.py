"""Text that goes in circles is found where it begins, and honest repetition is left alone."""

import codecs
import random
from pathlib import Path
from typing import Final

import pytest

from models.engine.worker.loop_guard import Loop, LoopGuard
from models.engine.worker.repetition import ExactCycles, Symbol, SymbolReader
from models.engine.worker.vocabulary import Vocabulary

CORPUS: Final = Path(__file__).parent / "loops"
SECOND_ROUND: Final = "\n<<< second round >>>\n"
CIRCLING: Final = sorted((CORPUS / "circling").glob("*.txt"))
HONEST: Final = sorted((CORPUS / "honest").glob("*.txt"))
PATIENCE: Final = 400
"""Tokens of the second and later rounds after which a loop must have been found, ..."""
PATIENCE_IN_ROUNDS: Final = 2.5
"""... or so many rounds, where one of them with all its variations is longer than 160 tokens."""
ROUNDS_IN_THEMSELVES: Final = {"rhyme_family"}
"""Cumulative verse, of which each stanza repeats the last; twice over, it is no different from a loop."""

Fed = list[tuple[int, str]]


def fed(vocabulary: Vocabulary, text: str) -> Fed:
    """Return the tokens of a text with the text that each of them completes, as the decode loop has them."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    return [(token, decoder.decode(vocabulary.piece(token))) for token in vocabulary.tokenize(text)]


def numbered(words: str) -> Fed:
    """Return the words as tokens of their own: the same word, the same token."""
    texts = [f" {word}" for word in words.split()]
    known = {text: token for token, text in enumerate(dict.fromkeys(texts))}
    return [(known[text], text) for text in texts]


def new_words(rng: random.Random, count: int) -> Fed:
    """Return words that hardly ever come again."""
    return numbered(" ".join("".join(rng.choices("abcdefghijklm", k=9)) for _ in range(count)))


def first_alarm(guard: LoopGuard, tokens: Fed) -> tuple[int, Loop] | None:
    """Feed tokens until a loop is found; return after how many of them, and the loop."""
    for count, (token, text) in enumerate(tokens, 1):
        if loop := guard.add(token, text):
            return count, loop
    return None


def test_the_corpus_is_as_large_as_was_agreed() -> None:
    assert len(CIRCLING) >= 60
    assert len(HONEST) >= 60


@pytest.mark.parametrize("path", CIRCLING, ids=lambda path: path.stem)
def test_a_loop_is_found_soon_and_where_its_second_round_begins(path: Path, r1_vocabulary: Vocabulary) -> None:
    before, after = path.read_text("utf-8").split(SECOND_ROUND)
    tokens = fed(r1_vocabulary, before + after)
    second_round = characters = 0
    while characters < len(before):
        characters += len(tokens[second_round][1])
        second_round += 1
    alarm = first_alarm(LoopGuard(), tokens)
    assert alarm
    count, loop = alarm
    assert second_round < count <= second_round + max(PATIENCE, PATIENCE_IN_ROUNDS * loop.period)
    assert abs(loop.start - second_round) <= loop.period


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_honest_repetition_is_left_alone(path: Path, r1_vocabulary: Vocabulary) -> None:
    alarm = first_alarm(LoopGuard(), fed(r1_vocabulary, path.read_text("utf-8")))
    assert alarm is None


def test_honest_texts_one_after_another_in_one_answer_are_left_alone(r1_vocabulary: Vocabulary) -> None:
    text = "\n\n".join(path.read_text("utf-8") for path in HONEST)
    alarm = first_alarm(LoopGuard(), fed(r1_vocabulary, text))
    assert alarm is None


@pytest.mark.parametrize(
    "path", [path for path in HONEST if path.stem not in ROUNDS_IN_THEMSELVES], ids=lambda p: p.stem
)
def test_a_draft_and_the_same_again_as_the_answer_are_no_loop(path: Path, r1_vocabulary: Vocabulary) -> None:
    text = path.read_text("utf-8")
    alarm = first_alarm(LoopGuard(), fed(r1_vocabulary, f"{text}\n</think>\n\nHere is what I found:\n\n{text}"))
    assert alarm is None


@pytest.mark.parametrize("path", CIRCLING, ids=lambda path: path.stem)
def test_a_loop_is_found_after_much_honest_text_too(path: Path, r1_vocabulary: Vocabulary) -> None:
    honest = fed(r1_vocabulary, "\n\n".join(path.read_text("utf-8") for path in HONEST[:6]) + "\n\n")
    before, after = path.read_text("utf-8").split(SECOND_ROUND)
    alarm = first_alarm(LoopGuard(), honest + fed(r1_vocabulary, before + after))
    assert alarm
    assert alarm[1].start > len(honest)


@pytest.mark.parametrize("seed", range(6))
def test_random_text_is_no_loop(seed: int) -> None:
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcdefgh", k=rng.randint(1, 5))) for _ in range(rng.choice((20, 200, 2000)))]
    text = " ".join(rng.choice(words) for _ in range(4000))
    alarm = first_alarm(LoopGuard(), numbered(text))
    assert alarm is None


@pytest.mark.parametrize("seed", range(4))
def test_random_digits_and_signs_are_no_loop(seed: int) -> None:
    rng = random.Random(seed)
    alphabet = rng.choice(("01", "0123456789", "0123456789abcdef", " .#|-_*+"))
    tokens = [(ord(sign), sign) for sign in rng.choices(alphabet, k=4000)]
    alarm = first_alarm(LoopGuard(), tokens)
    assert alarm is None


@pytest.mark.parametrize("period", [1, 2, 3, 7, 20, 64, 150, 300])
def test_random_words_again_and_again_are_a_loop_of_that_period(period: int) -> None:
    rng = random.Random(period)
    beginning = [f"begin{rng.random()}" for _ in range(100)]
    round_ = [f"word{rng.random()}" for _ in range(period)]
    alarm = first_alarm(LoopGuard(), numbered(" ".join(beginning + round_ * 800)))
    assert alarm
    count, loop = alarm
    assert loop == Loop(start=100 + period, period=period)
    assert count <= 100 + period + max(PATIENCE, 2 * period + 16)


def test_a_round_that_holds_shorter_rounds_is_reported_with_the_shortest() -> None:
    sentence = [f"word{index}" for index in range(10)]
    alarm = first_alarm(LoopGuard(), numbered(" ".join(["begin", *sentence * 60])))
    assert alarm
    assert alarm[1] == Loop(start=11, period=10)


def test_what_came_before_a_loop_may_have_been_forgotten() -> None:
    rng = random.Random(1)
    alarm = first_alarm(LoopGuard(), new_words(rng, 30_000) + numbered("around and around goes the wheel " * 60))
    assert alarm
    assert alarm[1] == Loop(start=30_006, period=6)


def test_counting_is_honest_but_not_for_ever(r1_vocabulary: Vocabulary) -> None:
    alarm = first_alarm(LoopGuard(), fed(r1_vocabulary, "\n".join(str(number) for number in range(1, 3000))))
    assert alarm
    assert 1500 < alarm[0] < 3000


def test_tokens_taken_back_are_forgotten_and_the_next_loop_is_found(r1_vocabulary: Vocabulary) -> None:
    before, after = (CORPUS / "circling" / "step_counter.txt").read_text("utf-8").split(SECOND_ROUND)
    tokens = fed(r1_vocabulary, before + after)
    guard = LoopGuard()
    first = first_alarm(guard, tokens)
    assert first
    guard.forget_from(first[1].start)
    assert first_alarm(guard, fed(r1_vocabulary, (CORPUS / "honest" / "legal.txt").read_text("utf-8"))) is None
    guard.forget_from(first[1].start)
    assert first_alarm(guard, tokens[first[1].start :]) == (first[0] - first[1].start, first[1])


def test_to_forget_is_as_if_it_had_never_been_said(r1_vocabulary: Vocabulary) -> None:
    loop = fed(r1_vocabulary, (CORPUS / "circling" / "zh_counter.txt").read_text("utf-8").replace(SECOND_ROUND, ""))
    other = fed(r1_vocabulary, (CORPUS / "honest" / "zh_list.txt").read_text("utf-8"))
    rng = random.Random(3)
    expected = first_alarm(LoopGuard(), loop)
    assert expected
    for _ in range(20):
        guard, cut = LoopGuard(), rng.randrange(expected[0])
        assert first_alarm(guard, loop[:cut] + other[: rng.randrange(1, 150)]) is None
        guard.forget_from(cut)
        assert first_alarm(guard, loop[cut:]) == (expected[0] - cut, expected[1])


def test_tokens_from_before_the_guards_memory_may_be_taken_back() -> None:
    guard = LoopGuard()
    alarm = first_alarm(guard, new_words(random.Random(5), 9000))
    assert alarm is None
    guard.forget_from(100)
    alarm = first_alarm(guard, [(1, " again")] * 200)
    assert alarm
    assert alarm[1] == Loop(start=101, period=1)


def test_all_may_be_taken_back() -> None:
    guard = LoopGuard()
    first = first_alarm(guard, [(1, " again")] * 300)
    guard.forget_from(0)
    assert first_alarm(guard, [(1, " again")] * 300) == first


@pytest.mark.parametrize("count", [-1, 4])
def test_tokens_that_were_never_fed_cannot_be_kept(count: int) -> None:
    guard = LoopGuard()
    assert first_alarm(guard, numbered("three words only")) is None
    with pytest.raises(ValueError, match="of 3 tokens"):
        guard.forget_from(count)


def test_characters_of_several_tokens_are_one_text(r1_vocabulary: Vocabulary) -> None:
    tokens = fed(r1_vocabulary, "🦖🦕𓀀龘" * 120)
    assert "" in {text for _, text in tokens}
    alarm = first_alarm(LoopGuard(), tokens)
    assert alarm
    assert alarm[0] <= PATIENCE + alarm[1].period


def test_tokens_that_say_nothing_are_a_loop_all_the_same() -> None:
    assert first_alarm(LoopGuard(), [(7, "")] * 500)


def test_the_guard_keeps_no_more_however_long_it_listens() -> None:
    guard = LoopGuard()
    for token, text in new_words(random.Random(2), 80_000):
        guard.add(token, text)
    assert kept_by(guard) < 70_000


def test_to_take_in_a_token_looks_at_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    copied = ExactCycles._copied

    def counted(cycles: ExactCycles, period: int) -> int:
        run = copied(cycles, period)
        looked_at.append(run)
        return run

    monkeypatch.setattr(ExactCycles, "_copied", counted)
    rng = random.Random(6)
    row = "0, " * 40
    text = "".join(row[: rng.randrange(60, 120)] + "1, " for _ in range(300))
    guard = LoopGuard()
    for character in text:
        guard.add(ord(character), character)
    assert looked_at
    assert max(looked_at) <= 2000
    assert sum(looked_at) <= 4 * len(text)


def kept_by(guard: LoopGuard) -> int:
    """Return how many things the guard keeps in its lists and maps, those of its parts included."""
    parts = (guard, guard._exact, guard._symbols, guard._drifting)
    values = [value for part in parts for value in vars(part).values()]
    return sum(len(value) for value in values if hasattr(value, "__len__"))


def symbols(text: str, cuts: list[int]) -> list[Symbol]:
    """Return the symbols of a text that comes in pieces."""
    reader, found = SymbolReader(), []
    for at, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(text)], strict=True)):
        found += reader.feed(text[begin:end], at)
    return [symbol for symbol, _ in [*found, *reader.feed(" ", len(cuts) + 1)]]


def test_symbols_do_not_depend_on_where_tokens_end() -> None:
    text = "Step 12:\n\n第二十三步，再检查一遍。 naïve—---- 3.14159 don't  stop…\r\n\r\n x_1 Ωmega ①② ١٢ " + "long" * 30
    whole = symbols(text, [])
    rng = random.Random(4)
    for _ in range(200):
        assert symbols(text, sorted(rng.sample(range(1, len(text)), rng.randrange(1, 60)))) == whole


def test_a_symbol_begins_in_the_token_that_begins_its_word() -> None:
    reader = SymbolReader()
    found = [
        pair for at, text in enumerate([" un", "believ", "able", "", " 1", "2", "."]) for pair in reader.feed(text, at)
    ]
    assert [(symbol.key, symbol.value, at) for symbol, at in found] == [("unbelievable", None, 0), ("#", 12, 4)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("二十三", 23),
        ("一百零五", 105),
        ("十", 10),
        ("二〇二四", 2024),
        ("Seven", 7),
        ("third", 3),
        ("③", 3),
        ("٤", 4),
    ],
)
def test_numbers_are_understood_however_they_are_written(text: str, value: int) -> None:
    (symbol,) = symbols(text, [])
    assert (symbol.key, symbol.value) == ("#", value)
