"""Deadlines by working days (domain §7.2): the holiday table of the policy over the plain week.

Without a holiday table days are calendar days, because a guess at 调休 would be wrong twice a year; the caller says so.

>>> from datetime import date
>>> due(date(2026, 6, 26), 2, {}), due(date(2026, 6, 26), 2, {date(2026, 6, 27): True})
(datetime.date(2026, 6, 28), datetime.date(2026, 6, 29))
"""

from collections.abc import Mapping
from datetime import date, timedelta

SATURDAY = 5


def works(day: date, holidays: Mapping[date, bool]) -> bool:
    """Whether people are at work: as the table says, else Monday to Friday."""
    return holidays.get(day, day.weekday() < SATURDAY)


def due(start: date, days: int, holidays: Mapping[date, bool]) -> date:
    """The last day to act when ``days`` are given from ``start`` (which does not count)."""
    if not holidays:
        return start + timedelta(days=days)
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not works(day, holidays):
            day += timedelta(days=1)
    return day


def late(last: date, today: date, holidays: Mapping[date, bool]) -> int:
    """Days over the deadline, counted as the deadline is; 0 while there is time."""
    if not holidays:
        return max(0, (today - last).days)
    between = (last + timedelta(days=n) for n in range(1, (today - last).days + 1))
    return sum(works(day, holidays) for day in between)
