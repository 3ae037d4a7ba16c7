"""The sheets of a policy workbook as tables: the header of each is the row that names most of its columns."""

from pathlib import Path

from kamsheets.core.finding import Finding
from kamsheets.core.table import Column, Table
from kamsheets.policy.cells import line, spelling
from kamsheets.policy.policy import Policy
from kamsheets.policy.tables import header_row
from kamsheets.policy.workbook import sheet_columns
from kamsheets.workbook import read
from kamsheets.workbook.rawbook import RawBook, RawSheet


def policy_tables(path: Path, base: Policy) -> tuple[list[Table], list[Finding]]:
    """The tables of a policy workbook and what is to be said of the file; hidden sheets of a policy count too.

    Raises ``UnreadableFileError``.
    """
    known = sheet_columns(base)
    book = read.raw(path)
    hidden = {skipped.sheet for skipped in book.skipped if spelling(skipped.sheet) in known}
    more = read.raw(path, only=hidden).sheets if hidden else ()
    tables = [
        _table(book, sheet, header_row(sheet.rows, known.get(spelling(sheet.name), ())))
        for sheet in (*book.sheets, *more)
    ]
    return tables, list(book.findings)


def _table(book: RawBook, sheet: RawSheet, header: int) -> Table:
    names = sheet.rows[header] if sheet.rows else ()
    columns = tuple(Column(line(cell), k) for k, cell in enumerate(names) if line(cell))
    below = sheet.rows[header + 1 :]
    return Table(
        book.file,
        sheet.name,
        columns,
        [[row[column.index] for column in columns] for row in below],
        range(header + 2, header + 2 + len(below)),
        header_row=header + 1,
        percent_cells=sheet.percent(None),
        error_cells=sheet.facts.error_cells,
        hidden_rows=sheet.facts.hidden_rows,
        date1904=book.date1904,
    )
