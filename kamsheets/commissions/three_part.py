"""三段发放 (75-15-10): when enough is collected, at year end, after the retention money (R9, domain §4.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.commissions.records import Receipt
from kamsheets.commissions.release import in_order
from kamsheets.core.shares import largest_remainder
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a member's plan: its amount in fen, and from which day it may be paid (None: not yet)."""

    number: int
    emp_id: str
    amount: int
    free_from: date | None
    pay_by: date | None = None


def parts(plans: Mapping[str, int], contract: int, receipts: Sequence[Receipt], policy: PolicyView) -> list[Part]:
    """All parts of all members; each plan is split by ``payout_shares`` with the largest remainder."""
    shares = [Fraction(str(share)) for share in policy.items("payout_shares")]
    days = _days(contract, receipts, policy)
    return [
        Part(number, emp_id, amount, free_from, pay_by)
        for emp_id, plan in plans.items()
        for number, (amount, (free_from, pay_by)) in enumerate(
            zip(largest_remainder(plan, shares), days, strict=True), start=1
        )
    ]


def _days(contract: int, receipts: Sequence[Receipt], policy: PolicyView) -> list[tuple[date | None, date | None]]:
    enough = _reached(contract * policy.rate("payout_collected_min"), receipts)
    full = _reached(Fraction(contract), receipts)
    year_end = date(enough.year, 12, 31) if enough else None
    return [(enough, None), (year_end, year_end), (full, _months_on(full, policy.number("payout_last_months")))]


def _reached(amount: Fraction, receipts: Sequence[Receipt]) -> date | None:
    received = 0
    for receipt in in_order(receipts):
        received += receipt.amount
        if received >= amount:
            return receipt.day
    return None


def _months_on(day: date | None, months: int) -> date | None:
    """The same day some months on, or the last day of that month."""
    if day is None:
        return None
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)
