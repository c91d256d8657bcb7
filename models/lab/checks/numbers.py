"""Numbers in an answer: decimals, fractions, LaTeX, Chinese numerals, and times of hours and minutes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LIMIT = 20_000
"""Characters that are looked at, from the end."""

_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"(?P<sign>(?<![\w)\]}.])\s?-\s?)?"
_HAN_DIGITS = {
    sign: value
    for value, signs in enumerate(["零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"])
    for sign in signs
}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "亿": 10**8}
_HAN = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"{_SIGN}(?:"
    rf"(?:(?P<whole>\d+)\s*)?\\[dt]?frac\s*\{{\s*(?P<over>-?\d+(?:\.\d+)?)\s*\}}\s*\{{\s*(?P<under>\d+(?:\.\d+)?)\s*\}}"
    rf"|(?:(?P<mixed>\d+)\s+)?(?P<above>(?:{_PLAIN}))\s*/\s*(?P<below>\d+(?:\.\d+)?)(?![\w/])"
    rf"|(?P<plain>(?:{_PLAIN})(?:[eE][-+]?\d{{1,3}})?)"
    rf"|(?P<han>负?(?:[{_HAN}]+又)?[{_HAN}]+(?:点[{_HAN}]+|分之[{_HAN}]+)?)"
    r")"
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_MINUTES = re.compile(r"\s*(?:minutes?|mins?\b|分钟?)", re.IGNORECASE)
_HOURS = re.compile(r"\s*(?:hours?|hrs?\b|h\b|个?小时|个?钟头)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|and|又|零)?\s*")
_REPEATING = re.compile(r"\.(\d*)\\(?:overline|dot|bar)\{(\d+)\}")
_NOISE = re.compile(r"\\(?:left|right|displaystyle|quad|qquad|[,;:! ])|\$|\\[()\[\]]")
_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|textbf|operatorname)\s*\{([^{}]*)\}")
_SUBSCRIPT = re.compile(r"_(?:\{[^{}]{0,8}\}|\w)")
_POWER = re.compile(r"\^(?:\{[^{}]{0,8}\}|\w)")


@dataclass(frozen=True)
class _Found:
    value: float
    begin: int
    end: int


def plain_text(text: str) -> str:
    """Return the end of a text with LaTeX's dress, wide digits, indices and powers out of the way."""
    text = unicodedata.normalize("NFKC", text[-_LIMIT:]).replace("\u2044", "/").replace("\u2212", "-")
    text = _REPEATING.sub(lambda found: "." + found[1] + found[2] * (12 // len(found[2]) or 1), text)
    text = _TEXT.sub(r" \1 ", text.replace("{,}", ","))
    return _POWER.sub("^ ", _SUBSCRIPT.sub("", _NOISE.sub(" ", text)))


def numbers_in(text: str) -> tuple[float, ...]:
    """Return the numbers of a text that `plain_text` returned, in their order.

    Digits that belong to a name (x1) or count something off (9th, 第9) are none. Where hours are named, minutes are
    told in hours: "2 h 24 min" is 2.4.
    """
    found = tuple(_found(text))
    hours = any(_HOURS.match(text, item.end) for item in found)
    values: list[float] = []
    hour_ends = -1
    for item in found:
        value = item.value / 60 if hours and _MINUTES.match(text, item.end) else item.value
        if value is not item.value and _joined(text, hour_ends, item.begin):
            values[-1] += value
        else:
            values.append(value)
        named = _HOURS.match(text, item.end)
        hour_ends = named.end() if named else -1
    return tuple(values)


def _joined(text: str, end: int, begin: int) -> bool:
    return end >= 0 and _BETWEEN.fullmatch(text, end, max(end, begin)) is not None


def _found(text: str) -> Iterator[_Found]:
    for match in _NUMBER.finditer(text):
        begin = match.start() + len(match["sign"] or "")
        before, after = text[max(0, begin - 1) : begin], text[match.end() : match.end() + 1]
        names = before.isascii() and (before.isalpha() or before == "_")
        if names or _before(text, begin) == "第" or _ORDINAL.match(text, match.end()):
            continue
        if match["han"] and (len(match["han"]) == 1 and (_is_han(before) or _is_han(after))):
            continue  # 一 in 一个, 统一: a word
        value = _value(match)
        if value is not None:
            yield _Found(-value if match["sign"] else value, begin, match.end())


def _before(text: str, place: int) -> str:
    return text[max(0, place - 2) : place].rstrip()[-1:]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in "是为得等即或和共需要用约"


def _value(match: re.Match[str]) -> float | None:
    if match["han"]:
        return _chinese(match["han"])
    if match["plain"]:
        return float(match["plain"].replace(",", ""))
    whole = float(match["whole"] or match["mixed"] or 0)
    over, under = float((match["over"] or match["above"]).replace(",", "")), float(match["under"] or match["below"])
    return whole + over / under if under else None


def _chinese(text: str) -> float:
    sign = -1.0 if text.startswith("负") else 1.0
    whole, _, rest = text.removeprefix("负").rpartition("又")
    if "分之" in rest:
        under, _, over = rest.partition("分之")
        divisor = _chinese_whole(under)
        return sign * (_chinese_whole(whole) + (_chinese_whole(over) / divisor if divisor else 0.0))
    before, _, decimals = rest.partition("点")
    digits = "".join(str(_HAN_DIGITS.get(sign, 0)) for sign in decimals)
    return sign * (_chinese_whole(before) + (float(f"0.{digits}") if digits else 0.0))


def _chinese_whole(text: str) -> float:
    if text and all(sign in _HAN_DIGITS for sign in text):  # 二八三: digit by digit
        return float("".join(str(_HAN_DIGITS[sign]) for sign in text))
    total, group, digit = 0.0, 0.0, 0
    for sign in text:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        elif sign in _HAN_UNITS:
            group += (digit or 1) * _HAN_UNITS[sign]
            digit = 0
        else:
            total, group, digit = (total + group + digit) * _HAN_GROUPS[sign], 0.0, 0
    return total + group + digit
