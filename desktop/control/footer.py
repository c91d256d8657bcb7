"""The quiet line and the note under an answer, from its record and its state."""

from contextlib import suppress

from desktop.control.adapting import is_faulty
from desktop.conversation import FooterView
from models.catalog import limits, mode
from models.engine import Role
from models.errors import Text
from models.history import AnswerState, Message
from models.presets import NAME_MOST
from models.record import AnswerRecord, ModeSource, StopReason
from models.sampling import Adapted, AdaptedFor
from models.texts import Phrasebook, figure

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
        mode=_used_mode(record, say),
        temperature=figure(temperature),
        position=scale_position(temperature, record.model.family),
        line=_line(record, say),
    )


def note_of(message: Message, *, cooler: float | None = None, say: Phrasebook) -> str:
    """Return what must be said about how an answer ended, "" where it ended by itself and its form is right.

    `cooler` is the temperature of another try where that is cooler because the form is not.
    """
    if message.role is not Role.ASSISTANT:
        return ""
    if message.state is AnswerState.FAILED:
        return say("answer.failed" if message.content or message.thinking else "answer.failed_empty")
    if message.state is AnswerState.STOPPED:
        return say("answer.stopped")
    if is_faulty(message):
        return _fault(message, cooler, say)
    return _note_of_complete(message, say)


def _note_of_complete(message: Message, say: Phrasebook) -> str:
    if message.record is not None and message.record.stats.stop_reason in _NOTES:
        return say(_NOTES[message.record.stats.stop_reason])
    if message.state is AnswerState.COMPLETE and not message.content.strip():
        return say("answer.empty")
    return say("answer.edited") if message.edited else ""


def _fault(message: Message, cooler: float | None, say: Phrasebook) -> str:
    check = message.record.check if message.record is not None else None
    reason = _reason(check.reason if check is not None else None, say)
    if cooler is None:
        return say("check.note", reason=reason)
    return say("check.again", reason=reason, temperature=figure(cooler))


def _reason(reason: Text | None, say: Phrasebook) -> str:
    """Return why a form is faulty. Records of later versions, and imported ones, may name what is not known here."""
    if reason is not None and reason.id.startswith("check."):
        with suppress(KeyError, ValueError):
            return say.phrase(reason)
    return say("check.form")


def can_continue(message: Message) -> bool:
    """Return whether a message is an answer that was cut off and holds something to go on from."""
    if message.role is not Role.ASSISTANT or not (message.content or message.thinking):
        return False
    if message.state in (AnswerState.STOPPED, AnswerState.FAILED):
        return True
    record = message.record
    return record is not None and record.stats.stop_reason is StopReason.LENGTH


def mode_name(mode_id: str, *, say: Phrasebook) -> str:
    """Return the name of a mode; of one that does not exist any more, its id."""
    try:
        return say(mode(mode_id).name_text)
    except KeyError:
        return mode_id


def scale_position(temperature: float, family_id: str) -> float:
    """Return where a temperature stands between cool (0) and hot (1) on models of a family."""
    marks = limits(family_id)
    temperature = max(0.0, temperature)  # an imported record may hold anything
    if temperature <= marks.caution_from:
        return _CAUTION_AT * temperature / marks.caution_from
    above = (temperature - marks.caution_from) / (marks.breaks_down_from - marks.caution_from)
    return min(1.0, _CAUTION_AT + (1 - _CAUTION_AT) * above)


def _used_mode(record: AnswerRecord, say: Phrasebook) -> str:
    name = " ".join(record.mode_name[:NAME_MOST].split()) or mode_name(record.mode, say=say)
    return say("mode.auto.used", mode=name) if record.mode_source is ModeSource.AUTO else name


def _adapted(change: Adapted, say: Phrasebook) -> str:
    if change.max_tokens is not None and change.before == change.after:
        return say("answer.adapted.shorter", tokens=f"{change.max_tokens:,}")
    both = change.max_tokens is not None and change.reason is AdaptedFor.MEMORY
    fields = {"before": figure(change.before), "tokens": f"{change.max_tokens or 0:,}"}
    return say(f"answer.adapted.{change.reason.value}{'_shorter' if both else ''}", **fields)


def _line(record: AnswerRecord, say: Phrasebook) -> str:
    stats = record.stats
    parts = [say("answer.continued")] if record.evaluation and record.evaluation.continued else []
    parts.append(say("answer.tokens", count=f"{stats.answer_tokens:,}"))
    if stats.tokens_per_second:
        parts.append(say("answer.speed", speed=f"{stats.tokens_per_second:.1f}"))
    parts.append(say("answer.first", milliseconds=f"{stats.first_token_ms:,.0f}"))
    parts.append(say(f"answer.stop.{stats.stop_reason.value}"))
    parts.extend(_adapted(change, say) for change in record.adapted)
    return " · ".join(parts)
