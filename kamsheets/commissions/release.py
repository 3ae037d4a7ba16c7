"""按回款发放: what each receipt frees for each member, and what was settled before (domain §4.5, semantics B4.4-5).

A *step* is something that changes what is due: a receipt, a refund, a part of the plan that becomes free. Cumulative
floor rule: due = floor(plan x received / contract); the receipt that completes the contract clears the balance.
A refund takes back exactly what the receipt it reverses brought (equal and opposite). Paid is never negative: what was
paid beyond what is due stands as 应扣回 and is deducted by nobody but a person with a written basis.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kamsheets.commissions.records import Receipt

Key = tuple[str, int]
"""What a settlement is found by: receipt number, and the part of the plan (0 where receipts free it pro rata)."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of what is due, by employee number, in fen; refunds are negative."""

    project_no: str
    number: int
    """Instalment as it is printed, unless the ledger has numbered further."""
    receipt_no: str
    day: date | None
    receipt: int
    received: int
    """Received to date, this receipt included."""
    changes: Mapping[str, int]
    reverses: str = ""
    part: int = 0
    pay_by: date | None = None

    @property
    def key(self) -> Key:
        """What the ledger knows the step by."""
        return self.receipt_no, self.part


@dataclass(frozen=True, slots=True)
class Line:
    """One member at one step. Amounts in fen."""

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
    """本期应发, before tax; never negative."""
    paid_before: int
    clawback: int = 0
    """应扣回 outstanding after this step: paid beyond what is due."""
    reverses: str = ""
    change: int = 0
    """What the step adds to what is due; a refund's is the opposite of what the receipt it reverses brought."""
    part: int = 0
    pay_by: date | None = None
    settled: str = ""
    """Settlement number of a line that is in the ledger and never changes; empty: new."""

    @property
    def balance(self) -> int:
        """What remains of the plan after this instalment."""
        return max(0, self.plan - self.paid_before - self.released)

    @property
    def key(self) -> Key:
        """What the ledger knows the step by."""
        return self.receipt_no, self.part


def in_order(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Receipts by day, then instalment, then as they stand; undated ones keep their place at the end."""
    return sorted(receipts, key=lambda r: (r.day or date.max, r.instalment or 0))


def due(plan: int, received: int, contract: int) -> int:
    """What is due of a plan once ``received`` of ``contract`` has come in: floored, never below 0 or over the plan."""
    if received >= contract:
        return plan
    return max(0, plan * received // contract)


def steps(plans: Mapping[str, int], contract: int, receipts: Sequence[Receipt]) -> list[Step]:
    """One step a receipt. ``plans``: fen by employee number; ``contract``: fen with VAT."""
    entitled = dict.fromkeys(plans, 0)
    brought: dict[str, tuple[int, Mapping[str, int]]] = {}
    received, made = 0, list[Step]()
    for number, receipt in enumerate(in_order(receipts), start=1):
        received += receipt.amount
        amount, mirrored = brought.get(receipt.reverses, (0, {}))
        if receipt.amount < 0 and amount == -receipt.amount:
            changes = {emp_id: -change for emp_id, change in mirrored.items()}
        else:
            low = receipt.amount < 0
            gaps = {emp_id: due(plan, received, contract) - entitled[emp_id] for emp_id, plan in plans.items()}
            changes = {emp_id: min(0, gap) if low else max(0, gap) for emp_id, gap in gaps.items()}
        for emp_id, change in changes.items():
            entitled[emp_id] += change
        if receipt.receipt_no:
            brought[receipt.receipt_no] = receipt.amount, changes
        made.append(
            Step(receipt.project_no, number, receipt.receipt_no, receipt.day, receipt.amount, received, changes,
                 receipt.reverses)
        )  # fmt: skip
    return made


def by_receipt(plans: Mapping[str, int], contract: int, receipts: Sequence[Receipt]) -> list[Line]:
    """All lines of a project, receipt by receipt, nothing settled yet."""
    return pay(steps(plans, contract, receipts), plans, contract)


def pay(made: Sequence[Step], plans: Mapping[str, int], contract: int, settled: Sequence[Line] = ()) -> list[Line]:
    """The lines of ``made``. Those settled stand as they were settled, first; new steps pay what is due beyond them."""
    return _Payroll(plans, contract, settled).run(made)


@dataclass
class _Payroll:
    """What each member is entitled to and was paid, step by step."""

    plans: Mapping[str, int]
    contract: int
    settled: Sequence[Line]
    entitled: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    paid: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def run(self, made: Sequence[Step]) -> list[Line]:
        locked = {line.key for line in self.settled}
        for line in self.settled:
            self.paid[line.emp_id] += line.released
        for step in made:
            if step.key in locked:
                self._enter(step)
        last = max((line.instalment for line in self.settled), default=0)
        fresh = [step for step in made if step.key not in locked]
        lines = list(self.settled)
        for number, step in enumerate(fresh, start=last + 1):
            self._enter(step)
            lines += self._lines(step, step.part or (number if self.settled else step.number))
        return lines

    def _enter(self, step: Step) -> None:
        for emp_id, change in step.changes.items():
            self.entitled[emp_id] += change

    def _lines(self, step: Step, number: int) -> Iterable[Line]:
        """Everybody with a plan, and whoever was paid before and has none any more."""
        for emp_id in dict.fromkeys((*self.plans, *self.paid)):
            gap = self.entitled[emp_id] - self.paid[emp_id]
            yield Line(
                project_no=step.project_no,
                instalment=number,
                receipt_no=step.receipt_no,
                day=step.day,
                emp_id=emp_id,
                receipt=step.receipt,
                received=step.received,
                contract=self.contract,
                plan=self.plans.get(emp_id, 0),
                released=max(0, gap),
                paid_before=self.paid[emp_id],
                clawback=max(0, -gap),
                reverses=step.reverses,
                change=step.changes.get(emp_id, 0),
                part=step.part,
                pay_by=step.pay_by,
            )
            self.paid[emp_id] += max(0, gap)


def closing(made: Sequence[Step], project_no: str, day: date | None) -> Step:
    """A step without money: what a deal that closed short still owes, or has paid too much, when all is settled."""
    received = made[-1].received if made else 0
    return Step(project_no, len(made) + 1, "", day, 0, received, {})


def outstanding(lines: Sequence[Line]) -> dict[tuple[str, str], int]:
    """应扣回 by project and employee number after the last step, those with something to take back only."""
    latest = {(line.project_no, line.emp_id): line.clawback for line in lines}
    return {key: amount for key, amount in latest.items() if amount}
