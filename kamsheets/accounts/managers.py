"""Account managers: pay mix, span of accounts, use of time (domain §6.22, 6.23, 6.25; S3, S4)."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Span:
    """Accounts a manager holds beside the limit."""

    accounts: int
    limit: int
    overloaded: bool


def pay_in_band(fixed: Fraction, variable: Fraction, view: PolicyView) -> bool:
    """Whether both shares lie in their bands, bounds included, and make up the whole."""
    (f_low, f_high), (v_low, v_high) = (
        cast("tuple[Fraction, Fraction]", view.items(f"pay_{n}")) for n in ("fixed", "variable")
    )
    return fixed + variable == 1 and f_low <= fixed <= f_high and v_low <= variable <= v_high


def span(accounts: int, factors: Collection[str], view: PolicyView) -> Span:
    """The limit is the policy's, less the penalty of each factor (``span_factor``), never under the policy's least."""
    penalty = {choice.code: choice.score or 0 for choice in view.choices["span_factor"]}
    limit = max(view.number("span_min"), view.number("span_max") - sum(penalty[code] for code in set(factors)))
    return Span(accounts, limit, accounts > limit)


def ordinary_time_excess(ordinary_hours: Fraction, all_hours: Fraction, view: PolicyView) -> Fraction | None:
    """Share of the time ordinary accounts take above the policy's share (below: negative); None without hours."""
    return ordinary_hours / all_hours - view.rate("ordinary_time_share") if all_hours > 0 else None
