"""Forms of the commission: JTF-010 a project, and a statement a member of what the receipts of the month release."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from kamsheets.commissions.release import Line
from kamsheets.core.finding import Place, Severity, finding
from kamsheets.core.money import grouped
from kamsheets.document import templates
from kamsheets.document.record import MatrixData, Record
from kamsheets.formats import rmb
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs import commission_read
from kamsheets.jobs.commission_release import lines
from kamsheets.jobs.commission_split import Plan, plans
from kamsheets.jobs.forms_printable import Harvest, Printable
from kamsheets.jobs.forms_route import Signer
from kamsheets.jobs.session import Session

SHEETS = (commission_read.DEALS, commission_read.EFFORTS, commission_read.RECEIPTS)
PAYMENTS, PLAN = "F10c", "F10"


def harvest(files: Sequence[Path], session: Session, signer: Signer, wanted: Sequence[str]) -> Harvest:
    """The plans and statements of commission workbooks; a project with an error is in neither, and named."""
    ledger = commission_read.load(files, session)
    wrong = [found for found in ledger.findings if found.severity is Severity.ERROR]
    made = Harvest(findings=wrong, failures=list(ledger.failures))
    done = plans(ledger)
    if not wanted or catalogue()[PLAN].code in wanted:
        for plan in done:
            one, findings = signer.sign(plan_form(plan, files[0], session))
            made.printables.append(one)
            made.findings += findings
    if not wanted or templates.STATEMENT in wanted:
        released = list(statements(done, files[0], session))
        made.printables += released
        if done and not released:
            month = f"{session.as_of:%Y-%m}"
            made.findings.append(finding("DC25", Place(files[0].name), month))
    return made


def statements(done: Sequence[Plan], source: Path, session: Session) -> Iterator[Printable]:
    """One statement a member, in the order of employee numbers: the receipts of the session's month."""
    month = f"{session.as_of:%Y-%m}"
    contracts = {plan.case.deal.project_no: plan.case.deal.contract_no for plan in done}
    by_member: dict[str, list[Line]] = {}
    for line in lines(done):
        if line.day is None or f"{line.day:%Y-%m}" == month:
            by_member.setdefault(line.emp_id, []).append(line)
    people = {person.emp_id: person for person in session.view.people}
    head = next((region.code for region in session.view.regions if region.headquarters), "")
    for emp_id, own in sorted(by_member.items()):
        person = people.get(emp_id)
        released = sum(line.released for line in own)
        facts = {
            ("工号", "emp_id"): emp_id,
            ("姓名", "member"): person.name if person else emp_id,
            ("发放月份", "month"): month,
            ("本期应发合计", "released_total"): grouped(released),
            ("本期应发大写", "released_in_words"): rmb.upper(released),
        }
        rows = [_payment(line, contracts.get(line.project_no)) for line in own]
        yield Printable(
            code=templates.STATEMENT,
            form=catalogue()[PAYMENTS],
            record=Record(PAYMENTS, {}, {PAYMENTS: rows}, {one: text for both, text in facts.items() for one in both}),
            subject=f"{emp_id} {month}",
            region=(person.region if person else None) or head,
            title=person.name if person else emp_id,
            source=source,
            place=Place(source.name),
        )


def _payment(line: Line, contract_no: str | None) -> Mapping[str, object]:
    return {
        "project_no": line.project_no,
        "contract_no": contract_no or None,
        "instalment": line.instalment,
        "receipt_no": line.receipt_no,
        "receipt_date": line.day,
        "receipt_amount": line.receipt,
        "cum_receipt_pct": Fraction(line.received, line.contract),
        "plan_total": line.plan,
        "released": line.released,
        "paid_before": line.paid_before,
        "balance": line.balance,
    }


def plan_form(plan: Plan, source: Path, session: Session) -> Printable:
    """JTF-010 of a project: pool, stages, the matrix of stages and members."""
    deal, pool = plan.case.deal, plan.pool
    region = _region(deal.project_no, session)
    values: dict[str, object] = {
        "plan_no": deal.plan_no or None, "project_no": deal.project_no, "contract_no": deal.contract_no or None,
        "region": region, "basis": pool.basis, "base_amount": pool.base, "rate_mode": pool.rate_mode,
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
        for share in plan.split.stages
    ]
    reason, by = deal.adjustment_reason or "/", deal.adjustment_by or "/"
    adjusted = [{"reason": reason, "amount": deal.adjustment, "approver": by}]
    tables = {"stage_rows": stages} | ({"adjust_rows": adjusted} if deal.adjustment else {})
    return Printable(
        code=catalogue()[PLAN].code,
        form=catalogue()[PLAN],
        record=Record(PLAN, values, tables, matrix=_matrix(plan, session)),
        subject=deal.project_no,
        region=region,
        title=deal.project_no,
        source=source,
        place=deal.place,
        places=deal.places,
        number=deal.plan_no,
        project_no=deal.project_no,
    )


def _matrix(plan: Plan, session: Session) -> MatrixData:
    names = {person.emp_id: person.name for person in session.view.people}
    labels = {stage.code: stage.label.of(session.lang) for stage in session.view.stages}
    members = list(plan.split.members)
    amounts = {(cell.stage, cell.emp_id): cell.amount for cell in plan.split.cells}
    return MatrixData(
        tuple(names.get(emp_id, emp_id) for emp_id in members),
        tuple(
            (labels.get(share.stage, share.stage), tuple(amounts.get((share.stage, emp_id), 0) for emp_id in members))
            for share in plan.split.stages
        ),
    )


def _region(project_no: str, session: Session) -> str:
    """The region a project number names, else headquarters."""
    regions = session.view.regions
    named = next((region.code for region in regions if region.code in project_no.split("-")), "")
    return named or next((region.code for region in regions if region.headquarters), "")
