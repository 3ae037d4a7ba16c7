"""Value delivered to a customer: confirmed apart from estimated (domain §6.20, S3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.core.money import Fen, round_half_up


@dataclass(frozen=True, slots=True)
class Saving:
    """A saving, and whether the customer confirmed it."""

    amount: Fen
    confirmed: bool
    account: str = ""
    day: date | None = None
    item: str = ""
    evidence: str = ""
    """Number of the paper it was confirmed by."""


def delivered(savings: Iterable[Saving]) -> tuple[Fen, Fen]:
    """(confirmed, estimated) in fen; they are never added up."""
    lines = list(savings)
    return sum(s.amount for s in lines if s.confirmed), sum(s.amount for s in lines if not s.confirmed)


def energy_cost(extra_kw: Fraction, hours_a_year: int, price: Fraction, years: int) -> Fen:
    """Cost of ownership in fen of ``extra_kw`` over ``years`` at ``price`` fen a kWh, rounded once."""
    return round_half_up(extra_kw * hours_a_year * price * years)
