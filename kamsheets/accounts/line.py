"""One account under every model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from kamsheets.accounts.cadence import Next, next_occasions
from kamsheets.accounts.churn import Churn, churn
from kamsheets.accounts.counting import of_year, surveyed, within_year
from kamsheets.accounts.deals import Deal
from kamsheets.accounts.delivered import delivered
from kamsheets.accounts.key_test import KeyTest, key_test
from kamsheets.accounts.lifecycle import Standing, lifecycle
from kamsheets.accounts.lifetime import going_on, keep_ratio, replacement_cost
from kamsheets.accounts.needs import Depth, depth
from kamsheets.accounts.operations import Progress, progress
from kamsheets.accounts.portfolio import Position, position, yearly_growth
from kamsheets.accounts.register import Answer, Customer, Register
from kamsheets.accounts.relations import Balance, ContactDue, balance, coverage, overdue
from kamsheets.accounts.roles import roles_open
from kamsheets.accounts.service import Judged, judge
from kamsheets.accounts.surveys import Csat, Nps
from kamsheets.accounts.value_model import ValueScore, value_score
from kamsheets.accounts.visits import Discipline, Visit, discipline, is_visit
from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView


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
    invested: Fen | None
    """Cost to serve of the position's year."""
    keep_ratio: Fraction | None
    forecast_growth: float | None
    """A year, from the last revenue to the second forecast; for display."""
    roles_open: tuple[str, ...]
    """Roles of the handbook nobody is known to have; empty without key people."""
    needs: Depth
    deals: tuple[Deal, ...]
    delivered: tuple[Fen, Fen]
    """(confirmed, estimated)."""
    visits: Discipline
    """Of twelve months."""
    operations: Progress
    nps: Nps
    """Of twelve months."""
    csat: tuple[Csat, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an account from looking at all of them."""

    year: int | None
    """The register's last year."""
    value_class: str
    answers: Sequence[Answer]
    """Its own."""


def make(register: Register, key: str, known: Known, view: PolicyView) -> Line:
    """The line of the customer ``key``."""
    customer, people = register.customers[key], register.people.get(key, ())
    year = known.year
    years = [f for f in register.figures.get(key, ()) if year is not None and f.year <= year]
    contacts = [day for day in register.contacts.get(key, ()) if day <= view.day]
    stands = position([f.as_year for f in years], view) if years else None
    lost = churn(register.signals.get(key, ()), register.complaints.get(key, ()), view)
    revenue, now = of_year(years, year), datetime.combine(view.day, time.max)
    cost, invested = customer.acquisition_cost, years[-1].cost_to_serve if years else None
    replacement = None if cost is None else replacement_cost(cost, view)
    ordered = any(f.revenue > 0 for f in years)
    standing = Standing(bool(contacts), customer.project_open, ordered, bool(stands and stands.grows), lost.stage)
    after = customer.forecast[1]
    likely, satisfied = surveyed(known.answers, view)
    return Line(
        customer=customer,
        revenue=revenue,
        value_class=known.value_class,
        key=key_test(revenue if years else None, _answers(customer, view), view),
        value=value_score(register.scores.get(key, {}), view),
        position=stands,
        lifetime=going_on(stands.profit, view) if stands else 0,
        replacement=replacement,
        churn=lost,
        lifecycle=lifecycle(standing),
        balance=balance(people, view),
        people=coverage(people),
        overdue=tuple(overdue(people, view)),
        occasions=next_occasions(_last(customer, register.visits.get(key, ()), view), view),
        service=tuple(judge(case, now, view) for case in register.cases.get(key, ())),
        invested=invested,
        keep_ratio=keep_ratio(replacement, invested),
        forecast_growth=None if after is None or not stands else yearly_growth(stands.revenue, after, 2),
        roles_open=roles_open(people, view) if people else (),
        needs=depth(register.needs.get(key, ()), view),
        deals=tuple(register.deals.get(key, ())),
        delivered=delivered(s for s in register.savings.get(key, ()) if s.day is None or s.day <= view.day),
        visits=discipline((v for v in register.visits.get(key, ()) if within_year(v.day, view)), view),
        operations=progress(register.operations.get(key, {}), view),
        nps=likely,
        csat=satisfied,
    )


def _answers(customer: Customer, view: PolicyView) -> Mapping[str, bool | None]:
    said = customer.ka_yes
    return {choice.code: None if said is None else choice.code in said for choice in view.choices["ka_tests"]}


def _last(customer: Customer, contacts: Sequence[Visit], view: PolicyView) -> Mapping[str, date | None]:
    visits = [contact.day for contact in contacts if contact.day <= view.day and is_visit(contact, view)]
    held = {"review": customer.last_review, "strategy": customer.last_strategy}
    return {"visit": max(visits, default=None), **held}
