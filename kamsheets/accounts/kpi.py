"""The sixteen KPI of key accounts, each with the numerator and denominator it is made of (domain §6.16, S1)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal, cast

from kamsheets.policy.view import PolicyView

Light = Literal["green", "amber", "red"]
Unit = Literal["rate", "money", "count", "score", "years", "days"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in the register, up to ``day``; amounts in fen."""

    day: date
    accounts: int = 0
    new_accounts: int = 0
    """First business within twelve months."""
    score_total: Fraction = Fraction()
    scored: int = 0
    first_class: int = 0
    """Of the highest value class."""
    contacted: int = 0
    """Contacted within twelve months."""
    revenue: int = 0
    gross_profit: int = 0
    buyers: int = 0
    buyers_before: int = 0
    """With revenue in the year before the last."""
    buyers_again: int = 0
    """Of these, with revenue in the last year."""
    satisfied: int = 0
    answers: int = 0
    renewed: int = 0
    renewals_due: int = 0
    days_of_business: int = 0
    accounts_dated: int = 0
    """Whose first day of business is known."""
    referrals: int = 0
    contacts: int = 0
    """Within the last twelve months."""
    orders: int = 0
    proposals: int = 0
    cycle_days: int = 0
    """Of all orders together."""
    deciders_known: int = 0
    deciders: int = 0


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI. Its definition is the text ``accounts.kpi.<code>.is``."""

    code: str
    group: str
    unit: Unit
    numerator: Fraction
    denominator: int
    day: date

    @property
    def value(self) -> Fraction | None:
        """Numerator by denominator; None where nothing is there to divide by."""
        return self.numerator / self.denominator if self.denominator else None


DEFINITIONS: Final[tuple[tuple[str, str, Unit, str, str], ...]] = (
    ("new", "development", "count", "new_accounts", ""),
    ("quality", "development", "score", "score_total", "scored"),
    ("structure", "development", "rate", "first_class", "accounts"),
    ("reach", "development", "rate", "contacted", "accounts"),
    ("revenue", "results", "money", "revenue", ""),
    ("average", "results", "money", "revenue", "buyers"),
    ("margin", "results", "rate", "gross_profit", "revenue"),
    ("again", "results", "rate", "buyers_again", "buyers_before"),
    ("satisfied", "relations", "rate", "satisfied", "answers"),
    ("renewed", "relations", "rate", "renewed", "renewals_due"),
    ("years", "relations", "years", "days_of_business", "accounts_dated"),
    ("referrals", "relations", "count", "referrals", ""),
    ("visits", "process", "count", "contacts", "accounts"),
    ("conversion", "process", "rate", "orders", "proposals"),
    ("cycle", "process", "days", "cycle_days", "orders"),
    ("deciders", "process", "rate", "deciders_known", "deciders"),
)
"""(code, group, unit, what is divided, by what); nothing to divide by: the number itself."""
DAYS_A_YEAR: Final = Fraction(1461, 4)


LESS_IS_BETTER: Final = frozenset({"cycle"})
"""KPI that are reached from above."""


def target(kpi: Kpi, view: PolicyView) -> Fraction | None:
    """The policy's target in the measure of the value (amounts in fen); None: the company has set none."""
    held = cast("int | Fraction | None", view.get(f"kpi_target_{kpi.code}").value)
    return None if held is None else Fraction(held)


def reached(kpi: Kpi, view: PolicyView) -> bool | None:
    """Whether the value is at the target or on its better side; None without value or target."""
    wanted = target(kpi, view)
    if wanted is None or kpi.value is None:
        return None
    return kpi.value <= wanted if kpi.code in LESS_IS_BETTER else kpi.value >= wanted


def attainment(kpi: Kpi, view: PolicyView) -> Fraction | None:
    """Value by target, target by value where less is better; None without one of them or with nothing to divide by."""
    wanted = target(kpi, view)
    if wanted is None or kpi.value is None:
        return None
    above, below = (wanted, kpi.value) if kpi.code in LESS_IS_BETTER else (kpi.value, wanted)
    return above / below if below > 0 else None


def light(kpi: Kpi, view: PolicyView) -> Light | None:
    """Green at the target, amber from the policy's share of it, red below; None without value or target."""
    met = reached(kpi, view)
    if met is None:
        return None
    part = attainment(kpi, view)
    return "green" if met else "amber" if part is not None and part >= view.rate("kpi_amber") else "red"


def kpis(counts: Counts) -> tuple[Kpi, ...]:
    """All KPI in the order of ``DEFINITIONS``."""
    return tuple(_kpi(counts, *definition) for definition in DEFINITIONS)


def _kpi(counts: Counts, code: str, group: str, unit: Unit, above: str, below: str) -> Kpi:
    numerator = Fraction(getattr(counts, above)) / (DAYS_A_YEAR if unit == "years" else 1)
    return Kpi(code, group, unit, numerator, getattr(counts, below) if below else 1, counts.day)
