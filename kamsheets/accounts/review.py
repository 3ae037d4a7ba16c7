"""Every model applied to the register: one line an account, and the figures over all."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.accounts.cadence import Next, internal_occasions
from kamsheets.accounts.counting import A_YEAR, counts, last_year, of_year, surveyed, within_year
from kamsheets.accounts.deals import Step, WinLoss, funnel, win_loss
from kamsheets.accounts.kpi import Kpi, kpis
from kamsheets.accounts.line import Known, Line, make
from kamsheets.accounts.managers import Span, span
from kamsheets.accounts.operations import Support, supports
from kamsheets.accounts.portfolio import pilots
from kamsheets.accounts.register import Answer, Register
from kamsheets.accounts.segments import LISTS, Segment, segments
from kamsheets.accounts.service import Level, by_level
from kamsheets.accounts.surveys import Csat, Nps, is_low
from kamsheets.accounts.time_use import TimeShare, time_use
from kamsheets.accounts.value_class import Classes, value_classes
from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView

__all__ = ["A_YEAR", "Line", "Review", "YearTotal", "review"]


@dataclass(frozen=True, slots=True)
class YearTotal:
    """A year of the register over all accounts."""

    year: int
    accounts: int
    revenue: Fen
    gross_profit: Fen
    cost_to_serve: Fen

    @property
    def profit(self) -> Fen:
        """Estimated: gross profit less cost to serve."""
        return self.gross_profit - self.cost_to_serve


@dataclass(frozen=True)
class Review:
    """The whole review on ``day``."""

    day: date
    year: int | None
    """The last year of the register that is over."""
    lines: tuple[Line, ...]
    """Largest revenue first."""
    classes: Classes
    kpis: tuple[Kpi, ...]
    spans: tuple[tuple[str, Span], ...]
    years: tuple[YearTotal, ...]
    segments: Mapping[str, tuple[Segment, ...]]
    """By tag (``segments.LISTS``)."""
    pilots: tuple[str, ...]
    """Keys of the accounts to begin with."""
    levels: tuple[Level, ...]
    nps: Nps
    csat: tuple[Csat, ...]
    low: tuple[Answer, ...]
    """Answers of twelve months that call for action, the latest first."""
    win_loss: WinLoss
    funnel: tuple[Step, ...]
    time: tuple[TimeShare, ...]
    supports: tuple[Support, ...]
    internal: tuple[Next, ...]
    value_multiple: Fraction | None
    """Mean revenue of key accounts by that of the others; None without one of both."""


def review(register: Register, view: PolicyView) -> Review:
    """All models on all accounts of the register."""
    year = last_year(register, view)
    classes = value_classes({k: of_year(register.figures.get(k, ()), year) for k in register.customers}, view)
    answers = defaultdict(list)
    for answer in register.answers:
        answers[answer.account].append(answer)
    lines = [make(register, key, Known(year, classes.of[key], answers[key]), view) for key in register.customers]
    lines.sort(key=lambda line: (-line.revenue, line.customer.key))
    best = view.choices["value_class"][0].code
    scores = [line.value.score for line in lines]
    counted = counts(register, scores, sum(line.value_class == best for line in lines), view)
    deals = [deal for line in lines for deal in line.deals]
    likely, satisfied = surveyed(register.answers, view)
    low = [a for a in register.answers if within_year(a.day, view) and is_low(a.nps, a.csat, view)]
    held = Counter(line.value_class for line in lines)
    return Review(
        day=view.day,
        year=year,
        lines=tuple(lines),
        classes=classes,
        kpis=kpis(counted),
        spans=_spans(register, view),
        years=_years(register),
        segments={tag: segments([(line.customer.tags, line.revenue) for line in lines], tag, view) for tag in LISTS},
        pilots=pilots({line.customer.key: _candidate(line) for line in lines}, view),
        levels=by_level((judged for line in lines for judged in line.service), view),
        nps=likely,
        csat=satisfied,
        low=tuple(sorted(low, key=lambda answer: (answer.day, answer.account), reverse=True)),
        win_loss=win_loss(deals, view),
        funnel=funnel(deals, view),
        time=time_use([one for one in register.hours if within_year(one.day, view)], held, view),
        supports=supports(_supported(lines), len(lines), view),
        internal=internal_occasions(register.meetings, view),
        value_multiple=_multiple(lines),
    )


def _candidate(line: Line) -> tuple[str | None, Fraction | None]:
    return line.position.action if line.position else None, line.value.score


def _years(register: Register) -> tuple[YearTotal, ...]:
    figures = [f for own in register.figures.values() for f in own]
    made = []
    for year in sorted({f.year for f in figures}):
        own = [f for f in figures if f.year == year]
        sums = (sum(getattr(f, name) for f in own) for name in ("revenue", "gross_profit", "cost_to_serve"))
        made.append(YearTotal(year, len(own), *sums))
    return tuple(made)


def _spans(register: Register, view: PolicyView) -> tuple[tuple[str, Span], ...]:
    factors = {manager.name: manager.factors for manager in register.managers}
    held = Counter(customer.manager for customer in register.customers.values() if customer.manager)
    return tuple((name, span(held[name], factors.get(name, ()), view)) for name in sorted(held))


def _supported(lines: Sequence[Line]) -> Mapping[str, int]:
    """A complete file has every indicator scored, key people and results; a report is a review held in time."""
    return {
        "classes": sum(line.revenue > 0 for line in lines),
        "surveys": sum(bool(line.nps.n or line.csat) for line in lines),
        "files": sum(not line.value.missing and line.people[1] > 0 and line.position is not None for line in lines),
        "reports": sum(any(one.kind == "review" and not one.overdue for one in line.occasions) for line in lines),
    }


def _multiple(lines: Sequence[Line]) -> Fraction | None:
    key, others = ([line.revenue for line in lines if line.key.passed is said] for said in (True, False))
    if not key or not others or sum(others) <= 0:
        return None
    return Fraction(sum(key), len(key)) / Fraction(sum(others), len(others))
