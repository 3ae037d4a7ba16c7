"""Bonus workbooks in: deals, effort and receipts of all files, put together project by project, and checked."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from kamsheets.commissions.checks import Case, check
from kamsheets.commissions.records import Deal, Effort, Receipt
from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Severity, finding, worst
from kamsheets.core.table import Table
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.workbook.read import read_many

DEALS, EFFORTS, RECEIPTS = "F10a", "F10b", "F10d"
_FAMILY = "difficulty."


@dataclass
class Ledger:
    """What was read: good projects are in ``cases``, the others only in the findings."""

    cases: list[Case] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    """Project numbers that have an error."""
    rows: Counter[str] = field(default_factory=Counter)
    """rows_read, accepted, rejected, blank, and totals rows apart."""


@dataclass
class _Rows:
    deals: list[Deal] = field(default_factory=list)
    efforts: dict[str, list[Effort]] = field(default_factory=lambda: defaultdict(list))
    receipts: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    spoiled: set[str] = field(default_factory=set)
    """Projects one of whose rows could not be read: their figures would be wrong."""


def load(files: Sequence[Path], session: Session) -> Ledger:
    """All projects of ``files`` with their findings; a file that cannot be read stands among the failures."""
    ledger, rows = Ledger(), _Rows()
    forms = catalogue_under(session.view)
    wanted = [forms[form_id] for form_id in (DEALS, EFFORTS, RECEIPTS)]
    for reading in read_many(files, wanted, session.executor, session.progress):
        if isinstance(reading, KamError):
            ledger.failures.append(reading)
            continue
        ledger.findings += reading.findings
        for form, table in reading.tables:
            sheet = typed(table, form, session.view.choices)
            ledger.findings += sheet.findings
            _count(ledger, sheet)
            _take(rows, form.id, sheet)
    _assemble(ledger, rows, session)
    ledger.findings.sort(key=Finding.sort_key)
    return ledger


def _count(ledger: Ledger, sheet: Typed) -> None:
    ledger.rows.update(
        rows_read=sheet.table.read,
        accepted=len(sheet.accepted),
        rejected=len(sheet.rejected),
        blank=len(sheet.table.blank_rows),
        totals_rows=len(sheet.table.totals),
    )


def _take(rows: _Rows, form_id: str, sheet: Typed) -> None:
    table = sheet.table
    rows.spoiled |= {str(sheet.values["project_no"][i]) for i in sheet.rejected}
    for i in sheet.accepted:
        record = sheet.record(i)
        if form_id == DEALS:
            rows.deals.append(_deal(record, table, i))
        elif form_id == EFFORTS:
            rows.efforts[str(record["project_no"])].append(_effort(record, table, i))
        else:
            rows.receipts[str(record["project_no"])].append(_receipt(record, table, i))


def _deal(record: Mapping[str, Any], table: Table, i: int) -> Deal:
    levels = {key.removeprefix(_FAMILY): value for key, value in record.items() if key.startswith(_FAMILY)}
    return Deal(
        project_no=str(record["project_no"]),
        gross=record["contract_amount"],
        plan_no=record["plan_no"] or "",
        contract_no=record["contract_no"] or "",
        vat_rate=record["tax_rate"],
        basis=record["basis"],
        rate=record["rate"],
        coef=_exact(record["coef_project"]),
        adjustment=record["adjustment"] or 0,
        adjustment_reason=record["adjustment_reason"] or "",
        adjustment_by=record["adjustment_by"] or "",
        registrant=record["registrant"] or "",
        margin=record["gross_margin"],
        closed_short=bool(record["closed_short"]),
        deal_date=record["deal_date"],
        difficulty={stage: Fraction(level) for stage, level in levels.items() if level is not None},
        place=table.place(i),
        places={c.field: table.place(i, c.field) for c in table.columns if c.field},
    )


def _exact(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _effort(record: Mapping[str, Any], table: Table, i: int) -> Effort:
    return Effort(
        project_no=str(record["project_no"]),
        stage=record["stage"],
        emp_id=record["emp_id"],
        amount=Fraction(record["effort"]),
        unit=record["effort_unit"],
        member=record["member"] or "",
        confirmed=record["confirmed"],
        overlay=record["overlay"] or 0,
        place=table.place(i, "effort"),
    )


def _receipt(record: Mapping[str, Any], table: Table, i: int) -> Receipt:
    return Receipt(
        project_no=str(record["project_no"]),
        amount=record["receipt_amount"],
        receipt_no=record["receipt_no"] or "",
        contract_no=record["contract_no"] or "",
        instalment=record["instalment"],
        day=record["receipt_date"],
        reverses=record["reverses"] or "",
        place=table.place(i, "receipt_amount"),
    )


def _assemble(ledger: Ledger, rows: _Rows, session: Session) -> None:
    """Projects with all their rows; what belongs to no project, or stands twice, is said."""
    known: dict[str, Deal] = {}
    for deal in rows.deals:
        if deal.project_no in known:
            ledger.findings.append(finding("CM24", deal.where("project_no"), deal.project_no))
            rows.spoiled.add(deal.project_no)
        known.setdefault(deal.project_no, deal)
    for code, groups in (("CM22", rows.efforts), ("CM23", rows.receipts)):
        for project, found in groups.items():
            if project not in known and project not in rows.spoiled:
                ledger.findings += [finding(code, row.place, project) for row in found]
    for project, deal in known.items():
        policy = session.policy.as_of(deal.deal_date or session.as_of)
        case = Case(deal, rows.efforts.get(project, []), rows.receipts.get(project, []), policy)
        findings = check(case)
        ledger.findings += findings
        if project in rows.spoiled or worst(findings) is Severity.ERROR:
            ledger.excluded.append(project)
        else:
            ledger.cases.append(case)
