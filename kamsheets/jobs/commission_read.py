"""Bonus workbooks in: deals, effort, receipts and the ledger of all files, put together by project, and checked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from kamsheets.commissions.checks import Case, Stay, check
from kamsheets.commissions.ledger import Entry, verify
from kamsheets.commissions.records import Deal, Effort, Receipt
from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.core.finding import Finding, Place, Severity, finding, worst
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.core.money import yuan
from kamsheets.core.table import Table
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs import commission_records as records
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.workbook.read import read, read_many
from kamsheets.workbook.read_tables import Reading

DEALS, EFFORTS, RECEIPTS = "F10a", "F10b", "F10d"
STATEMENTS, LEDGER = "F10c", "F10e"
PIPELINE, HISTORY = "F2", "F2b"
LEDGER_NAME = "commission.sheet.ledger"


class LedgerRefusedError(KamError):
    """A settlement ledger with changed or missing rows; ``cells``, ``count``."""

    code = "E070"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a statement sheet (个人奖金发放明细) says a member gets of a project, and where."""

    emp_id: str
    plan: int
    place: Place


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
    settled: list[Entry] = field(default_factory=list)
    """The settlement ledger, verified; empty when there is none or it was refused."""
    refused: bool = False
    """A ledger was to be used and cannot: a release would pay again what was settled."""
    stated: dict[str, list[Stated]] = field(default_factory=lambda: defaultdict(list))
    """Statement rows by project."""


@dataclass
class _Rows:
    deals: list[Deal] = field(default_factory=list)
    efforts: dict[str, list[Effort]] = field(default_factory=lambda: defaultdict(list))
    receipts: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    spoiled: dict[str, None] = field(default_factory=dict)
    """Projects one of whose rows could not be read: their figures would be wrong."""
    entered: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    """By project and stage: the day the stage was entered, from a pipeline workbook."""


def load(files: Sequence[Path], session: Session, ledger_file: Path | None = None) -> Ledger:
    """All projects of ``files`` with their findings; a file that cannot be read stands among the failures.

    The settlement ledger is the sheet 结算台账 of ``ledger_file``, or of one of ``files`` when none is named.
    """
    ledger, rows = Ledger(), _Rows()
    _read(ledger, rows, files, session, ledger_file is not None)
    if ledger_file:
        _ledger_of(ledger, ledger_file, session)
    _assemble(ledger, rows, session)
    ledger.findings.sort(key=Finding.sort_key)
    return ledger


def _read(ledger: Ledger, rows: _Rows, files: Sequence[Path], session: Session, other_ledger: bool) -> None:
    """All sheets of all files; their tables are let go of before anything is computed."""
    forms = catalogue_under(session.view)
    names = (DEALS, EFFORTS, RECEIPTS, STATEMENTS, LEDGER, PIPELINE, HISTORY)
    for reading in read_many(files, [forms[one] for one in names], session.executor, session.progress):
        if isinstance(reading, KamError):
            ledger.failures.append(reading)
            continue
        tables = reading.tables
        if not _ours(reading):
            ledger.findings += reading.findings
        else:
            tables = [(form, table) for form, table in tables if form.id == LEDGER]
            ledger.findings.append(finding("CM34", Place(tables[0][1].file if tables else "")))
        for form, table in tables:
            _sheet(ledger, rows, typed(table, form, session.view.choices), other_ledger)


def _sheet(ledger: Ledger, rows: _Rows, sheet: Typed, other_ledger: bool) -> None:
    """One sheet into its records. Pipeline sheets only tell when stages were entered; their own check is another."""
    if sheet.form.id in (PIPELINE, HISTORY):
        columns = (sheet.values[name] for name in ("project_no", "milestone", "milestone_in"))
        for project, stage, day in zip(*columns, strict=True):
            if isinstance(day, date):
                rows.entered[str(project)].setdefault(str(stage), day)
    elif sheet.form.id == LEDGER:
        if not other_ledger and sheet.table.sheet in _names(LEDGER_NAME):
            _settled(ledger, sheet)
    else:
        ledger.findings += sheet.findings
        if sheet.form.id == STATEMENTS:
            _stated(ledger, sheet)
        else:
            _count(ledger, sheet)
            _take(rows, sheet)


def _count(ledger: Ledger, sheet: Typed) -> None:
    ledger.rows.update(
        rows_read=sheet.table.read,
        accepted=len(sheet.accepted),
        rejected=len(sheet.rejected),
        blank=len(sheet.table.blank_rows),
        totals_rows=len(sheet.table.totals),
    )


def _take(rows: _Rows, sheet: Typed) -> None:
    table, projects = sheet.table, sheet.values["project_no"]
    rows.spoiled |= {str(projects[i]): None for i in sorted(sheet.rejected) if projects[i]}
    for i in sheet.accepted:
        record: dict[str, Any] = sheet.record(i)
        if sheet.form.id == DEALS:
            rows.deals.append(records.deal(record, table, i))
        elif sheet.form.id == EFFORTS:
            rows.efforts[record["project_no"]].append(records.effort(record, table, i))
        else:
            rows.receipts[record["project_no"]].append(records.receipt(record, table, i))


def _stated(ledger: Ledger, sheet: Typed) -> None:
    for i in sheet.accepted:
        record: dict[str, Any] = sheet.record(i)
        if record["plan_total"] is not None:
            place = sheet.table.place(i, "plan_total")
            ledger.stated[record["project_no"]].append(Stated(record["emp_id"], record["plan_total"], place))


def _ledger_of(ledger: Ledger, path: Path, session: Session) -> None:
    """The ledger of a file of its own; a file without one is a failure, since nothing would be locked."""
    form = catalogue_under(session.view)[LEDGER]
    try:
        reading = read(path, [form], only=_names(LEDGER_NAME))
        if not reading.tables:
            raise UnreadableFileError(file=path.name, reason=text("commission.ledger.none", session.lang))
    except UnreadableFileError as error:
        ledger.failures.append(error)
        ledger.refused = True
        return
    for _, table in reading.tables:
        _settled(ledger, typed(table, form, session.view.choices))


def _names(code: str) -> frozenset[str]:
    """A sheet's name in all languages."""
    return frozenset(text(code, lang) for lang in LANGUAGES)


def _ours(reading: Reading) -> bool:
    """Whether the file is an output of a split or release: its figures are results, not to be counted again."""
    sheets = {table.sheet for _, table in reading.tables} | {skipped.sheet for skipped in reading.skipped}
    return bool(sheets & _names("commission.sheet.matrix"))


def _settled(ledger: Ledger, sheet: Typed) -> None:
    """The ledger's rows, or the reasons why they cannot be trusted."""
    found = [one for one in sheet.findings if one.severity is Severity.ERROR]
    entries = [records.entry(sheet.record(i), sheet.table, i) for i in sheet.accepted]
    if entries or sheet.table.totals:
        found += verify(entries, *_seal(sheet.table))
    if found:
        ledger.findings += found
        cells = "、".join(dict.fromkeys(f"{one.place.sheet}!{one.place.cell}" for one in found))
        ledger.failures.append(LedgerRefusedError(cells=cells, count=len(found)))
        ledger.refused = True
    else:
        ledger.settled = entries


def _seal(table: Table) -> tuple[str | None, Place]:
    """The code in the totals row, and its cell; the cell below the last row where there is no totals row."""
    k = table.position("code")
    if k is None or not table.totals:
        return None, table.place(len(table.rows) - 1, "code") if table.rows else table.place(None, "code")
    number, values = table.totals[-1]
    place = Place(table.file, table.sheet, table.place(None, "code").cell.rstrip("0123456789") + str(number))
    return str(values[k] or ""), place


def _assemble(ledger: Ledger, rows: _Rows, session: Session) -> None:
    """Projects with all their rows; what belongs to no project, or stands twice, is said."""
    known: dict[str, Deal] = {}
    for deal in rows.deals:
        if deal.project_no in known:
            ledger.findings.append(finding("CM24", deal.where("project_no"), deal.project_no))
            rows.spoiled[deal.project_no] = None
        known.setdefault(deal.project_no, deal)
    _say_unused(ledger, rows, known)
    policy_of = cache(session.policy.as_of)
    if known and not session.view.people:
        ledger.findings.append(finding("CM30", Place(next(iter(known.values())).place.file)))
    ledger.excluded += [project for project in rows.spoiled if project not in known]
    for project, deal in known.items():
        day = deal.deal_date or session.as_of
        if day < session.policy.beginning:
            ledger.findings.append(finding("CM33", deal.where("deal_date"), day, first=session.policy.beginning))
            ledger.excluded.append(project)
            continue
        stays = _stays(rows.entered[project]) if project in rows.entered else {}
        receipts = _received(ledger, rows.receipts.get(project, []), session.as_of)
        case = Case(deal, rows.efforts.get(project, []), receipts, policy_of(day), session.as_of, stays)
        findings = check(case)
        ledger.findings += findings
        if project in rows.spoiled or worst(findings) is Severity.ERROR:
            ledger.excluded.append(project)
        else:
            ledger.cases.append(case)


def _say_unused(ledger: Ledger, rows: _Rows, known: Mapping[str, Deal]) -> None:
    groups: tuple[tuple[str, Mapping[str, Sequence[Effort | Receipt]]], ...] = (
        ("CM22", rows.efforts),
        ("CM23", rows.receipts),
    )
    for code, by_project in groups:
        for project, found in by_project.items():
            if project not in known and project not in rows.spoiled:
                ledger.findings += [finding(code, row.place, project) for row in found]


def _received(ledger: Ledger, receipts: Iterable[Receipt], day: date) -> list[Receipt]:
    """What has come in by the day of the run; later receipts are named, not counted."""
    kept = []
    for receipt in receipts:
        if receipt.day and receipt.day > day:
            ledger.findings.append(
                finding("CM29", receipt.place, yuan(receipt.amount), receipt=receipt.receipt_no, day=receipt.day)
            )
        else:
            kept.append(receipt)
    return kept


def _stays(entered: Mapping[str, date]) -> dict[str, Stay]:
    """How long a project stood in each stage: until the next stage was entered."""
    ordered = sorted(entered.items(), key=lambda one: one[1])
    ends = {stage: after for (stage, _), (_, after) in pairwise(ordered)}
    return {stage: (start, ends.get(stage)) for stage, start in ordered}
