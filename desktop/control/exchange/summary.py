"""What an import did, in words."""

from models.exchange import ImportSummary
from models.texts import Phrasebook


def summary_sentence(summary: ImportSummary, say: Phrasebook) -> str:
    """Return what was taken in, and what was not."""
    count = summary.conversations
    if summary.cancelled:
        parts = [say("import.cancelled", count=count)]
    else:
        number = {0: "import.done.none", 1: "import.done.one"}.get(count, "import.done")
        parts = [say(number, count=f"{count:,}")]
    if summary.known:
        parts.append(say("import.known", count=f"{summary.known:,}"))
    if summary.problem is not None:
        parts.append(say.phrase(summary.problem))
    if summary.skipped_count:
        parts.append(say("import.skipped", count=f"{summary.skipped_count:,}"))
    return " ".join(parts)


def summary_details(summary: ImportSummary, say: Phrasebook) -> str:
    """Return the conversations that could not be read, one a line, "" for none."""
    lines = [
        say("import.skipped.line", title=one.title or say("sidebar.untitled"), reason=say.phrase(one.reason))
        for one in summary.skipped
    ]
    more = summary.skipped_count - len(summary.skipped)
    return "\n".join([*lines, say("import.skipped.more", count=more)] if more > 0 else lines)
