"""The quiet line and the note under an answer, from its record and its state."""

from desktop.conversation import FooterView
from models.catalog import limits, mode
from models.engine import Role
from models.history import AnswerState, Message
from models.record import AnswerRecord, StopReason
from models.texts import Phrasebook

_NOTES = {StopReason.LENGTH: "answer.too_long", StopReason.LOOP: "answer.loop"}
_CAUTION_AT = 2 / 3
"""Where a temperature that needs caution stands on the transcript's scale; what breaks down stands at 1."""


def footer_of(message: Message, *, say: Phrasebook) -> FooterView | None:
    """Return the quiet line of an answer, None where it has no record."""
    record = message.record
    if message.role is not Role.ASSISTANT or record is None:
        return None
    temperature = record.settings.temperature
    return FooterView(
        mode=mode_name(record.mode, say=say),
        temperature=f"{temperature:.2f}".rstrip("0").rstrip("."),
        position=scale_position(temperature, record.model.family),
        line=_line(record, say),
    )


def note_of(message: Message, *, say: Phrasebook) -> str:
    """Return what must be said about how an answer ended, "" where it ended by itself."""
    if message.role is not Role.ASSISTANT:
        return ""
    if message.state is AnswerState.FAILED:
        return say("answer.failed" if message.content or message.thinking else "answer.failed_empty")
    if message.state is AnswerState.STOPPED:
        return say("answer.stopped")
    if message.record is not None and message.record.stats.stop_reason in _NOTES:
        return say(_NOTES[message.record.stats.stop_reason])
    if message.state is AnswerState.COMPLETE and not message.content.strip():
        return say("answer.empty")
    return ""


def mode_name(mode_id: str, *, say: Phrasebook) -> str:
    """Return the name of a mode; of one that does not exist any more, its id."""
    try:
        return say(mode(mode_id).name_text)
    except KeyError:
        return mode_id


def scale_position(temperature: float, family_id: str) -> float:
    """Return where a temperature stands between cool (0) and hot (1) on models of a family."""
    marks = limits(family_id)
    if temperature <= marks.caution_from:
        return _CAUTION_AT * temperature / marks.caution_from
    above = (temperature - marks.caution_from) / (marks.breaks_down_from - marks.caution_from)
    return min(1.0, _CAUTION_AT + (1 - _CAUTION_AT) * above)


def _line(record: AnswerRecord, say: Phrasebook) -> str:
    stats = record.stats
    parts = [say("answer.tokens", count=f"{stats.answer_tokens:,}")]
    if stats.tokens_per_second:
        parts.append(say("answer.speed", speed=f"{stats.tokens_per_second:.1f}"))
    parts.append(say("answer.first", milliseconds=f"{stats.first_token_ms:,.0f}"))
    parts.append(say(f"answer.stop.{stats.stop_reason.value}"))
    return " · ".join(parts)
