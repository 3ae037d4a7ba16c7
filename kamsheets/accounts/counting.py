"""What the KPI are made of, counted in the register and in the lines of the review (domain §6.16)."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from kamsheets.accounts.cadence import months_after
from kamsheets.accounts.kpi import Counts
from kamsheets.accounts.register import Answer, Figures, Register
from kamsheets.accounts.surveys import Csat, Nps, csat, nps
from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView

A_YEAR = 12
"""Months."""


def a_year_ago(view: PolicyView) -> date:
    """The day twelve months before the policy's; what lies after it is within the year."""
    return months_after(view.day, -A_YEAR)


def within_year(day: date, view: PolicyView) -> bool:
    """Whether a day lies within the twelve months up to the policy's day."""
    return a_year_ago(view) < day <= view.day


def last_year(register: Register, view: PolicyView) -> int | None:
    """The last year that is over on the policy's day; only without one the year under way. None without any."""
    years = {f.year for own in register.figures.values() for f in own if f.year <= view.day.year}
    over = {year for year in years if date(year, 12, 31) <= view.day}
    return max(over or years, default=None)


def of_year(years: Sequence[Figures], year: int | None) -> Fen:
    """Revenue of a year; 0 without it."""
    return sum(f.revenue for f in years if f.year == year)


def surveyed(answers: Sequence[Answer], view: PolicyView) -> tuple[Nps, tuple[Csat, ...]]:
    """NPS, and CSAT by scale, over the answers within the year; scales without an answer are left out."""
    recent = [answer for answer in answers if within_year(answer.day, view)]
    scales: dict[int, list[int]] = {}
    for answer in recent:
        if answer.csat is not None and answer.scale is not None:
            scales.setdefault(answer.scale, []).append(answer.csat)
    likely = [answer.nps for answer in recent if answer.nps is not None]
    return nps(likely, view), tuple(csat(scores, scale, view) for scale, scores in sorted(scales.items()))


def counts(register: Register, scores: Sequence[Fraction | None], first_class: int, view: PolicyView) -> Counts:
    """All counts; ``scores`` are the value scores of the accounts, ``first_class`` how many are of the best class."""
    year = last_year(register, view)
    last = [f for years in register.figures.values() for f in years if f.year == year]
    bought = {key for key, years in register.figures.items() if of_year(years, year) > 0}
    before = {key for key, years in register.figures.items() if year and of_year(years, year - 1) > 0}
    begun = [c.first_business for c in register.customers.values() if c.first_business and c.first_business <= view.day]
    made = [sum(within_year(day, view) for day in days) for days in register.contacts.values()]
    satisfied = surveyed(register.answers, view)[1]
    deciders = [p for people in register.people.values() for p in people if p.decides]
    return Counts(
        day=view.day,
        accounts=len(register.customers),
        new_accounts=sum(within_year(day, view) for day in begun),
        score_total=sum((score or Fraction() for score in scores), Fraction()),
        scored=sum(score is not None for score in scores),
        first_class=first_class,
        contacted=sum(n > 0 for n in made),
        revenue=sum(f.revenue for f in last),
        gross_profit=sum(f.gross_profit for f in last),
        buyers=len(bought),
        buyers_before=len(before),
        buyers_again=len(bought & before),
        satisfied=sum(one.satisfied for one in satisfied),
        answers=sum(one.n for one in satisfied),
        renewed=sum(f.renewals_done for f in last),
        renewals_due=sum(f.renewals_due for f in last),
        days_of_business=sum(((view.day - day) for day in begun), timedelta()).days,
        accounts_dated=len(begun),
        referrals=sum(f.referrals for f in last),
        contacts=sum(made),
        orders=sum(f.orders for f in last),
        proposals=sum(f.proposals for f in last),
        cycle_days=sum(f.cycle_days for f in last),
        deciders_known=sum(p.attitude is not None for p in deciders),
        deciders=len(deciders),
    )
