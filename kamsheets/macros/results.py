"""Results into the open workbook: columns beside the data, or a sheet of our own; what is overwritten is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kamsheets.core.finding import column_letters
from kamsheets.core.messages import has, text
from kamsheets.macros import backup
from kamsheets.macros.bridge import own_sheet, write_rows
from kamsheets.workbook.splice import NewColumn, SheetColumns

if TYPE_CHECKING:
    from xlwings import Book, Sheet


def beside(book: "Book", edits: Iterable[SheetColumns], lang: str) -> int:
    """Write columns at the right of the data, or over those of an earlier run; the number of cells written."""
    kept: list[backup.Kept] = []
    count = 0
    for edit in edits:
        sheet = book.sheets[edit.sheet]
        free = sheet.used_range.last_cell.column
        for column in edit.columns:
            at = free if column.at is None else column.at
            free += column.at is None
            kept += _write(sheet, edit.header_row, column, at)
            count += len(column.values)
    backup.keep(book, kept, lang)
    return count


def _write(sheet: "Sheet", header_row: int, column: NewColumn, at: int) -> list[backup.Kept]:
    """One column in one block: cells between those to be written are written back as they stand."""
    rows = sorted({header_row, *column.values}) if column.at is None else sorted(column.values)
    if not rows:
        return []
    first, last = rows[0], rows[-1]
    area = sheet.range((first, at + 1), (last, at + 1))
    before = [row[0] for row in area.options(ndim=2).value]
    wanted = dict(column.values)
    if column.at is None:
        wanted[header_row] = column.header
    area.value = [[wanted.get(row, before[row - first])] for row in range(first, last + 1)]
    return backup.blocks(sheet.name, column_letters(at), first, before)


def table(book: "Book", name: str, rows: Sequence[Mapping[str, object]], lang: str) -> None:
    """Rows of a job as a sheet of our own (``macros.sheet.<name>``), which comes to the front."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    sheet = own_sheet(book, text(f"macros.sheet.{name}", lang))
    if keys:
        write_rows(sheet, [_header(key, lang) for key in keys], [[row.get(key) for key in keys] for row in rows])
    sheet.activate()


def _header(key: str, lang: str) -> str:
    code = f"macros.column.{key}"
    return text(code, lang) if has(code) else key
