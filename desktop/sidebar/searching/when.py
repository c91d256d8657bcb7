"""When something was written, as shortly as it can be said."""

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from models.texts import Phrasebook


def when_text(moment_ms: int, now: datetime, say: Phrasebook) -> str:
    """Return the time of today, "Yesterday", or the day, with the year where it is another one.

    `moment_ms` is in milliseconds since 1970 (UTC), `now` a moment of the local calendar.
    """
    moment = datetime.fromtimestamp(moment_ms / 1000, tz=now.tzinfo)
    locale = QLocale(say.language)
    day = QDate(moment.year, moment.month, moment.day)
    if moment.date() == now.date():
        return locale.toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)
    if moment.date() == now.date() - timedelta(days=1):
        return say("sidebar.group.yesterday")
    return locale.toString(day, say("sidebar.when.day" if moment.year == now.year else "sidebar.when.day_and_year"))
