"""What a customer is worth over its years, and what replacing it would cost (domain §6.19, S3)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import cast

from kamsheets.core.money import Fen, round_half_up
from kamsheets.policy.view import PolicyView


def going_on(profit: Fen, view: PolicyView) -> Fen:
    """The lifetime value of a customer whose last yearly profit goes on for the policy's years."""
    return lifetime_value([profit] * view.number("lifetime_years"), view)


def keep_ratio(replacement: tuple[Fen, Fen] | None, invested: Fen | None) -> Fraction | None:
    """The least it costs to replace a customer, in multiples of what is invested in it today (its cost to serve).

    None when one of them is not known or nothing is invested. For reference: the number replaced has no source.
    """
    return Fraction(replacement[0], invested) if replacement and invested else None


def lifetime_value(profits: Sequence[Fen], view: PolicyView) -> Fen:
    """Present value in fen of yearly profits, the first a year from now, at the policy's discount rate.

    Rounded once, at the end; losses count as losses; no years, no value.
    """
    rate = view.rate("discount_rate")
    return round_half_up(sum((profit / (1 + rate) ** k for k, profit in enumerate(profits, start=1)), Fraction()))


def replacement_cost(acquisition: Fen, view: PolicyView) -> tuple[Fen, Fen]:
    """(least, most) in fen: the policy's number of smaller customers, each won at ``acquisition``. For reference."""
    least, most = cast("tuple[int, int]", view.items("replacement_accounts"))
    return least * acquisition, most * acquisition
