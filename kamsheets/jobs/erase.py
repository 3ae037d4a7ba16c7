"""Personal data that may no longer be kept, or that somebody asks to have deleted, out of registers (PIPL 19, 47).

The record of it says where and why, and holds nothing of what was there (domain §7.5).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from kamsheets.core.errors import KamError, OutputExistsError
from kamsheets.core.finding import Finding, Place, Severity
from kamsheets.core.messages import text
from kamsheets.core.table import Table
from kamsheets.formats.text import key
from kamsheets.forms.catalogue import Form
from kamsheets.forms.typed import typed
from kamsheets.jobs import outputs
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.workbook.read import read
from kamsheets.workbook.write_cells import Kind

KEPT_UNTIL = "retain_until"
Reason = Literal["expired", "asked"]
RECORD: tuple[tuple[str, Kind, float], ...] = (
    ("day", "date", 14), ("file", "text", 26), ("sheet", "text", 14), ("row", "int", 8), ("fields", "text", 40),
    ("reason", "text", 16), ("state", "text", 12),
)  # fmt: skip
"""Columns of the record, their kinds and widths."""


@dataclass(frozen=True)
class Hit:
    """The personal cells of one row that are to be cleared."""

    place: Place
    row: int
    reason: Reason
    cells: Mapping[str, str]
    """Cell by header; never what stands in it."""


def erase_personal(
    files: Sequence[Path], session: Session, persons: Sequence[str] = (), output: Path | None = None, *,
    in_place: bool = False,
) -> Outcome:  # fmt: skip
    """What of ``files`` is past the day it may be kept or belongs to ``persons``; cleared with ``in_place``.

    ``output``: the record as a workbook. Raises ``OutputExistsError``.
    """
    if output and output.exists() and not session.force:
        raise OutputExistsError(path=str(output))
    forms = [form for form in catalogue_under(session.view).lists() if _personal(form)]
    findings: list[Finding] = []
    failures: list[KamError] = []
    hits: list[Hit] = []
    lines: list[str] = []
    for path in files:
        try:
            reading = read(path, forms)
            found = [hit for form, table in reading.tables for hit in _hits(form, table, session, persons)]
            findings += [said for said in reading.findings if said.severity is not Severity.INFO]
            if in_place and found:
                lines.append(_cleared(path, found, session))
            hits += found
        except KamError as error:
            failures.append(error)
    written = (
        [outputs.place(output, lambda to: _record(to, hits, session, in_place), force=session.force)] if output else []
    )
    cells = sum(len(hit.cells) for hit in hits)
    summary = {"files": len(files) - len(failures), "rows": len(hits), "cells": cells, "cleared": in_place}
    lines.append(text("erase.said." + ("cleared" if in_place else "due"), session.lang, rows=len(hits), cells=cells))
    return Outcome(findings, summary, {"erased": [_row(hit) for hit in hits]}, written, failures, lines)


def _personal(form: Form) -> list[str]:
    return [field.id for field in form.fields if field.personal]


def _hits(form: Form, table: Table, session: Session, persons: Sequence[str]) -> Iterator[Hit]:
    """Rows past their day, and rows in which a personal cell is one of the names."""
    columns = [column for column in table.columns if column.field and form[column.field].personal]
    until: Sequence[object] = ()
    if columns and table.position(KEPT_UNTIL) is not None:
        until = typed(table, form, session.view.choices).values[KEPT_UNTIL]
    asked = {key(person) for person in persons}
    for i, row in enumerate(table.rows):
        there = [column for column in columns if row[column.index] not in (None, "")]
        last = until[i] if until else None
        reason: Reason | None = "expired" if isinstance(last, date) and last < session.as_of else None
        if any(isinstance(row[c.index], str) and key(str(row[c.index])) in asked for c in there):
            reason = "asked"
        if reason and there:
            cells = {column.header: table.place(i, column.field).cell for column in there}
            yield Hit(Place(table.file, table.sheet), table.row_numbers[i], reason, cells)


def _cleared(path: Path, hits: Sequence[Hit], session: Session) -> str:
    """Clears the cells; the sentence on the copy that is left."""
    from kamsheets.workbook.splice import Put, SheetCells, set_cells

    by_sheet: dict[str, dict[str, Put]] = defaultdict(dict)
    for hit in hits:
        by_sheet[hit.place.sheet] |= {cell: Put(None) for cell in hit.cells.values()}
    edits = [SheetCells(sheet, cells) for sheet, cells in by_sheet.items()]
    done = set_cells(path, path, edits, session.lang, forget=True)
    return text("erase.said.backup", session.lang, file=path.name, backup=done.backup.name if done.backup else "")


def _row(hit: Hit) -> dict[str, object]:
    return {
        "file": hit.place.file, "sheet": hit.place.sheet, "row": hit.row, "reason": hit.reason,
        "cells": list(hit.cells.values()),
    }  # fmt: skip


def _record(path: Path, hits: Sequence[Hit], session: Session, in_place: bool) -> None:
    from kamsheets.workbook.write import Book, Col

    lang = session.lang
    columns = [Col(text(f"erase.col.{name}", lang), kind, width) for name, kind, width in RECORD]
    state = text("erase.state." + ("cleared" if in_place else "due"), lang)
    rows = [
        [
            session.as_of, hit.place.file, hit.place.sheet, hit.row, "、".join(hit.cells),
            text(f"erase.reason.{hit.reason}", lang), state,
        ]
        for hit in hits
    ]  # fmt: skip
    title = text("erase.title", lang)
    with Book(path, lang, title=title, result=True) as book:
        book.sheet(title, columns, rows, title=title, lines=[text("erase.note", lang)])
