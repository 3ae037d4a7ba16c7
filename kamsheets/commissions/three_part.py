"""三段发放 (75-15-10): when enough is collected, at year end, after the retention money (R9, domain §4.5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kamsheets.commissions.records import Receipt
from kamsheets.commissions.release import Step, in_order
from kamsheets.core.shares import largest_remainder
from kamsheets.policy.view import PolicyView

FIRST, YEAR_END, LAST = 1, 2, 3
"""The parts by what frees them; ``payout_shares`` holds one share each."""


def parts(plans: Mapping[str, int], policy: PolicyView) -> list[dict[str, int]]:
    """The parts by employee number, in fen.

    The whole pool is split by ``payout_shares``; each part goes over what members still have open, so that the parts
    add up to the published totals and the members to their plans, all to the fen.
    """
    shares = [Fraction(str(share)) for share in policy.items("payout_shares")]
    open_now, made = dict(plans), list[dict[str, int]]()
    for total in largest_remainder(sum(plans.values()), shares):
        amounts = largest_remainder(total, list(open_now.values()))
        made.append(dict(zip(open_now, amounts, strict=True)))
        open_now = {emp_id: open_now[emp_id] - made[-1][emp_id] for emp_id in open_now}
    return made


@dataclass
class _State:
    """What has been collected, and which parts are free."""

    contract: int
    enough: Fraction
    received: int = 0
    year_end: date | None = None
    free: frozenset[int] = frozenset()

    def now(self, day: date | None) -> frozenset[int]:
        """The parts that may be paid on a day."""
        got = self.received >= self.enough
        if got and self.year_end is None and day:
            self.year_end = date(day.year, 12, 31)
        late = got and self.year_end is not None and day is not None and day >= self.year_end
        tests = ((FIRST, got), (YEAR_END, late), (LAST, self.received >= self.contract))
        return frozenset(part for part, free in tests if free)


def steps(
    plans: Mapping[str, int], contract: int, receipts: Sequence[Receipt], policy: PolicyView, until: date
) -> list[Step]:
    """A step a part that becomes free, or that a refund takes back, up to the day ``until``."""
    amounts = dict(enumerate(parts(plans, policy), start=FIRST))
    state = _State(contract, contract * policy.rate("payout_collected_min"))
    made: list[Step] = []
    for receipt in in_order(receipts):
        made += _year_end(state, amounts, receipt.project_no, receipt.day)
        state.received += receipt.amount
        made += _turn(state, amounts, receipt)
    if receipts:
        made += _year_end(state, amounts, receipts[0].project_no, until)
    months = policy.number("payout_last_months")
    return [replace(one, pay_by=_months_on(one.day, months)) if one.part == LAST else one for one in made]


def _year_end(
    state: _State, amounts: Mapping[int, dict[str, int]], project_no: str, day: date | None
) -> Iterator[Step]:
    """The end of the year lies before the next receipt."""
    if state.year_end and day and day >= state.year_end:
        yield from _turn(state, amounts, Receipt(project_no, 0, day=state.year_end))


def _turn(state: _State, amounts: Mapping[int, dict[str, int]], receipt: Receipt) -> Iterator[Step]:
    before, state.free = state.free, state.now(receipt.day)
    for part in sorted(before ^ state.free):
        sign = 1 if part in state.free else -1
        changes = {emp_id: sign * amount for emp_id, amount in amounts[part].items()}
        yield Step(
            receipt.project_no, part, receipt.receipt_no, receipt.day, receipt.amount, state.received, changes,
            receipt.reverses, part,
        )  # fmt: skip


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
