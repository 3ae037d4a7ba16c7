"""Forms of the commission: JTF-010 a project, and a statement a member of what the receipts of the month release."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kamsheets.commissions.pool import Pool
from kamsheets.commissions.records import Deal
from kamsheets.commissions.release import Line
from kamsheets.commissions.split import Split
from kamsheets.core.finding import Place
from kamsheets.core.money import grouped
from kamsheets.document import templates
from kamsheets.document.record import MatrixData, Record
from kamsheets.formats import rmb
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.forms_printable import Printable
from kamsheets.jobs.session import Session

PAYMENTS, PLAN = "F10c", "F10"


@dataclass(frozen=True)
class Plan:
    """What was computed for one project."""

    deal: Deal
    pool: Pool
    split: Split
    lines: Sequence[Line]
    region: str
    title: str


def statements(plans: Sequence[Plan], source: Path, session: Session) -> Iterator[Printable]:
    """One statement a member, in the order of employee numbers: the receipts of the session's month."""
    month = f"{session.as_of:%Y-%m}"
    by_member: dict[str, list[tuple[Plan, Line]]] = {}
    for plan in plans:
        for line in plan.lines:
            if line.day is None or f"{line.day:%Y-%m}" == month:
                by_member.setdefault(line.emp_id, []).append((plan, line))
    names = {person.emp_id: person for person in session.view.people}
    head = next((region.code for region in session.view.regions if region.headquarters), "")
    for emp_id in sorted(by_member):
        person = names.get(emp_id)
        name = person.name if person else emp_id
        released = sum(line.released for _, line in by_member[emp_id])
        facts = {
            ("工号", "emp_id"): emp_id,
            ("姓名", "member"): name,
            ("发放月份", "month"): month,
            ("本期应发合计", "released_total"): grouped(released),
            ("本期应发大写", "released_in_words"): rmb.upper(released),
        }
        rows = [_payment(plan, line) for plan, line in by_member[emp_id]]
        yield Printable(
            code=templates.STATEMENT,
            form=catalogue()[PAYMENTS],
            record=Record(PAYMENTS, {}, {PAYMENTS: rows}, {one: text for both, text in facts.items() for one in both}),
            subject=f"{emp_id} {month}",
            region=(person.region if person else None) or head,
            title=name,
            source=source,
            place=Place(source.name),
        )


def _payment(plan: Plan, line: Line) -> Mapping[str, object]:
    return {
        "project_no": line.project_no,
        "contract_no": plan.deal.contract_no or None,
        "instalment": line.instalment,
        "receipt_no": line.receipt_no,
        "receipt_date": line.day,
        "receipt_amount": line.receipt,
        "cum_receipt_pct": Fraction(line.received, line.contract),
        "plan_total": line.plan,
        "released": line.released,
        "paid_before": line.paid_before,
        "balance": line.plan - line.paid_before - line.released,
    }


def plan_form(plan: Plan, source: Path, session: Session) -> Printable:
    """JTF-010 of a project: pool, stages, the matrix of stages and members."""
    deal, pool, split = plan.deal, plan.pool, plan.split
    names = {person.emp_id: person.name for person in session.view.people}
    members = list(split.members)
    labels = {stage.code: f"{stage.code} {stage.label.of(session.lang)}" for stage in session.view.stages}
    amounts = {(cell.stage, cell.emp_id): cell.amount for cell in split.cells}
    matrix = MatrixData(
        tuple(names.get(emp_id, emp_id) for emp_id in members),
        tuple(
            (labels.get(share.stage, share.stage), tuple(amounts.get((share.stage, emp_id), 0) for emp_id in members))
            for share in split.stages
        ),
    )
    values: dict[str, object] = {
        "plan_no": deal.plan_no or None, "project_no": deal.project_no, "contract_no": deal.contract_no or None,
        "region": plan.region, "basis": pool.basis, "base_amount": pool.base, "rate_mode": pool.rate_mode,
        "rate": pool.rate, "coef_project": pool.coef, "pool": pool.amount, "pool_upper": rmb.upper(pool.amount),
    }  # fmt: skip
    stages = [
        {
            "stage": share.stage,
            "weight": share.weight,
            "difficulty": share.difficulty,
            "effective": share.effective,
            "amount": share.amount,
        }
        for share in split.stages
    ]
    reason, by = deal.adjustment_reason or "/", deal.adjustment_by or "/"
    adjusted = [{"reason": reason, "amount": deal.adjustment, "approver": by}]
    tables = {"stage_rows": stages} | ({"adjust_rows": adjusted} if deal.adjustment else {})
    return Printable(
        code=catalogue()[PLAN].code,
        form=catalogue()[PLAN],
        record=Record(PLAN, values, tables, matrix=matrix),
        subject=deal.project_no,
        region=plan.region,
        title=plan.title,
        source=source,
        place=deal.place,
        places=deal.places,
        number=deal.plan_no,
        project_no=deal.project_no,
    )
