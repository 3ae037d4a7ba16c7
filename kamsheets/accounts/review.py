"""Every model applied to the register: one line an account, and the KPI over all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from kamsheets.accounts.cadence import Next, months_after, next_occasions
from kamsheets.accounts.churn import Churn, churn
from kamsheets.accounts.key_test import KeyTest, key_test
from kamsheets.accounts.kpi import Counts, Kpi, kpis
from kamsheets.accounts.lifecycle import Standing, lifecycle
from kamsheets.accounts.lifetime import lifetime_value, replacement_cost
from kamsheets.accounts.managers import Span, span
from kamsheets.accounts.portfolio import Position, position
from kamsheets.accounts.register import Customer, Figures, Register
from kamsheets.accounts.relations import Balance, ContactDue, balance, coverage, overdue
from kamsheets.accounts.service import Judged, judge
from kamsheets.accounts.surveys import csat
from kamsheets.accounts.value_class import Classes, value_classes
from kamsheets.accounts.value_model import ValueScore, value_score
from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView

A_YEAR = 12
"""Months."""


@dataclass(frozen=True, slots=True)
class Line:
    """An account with what the models say of it."""

    customer: Customer
    revenue: Fen
    """Of the register's last year; 0 for an account without that year."""
    value_class: str
    key: KeyTest
    value: ValueScore
    position: Position | None
    """None: no year at all."""
    lifetime: Fen
    replacement: tuple[Fen, Fen] | None
    churn: Churn
    lifecycle: str
    balance: Balance
    people: tuple[int, int]
    """(attitude known, all)."""
    overdue: tuple[ContactDue, ...]
    occasions: tuple[Next, ...]
    service: tuple[Judged, ...]


@dataclass(frozen=True)
class Review:
    """The whole review on ``day``."""

    day: date
    year: int | None
    """The last year of the register."""
    lines: tuple[Line, ...]
    """Largest revenue first."""
    classes: Classes
    kpis: tuple[Kpi, ...]
    spans: tuple[tuple[str, Span], ...]


def review(register: Register, view: PolicyView) -> Review:
    """All models on all accounts of the register."""
    year = max((f.year for years in register.figures.values() for f in years), default=None)
    revenue = {key: _of_year(register.figures.get(key, ()), year) for key in register.customers}
    classes = value_classes(revenue, view)
    lines = [_line(register, key, revenue[key], classes.of[key], view) for key in register.customers]
    lines.sort(key=lambda line: (-line.revenue, line.customer.key))
    return Review(
        view.day, year, tuple(lines), classes, kpis(_counts(register, lines, year, view)), _spans(register, view)
    )


def _of_year(years: Sequence[Figures], year: int | None) -> Fen:
    return sum(f.revenue for f in years if f.year == year)


def _line(register: Register, key: str, revenue: Fen, value_class: str, view: PolicyView) -> Line:
    customer, years = register.customers[key], register.figures.get(key, ())
    people, contacts = register.people.get(key, ()), register.contacts.get(key, ())
    stands = position([f.as_year for f in years], view) if years else None
    lost = churn(register.signals.get(key, ()), register.complaints.get(key, ()), view)
    standing = Standing(bool(contacts), customer.project_open, revenue > 0, bool(stands and stands.grows), lost.stage)
    answers = {
        c.code: c.code in customer.ka_yes if customer.ka_yes is not None else None for c in view.choices["ka_tests"]
    }
    last = {"visit": max(contacts, default=None), "review": customer.last_review, "strategy": customer.last_strategy}
    now = datetime.combine(view.day, time.max)
    cost = customer.acquisition_cost
    return Line(
        customer=customer,
        revenue=revenue,
        value_class=value_class,
        key=key_test(revenue if years else None, answers, view),
        value=value_score(register.scores.get(key, {}), view),
        position=stands,
        lifetime=lifetime_value([stands.profit] * len(years) if stands else [], view),
        replacement=None if cost is None else replacement_cost(cost, view),
        churn=lost,
        lifecycle=lifecycle(standing),
        balance=balance(people, view),
        people=coverage(people),
        overdue=tuple(overdue(people, view)),
        occasions=next_occasions(last, view),
        service=tuple(judge(case, now, view) for case in register.cases.get(key, ())),
    )


def _spans(register: Register, view: PolicyView) -> tuple[tuple[str, Span], ...]:
    factors = {manager.name: manager.factors for manager in register.managers}
    held = [customer.manager for customer in register.customers.values() if customer.manager]
    return tuple((name, span(held.count(name), factors.get(name, ()), view)) for name in sorted(set(held)))


def _counts(register: Register, lines: Sequence[Line], year: int | None, view: PolicyView) -> Counts:
    since = months_after(view.day, -A_YEAR)
    last = [f for years in register.figures.values() for f in years if f.year == year]
    bought = {key for key, years in register.figures.items() if _of_year(years, year) > 0}
    before = {key for key, years in register.figures.items() if year and _of_year(years, year - 1) > 0}
    begun = [c.first_business for c in register.customers.values() if c.first_business and c.first_business <= view.day]
    made = {key: sum(since < day <= view.day for day in days) for key, days in register.contacts.items()}
    satisfied, answers = _satisfied(register, since, view)
    deciders = [p for people in register.people.values() for p in people if p.decides]
    best = view.choices["value_class"][0].code
    return Counts(
        day=view.day,
        accounts=len(lines),
        new_accounts=sum(day > since for day in begun),
        score_total=sum((line.value.score or Fraction() for line in lines), Fraction()),
        scored=sum(line.value.score is not None for line in lines),
        first_class=sum(line.value_class == best for line in lines),
        contacted=sum(n > 0 for n in made.values()),
        revenue=sum(f.revenue for f in last),
        gross_profit=sum(f.gross_profit for f in last),
        buyers=len(bought),
        buyers_before=len(before),
        buyers_again=len(bought & before),
        satisfied=satisfied,
        answers=answers,
        renewed=sum(f.renewals_done for f in last),
        renewals_due=sum(f.renewals_due for f in last),
        days_of_business=sum(((view.day - day) for day in begun), timedelta()).days,
        accounts_dated=len(begun),
        referrals=sum(f.referrals for f in last),
        contacts=sum(made.values()),
        orders=sum(f.orders for f in last),
        proposals=sum(f.proposals for f in last),
        cycle_days=sum(f.cycle_days for f in last),
        deciders_known=sum(p.attitude is not None for p in deciders),
        deciders=len(deciders),
    )


def _satisfied(register: Register, since: date, view: PolicyView) -> tuple[int, int]:
    """(satisfied, answers) of twelve months over all scales of the policy."""
    scales: dict[int, list[int]] = {}
    for answer in register.answers:
        if answer.csat is not None and answer.scale is not None and since < answer.day <= view.day:
            scales.setdefault(answer.scale, []).append(answer.csat)
    found = [csat(scores, scale, view) for scale, scores in scales.items()]
    return sum(one.satisfied for one in found), sum(one.n for one in found)
