"""备份: Excel cannot undo a macro, so what it is about to overwrite is kept in a sheet.

A row of the sheet is one block: run, what, sheet, address, content as JSON. ``undo`` writes it back.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamsheets.core.messages import LANGUAGES, text

if TYPE_CHECKING:
    from xlwings import Book, Sheet

CELLS, COLUMN, COLOUR, NOTE = "cells", "column", "colour", "note"
"""Cells written over; a column that was not there; colours; notes that were added."""
MARKS = (COLOUR, NOTE)
_COLUMNS = 5
_A_BLOCK = 200
"""Rows of a column kept in one cell, which holds 32,767 characters."""
_LONGEST = 32_000

Values = Sequence[object]
Rows = list[list[object]]
"""Of the sheet."""


@dataclass(frozen=True)
class Kept:
    """One block."""

    what: str
    sheet: str
    address: str
    content: object


def blocks(what: str, sheet: str, column: str, first: int, before: Values, after: Values) -> Iterator[Kept]:
    """The cells of a column from row ``first`` on, as they were and as they will be, in blocks a cell holds."""
    for start in range(0, len(after), _A_BLOCK):
        span = slice(start, start + _A_BLOCK)
        yield from _halved(what, sheet, column, first + start, before[span], after[span])


def _halved(what: str, sheet: str, column: str, first: int, before: Values, after: Values) -> Iterator[Kept]:
    content = {"before": list(before), "after": list(after)}
    if len(after) > 1 and len(_packed(content)) > _LONGEST:
        middle = len(after) // 2
        yield from _halved(what, sheet, column, first, before[:middle], after[:middle])
        yield from _halved(what, sheet, column, first + middle, before[middle:], after[middle:])
        return
    yield Kept(what, sheet, f"{column}{first}:{column}{first + len(after) - 1}", content)


def keep(book: "Book", kept: Sequence[Kept], lang: str) -> None:
    """Add ``kept`` as one run below those that are there."""
    if not kept:
        return
    sheet = sheet_of(book, lang) or _new_sheet(book, lang)
    before = rows_of(sheet)
    number = 1 + max((int(str(row[0])) for row in before), default=0)
    rows = [[str(number), one.what, one.sheet, one.address, _packed(one.content)] for one in kept]
    write(sheet, len(before) + 1, rows)


def sheet_of(book: "Book", lang: str) -> "Sheet | None":
    """The sheet, when there is one: in ``lang``, else as an add-in in another language named it."""
    names = [text("macros.sheet.backup", one) for one in (lang, *LANGUAGES)]
    found = {one.name: one for one in book.sheets}
    return next((found[name] for name in names if name in found), None)


def _new_sheet(book: "Book", lang: str) -> "Sheet":
    active = book.sheets.active
    sheet = book.sheets.add(text("macros.sheet.backup", lang), after=book.sheets[-1])
    active.activate()
    return sheet


def rows_of(sheet: "Sheet") -> Rows:
    """Its blocks, in the order of the runs."""
    area = sheet.range((1, 1), (sheet.used_range.last_cell.row, _COLUMNS))
    return [row for row in area.options(ndim=2).value if row[0]]


def write(sheet: "Sheet", start: int, rows: Sequence[Sequence[object]]) -> None:
    """Blocks from row ``start`` on, all as text."""
    if rows:
        area = sheet.range((start, 1), (start + len(rows) - 1, _COLUMNS))
        area.number_format = "@"
        area.value = rows


def _packed(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=_day)


def _day(value: object) -> dict[str, str]:
    if isinstance(value, datetime | date):
        return {"day": value.isoformat()}
    raise TypeError(f"no way to keep {value!r}")
