"""Lead workbooks in: every lead sheet of every file, typed; ranking lists among them; what is wrong with each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import cast

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, Severity, finding
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.core.money import Fen
from kamsheets.core.table import Table
from kamsheets.forms.catalogue import Form
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.leads import check, overlaps
from kamsheets.leads.candidates import Pool, company_key
from kamsheets.leads.desk import Desk
from kamsheets.leads.duplicates import Duplicates, duplicates
from kamsheets.leads.grading import Grader, LeadGrade
from kamsheets.leads.grading import findings as grade_findings
from kamsheets.leads.overlaps import LeadRef
from kamsheets.leads.ranking import Rankings, Standing, doubled, rankings
from kamsheets.leads.sheet import LeadSheet
from kamsheets.leads.wording import COLUMNS
from kamsheets.workbook.read import read_many

LEADS, RANKING, VISITS = "F1", "F14", "F13a"
MANY = 50
"""Files from which on several processes are faster than one: whole tables come back from them."""
OWN_RULE = ("consent_basis",)
"""Required fields whose blanks have a rule of their own (PI01)."""

ORIGIN = tuple(f"leads.column.{name}" for name in ("group", "file", "sheet", "row"))
"""Headers (message codes) that merging adds: duplicate group, and where a lead came from."""
OWN_HEADERS = frozenset(text(code, lang) for code in (*COLUMNS, *ORIGIN) for lang in LANGUAGES)
"""Headers of the columns that grading and merging write and that are no fields of the register."""
OWN_SHEETS = frozenset(text(f"leads.sheet.{name}", lang) for name in ("duplicates", "pairs") for lang in LANGUAGES)
"""Sheets of a merged register that repeat its leads."""
_READING = {"IO": 0, "HD": 1, "CT": 2}
"""Order of what reading finds: file, header, cell."""


@dataclass
class Batch:
    """What was read."""

    desk: Desk
    lang: str
    blank_allowed: Sequence[str] = OWN_RULE
    sheets: list[LeadSheet] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    """The file of each sheet."""
    register: list[LeadSheet] = field(default_factory=list)
    """Sheets of last month's register: compared with, not checked."""
    standings: list[Standing] = field(default_factory=list)
    visits: Counter[str] = field(default_factory=Counter)
    """Visits by lead number, from visit logs among the sheets."""
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)

    @cached_property
    def rankings(self) -> Rankings:
        """Places in the industry from all ranking lists."""
        return rankings(self.standings, self.desk.day)

    @cached_property
    def grades(self) -> list[list[LeadGrade]]:
        """The grades of each sheet."""
        grader = Grader(self.desk, self.rankings, company_key, self.visits)
        return [list(grader.sheet(sheet)) for sheet in self.sheets]

    @cached_property
    def leads(self) -> list[LeadRef]:
        """Every lead of the sheets, then of the register, in the order of the duplicate search."""
        return [LeadRef(sheet, row) for sheet in (*self.sheets, *self.register) for row in sheet.filled]

    @cached_property
    def duplicates(self) -> Duplicates:
        """Leads of one customer, in all sheets and the register."""
        view, pool = self.desk.view, Pool(self.sheets, self.register, self.desk)
        similar = int(view.rate("duplicate_similarity") * 100)
        return duplicates(pool.keys(), pool.lead, view.optional_number("lead_protect_days"), similar)


def load(
    files: Sequence[Path],
    session: Session,
    rankings_file: Path | None = None,
    register: Path | None = None,
    blank_allowed: Sequence[str] = (),
) -> Batch:
    """Read and type all files; a file that cannot be read stands among the failures, the others go on.

    ``blank_allowed``: required fields whose blanks are no problem of this job.
    """
    batch = Batch(Desk(session.view), session.lang, blank_allowed=(*OWN_RULE, *blank_allowed))
    for path, form, table in _tables(files, (LEADS, RANKING, VISITS), session, batch):
        _take(batch, path, form, table)
    if rankings_file:
        for path, form, table in _tables([rankings_file], (RANKING,), session, batch):
            _take(batch, path, form, table)
    if register:
        for _, form, table in _tables([register], (LEADS,), session, batch):
            batch.register.append(_sheet(_typed(batch, table, form)))
    _about_rankings(batch)
    return batch


def _tables(
    files: Sequence[Path], forms: Sequence[str], session: Session, batch: Batch
) -> Iterator[tuple[Path, Form, Table]]:
    """The tables of files that are of these forms; reports of ours among them are named and passed over.

    A visit log is only counted from: what is wrong with it is said where projects are checked.
    """
    known = catalogue_under(session.view)
    wanted = [known[form] for form in forms]
    executor = session.executor if len(files) >= MANY else None
    for path, reading in zip(files, read_many(files, wanted, executor, session.progress), strict=True):
        if isinstance(reading, KamError):
            batch.failures.append(reading)
            continue
        ours = [table for _, table in reading.tables if table.sheet in OWN_SHEETS]
        quiet = {table.sheet for form, table in reading.tables if form.id == VISITS} | OWN_SHEETS
        batch.findings += [f for f in reading.findings if f.place.sheet not in quiet and not _own_column(f)]
        batch.findings += [finding("LD035", Place(table.file, table.sheet)) for table in ours]
        yield from ((path, form, table) for form, table in reading.tables if table.sheet not in OWN_SHEETS)


def _own_column(found: Finding) -> bool:
    """An unknown column that an earlier run wrote is not reported."""
    return found.code == "HD03" and found.value in OWN_HEADERS


def _take(batch: Batch, path: Path, form: Form, table: Table) -> None:
    found = _typed(batch, table, form)
    if form.id == VISITS:
        batch.visits.update(_visited(found, batch.desk))
        return
    batch.findings += found.findings
    if form.id == RANKING:
        batch.standings += _standings(found)
        return
    batch.sheets.append(_sheet(found))
    batch.paths.append(path)


def _typed(batch: Batch, table: Table, form: Form) -> Typed:
    return typed(table, form, batch.desk.view.choices, blank_allowed=batch.blank_allowed)


def _sheet(found: Typed) -> LeadSheet:
    return LeadSheet(found.table, found.values, found.rejected)


def _standings(found: Typed) -> Iterator[Standing]:
    for row in found.accepted:
        industry, company, year, sales, profit = (
            found.values[field_id][row] for field_id in ("industry", "company", "year", "sales", "profit")
        )
        place, name = found.table.place(row, "company"), str(company)
        figures = (cast("Fen | None", sales), cast("Fen | None", profit))
        yield Standing(str(industry), company_key(name), cast(int, year), *figures, place, name)


def _visited(found: Typed, desk: Desk) -> Iterator[str]:
    """The lead of every visit up to the day that counts as one (policy ``counted_visits``)."""
    counted = desk.view.items("counted_visits")
    for row in found.accepted:
        number, kind, day = (found.values[field_id][row] for field_id in ("lead_no", "visit_type", "visit_date"))
        if number and kind in counted and isinstance(day, date) and day <= desk.day:
            yield str(number)


def _about_rankings(batch: Batch) -> None:
    """What a person should know before trusting a place: a short list, a company that stands twice."""
    top = batch.desk.view.number("top_n")
    labels = {industry.code: industry.label.of(batch.lang) for industry in batch.desk.view.industries}
    for first, again in doubled(batch.standings):
        where = f"{first.place.sheet}!{first.place.cell}"
        batch.findings.append(finding("LD033", again.place, again.name, first=where))
    for industry, size in batch.rankings.sizes.items():
        if size < top:
            place = next(row.place for row in batch.standings if row.industry == industry)
            whole = Place(place.file, place.sheet)
            batch.findings.append(finding("LD032", whole, industry=labels.get(industry, industry), size=size, top=top))


def examined(batch: Batch) -> list[Finding]:
    """Every finding of the batch: file, header, cell type; then field, row and sheet; then across files."""
    own = sum(len(sheet.filled) for sheet in batch.sheets)
    known = frozenset(range(own, len(batch.leads)))
    across = [*check.across(batch.sheets), *overlaps.findings(batch.duplicates, batch.leads, known)]
    return [
        *sorted(batch.findings, key=lambda f: (_READING.get(f.code[:2], len(_READING)), f.sort_key())),
        *inside(batch),
        *sorted(across, key=Finding.sort_key),
    ]


def inside(batch: Batch) -> list[Finding]:
    """What each sheet says by itself: fields, rows, grades."""
    found: list[Finding] = []
    for sheet, grades in zip(batch.sheets, batch.grades, strict=True):
        found += check.check(sheet, batch.desk)
        found += grade_findings(sheet, grades, batch.desk)
    return sorted(found, key=Finding.sort_key)


def tally(batch: Batch, found: Sequence[Finding]) -> dict[str, object]:
    """Rows read = accepted + rejected + blank; a row with an error is rejected, totals rows are apart."""
    wrong = {
        (f.place.file, f.place.sheet, f.sort_key()[2]) for f in found if f.severity is Severity.ERROR and f.place.cell
    }
    read = blank = totals = rejected = 0
    for sheet in batch.sheets:
        table = sheet.table
        read, blank, totals = read + table.read, blank + len(table.blank_rows), totals + len(table.totals)
        numbers = (table.row_numbers[row] for row in sheet.filled)
        rejected += sum((table.file, table.sheet, number) in wrong for number in numbers)
    return {
        "sheets": len(batch.sheets), "rows_read": read, "accepted": read - rejected - blank, "rejected": rejected,
        "blank": blank, "totals": totals,
    }  # fmt: skip
