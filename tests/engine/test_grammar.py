"""Answers that obey a JSON schema: whatever the temperature, with the distribution that llama.cpp's own way gives."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine import EngineSettings
from models.engine.worker.model import LoadedModel
from models.engine.worker.sampling import Grammar, SamplerChain, chain_names
from models.engine.worker.sampling.native import CandidateArray, native_chain
from models.engine.worker.vocabulary import Vocabulary
from models.errors import UserError
from models.sampling import SamplingSettings
from models.schema import Schema, read_schema, validate
from models.schema.grammar.translation import any_json, translate
from tests.support.tiny_model import write_byte_model
from tests.support.weights import loaded_model

NEUTRAL = SamplingSettings(temperature=1.0, top_p=1.0, top_k=0, min_p=0.0)

SCHEMAS: dict[str, Any] = {
    "object": {
        "type": "object",
        "properties": {"name": {"type": "string", "maxLength": 20}, "adult": {"type": "boolean"}},
        "required": ["name", "adult"],
    },
    "array": {"type": "array", "items": {"type": "integer", "minimum": 3, "maximum": 17}, "minItems": 2, "maxItems": 4},
    "enum": {"enum": ["red", 'a "quoted" word', "two\nlines", "back\\slash", 7, None, [1, {"a": 2}]]},
    "nested": {
        "type": "object",
        "properties": {
            "a": {"type": "object", "properties": {"b": {"type": "array", "items": {"const": "x"}, "maxItems": 2}}},
            "c": {"anyOf": [{"type": "null"}, {"type": "number", "minimum": 0, "exclusiveMaximum": 1}]},
        },
        "required": ["a", "c"],
        "additionalProperties": False,
    },
    "lengths": {
        "type": "object",
        "properties": {"long": {"type": "string", "minLength": 10, "maxLength": 12}, "short": {"maxLength": 1}},
        "required": ["short", "long"],
    },
    "chinese": {
        "type": "object",
        "properties": {
            "城市": {"enum": ["北京", "上海", "広島"]},
            "气温": {"type": "integer", "maximum": 45, "minimum": -20},
        },
        "required": ["城市", "气温"],
    },
    "optional": {
        "type": "object",
        "properties": {name: {"enum": [1, 2]} for name in "abcd"},
        "required": ["c"],
    },
    "shared": {
        "$defs": {
            "point": {"type": "object", "properties": {"x": {"$ref": "#/$defs/n"}}, "required": ["x"]},
            "n": {"enum": [0, 1]},
        },
        "type": "array",
        "prefixItems": [{"$ref": "#/$defs/point"}, {"allOf": [{"$ref": "#/$defs/n"}]}],
        "items": False,
        "minItems": 2,
    },
    "pattern": {"type": "string", "pattern": "^[A-Z]{2}-\\d{3}(\\.[a-f]+)?$"},
    "map": {
        "type": "object",
        "properties": {"id": {"const": 1}},
        "required": ["id"],
        "additionalProperties": {"type": "boolean"},
    },
    "date": {"type": "string", "format": "date-time"},
    "self": {
        "type": "object",
        "properties": {"value": {"enum": [1, 2]}, "next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
        "required": ["value", "next"],
    },
}  # fmt: skip
QUESTION = "<|im_start|>user\nAnswer in JSON: who are you?<|im_end|>\n<|im_start|>assistant\n"


@pytest.fixture(scope="module")
def starter(starter_model: Path) -> Iterator[LoadedModel]:
    with loaded_model(starter_model, EngineSettings(context=512, threads=1)) as model:
        yield model


@pytest.fixture(scope="module")
def bytes_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoadedModel]:
    """A model whose tokens are bytes: each character beyond ASCII is several of them."""
    path = write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")
    with loaded_model(path, EngineSettings(context=1024, threads=1)) as model:
        yield model


@pytest.fixture(scope="module")
def r1(tiny_r1_model: Path) -> Iterator[LoadedModel]:
    with loaded_model(tiny_r1_model, EngineSettings(context=256, threads=1)) as model:
        yield model


def compute(model: LoadedModel, tokens: list[int]) -> None:
    kept = model.state.keep_prefix(tokens)
    model.state.compute(tokens[kept:], progress=lambda _done: None, stopped=lambda: False)


def answer(
    model: LoadedModel, grammar: Grammar, settings: SamplingSettings, *, seed: int = 0, most: int = 60
) -> tuple[str, bool]:
    """Return an answer, and whether it ended by itself."""
    compute(model, model.vocabulary.tokenize(QUESTION, special=True))
    said = b""
    with SamplerChain(settings, model.logits, seed=seed, grammar=grammar) as chain:
        for _ in range(most):
            token = chain.sample()
            if model.vocabulary.ends_generation(token):
                return said.decode(), True
            said += model.vocabulary.piece(token)
            model.state.append(token)
    return said.decode("utf-8", "replace"), False


def obeys(model: LoadedModel, schema: Schema, settings: SamplingSettings, *, seed: int, most: int = 60) -> bool:
    """Check an answer; return whether it came to an end."""
    with Grammar.of_schema(json.dumps(schema), model.vocabulary) as grammar:
        text, ended = answer(model, grammar, settings, seed=seed, most=most)
        assert grammar.left_out <= {"oneOf"}
    assert not ended or validate(text, schema) is None, text
    return ended


@pytest.mark.parametrize("name", SCHEMAS)
def test_answers_obey_their_schema_at_any_temperature(name: str, starter: LoadedModel) -> None:
    ended = [
        obeys(starter, SCHEMAS[name], SamplingSettings(temperature=temperature), seed=seed)
        for temperature, seed in ((0.0, 0), (0.7, 1), (0.7, 2), (1.5, 3))
    ]
    assert any(ended) or name == "self"  # the starter likes to go deeper and deeper


@pytest.mark.parametrize("settings", [NEUTRAL, replace(NEUTRAL, top_p=0.9), SamplingSettings(temperature=2.0)], ids=str)
@pytest.mark.parametrize("name", SCHEMAS)
def test_answers_obey_their_schema_byte_by_byte(name: str, settings: SamplingSettings, bytes_only: LoadedModel) -> None:
    ended = [obeys(bytes_only, SCHEMAS[name], settings, seed=seed, most=300) for seed in range(4)]
    assert any(ended)


def test_a_model_that_never_guesses_right_obeys_too(r1: LoadedModel) -> None:
    settings = replace(NEUTRAL, top_p=0.95)
    for name in ("chinese", "nested"):
        for wish in (settings, SamplingSettings(), SamplingSettings(temperature=0)):
            obeys(r1, SCHEMAS[name], wish, seed=1, most=12)


@pytest.mark.parametrize("temperature", [0.0, 0.7, 1.5])
def test_any_json_is_an_object_or_an_array(temperature: float, starter: LoadedModel) -> None:
    for seed in range(2):
        with Grammar.of_any_json(starter.vocabulary) as grammar:
            text, ended = answer(starter, grammar, SamplingSettings(temperature=temperature), seed=seed)
        assert text[0] in "{["
        if ended:
            assert isinstance(json.loads(text), dict | list)


def test_white_space_comes_to_an_end(bytes_only: LoadedModel) -> None:
    space, brace = (bytes_only.vocabulary.tokenize(text) for text in (" ", "{"))
    with Grammar.of_any_json(bytes_only.vocabulary) as grammar:
        grammar.accept(*brace)
        grammar.accept(*bytes_only.vocabulary.tokenize("\n"))
        count = 0
        while grammar.allows(*space):
            grammar.accept(*space)
            count += 1
            assert count < 100


def follow(grammar: Grammar, vocabulary: Vocabulary, text: str) -> bool:
    """Let `grammar` go on by `text`, as far as it allows that; return whether it allowed all."""
    for token in vocabulary.tokenize(text):
        if not grammar.allows(token):
            return False
        grammar.accept(token)
    return True


def test_an_end_is_allowed_where_the_grammar_is_complete_and_nowhere_else(starter: LoadedModel) -> None:
    vocabulary = starter.vocabulary
    with Grammar.of_schema('{"type": "integer", "maximum": 99, "minimum": 5}', vocabulary) as grammar:
        ends = [grammar.is_complete]
        assert follow(grammar, vocabulary, "7")
        ends.append(grammar.is_complete)
        assert ends == [False, True]
        assert vocabulary.eos in grammar.allowed()
        assert follow(grammar, vocabulary, "3")
        assert {vocabulary.piece(token) for token in grammar.allowed()} == {b""}


def test_a_copy_goes_its_own_way(starter: LoadedModel) -> None:
    with Grammar.of_schema('{"enum": ["ab", "ac"]}', starter.vocabulary) as grammar:
        assert follow(grammar, starter.vocabulary, '"a')
        with grammar.copy() as copied:
            assert follow(copied, starter.vocabulary, 'b"')
            assert copied.is_complete
        assert not grammar.is_complete
        assert follow(grammar, starter.vocabulary, 'c"')


def test_control_tokens_are_no_text(starter: LoadedModel) -> None:
    """llama.cpp takes them for their names: `<|im_start|>` would do inside a string."""
    vocabulary = starter.vocabulary
    (control,) = vocabulary.tokenize("<|im_start|>", special=True)
    with Grammar.of_schema('{"type": "string"}', vocabulary) as grammar:
        assert follow(grammar, vocabulary, '"')
        assert not grammar.allows(control)
        assert control not in grammar.allowed()
        assert len(grammar.among(np.array([control]))) == 0


@pytest.mark.parametrize("text", ["", '"', '"a', '{"', '{"a": [1', '{"a": "中'])
def test_the_whole_vocabulary_is_sieved_as_llama_cpp_does(text: str, starter: LoadedModel) -> None:
    vocabulary = starter.vocabulary
    schema = '{"anyOf": [{"type": "string"}, {"type": "object"}]}'
    with Grammar.of_schema(schema, vocabulary) as grammar:
        assert follow(grammar, vocabulary, text)
        every = np.arange(vocabulary.size)
        entries: Any = CandidateArray().apply(grammar._sampler, every, np.zeros(vocabulary.size))
        native = set(entries["id"][np.isfinite(entries["logit"])].tolist())
        assert set(grammar.allowed().tolist()) == native - vocabulary.control | {
            token for token in native if vocabulary.ends_generation(token)
        }


def test_freely_first_then_constrained(starter: LoadedModel) -> None:
    vocabulary = starter.vocabulary
    compute(starter, vocabulary.tokenize(QUESTION, special=True))
    with (
        Grammar.of_schema(
            '{"type": "array", "items": {"enum": [1]}, "minItems": 1, "maxItems": 1}', vocabulary
        ) as grammar,
        SamplerChain(SamplingSettings(temperature=0), starter.logits, seed=0) as chain,
    ):
        for _ in range(5):
            starter.state.append(chain.sample())
        chain.constrain(grammar)
        said = b""
        while not vocabulary.ends_generation(token := chain.sample()):
            said += vocabulary.piece(token)
            starter.state.append(token)
    assert json.loads(said) == [1]


def probabilities(entries: NDArray[np.void], size: int) -> NDArray[np.float64]:
    weights = np.zeros(size)
    weights[entries["id"]] = np.exp(entries["logit"].astype(np.float64) - entries["logit"].max())
    weights /= weights.sum()
    return weights


DRAWS = (
    NEUTRAL,
    replace(NEUTRAL, temperature=0.6),
    replace(NEUTRAL, top_p=0.8),
    SamplingSettings(temperature=1.0, top_k=3, top_p=1.0),
    SamplingSettings(temperature=1.3, top_k=5, top_p=0.9),
)


@pytest.mark.parametrize("settings", DRAWS, ids=str)
def test_the_distribution_is_that_of_llama_cpp(settings: SamplingSettings, bytes_only: LoadedModel) -> None:
    """What the chain draws without grammar where that is allowed, else what llama.cpp draws with the grammar first."""
    model, vocabulary = bytes_only, bytes_only.vocabulary
    compute(model, vocabulary.tokenize("x"))
    handmade = np.full(vocabulary.size, -30.0, np.float32)
    for place, character in enumerate("abcdefgh"):
        handmade[vocabulary.tokenize(character)] = 3 - 0.4 * place
    cuts = [name for name in chain_names(settings) if name != "distribution"]
    every = np.arange(vocabulary.size)
    with Grammar.of_schema('{"type": "string", "pattern": "^[bdfgh]x$"}', vocabulary) as grammar:
        assert follow(grammar, vocabulary, '"')
        plain = native_chain(cuts, settings, seed=0, vocabulary_size=vocabulary.size)
        freely = probabilities(CandidateArray().apply(plain, every, handmade), vocabulary.size)
        first: Any = CandidateArray().apply(grammar._sampler, every, handmade)
        left = first[np.isfinite(first["logit"])]
        bound = probabilities(CandidateArray().apply(plain, left["id"], left["logit"]), vocabulary.size)
        lib.llama_sampler_free(plain)
        allowed = np.isin(every, left["id"])
        wanted = np.where(allowed, freely, 0) + freely[~allowed].sum() * bound
        count = 3000
        drawn: Counter[int] = Counter()
        with SamplerChain(settings, model.logits, seed=7) as chain:
            for _ in range(count):
                model.logits.read()[:] = handmade
                with grammar.copy() as copied:
                    chain.constrain(copied)
                    drawn[chain.sample()] += 1
    assert set(drawn) <= set(np.flatnonzero(wanted).tolist())
    for token in np.flatnonzero(wanted):
        spread = 5 * (wanted[token] * (1 - wanted[token]) / count) ** 0.5
        assert abs(drawn[int(token)] / count - wanted[token]) <= spread + 1 / count
    if not cuts or cuts == ["temperature"]:
        assert np.allclose(wanted, bound, atol=1e-6)  # where nothing is cut, both ways are the same


def test_without_top_k_a_large_choice_is_drawn_by_probability(r1: LoadedModel) -> None:
    """More tokens than llama.cpp's samplers are given: inside a string nearly everything is allowed."""
    vocabulary = r1.vocabulary
    compute(r1, [100, 101])
    (line_break,), (word,) = vocabulary.tokenize("\n"), vocabulary.tokenize(" the")
    drawn: Counter[int] = Counter()
    with Grammar.of_schema('{"type": "string"}', vocabulary) as grammar:
        assert follow(grammar, vocabulary, '"')
        with SamplerChain(NEUTRAL, r1.logits, seed=3) as chain:
            for _ in range(40):
                values = r1.logits.read()
                values[:] = 0
                values[line_break], values[word] = 30, 20
                with grammar.copy() as copied:
                    chain.constrain(copied)
                    drawn[chain.sample()] += 1
    assert drawn[word] == 40


class Mute(Grammar):
    """Finds no token in the whole vocabulary, as where the vocabulary lacks a letter."""

    def allowed(self) -> NDArray[np.integer[Any]]:
        return np.zeros(0, np.int32)


def test_a_grammar_that_the_vocabulary_cannot_write_says_so(bytes_only: LoadedModel) -> None:
    vocabulary = bytes_only.vocabulary
    compute(bytes_only, vocabulary.tokenize("x"))
    bytes_only.logits.read()[vocabulary.tokenize("1")] = -50
    with (
        Mute(translate(read_schema('{"const": 1}')), vocabulary) as grammar,
        SamplerChain(NEUTRAL, bytes_only.logits, seed=3, grammar=grammar) as chain,
        pytest.raises(UserError) as raised,
    ):
        chain.sample()
    assert raised.value.text.id == "schema.no_token"


@pytest.mark.parametrize("settings", [NEUTRAL, SamplingSettings(), SamplingSettings(temperature=0)], ids=str)
def test_logits_without_order_obey_too(settings: SamplingSettings, r1: LoadedModel) -> None:
    r1.state.truncate(0)
    compute(r1, [100])
    r1.logits.read()[:] = np.nan
    with (
        Grammar(any_json(), r1.vocabulary) as grammar,
        SamplerChain(settings, r1.logits, seed=1, grammar=grammar) as chain,
    ):
        assert r1.vocabulary.piece(chain.sample())[:1] in {b"{", b"["}
