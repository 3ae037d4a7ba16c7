"""Writing: a styled grade column into a user's register, single cells over old ones, and a new long workbook."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from bench import Figure, lead_sheet, timed

GRADES = "ABCD"
KINDS = ("code", "text", "money", "pct", "date", "enum", "bool", "int", "text", "text")


def openpyxl_column(source: Path, target: Path, rows: int) -> None:
    """Load, write one styled column, save: what most scripts do, and what loses half of a real workbook."""
    from openpyxl import load_workbook
    from openpyxl.styles import PatternFill

    book = load_workbook(source)
    sheet, fill = book.worksheets[0], PatternFill("solid", fgColor="FFEB9C")
    for row in range(2, rows + 2):
        cell = sheet.cell(row, 21, GRADES[row % 4])
        if row % 4 == 0:
            cell.fill = fill
    book.save(target)


def openpyxl_round(source: Path, target: Path) -> None:
    """Load and save alone."""
    from openpyxl import load_workbook

    load_workbook(source).save(target)


def spliced_column(source: Path, target: Path, rows: int) -> None:
    """The splicer with its self-check."""
    from kamsheets.workbook.splice import NewColumn, SheetColumns, add_columns

    values = {row: GRADES[row % 4] for row in range(2, rows + 2)}
    tones = {row: "warning" for row in values if row % 4 == 0}
    add_columns(source, target, [SheetColumns("线索", 1, [NewColumn("线索等级", values, "enum", tones)])])


def spliced_cells(source: Path, target: Path, rows: int) -> None:
    """As many cells written over old ones."""
    from kamsheets.workbook.splice import Put, SheetCells, set_cells

    set_cells(source, target, [SheetCells("线索", {f"S{row}": Put("搁置", "text") for row in range(2, rows + 2)})])


def _half_row(n: int) -> list[object]:
    day = date(2026, 1, 1 + n % 28)
    name, share = "苏州华锐车身部件有限公司", Fraction(n % 100, 100)
    return [f"XS-{n:06d}", name, n * 101, share, day, "跟进中", n % 2 == 0, n, "苏州市", f"备注{n % 700}"]


def book(target: Path, rows: int, long: int) -> None:
    """A new workbook of ``rows`` rows; tables from ``long`` rows on take the fast way."""
    from kamsheets.workbook import write_bulk
    from kamsheets.workbook.write import Book, Col

    write_bulk.LONG = long
    columns = [Col(f"列{k}", kind) for k, kind in enumerate(KINDS * 2)]
    data = [_half_row(n) + _half_row(n + 1) for n in range(rows)]
    with Book(target) as made:
        made.sheet("线索", columns, data)


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """All ways on one register of ``rows`` leads in 20 columns."""
    source, target = lead_sheet(folder / "in.xlsx", rows), folder / "out.xlsx"
    group = f"a styled column of {rows:,} cells into a user's workbook"
    yield timed(group, "openpyxl load + save, no change", openpyxl_round, source, target, repeat=1)
    yield timed(group, "openpyxl load + write + save", openpyxl_column, source, target, rows, repeat=1)
    yield timed(group, "kamsheets add_columns", spliced_column, source, target, rows)
    yield timed(group, "kamsheets set_cells (as many)", spliced_cells, source, target, rows)
    group = f"a new workbook of {rows:,} x 20 typed cells"
    yield timed(group, "XlsxWriter cell by cell", book, target, rows, 10**9, repeat=1)
    yield timed(group, "kamsheets Book, long table", book, target, rows, 5_000)
