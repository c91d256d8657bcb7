"""The messages that the measurements are made with, and a history that holds them."""

from pathlib import Path

import msgspec

from models.engine import Role
from models.history import History, WholeConversation, WholeMessage
from models.record import (
    AnswerRecord,
    EngineIdentity,
    ModelIdentity,
    ModeSource,
    Statistics,
    StopReason,
    UsedSettings,
)
from models.sampling import SamplingSettings

PARAGRAPH = "The quick **brown** fox jumps over `code` and [a link](https://a.example) while it thinks. " * 6 + "\n\n"
CODE = "```python\n" + "def f(x):\n    return x + 1  # comment\n" * 6 + "```\n\n"
LIST = "".join(f"{number}. item number {number} with *text* and more words\n" for number in range(20)) + "\n"
TABLE = "| a | b |\n|---|---|\n" + "| 1 | some text |\n" * 8 + "\n"
CHINESE = "温度控制采样的随机性，数值越低回答越稳定。" * 8 + "\n\n"
ANSWER = PARAGRAPH * 3 + CODE + LIST + TABLE + CHINESE
NEEDLE = "温标"
"""Two characters that one message in a thousand has."""

_DAY = 24 * 60 * 60 * 1000
_RECORD = msgspec.Raw(
    msgspec.json.encode(
        AnswerRecord(
            mode="reasoning",
            mode_source=ModeSource.AUTO,
            model=ModelIdentity(
                id="deepseek-r1-distill-qwen-1.5b:Q4_K_M",
                name="DeepSeek R1 1.5B",
                family="r1",
                path="/models/r1.gguf",
                fingerprint="f00d",
                sha256=None,
                quantization="Q4_K_M",
            ),
            settings=UsedSettings.of(SamplingSettings(temperature=0.6), seed=7),
            engine=EngineIdentity(
                llama_cpp_python="0.3.36", runtime="cpu", device="CPU", gpu_layers=0, context=8192, threads=2
            ),
            stats=Statistics(
                prompt_tokens=20,
                reused_tokens=10,
                answer_tokens=300,
                thinking_tokens=120,
                first_token_ms=41.5,
                tokens_per_second=18.25,
                stop_reason=StopReason.END,
            ),
        )
    )
)


def text_of(number: int) -> str:
    """Return the text of a message: questions are short, answers have six paragraphs and a code block."""
    needle = f" {NEEDLE}" if number % 1000 == 1 else ""
    if number % 2 == 0:
        return f"{number}. What is the temperature good for, and how do I choose it?{needle}"
    return f"{number}.{needle} {PARAGRAPH * 6}{CODE}"


def filled(path: Path, *, messages: int, conversations: int = 1) -> tuple[int, ...]:
    """Write a history with so many messages in all, and return the ids of its conversations."""
    each = messages // conversations
    with History.open(path) as history:
        return tuple(history.whole.add(_conversation(number, number * each, each)) for number in range(conversations))


def _conversation(number: int, first: int, count: int) -> WholeConversation:
    return WholeConversation(
        id=f"bench-{number}",
        title=f"Conversation {number}",
        created_ms=_DAY,
        last_used_ms=_DAY + number,
        leaf=first + count - 1,
        messages=tuple(
            WholeMessage(
                id=at,
                parent=at - 1 if at > first else None,
                role=Role.ASSISTANT if (at - first) % 2 else Role.USER,
                content=text_of(at),
                created_ms=_DAY + at,
                thinking="A thought about the question.\n\n" * 4 if (at - first) % 2 else None,
                thinking_seconds=4.0 if (at - first) % 2 else None,
                record=_RECORD if (at - first) % 2 else msgspec.Raw(b"null"),
            )
            for at in range(first, first + count)
        ),
    )
