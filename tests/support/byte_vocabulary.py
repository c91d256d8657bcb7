"""A small hand-made vocabulary: every byte is a token, beside a few merges, control tokens and thinking tags."""

from dataclasses import dataclass

from gguf import TokenType

MERGES = ("h e", "i n", "Ġ t", "Ġt he")
CONTROL_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
THINKING_TOKENS = ("<think>", "</think>")


@dataclass(frozen=True)
class ByteVocabulary:
    """Tokens in the spelling of GPT-2 (a printable character for each byte), with their types."""

    tokens: tuple[str, ...]
    token_types: tuple[TokenType, ...]

    def id(self, token: str) -> int:
        """Return the number of a token."""
        return self.tokens.index(token)

    @property
    def writing(self) -> tuple[bool, ...]:
        """Which tokens write printable ASCII, spaces or line breaks."""
        spelled = {_spelling()[byte] for byte in (*range(0x20, 0x7F), 0x0A)}
        return tuple(
            kind is TokenType.NORMAL and set(token) <= spelled
            for token, kind in zip(self.tokens, self.token_types, strict=True)
        )


def byte_vocabulary() -> ByteVocabulary:
    """Return the vocabulary: 256 bytes, 4 merged tokens, 3 control tokens and 2 thinking tags."""
    plain = (*_spelling(), *(merge.replace(" ", "") for merge in MERGES))
    types = {TokenType.NORMAL: plain, TokenType.CONTROL: CONTROL_TOKENS, TokenType.USER_DEFINED: THINKING_TOKENS}
    return ByteVocabulary(
        tokens=tuple(token for tokens in types.values() for token in tokens),
        token_types=tuple(kind for kind, tokens in types.items() for _ in tokens),
    )


def _spelling() -> tuple[str, ...]:
    """Return GPT-2's character for each byte: itself where printable, else the next from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(0x100, 0x200))
    return tuple(chr(byte if byte in printable else next(others)) for byte in range(0x100))
