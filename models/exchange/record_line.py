"""The quiet line under an exported answer: which model wrote it, and how."""

from models.catalog import mode
from models.record import AnswerRecord
from models.texts import Phrasebook, figure


def record_line(record: AnswerRecord, say: Phrasebook) -> str:
    """Return model, mode, temperature, tokens and speed of an answer, on one line."""
    stats = record.stats
    parts = [
        " ".join(record.model.name.split()),
        " ".join(record.mode_name.split()) or _mode_name(record.mode, say),
        say("exchange.temperature", temperature=figure(record.settings.temperature)),
        say("answer.tokens", count=f"{stats.answer_tokens:,}"),
    ]
    if stats.tokens_per_second:
        parts.append(say("answer.speed", speed=f"{stats.tokens_per_second:.1f}"))
    return " · ".join(part for part in parts if part)


def _mode_name(mode_id: str, say: Phrasebook) -> str:
    try:
        return say(mode(mode_id).name_text)
    except KeyError:  # a mode that does not exist any more
        return mode_id
