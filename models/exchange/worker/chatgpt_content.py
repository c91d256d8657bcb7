"""What a message of ChatGPT's export says, as Markdown: texts, code and its output, thinking; pictures by a word."""

import math
import re
from dataclasses import dataclass

import msgspec

from models.texts import Phrasebook

_UNSEEN_RECIPIENTS = {
    "bio",
    "browser",
    "dalle.text2im",
    "file_search",
    "myfiles_browser",
    "web",
    "web.run",
    "web.search",
}
_CITATION = re.compile("\ue200[^\ue200\ue201]*\ue201")  # marks that only ChatGPT's own window can follow
_TICKS = re.compile(r"`{3,}")


class Thought(msgspec.Struct, frozen=True):
    """One step of a model's thinking."""

    summary: str = ""
    content: str = ""


class Content(msgspec.Struct, frozen=True):
    """The content of a message; which fields it has depends on its kind."""

    content_type: str
    parts: list[object] = []
    text: object = None
    language: str | None = None
    thoughts: list[Thought] = []


class GivenFile(msgspec.Struct, frozen=True):
    """A file that the user gave with a question. The export holds only its name."""

    name: str = ""


class Metadata(msgspec.Struct, frozen=True):
    """What is noted about a message."""

    is_visually_hidden_from_conversation: bool | None = None
    attachments: list[GivenFile] | None = None
    finished_duration_sec: object = None


@dataclass(frozen=True)
class Said:
    """The text of a message and of the thinking that belongs to it."""

    content: str = ""
    thinking: str | None = None
    thinking_seconds: float | None = None


def step_text(content: Content, metadata: Metadata, role: str, recipient: str, say: Phrasebook) -> Said | None:
    """Return what a reader sees of a message; None where that is nothing."""
    kind = content.content_type
    if kind == "thoughts":
        thinking = "\n\n".join(filter(None, (part for one in content.thoughts for part in (one.summary, one.content))))
        return Said(thinking=thinking) if thinking else None
    if kind == "reasoning_recap":
        seconds = _duration(metadata.finished_duration_sec)
        return None if seconds is None else Said(thinking_seconds=seconds)
    if recipient in _UNSEEN_RECIPIENTS:
        return None
    text = _text(content, role, say)
    names = [one.name for one in metadata.attachments or () if one.name]
    text = "\n\n".join(filter(None, (*(say("exchange.file_left_out", name=name) for name in names), text)))
    return Said(text) if text else None


def _text(content: Content, role: str, say: Phrasebook) -> str:
    match content.content_type:
        case "text" if role != "tool":
            return _joined(content.parts, say)
        case "multimodal_text":
            return _joined(content.parts, say)
        case "code" if isinstance(content.text, str):
            language = content.language or ""
            return _fenced(content.text, "" if language == "unknown" else language)
        case "execution_output" if isinstance(content.text, str):
            return _fenced(content.text, "")
        case _:
            return ""


def _joined(parts: list[object], say: Phrasebook) -> str:
    return "\n\n".join(filter(None, (_part(part, say) for part in parts)))


def _part(part: object, say: Phrasebook) -> str:
    if isinstance(part, str):
        return _CITATION.sub("", part).strip("\n")
    if not isinstance(part, dict):
        return ""
    match part.get("content_type"):
        case "audio_transcription":
            return str(part.get("text") or "")
        case "image_asset_pointer":
            return say("exchange.picture_left_out")
        case str(kind) if "pointer" in kind:
            return say("exchange.part_left_out")
        case _:
            return ""


def _fenced(text: str, language: str) -> str:
    if not text.strip():
        return ""
    ticks = "`" * max([3, *(len(found) + 1 for found in _TICKS.findall(text))])
    word = re.sub(r"[^\w+#.-]", "", language)
    return f"{ticks}{word}\n{text.strip(chr(10))}\n{ticks}"


def _duration(value: object) -> float | None:
    """Return a number of seconds, None where `value` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return max(0.0, float(value))
