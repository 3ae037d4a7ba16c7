"""The register of key accounts as records, by company key; made by the reader, used by the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kamsheets.accounts.churn import Signal
from kamsheets.accounts.deals import Deal
from kamsheets.accounts.delivered import Saving
from kamsheets.accounts.needs import Need
from kamsheets.accounts.portfolio import Year
from kamsheets.accounts.relations import KeyPerson
from kamsheets.accounts.segments import NO_TAGS, Tags
from kamsheets.accounts.service import Case
from kamsheets.accounts.time_use import Hours
from kamsheets.accounts.visits import Visit
from kamsheets.core.finding import Place
from kamsheets.core.money import Fen


@dataclass(frozen=True, slots=True)
class Customer:
    """A row of 客户. ``ka_yes``: codes of ``ka_tests`` answered yes; None: nobody judged."""

    key: str
    name: str
    manager: str = ""
    first_business: date | None = None
    ka_yes: tuple[str, ...] | None = None
    project_open: bool = False
    acquisition_cost: Fen | None = None
    last_review: date | None = None
    last_strategy: date | None = None
    tags: Tags = NO_TAGS
    strategic_axis: int | None = None
    """1 transactional … 5 strategic."""
    forecast: tuple[Fen | None, Fen | None] = (None, None)
    """Revenue of the two years after the last one of results."""
    growth: tuple[Fen | None, date | None] = (None, None)
    """Room to grow a year, and by when."""
    place: Place = field(default=Place(), compare=False)
    """Cell of the manager."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of 年度业绩; blanks count as none."""

    account: str
    year: int
    revenue: Fen
    gross_profit: Fen
    cost_to_serve: Fen
    proposals: int = 0
    orders: int = 0
    cycle_days: int = 0
    renewals_due: int = 0
    renewals_done: int = 0
    referrals: int = 0

    @property
    def as_year(self) -> Year:
        """For the portfolio: what was sold and everything it cost."""
        return Year(self.account, self.year, self.revenue, self.revenue - self.gross_profit + self.cost_to_serve)


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of 满意度."""

    account: str
    day: date
    nps: int | None
    csat: int | None
    scale: int | None


@dataclass(frozen=True, slots=True)
class Manager:
    """A row of 客户经理."""

    name: str
    fixed: Fraction | None
    variable: Fraction | None
    factors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """All of it. Every key of the mappings is a key of ``customers``."""

    customers: Mapping[str, Customer]
    figures: Mapping[str, Sequence[Figures]] = field(default_factory=dict)
    """The years of a customer, the last one last."""
    scores: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    people: Mapping[str, Sequence[KeyPerson]] = field(default_factory=dict)
    contacts: Mapping[str, Sequence[date]] = field(default_factory=dict)
    cases: Mapping[str, Sequence[Case]] = field(default_factory=dict)
    complaints: Mapping[str, Sequence[date]] = field(default_factory=dict)
    answers: Sequence[Answer] = ()
    signals: Mapping[str, Sequence[Signal]] = field(default_factory=dict)
    managers: Sequence[Manager] = ()
    visits: Mapping[str, Sequence[Visit]] = field(default_factory=dict)
    needs: Mapping[str, Sequence[Need]] = field(default_factory=dict)
    deals: Mapping[str, Sequence[Deal]] = field(default_factory=dict)
    savings: Mapping[str, Sequence[Saving]] = field(default_factory=dict)
    hours: Sequence[Hours] = ()
    operations: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """By account the steps done and their days."""
    meetings: Mapping[str, date] = field(default_factory=dict)
    """The last internal review of each kind."""
