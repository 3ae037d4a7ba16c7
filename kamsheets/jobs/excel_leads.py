"""What a lead workbook gets beside its leads, as columns of its own sheets: for macros, which write them themselves."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.core.messages import LANGUAGES, text
from kamsheets.jobs.leads_batch import Batch, load
from kamsheets.jobs.leads_columns import columns
from kamsheets.jobs.leads_rows import rows
from kamsheets.jobs.session import Session
from kamsheets.workbook.splice import NewColumn, SheetColumns


def _read(path: Path, session: Session) -> Batch:
    """The leads of a workbook; raises what keeps it from being read."""
    batch = load([path], session)
    if batch.failures:
        raise batch.failures[0]
    return batch


def grade_columns(path: Path, session: Session) -> list[SheetColumns]:
    """Grade, follow-up mode and next step, as ``leads grade`` writes them; raises ``UnreadableFileError``."""
    batch = _read(path, session)
    return [
        SheetColumns(sheet.table.sheet, sheet.table.header_row, columns(sheet, grades, session.view, session.lang))
        for sheet, grades in zip(batch.sheets, batch.grades, strict=True)
    ]


def duplicate_columns(path: Path, session: Session) -> list[SheetColumns]:
    """The duplicate group beside each lead that has one; raises ``UnreadableFileError``.

    A column from an earlier run, in either language, is written over.
    """
    batch = _read(path, session)
    groups = {(row["sheet"], row["row"]): row["duplicate_group"] for row in rows(batch)}
    header, known = text("leads.column.group", session.lang), {text("leads.column.group", one) for one in LANGUAGES}
    made = []
    for sheet in batch.sheets:
        table = sheet.table
        at = next((column.index for column in table.columns if column.header in known), None)
        values = {number: groups.get((table.sheet, number), "") for number in table.row_numbers}
        made.append(SheetColumns(table.sheet, table.header_row, _one(header, values, at)))
    return made


def _one(header: str, values: dict[int, object], at: int | None) -> Sequence[NewColumn]:
    return [NewColumn(header, values, at=at)]
