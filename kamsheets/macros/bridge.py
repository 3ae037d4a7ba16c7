"""From an open workbook to the jobs and back: its sheets as a file with the same addresses, results as blocks.

Jobs take files. The values of the open workbook are read a sheet at a time and written to a passing file, where every
value stands at its own address, beside the same merged cells and hidden rows: so a macro and the command line agree
cell by cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kamsheets.core.errors import UsageError
from kamsheets.core.finding import cell_name
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.macros import look
from kamsheets.workbook.guard import MOST_CELLS
from kamsheets.workbook.live_dump import LiveSheet, dump

if TYPE_CHECKING:
    from xlwings import Book, Sheet

OWN = frozenset(
    text(f"macros.sheet.{name}", lang)
    for name in ("findings", "routes", "split", "release", "roll_up", "scores", "backup")
    for lang in LANGUAGES
)
"""Sheets that macros write; never read as data."""


def live_sheet(sheet: "Sheet", lang: str) -> LiveSheet | None:
    """The used range of a sheet in one block; None when nothing stands in it.

    Raises ``UsageError`` for one that reaches so far that a cell must stand astray.
    """
    used = sheet.used_range
    top, left = used.row, used.column
    if used.shape[0] * used.shape[1] > MOST_CELLS:
        last = used.last_cell
        cell = cell_name(last.row, last.column - 1)
        raise UsageError(reason=text("macros.said.too_far", lang, sheet=sheet.name, cell=cell))
    values: list[list[object]] = used.options(ndim=2, err_to_str=True).value
    if all(cell is None for row in values for cell in row):
        return None
    shown = dict(look.percents(sheet, top, left, values))
    return LiveSheet(sheet.name, top, left, values, shown, look.merged(used), look.hidden_rows(used))


def active_sheet(book: "Book", lang: str) -> LiveSheet:
    """The sheet in front; raises ``UsageError`` when it is one of ours, or empty."""
    sheet = book.sheets.active
    if sheet.name in OWN:
        raise UsageError(reason=text("macros.said.own_sheet", lang, sheet=sheet.name))
    live = live_sheet(sheet, lang)
    if live is None:
        raise UsageError(reason=text("macros.said.empty_sheet", lang, sheet=sheet.name))
    return live


def data_sheets(book: "Book", lang: str, but: str = "") -> list[LiveSheet]:
    """All visible sheets in which something stands, but our own and the one named."""
    sheets = [sheet for sheet in book.sheets if sheet.visible and sheet.name not in {*OWN, but}]
    return [live for sheet in sheets if (live := live_sheet(sheet, lang))]


def whole_book(book: "Book", lang: str) -> list[LiveSheet]:
    """All data sheets; raises ``UsageError`` when there are none."""
    found = data_sheets(book, lang)
    if not found:
        raise UsageError(reason=text("macros.said.empty_book", lang))
    return found


@contextmanager
def passing_file(book: "Book", sheets: Sequence[LiveSheet]) -> Iterator[Path]:
    """A file with ``sheets``, named like the workbook, gone afterwards."""
    with TemporaryDirectory(prefix="kamsheets-") as folder:
        yield dump(Path(folder) / f"{Path(book.name).stem}.xlsx", sheets)


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
