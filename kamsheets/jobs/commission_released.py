"""What a release holds: lines to pay, the ledger after it, and settled lines that would come out otherwise today."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kamsheets.commissions import release, three_part
from kamsheets.commissions.ledger import Difference, Entry, append, differences
from kamsheets.commissions.release import Line, Step
from kamsheets.core.messages import text
from kamsheets.jobs.commission_plans import Plan
from kamsheets.jobs.commission_read import Ledger
from kamsheets.jobs.session import Session

THREE_PART = "three_part"


@dataclass(frozen=True)
class Release:
    """What there is to pay: all lines, what was settled otherwise than it would be today, and the ledger to keep."""

    plans: Sequence[Plan]
    lines: Sequence[Line]
    differences: Sequence[Difference]
    entries: Sequence[Entry]
    """The ledger after this release."""


def lines(done: Sequence[Plan], settled: Sequence[Entry] = ()) -> list[Line]:
    """All instalments of all projects, in order of receipts; those of ``settled`` as they were settled."""
    by_project = _by_project(settled)
    return [line for plan in done for line in _lines(plan, by_project.get(plan.case.deal.project_no, []))]


def steps(plan: Plan) -> list[Step]:
    """What changes the sums due of a project, by the payout mode of its policy."""
    case = plan.case
    if case.policy.text("payout_mode") == THREE_PART:
        until = case.as_of or case.policy.day
        return three_part.steps(plan.split.members, plan.pool.gross, case.receipts, case.policy, until)
    return release.steps(plan.split.members, plan.pool.gross, case.receipts)


def _lines(plan: Plan, settled: Sequence[Entry]) -> list[Line]:
    made, case = steps(plan), plan.case
    if settled and case.deal.closed_short:
        made = [*made, release.closing(made, case.deal.project_no, case.as_of)]
    locked = [entry.line for entry in settled]
    paid = release.pay(made, plan.split.members, plan.pool.gross, locked)
    return [line for line in paid if line.settled or line.receipt_no or line.part or line.released or line.clawback]


def _by_project(settled: Sequence[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in settled:
        found[entry.line.project_no].append(entry)
    return found


def released(done: Sequence[Plan], ledger: Ledger, session: Session) -> Release:
    """Everything a release says, from plans and ledger."""
    made = lines(done, ledger.settled)
    by_project = _by_project(ledger.settled)
    off = [
        one
        for plan in done
        if (settled := by_project.get(plan.case.deal.project_no))
        for one in differences(settled, _lines(plan, []))
    ]
    names = {(plan.case.deal.project_no, emp_id): name for plan in done for emp_id, name in plan.names.items()}
    new = [(line, names.get((line.project_no, line.emp_id), "")) for line in made if not line.settled]
    return Release(done, made, off, append(ledger.settled, new, session.as_of))


def causes(one: Difference, lang: str) -> str:
    """What changed since a line was settled, in words."""
    return text("commission.list", lang).join(text(f"commission.cause.{cause}", lang) for cause in one.causes)
