"""The texts that the programs are asked: a story that goes on for long, and prompts of a wanted length."""

STORY = "Write a long story in many chapters about a lighthouse keeper who learns to sail. Describe every place."
"""A real model writes hundreds of tokens about it."""

ANIMALS = "Write a JSON object that lists six animals with the name and the number of legs of each."

ANIMALS_SCHEMA = """{"type": "object", "properties": {"animals": {"type": "array", "minItems": 6, "maxItems": 6,
"items": {"type": "object", "properties": {"name": {"type": "string"}, "legs": {"type": "integer"}},
"required": ["name", "legs"], "additionalProperties": false}}},
"required": ["animals"], "additionalProperties": false}"""

_SENTENCE = (
    "the sea has another colour in the morning than in the evening and nobody on the shore can say why that is so but "
    "every one of them has an opinion about it which they tell each other over and over"
)


def text_of(words: int, topic: int) -> str:
    """Return a text of so many words, another one from its beginning on for each topic."""
    # A number now and then: no two places of the text are alike.
    sentence = _SENTENCE.split()
    body = (str(index + topic) if index % 29 == 0 else sentence[index % len(sentence)] for index in range(words))
    return f"{topic} " + " ".join(body)
