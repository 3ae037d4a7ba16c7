"""按回款发放: what each receipt frees for each member (domain §4.5, semantics B4.4).

Cumulative floor rule: due = floor(plan x received to date / contract), paid is what is due beyond what was paid.
The receipt that completes the contract clears the balance. Nothing is ever negative: when a refund lowers what is due
below what was paid, the difference is shown as 应扣回 and deducted by nobody but a person with a written basis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamsheets.commissions.records import Receipt


@dataclass(frozen=True, slots=True)
class Line:
    """One member at one receipt. Amounts in fen."""

    project_no: str
    instalment: int
    receipt_no: str
    day: date | None
    emp_id: str
    receipt: int
    received: int
    """Received to date, this receipt included."""
    contract: int
    plan: int
    released: int
    """本期应发, before tax."""
    paid_before: int
    clawback: int = 0
    """应扣回 outstanding after this receipt: paid beyond what is due."""
    reverses: str = ""

    @property
    def balance(self) -> int:
        """What remains of the plan after this instalment."""
        return self.plan - self.paid_before - self.released


def in_order(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Receipts by day, then instalment, then as they stand; undated ones keep their place at the end."""
    return sorted(receipts, key=lambda r: (r.day or date.max, r.instalment or 0))


def due(plan: int, received: int, contract: int) -> int:
    """What is due of a plan once ``received`` of ``contract`` has come in: floored, never below 0 or over the plan."""
    if received >= contract:
        return plan
    return max(0, plan * received // contract)


def by_receipt(plans: Mapping[str, int], contract: int, receipts: Sequence[Receipt]) -> list[Line]:
    """All lines of a project, receipt by receipt. ``plans``: fen by employee number; ``contract``: fen with VAT."""
    paid = dict.fromkeys(plans, 0)
    received, lines = 0, []
    for number, receipt in enumerate(in_order(receipts), start=1):
        received += receipt.amount
        for emp_id, plan in plans.items():
            owed = due(plan, received, contract)
            line = Line(
                project_no=receipt.project_no,
                instalment=number,
                receipt_no=receipt.receipt_no,
                day=receipt.day,
                emp_id=emp_id,
                receipt=receipt.amount,
                received=received,
                contract=contract,
                plan=plan,
                released=max(0, owed - paid[emp_id]),
                paid_before=paid[emp_id],
                clawback=max(0, paid[emp_id] - owed),
                reverses=receipt.reverses,
            )
            lines.append(line)
            paid[emp_id] += line.released
    return lines


def outstanding(lines: Sequence[Line]) -> dict[str, int]:
    """应扣回 by employee number after the last receipt, those with something to take back only."""
    latest = {line.emp_id: line.clawback for line in lines}
    return {emp_id: amount for emp_id, amount in latest.items() if amount}
