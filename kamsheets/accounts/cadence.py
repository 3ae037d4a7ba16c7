"""Visits, reviews and strategy talks by the calendar, and the department's own reviews (domain §6.13, S1)."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from kamsheets.policy.view import PolicyView

KINDS = ("visit", "review", "strategy")
"""Occasions; the policy key ``<kind>_months`` says how often."""


@dataclass(frozen=True, slots=True)
class Next:
    """The next occasion of a kind."""

    kind: str
    due: date | None
    """None: there was none yet."""
    overdue: bool


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_occasions(last: Mapping[str, date | None], view: PolicyView) -> tuple[Next, ...]:
    """What is due by kind; the due day itself is in time, what never happened is overdue."""
    return tuple(_next(kind, last.get(kind), view) for kind in KINDS)


def internal_occasions(last: Mapping[str, date | None], view: PolicyView) -> tuple[Next, ...]:
    """The department's weekly, monthly and quarterly reviews (list ``internal_review``), each after its days."""
    kinds = [choice.code for choice in view.choices["internal_review"]]
    every = cast("tuple[int, ...]", view.items("internal_review_days"))
    found = []
    for kind, days in zip(kinds, every, strict=True):
        held = last.get(kind)
        due = held + timedelta(days=days) if held else None
        found.append(Next(kind, due, due is None or due < view.day))
    return tuple(found)


def _next(kind: str, last: date | None, view: PolicyView) -> Next:
    due = months_after(last, view.number(f"{kind}_months")) if last else None
    return Next(kind, due, due is None or due < view.day)
