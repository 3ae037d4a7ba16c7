"""One file's part of the pipeline: its tabs typed, its adjustments, its history, the leads beside it.

Tabs that are not a pipeline are named and passed over; a 汇总 tab that repeats the others is never counted, nor is a
summary workbook of ours among the inputs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import cast

from kamsheets.core.errors import UnreadableFileError
from kamsheets.core.finding import Finding, Place, Severity, column_letters, finding
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.core.money import Fen
from kamsheets.core.table import Column, Table
from kamsheets.formats.amounts import AmountError, parse
from kamsheets.forms.catalogue import Field, Form
from kamsheets.forms.choices import Choices
from kamsheets.forms.typed import typed
from kamsheets.pipeline.adjustments import Adjustment, adjustments
from kamsheets.pipeline.history import Visit
from kamsheets.pipeline.project import Tab, Values
from kamsheets.pipeline.tieout import Source, Stated
from kamsheets.workbook.read import read

PIPELINE, ADJUSTMENTS, HISTORY, LEADS = "F2", "F2a", "F2b", "F1"
"""Forms of the catalogue that are looked for."""
DECISIVE = ("est_amount", "currency", "milestone", "outcome", "win_prob")
"""Fields that, unreadable, leave a row out of every figure."""
FIGURES = (
    "project_no", "project_name", "customer_name", "region", "lead_no", "project_level", "is_difficult", "project_lead",
    "milestone", "milestone_in", "milestone_due", "est_amount", "win_prob", "est_sign_date", "expense_budget",
    "expense_actual", "last_meeting", "next_action", "next_action_due", "next_action_owner", "outcome",
    "outcome_reason", "contract_amount", "industry", "lead_grade", "currency",
)  # fmt: skip
"""Fields a roll-up reads; the others matter to ``pipeline check`` only."""
_NEEDED: Mapping[str, Sequence[str]] = {PIPELINE: FIGURES, LEADS: ("lead_no", "industry", "lead_grade")}
MAY_BE_BLANK = frozenset({"region", "win_prob"})
"""Required fields that a row, or a whole tab, may leave out: its name tells the region, the stage the probability."""
FEWEST_FOREIGN = 3
"""From so many rows on a numbering of their own is one; fewer are slips of the pen."""
_REPEATS = re.compile(r"汇总|总表|合计|summary|total", re.IGNORECASE)
_DAY = re.compile(r"(20\d\d)(?:[-_.年](\d{1,2})[-_.月](\d{1,2})|(\d\d)(\d\d))(?!\d)")


@dataclass(frozen=True)
class Wanted:
    """What to read, and how: the forms and closed lists of the policy."""

    forms: Sequence[Form]
    choices: Choices
    strict: bool = False
    """True: every field against its rules (check). False: the figures, whatever numbering a company uses (roll-up)."""
    past: bool = False
    """True: a summary workbook of ours is welcome. False: it repeats what is counted anyway."""


@dataclass(frozen=True)
class PipelineTab:
    """One tab of projects: typed columns of the rows that are not blank."""

    source: Source
    rows: Sequence[int]
    values: Values
    findings: tuple[Finding, ...]
    unusable: Mapping[int, Finding]
    """By sheet row the first thing wrong with a decisive cell; not among ``findings``."""


@dataclass(frozen=True)
class PipelineFile:
    """What one file held for the pipeline."""

    path: Path
    name: str
    tabs: tuple[PipelineTab, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    history: tuple[Visit, ...] = ()
    leads: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """By lead number: industry and grade, where a lead register lies beside the pipeline."""
    day: date | None = None
    """The day the file speaks of: as its history says, else as its name does."""
    findings: tuple[Finding, ...] = ()
    error: UnreadableFileError | None = None


def read_file(path: Path, name: str, wanted: Wanted) -> PipelineFile:
    """The pipeline of one file, called ``name`` in findings; what cannot be read carries its error."""
    try:
        reading = read(path, wanted.forms)
    except UnreadableFileError as error:
        return PipelineFile(path, name, error=error)
    tables: dict[str, list[Table]] = {form.id: [] for form in wanted.forms}
    for form, table in reading.tables:
        tables[form.id].append(replace(table, file=name))
    if tables[HISTORY] and not wanted.past:
        return PipelineFile(path, name, findings=(finding("PL44", Place(name)),))
    kept, passed = _pipelines(tables[PIPELINE], ours=bool(tables[HISTORY]))
    registers = [table for table in tables[LEADS] if table.position("lead_no") is not None]
    passed += [finding("PL45", Place(name, table.sheet)) for table in tables[LEADS] if table not in registers]
    strict = {table.sheet for table in kept} if wanted.strict else frozenset()
    heard = (f for f in reading.findings if _matters(f) or f.place.sheet in strict)
    said = [replace(f, place=replace(f.place, file=name)) for f in heard]
    history = [_loose(table, HISTORY, wanted) for table in tables[HISTORY]]
    extra = [_loose(table, ADJUSTMENTS, wanted) for table in tables[ADJUSTMENTS]]
    return PipelineFile(
        path=path,
        name=name,
        tabs=tuple(_tab(table, wanted) for table in kept),
        adjustments=tuple(row for sheet in extra for row in adjustments(sheet.tab, sheet.rows, sheet.values)),
        history=tuple(visit for sheet in history for visit in _visits(sheet)),
        leads=dict(pair for table in registers for pair in _leads(_loose(table, LEADS, wanted))),
        day=_day(history, path),
        findings=(*said, *passed, *(found for sheet in extra for found in sheet.findings)),
    )


def _matters(found: Finding) -> bool:
    """Columns a roll-up does not need may be unknown or missing."""
    return found.code not in ("HD03", "HD04")


def _pipelines(tables: Sequence[Table], *, ours: bool) -> tuple[list[Table], list[Finding]]:
    """The tabs to count, and what is said of the others."""
    if ours:
        details = {text("pipeline.sheet.detail", lang) for lang in LANGUAGES}
        return [table for table in tables if table.sheet in details], []
    kept, said = [], []
    for table in tables:
        if _is_pipeline(table):
            kept.append(table)
        else:
            said.append(finding("PL45", Place(table.file, table.sheet)))
    repeats = [table for table in kept if _REPEATS.search(table.sheet)]
    if len(repeats) < len(kept):
        said += [finding("PL43", Place(table.file, table.sheet)) for table in repeats]
        kept = [table for table in kept if table not in repeats]
    return kept, said


def _is_pipeline(table: Table) -> bool:
    """A pipeline says which project, how much and how far; a list of names and dates is something else."""
    has = {column.field for column in table.columns}
    return (
        "est_amount" in has
        and bool(has & {"milestone", "outcome"})
        and bool(has & {"project_no", "project_name", "customer_name"})
    )


@dataclass(frozen=True)
class _Sheet:
    """A table typed, its blank rows left out."""

    tab: Tab
    rows: list[int]
    values: Values
    findings: tuple[Finding, ...]


def _typed(table: Table, form: Form, choices: Choices) -> _Sheet:
    found = typed(table, form, choices)
    held = {column.field for column in table.columns if column.field}
    if not table.blank_rows:
        return _Sheet(Tab.of(table), list(table.row_numbers), {k: found.values[k] for k in held}, found.findings)
    kept = [i for i in range(len(table.rows)) if i not in table.blank_rows]
    values = {name: [found.values[name][i] for i in kept] for name in held}
    return _Sheet(Tab.of(table), [table.row_numbers[i] for i in kept], values, found.findings)


def _loose(table: Table, form_id: str, wanted: Wanted) -> _Sheet:
    """Only the fields asked for, whatever numbering a company uses; blanks are the caller's to judge."""
    form = next(form for form in wanted.forms if form.id == form_id)
    names = frozenset(_NEEDED.get(form_id, form.by_id))
    return _typed(replace(table, columns=_only(table.columns, names)), _lenient(form), wanted.choices)


@lru_cache(maxsize=256)
def _only(columns: tuple[Column, ...], names: frozenset[str]) -> tuple[Column, ...]:
    """The columns, those of other fields unclaimed; the workbooks of a batch mostly have the same ones."""
    return tuple(c if c.field in names else replace(c, field=None) for c in columns)


@lru_cache(maxsize=16)
def _lenient(form: Form) -> Form:
    """The form without the rules that only matter to its own check: patterns, lengths, what must be filled in."""
    return replace(form, fields=tuple(map(_free, form.fields)))


def _free(f: Field) -> Field:
    freed = replace(f, pattern=None, min_length=None, max_length=None, required="N")
    return replace(freed, more_than=None, at_least=Decimal(0)) if f.more_than == 0 else freed


def _tab(table: Table, wanted: Wanted) -> PipelineTab:
    sheet = _strict(table, wanted) if wanted.strict else _loose(table, PIPELINE, wanted)
    stated = tuple(_stated(table))
    source = Source(
        tab=sheet.tab,
        rows_read=len(table.rows),
        blank=len(table.blank_rows),
        amounts=_amounts(sheet) if stated else (),
        stated=stated,
    )
    unusable = _unusable(sheet)
    rest = tuple(found for found in sheet.findings if found not in unusable.values() and not _of_currency(found, sheet))
    return PipelineTab(source, sheet.rows, sheet.values, rest, unusable)


def _of_currency(found: Finding, sheet: _Sheet) -> bool:
    """A currency that is not listed: the row is left out, which says more."""
    column = sheet.tab.columns.get("currency")
    return found.code == "CT31" and column is not None and _letters(found) == column_letters(column)


def _letters(found: Finding) -> str:
    return found.place.cell.rstrip("0123456789")


def _strict(table: Table, wanted: Wanted) -> _Sheet:
    """Every field against its rules; a column that nowhere follows our numbering is another system's, said once."""
    form = next(form for form in wanted.forms if form.id == PIPELINE)
    sheet = _typed(table, form, wanted.choices)
    foreign = {name: rows for name in sheet.values if form[name].pattern and (rows := _unlike(sheet, name))}
    if not foreign:
        return sheet
    freed = tuple(replace(f, pattern=None) if f.id in foreign else f for f in form.fields)
    sheet = _typed(table, replace(form, fields=freed), wanted.choices)
    said = (
        finding("PL48", table.place(None, f.id), field=f.zh, field_en=f.en, example=f.example, rows=foreign[f.id])
        for f in form.fields
        if f.id in foreign
    )
    return replace(sheet, findings=(*said, *sheet.findings))


def _unlike(sheet: _Sheet, name: str) -> int:
    """How many values a column has, where none follows the field's pattern or nearly does; else 0."""
    letters = column_letters(sheet.tab.columns[name])
    minded = [f for f in sheet.findings if f.code == "CT40" and _letters(f) == letters]
    near = any(value is not None for value in sheet.values[name]) or any(f.proposed for f in minded)
    return 0 if near or len(minded) < FEWEST_FOREIGN else len(minded)


def _amounts(sheet: _Sheet) -> list[tuple[int, Fen]]:
    amounts = cast("Sequence[Fen | None]", sheet.values["est_amount"])
    return [(row, fen) for row, fen in zip(sheet.rows, amounts, strict=True) if fen is not None]


def _unusable(sheet: _Sheet) -> dict[int, Finding]:
    """By sheet row the first error at a decisive cell."""
    letters = {column_letters(sheet.tab.columns[name]): name for name in DECISIVE if name in sheet.tab.columns}
    found: dict[int, Finding] = {}
    for error in sheet.findings:
        cell = error.place.cell
        if error.severity is Severity.ERROR and _letters(error) in letters:
            found.setdefault(int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), error)
    return found


def _stated(table: Table) -> Iterator[Stated]:
    """The amounts of the tab's own totals rows; a totals row without a readable amount states nothing."""
    k = table.position("est_amount")
    assert k is not None
    for row, cells in table.totals:
        try:
            yield Stated(row, parse(cells[k], table.columns[k].unit or "元").fen)
        except AmountError:
            continue


def _visits(sheet: _Sheet) -> Iterator[Visit]:
    for number, stage, entered in zip(
        *(_column(sheet, name) for name in ("project_no", "milestone", "milestone_in")), strict=True
    ):
        if isinstance(number, str) and isinstance(stage, str):
            yield Visit(number, stage, entered if isinstance(entered, date) else None)


def _leads(sheet: _Sheet) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    for number, *about in zip(*(_column(sheet, name) for name in ("lead_no", "industry", "lead_grade")), strict=True):
        if isinstance(number, str):
            industry, grade = (value if isinstance(value, str) else None for value in about)
            yield number, (industry, grade)


def _column(sheet: _Sheet, name: str) -> Sequence[object]:
    return sheet.values.get(name) or [None] * len(sheet.rows)


def _day(history: Sequence[_Sheet], path: Path) -> date | None:
    said = [day for sheet in history for day in _column(sheet, "snapshot_day") if isinstance(day, date)]
    if said:
        return max(said)
    named = _DAY.search(path.stem)
    try:
        return date(*(int(part) for part in named.groups() if part)) if named else None
    except ValueError:
        return None
