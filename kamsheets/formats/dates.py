"""日期: every way a day is written in a Chinese office, and the ways it is printed.

Accepted: 2025-3-5, 2025/03/05, 2025.3.5, 20250305, 2025年3月5日, 二〇二五年三月五日, 贰零贰伍年零叁月零伍日, each
with an optional time or weekday behind, and Excel's day numbers (1900 and 1904). Refused, never guessed: a day without
a year, a year of two digits.

Source: GB/T 7408.1; 支付结算办法 附一 (cheque style); ECMA-376 18.17.4 (day numbers); domain §7.2.

>>> parse("二〇二五年三月五日"), parse(45721)
(datetime.date(2025, 3, 5), datetime.date(2025, 3, 5))
>>> chinese(date(2025, 3, 5)), cheque(date(2025, 10, 20))
('2025年3月5日', '贰零贰伍年零壹拾月零贰拾日')
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from kamsheets.formats import text as texts

Reason = Literal["empty", "shape", "no_year", "short_year", "no_such_day", "out_of_range"]

_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_EARLIEST, _LATEST = date(1950, 1, 1), date(2099, 12, 31)
"""Numbers outside these days are not taken for dates: 2025 alone is a year, not a day of 1905."""
_TIME = r"(?:[T ]?\s*(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?(?:\.\d+)?)?\s*秒?)"
_TAIL = re.compile(rf"\s*[(]?(?:星期|周)[一二三四五六日天][)]?\s*|{_TIME}\s*$")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{1,2}|\d{2}年\d{1,2}月\d{1,2}[日号]?")
_YEARLESS = re.compile(r"\d{1,2}[-/.]\d{1,2}|\d{1,2}月\d{1,2}[日号]?")
_WRITTEN = re.compile(r"([〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖]{4})年([^年月]{1,4})月([^月日]{1,4})[日号]?")
_DIGIT = {ch: n for chars in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "○") for n, ch in enumerate(chars)}
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"


class DateError(ValueError):
    """Not a day. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(cell: object, date1904: bool = False) -> date:
    """The day a cell holds; raises ``DateError``. A time of day is left out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or cell is None:
        raise DateError("empty" if cell is None else "shape")
    if isinstance(cell, int | float):
        return _numbered(cell, date1904)
    return _worded(texts.folded(str(cell)), date1904)


def _numbered(number: int | float, date1904: bool) -> date:
    if number != number or abs(number) > 99_999_999:
        raise DateError("out_of_range")
    whole = int(number // 1)
    if whole == number and whole >= 19000101:
        return _day(whole // 10000, whole // 100 % 100, whole % 100)
    day = (_EPOCH_1904 if date1904 else _EPOCH_1900) + timedelta(days=min(max(whole, 0), 100_000))
    if not _EARLIEST <= day <= _LATEST:
        raise DateError("out_of_range")
    return day


def _worded(words: str, date1904: bool) -> date:
    if not words:
        raise DateError("empty")
    bare = re.sub(r"(?<=[年月日/.\-])\s+|\s+(?=[年月日/.\-])", "", _TAIL.sub("", words).strip())
    if found := _ISO.fullmatch(bare):
        year, month, day = (part for part in found.groups() if part and part.isdecimal())
        return _day(int(year), int(month), int(day))
    if found := _WRITTEN.fullmatch(bare):
        return _day(int("".join(str(_DIGIT[ch]) for ch in found[1])), _spoken(found[2]), _spoken(found[3]))
    if _SHORT.fullmatch(bare):
        raise DateError("short_year")
    if _YEARLESS.fullmatch(bare):
        raise DateError("no_year")
    if re.fullmatch(r"\d{5}(\.\d+)?", bare):
        return _numbered(int(bare[:5]), date1904)
    raise DateError("shape")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError("no_such_day") from error


def _spoken(words: str) -> int:
    """二十一, 廿一, 壹拾伍, 零叁 as a number; raises ``DateError``."""
    plain = words.replace("廿", "二十").replace("卅", "三十").replace("拾", "十").lstrip("零〇○")
    tens, ten, ones = plain.rpartition("十")
    if not plain or len(tens) > 1 or len(ones) > 1 or any(ch not in _DIGIT for ch in tens + ones):
        raise DateError("shape")
    return (_DIGIT[tens] if tens else 1) * 10 * bool(ten) + (_DIGIT[ones] if ones else 0)


def moment(cell: object, date1904: bool = False) -> datetime:
    """Day and time of a cell, midnight when no time is given; raises ``DateError``.

    >>> moment("2025年8月15日 9:30")
    datetime.datetime(2025, 8, 15, 9, 30)
    """
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    day = parse(cell, date1904)
    if isinstance(cell, float):
        seconds = int((cell % 1) * 86_400_000 + 500) // 1000
        return datetime.combine(day, time()) + timedelta(seconds=seconds)
    found = re.search(rf"{_TIME}\s*$", texts.folded(str(cell))) if isinstance(cell, str) else None
    return datetime.combine(day, _time(*found.groups()) if found else time())


def _time(hour: str, minute: str | None, second: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0), int(second or 0))
    except ValueError as error:
        raise DateError("shape") from error


def period(cell: object) -> tuple[datetime, datetime]:
    """Begin and end of a meeting, ``2025-06-03 14:00–15:30``; an end without a day is on the first day.

    Raises ``DateError`` when there is no end, or it is not after the begin.
    """
    begin, dash, end = re.sub(r"[–—~～至到]", "~", texts.folded(str(cell or ""))).rpartition("~")
    if not dash:
        begin, dash, end = texts.folded(str(cell or "")).rpartition("-")
    first = moment(begin)
    found = re.fullmatch(_TIME, end.strip())
    last = datetime.combine(first.date(), _time(*found.groups())) if found else moment(end)
    if last <= first:
        raise DateError("shape")
    return first, last


def is_valid(cell: object) -> bool:
    """Whether a cell holds a day."""
    try:
        parse(cell)
    except DateError:
        return False
    return True


def chinese(day: date) -> str:
    """The day as it is printed: 2025年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def cheque(day: date) -> str:
    """The day in capital characters, with the 零 and 壹 that keep it from being altered."""
    year = "".join(_CAPITAL[int(digit)] for digit in f"{day.year:04d}")
    month = f"{'零' if day.month in (1, 2, 10) else ''}{_capital(day.month)}"
    head = "零" if day.day < 10 or day.day % 10 == 0 else ""
    return f"{year}年{month}月{head}{_capital(day.day)}日"


def _capital(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (f"{_CAPITAL[tens]}拾" if tens else "") + (_CAPITAL[ones] if ones else "")
