"""Portfolio analysis: what a customer earns and how it grows, and what follows (domain §6.18, S3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Year:
    """A customer's year."""

    account: str
    year: int
    revenue: Fen
    cost: Fen
    """Of goods and service together, hidden cost included."""

    @property
    def profit(self) -> Fen:
        """Estimated; may be below zero."""
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class Position:
    """Where a customer stands."""

    account: str
    year: int
    """Its last year, which revenue and profit are of."""
    revenue: Fen
    profit: Fen
    rate: Fraction | None
    """Profit of the last year by its revenue; None without revenue."""
    cagr: float | None
    """Yearly growth from first to last year, for display; None with one year, or without revenue in the first."""
    grows: bool | None
    """Growth at or above the policy's bound, decided without rounding."""
    earns: bool | None
    """Profit rate at or above the policy's bound."""
    action: str | None
    """Code of ``portfolio_action``; None: not enough is known."""


ACTIONS: Mapping[tuple[bool, bool], str] = {
    (True, True): "grow",
    (True, False): "keep",
    (False, True): "watch",
    (False, False): "exit",
}
"""By (earns, grows)."""


def pilots(candidates: Mapping[str, tuple[str | None, Fraction | None]], view: PolicyView) -> tuple[str, ...]:
    """Two or three accounts to begin with (S3): of those to grow the highest value scores, at most the policy's number.

    ``candidates``: verdict and score by account; an account without a score is no pilot.
    """
    most = cast("tuple[int, int]", view.items("portfolio_pilots"))[1]
    scored = [(-score, key) for key, (action, score) in candidates.items() if action == "grow" and score is not None]
    return tuple(key for _, key in sorted(scored)[:most])


def yearly_growth(first: Fen, last: Fen, years: int) -> float | None:
    """Growth a year from ``first`` to ``last``, for display; None where the ratio says nothing."""
    return float(Fraction(last, first)) ** (1 / years) - 1 if years and first > 0 and last >= 0 else None


def position(years: Sequence[Year], view: PolicyView) -> Position:
    """The position of a customer from its years in any order; ``ValueError`` for none or a year given twice."""
    ordered = sorted(years, key=lambda year: year.year)
    if not ordered or len({year.year for year in ordered}) < len(ordered):
        raise ValueError("each year once, at least one")
    first, last = ordered[0], ordered[-1]
    span = last.year - first.year
    rate = Fraction(last.profit, last.revenue) if last.revenue > 0 else None
    ratio = Fraction(last.revenue, first.revenue) if span and first.revenue > 0 and last.revenue >= 0 else None
    grows = None if ratio is None else ratio >= (1 + view.rate("portfolio_growth_min")) ** span
    earns = None if rate is None else rate >= view.rate("portfolio_profit_min")
    return Position(
        account=last.account,
        year=last.year,
        revenue=last.revenue,
        profit=last.profit,
        rate=rate,
        cagr=yearly_growth(first.revenue, last.revenue, span),
        grows=grows,
        earns=earns,
        action=None if earns is None or grows is None else ACTIONS[earns, grows],
    )
