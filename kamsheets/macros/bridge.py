"""From an open workbook to the jobs and back: its sheets as a file with the same addresses, results as blocks.

Jobs take files. The values of the open workbook are read a sheet at a time and written to a passing file, where every
value stands at its own address: so a macro and the command line agree cell by cell.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kamsheets.core.messages import LANGUAGES, text
from kamsheets.workbook.live_dump import LiveSheet, dump

if TYPE_CHECKING:
    from xlwings import Book, Sheet

OWN = frozenset(
    text(f"macros.sheet.{name}", lang)
    for name in ("findings", "routes", "split", "release", "roll_up", "backup")
    for lang in LANGUAGES
)
"""Sheets that macros write; never read as data."""
_NUMBERS = (int, float, Decimal)
Keep = Callable[[int], bool]


def live_sheet(sheet: "Sheet", keep: Keep = lambda row: True) -> LiveSheet:
    """The used range of a sheet in one block; rows that ``keep`` (sheet row) refuses are blank."""
    used = sheet.used_range
    first = used.row
    block: list[list[object]] = used.options(ndim=2, err_to_str=True).value
    values = [row if keep(first + r) else [None] * len(row) for r, row in enumerate(block)]
    return LiveSheet(sheet.name, first, used.column, values, dict(_percents(sheet, first, used.column, values)))


def _percents(
    sheet: "Sheet", first: int, left: int, values: Sequence[Sequence[object]]
) -> Iterator[tuple[int, frozenset[int]]]:
    """Columns with cells shown as percents."""
    for c in range(len(values[0]) if values else 0):
        numbers = [r for r, row in enumerate(values) if type(row[c]) in _NUMBERS]
        if numbers and (shown := frozenset(_shown(sheet, first, left + c, numbers[0], numbers[-1]))):
            yield c, shown


def _shown(sheet: "Sheet", first: int, column: int, top: int, bottom: int) -> Iterator[int]:
    """Rows between ``top`` and ``bottom`` whose format is a percent, asking for as few blocks as there are formats."""
    shown: str | None = sheet.range((first + top, column), (first + bottom, column)).number_format
    if shown is not None:
        yield from range(top, bottom + 1) if "%" in shown else ()
    elif top < bottom:
        middle = (top + bottom) // 2
        yield from _shown(sheet, first, column, top, middle)
        yield from _shown(sheet, first, column, middle + 1, bottom)


@contextmanager
def passing_file(book: "Book", sheets: Sequence[LiveSheet]) -> Iterator[Path]:
    """A file with ``sheets``, named like the workbook, gone afterwards."""
    with TemporaryDirectory(prefix="kamsheets-") as folder:
        yield dump(Path(folder) / f"{Path(book.name).stem}.xlsx", sheets)


def data_sheets(book: "Book") -> list[LiveSheet]:
    """All visible sheets but our own."""
    return [live_sheet(sheet) for sheet in book.sheets if sheet.visible and sheet.name not in OWN]


def own_sheet(book: "Book", name: str) -> "Sheet":
    """Our sheet of that name: the one that is there, emptied, or a new one behind the others."""
    found = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if found is not None:
        found.clear()
        return found
    active = book.sheets.active
    made = book.sheets.add(name, after=book.sheets[-1])
    active.activate()
    return made


def write_rows(sheet: "Sheet", headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A header and rows in one block; text that Excel would take for a formula or a number stays text."""
    block = [list(headers), *(list(map(plain, row)) for row in rows)]
    area = sheet.range((1, 1), (len(block), len(headers)))
    area.number_format = "@"
    area.value = block
    sheet.range((1, 1), (1, len(headers))).color = HEADER


HEADER = (221, 235, 247)


def plain(value: object) -> object:
    """A value as it is shown: lists joined, nothing as nothing."""
    if isinstance(value, Mapping):
        return "；".join(f"{key}: {each}" for key, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(plain(each)) for each in value)
    return "" if value is None else str(value)
