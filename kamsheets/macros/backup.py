"""备份: Excel cannot undo a macro, so what it is about to overwrite is kept in a sheet, and can be written back.

A row of the sheet is one block: run, what (``value`` or ``colour``), sheet, address, content as JSON.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from kamsheets.core.messages import text

if TYPE_CHECKING:
    from xlwings import Book

VALUE, COLOUR = "value", "colour"
_COLUMNS = 5
_A_BLOCK = 200
"""Rows of a column kept in one cell, which holds 32,767 characters."""
_LONGEST = 32_000

Kept = tuple[str, str, str, object]
"""What, sheet, address, content."""


def blocks(sheet: str, column: str, first: int, values: Sequence[object]) -> list[Kept]:
    """The cells of a column as blocks to keep; one that a cell cannot hold is halved."""
    made: list[Kept] = []
    for start in range(0, len(values), _A_BLOCK):
        _halved(made, sheet, column, first + start, values[start : start + _A_BLOCK])
    return made


def _halved(made: list[Kept], sheet: str, column: str, first: int, values: Sequence[object]) -> None:
    if len(values) > 1 and len(_packed(values)) > _LONGEST:
        middle = len(values) // 2
        _halved(made, sheet, column, first, values[:middle])
        _halved(made, sheet, column, first + middle, values[middle:])
        return
    made.append((VALUE, sheet, f"{column}{first}:{column}{first + len(values) - 1}", list(values)))


def keep(book: "Book", kept: Sequence[Kept], lang: str) -> None:
    """Add ``kept`` as one run below those that are there."""
    if not kept:
        return
    name = text("macros.sheet.backup", lang)
    sheet = next((one for one in book.sheets if one.name == name), None)
    if sheet is None:
        active = book.sheets.active
        sheet = book.sheets.add(name, after=book.sheets[-1])
        active.activate()
    used = sheet.used_range
    before = used.options(ndim=2).value
    number = 1 + max((int(row[0]) for row in before if row and row[0]), default=0)
    start = used.last_cell.row + 1 if number > 1 else 1
    rows = [[str(number), what, where, address, _packed(content)] for what, where, address, content in kept]
    area = sheet.range((start, 1), (start + len(rows) - 1, _COLUMNS))
    area.number_format = "@"
    area.value = rows


def restore(book: "Book", lang: str, *, only: str = "") -> int:
    """Write the blocks of the last run back and forget them; ``only`` colours: of all runs. Returns how many."""
    name = text("macros.sheet.backup", lang)
    sheet = next((one for one in book.sheets if one.name == name), None)
    if sheet is None:
        return 0
    rows = [row for row in sheet.range((1, 1), sheet.used_range.last_cell).options(ndim=2).value if row[0]]
    last = max((int(row[0]) for row in rows), default=0)
    due = [row for row in rows if (row[1] == only if only else int(row[0]) == last)]
    for _, what, where, address, content in reversed(due):
        area = book.sheets[where].range(address)
        if what == COLOUR:
            colour = json.loads(content)
            area.color = tuple(colour) if colour else None
        else:
            area.value = [[_unpacked(value)] for value in json.loads(content)]
    left = [row for row in rows if row not in due]
    sheet.clear()
    if left:
        area = sheet.range((1, 1), (len(left), _COLUMNS))
        area.number_format = "@"
        area.value = left
    return len(due)


def _packed(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=_day)


def _day(value: object) -> dict[str, str]:
    if isinstance(value, datetime | date):
        return {"day": value.isoformat()}
    raise TypeError(f"no way to keep {value!r}")


def _unpacked(value: object) -> object:
    return datetime.fromisoformat(value["day"]) if isinstance(value, dict) else value
