"""Finding out how the bytes of a text file are to be read; nothing is guessed that is not nearly certain."""

import codecs
import re
from typing import Final

_BYTE_ORDER_MARKS: Final = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 20_000  # characters beyond ASCII that are looked at

# Chinese: GB 2312 holds the 3,755 most used characters in rows 16 to 55, which are the first bytes B0 to D7, and
# punctuation in rows 1 to 9. Text in any other encoding, read as GB 18030, is full of characters outside of them.
_COMMON_HAN: Final = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_MARKS: Final = re.compile(rb"[\xa1-\xa9][\xa1-\xfe]")
_LEAST_COMMON: Final = 0.9
_LEAST_HAN: Final = 2

# Western European: single letters with an accent inside words of ASCII letters, and typographic marks beside them.
_WESTERN: Final = re.compile(
    "(?<=[A-Za-z])[à-öø-ÿß\u0153]|[À-ÖØ-Ýà-öø-ÿß\u0152\u0153](?=[A-Za-z])|\u2019"
    "|(?<![A-Za-z])[«“\u2018„¿¡£€$§°©®–—…·•à]|[»”…°€©®–—](?![A-Za-z])"
)
_LEAST_WESTERN: Final = 0.95
_MOST_BEYOND_ASCII: Final = 0.2


def decoded(data: bytes) -> tuple[str, str] | None:
    """Return the text in `data` and the name of its encoding, None where that is not certain or it is no text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        return None
    for encoding, likely in (("utf-8", _always), ("gb18030", _is_chinese), ("cp1252", _is_western)):
        read = _strictly(data, encoding)
        if read is not None and likely(read[0]):
            return read
    return None


def _strictly(data: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _always(text: str) -> bool:  # noqa: ARG001 - what is valid UTF-8 is hardly ever anything else
    return True


def _is_chinese(text: str) -> bool:
    beyond = _beyond_ascii(text)
    in_rows = beyond.encode("gb2312", "ignore")
    han, marks = len(_COMMON_HAN.findall(in_rows)), len(_MARKS.findall(in_rows))
    return han >= _LEAST_HAN and han >= marks and han + marks >= _LEAST_COMMON * len(beyond)


def _is_western(text: str) -> bool:
    beyond = _beyond_ascii(text)
    if len(beyond) > _MOST_BEYOND_ASCII * len(text):
        return False
    sample = text[: 50 * _SAMPLE]
    return len(_WESTERN.findall(sample)) >= _LEAST_WESTERN * len(_beyond_ascii(sample))


def _beyond_ascii(text: str) -> str:
    return "".join(re.findall("[^\0-\x7f]+", text))[:_SAMPLE]
