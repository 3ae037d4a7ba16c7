"""The forms to be routed, from whatever an admin has: pipeline, dossier, bonus workbook, lead register, all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kamsheets.approvals.facts import sources
from kamsheets.approvals.papers import WRITERS, Paper
from kamsheets.approvals.route import Router
from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.core.table import Table
from kamsheets.forms.blocks import Block
from kamsheets.forms.catalogue import Form
from kamsheets.forms.filled import Filled
from kamsheets.jobs.approvals_bonus import Bonus, received
from kamsheets.jobs.approvals_context import BUDGET, SHARED, context
from kamsheets.jobs.approvals_lists import PLANS, is_list, rows, with_form_column
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.forms_dossier import Dossier
from kamsheets.jobs.forms_dossier import read as read_dossier
from kamsheets.jobs.session import Session
from kamsheets.policy.cells import spelling
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView
from kamsheets.policy.workbook import sheet_columns
from kamsheets.workbook.rawbook import RawBook
from kamsheets.workbook.read import raw
from kamsheets.workbook.read_tables import tables

REGISTER = "F15"
COUNTS = ("rows_read", "accepted", "rejected", "blank", "without_form")
MISSING = "CT01"
"""Finding on a required cell that is blank."""
_NOT_NEEDED = ("IO001", "HD03", "HD04")
"""Findings on lists as a whole: no table, unknown columns, missing columns; a route says itself what it lacks."""


_OURS = frozenset(
    text(f"approvals.sheet.{name}", lang)
    for name in ("routes", "people", "reasons", "waiting", "forms")
    for lang in LANGUAGES
)
"""Sheets of our own workbooks, the register apart: results, not input."""


@dataclass
class Harvest:
    """Everything read. The counts are over list rows."""

    rows: list[Paper] = field(default_factory=list)
    """Papers that rows of registers stand for."""
    forms: list[Paper] = field(default_factory=list)
    """Forms of dossiers, and bonus plans, which say more than a row of the pipeline."""
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)
    registers: list[Table] = field(default_factory=list)
    """审批台账 among the files."""
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    files: int = 0

    @property
    def papers(self) -> list[Paper]:
        """What is to be routed: forms with what the pipeline knows of their project, and rows that have no form yet."""
        projects = {paper.subject: paper.values for paper in self.rows if "milestone" in paper.values}
        there = {(paper.form, paper.subject) for paper in self.forms}
        rows = [paper for paper in self.rows if (paper.form, paper.subject) not in there]
        return [*rows, *(_told(paper, projects.get(paper.subject, {})) for paper in self.forms)]

    @property
    def replaced(self) -> int:
        """Rows for which the form itself is there as well."""
        return len(self.rows) + len(self.forms) - len(self.papers)


@dataclass(frozen=True)
class _How:
    """What to read, and how."""

    policy: Policy
    view: PolicyView
    forms: Sequence[Form]
    asked: Sequence[str]
    wanted: Sequence[str]
    policy_sheets: frozenset[str]


def harvest(files: Sequence[Path], session: Session, router: Router, wanted: Sequence[str] = ()) -> Harvest:
    """The papers of all files; ``wanted`` form codes, none: those each row or sheet stands for.

    A file that cannot be read stands among the failures, the others go on.
    """
    view = session.view
    names = {name for each in router.asks.values() for name in each}
    asked = tuple({source for name in names for source in sources(name)})
    lists = [with_form_column(form) for form in catalogue_under(view).lists()]
    how = _How(session.policy, view, lists, asked, wanted, frozenset(sheet_columns(session.policy)))
    made = Harvest()
    for done, path in enumerate(files, 1):
        try:
            _read(path, how, made)
            made.files += 1
        except UnreadableFileError as error:
            made.failures.append(error)
        session.progress(done, len(files))
    return made


def _read(path: Path, how: _How, made: Harvest) -> None:
    book = raw(path)
    if _is_policy(book, how):
        return
    reading = tables(book, how.forms)
    lists = [(form, table) for form, table in reading.tables if is_register(form, table) or is_list(form, table)]
    taken = {table.sheet for _, table in lists}
    others = replace(book, sheets=tuple(sheet for sheet in book.sheets if sheet.name not in taken | _OURS))
    dossier = read_dossier(others, how.view)
    blocks = {sheet.name for sheet, _, _ in dossier.forms} if dossier else set()
    passed = {table.sheet for _, table in reading.tables} - taken
    made.findings += [f for f in reading.findings if not _aside(f, taken, blocks | passed | _OURS)]
    if not (taken or blocks):
        made.findings.append(finding("AP13", Place(book.file)))
    bonus = Bonus(how.policy, how.view.day, received(reading.tables, how.view.choices))
    for form, table in lists:
        if form.id == REGISTER:
            made.registers.append(table)
        else:
            _take(form, table, how, bonus, made)
    if dossier:
        made.forms += _forms(book, dossier, how, made)


def is_register(form: Form, table: Table) -> bool:
    """Whether a table is a register to be kept: it has room for opinion and date, unlike a list of routes."""
    return form.id == REGISTER and {"state", "signed"} <= {column.field for column in table.columns}


def _is_policy(book: RawBook, how: _How) -> bool:
    """A policy workbook lies beside the others and is no form."""
    known = [spelling(sheet.name) in how.policy_sheets for sheet in book.sheets]
    return sum(known) * 2 > len(known)


def _aside(found: Finding, taken: Iterable[str], others: Iterable[str]) -> bool:
    """What reading says of columns that routing does not need, and of sheets that are forms or other lists."""
    return found.code in _NOT_NEEDED or (found.place.sheet in others and found.place.sheet not in taken)


def _take(form: Form, table: Table, how: _How, bonus: Bonus, made: Harvest) -> None:
    got = rows(form, table, how.view, how.wanted, how.asked, bonus)
    (made.forms if form.id == PLANS else made.rows).extend(got.papers)
    made.findings += got.findings
    for name in COUNTS:
        made.counts[name] += getattr(got, name)


def _forms(book: RawBook, dossier: Dossier, how: _How, made: Harvest) -> Iterable[Paper]:
    """The forms of a dossier; what one of them says of the project the others need not repeat."""
    about = context([found for _, found, _ in dossier.forms], how.view)
    for sheet, found, block in dossier.forms:
        if found.blank:
            continue
        made.findings += _unread(found, block, how)
        if how.wanted and found.form.code not in how.wanted:
            continue
        values = {**about[found.form.code], **found.values, **found.tables}
        subject = str(
            values.get("project_no") or values.get("project_name") or values.get("customer_name") or sheet.name
        )
        number = next((str(values[key]) for key in ("form_no", "meeting_no", "plan_no") if values.get(key)), "")
        yield Paper(found.form.code, subject, values, Place(book.file, sheet.name), found.places, number)


def _unread(found: Filled, block: Block, how: _How) -> Iterable[Finding]:
    """What could not be read of a form, as far as routing needs it; what is missing a route says itself."""
    needed = {*how.asked, *SHARED, *WRITERS, BUDGET}
    cells = {found.places[name].cell for name in needed & found.places.keys()}
    rows = {row for name in needed & block.tables.keys() for row in block.tables[name].row_numbers}
    for one in found.findings:
        if one.code != MISSING and (one.place.cell in cells or one.sort_key()[2] in rows):
            yield one


def _told(paper: Paper, project: Mapping[str, object]) -> Paper:
    """A form with what its pipeline row says and the form leaves out."""
    missing = {name: project[name] for name in SHARED if name in project and paper.values.get(name) is None}
    return replace(paper, values={**paper.values, **missing}) if missing else paper
