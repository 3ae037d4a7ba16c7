"""Putting back what ``backup`` keeps: values, formulas, colours and notes as they were, new columns gone.

What a person changed since is never written over: then nothing of the run is put back, and the first such cell is
named.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kamsheets.core.errors import UsageError
from kamsheets.core.messages import text
from kamsheets.macros import look
from kamsheets.macros.backup import (
    CELLS,
    COLOUR,
    COLUMN,
    MARKS,
    NOTE,
    Kept,
    Rows,
    Values,
    keep,
    rows_of,
    sheet_of,
    write,
)

if TYPE_CHECKING:
    from xlwings import Book, Sheet

_READ_ANEW = re.compile(r"[\d=+\-@'.,(¥￥$%]|true$|false$", re.IGNORECASE)
"""Text that Excel takes for a formula, a number, a date or a truth value when it is written into a plain cell."""


def restore(book: "Book", lang: str) -> int:
    """Write the last run back and forget it; how many blocks it had.

    Raises ``UsageError`` for a cell that a person changed since, a sheet that is gone, and hidden rows.
    """
    return _put_back(book, lang, lambda rows: [row for row in rows if row[0] == rows[-1][0]])


def clear(book: "Book", lang: str) -> int:
    """Colours of all runs back, our notes away; how many blocks there were."""
    return _put_back(book, lang, lambda rows: [row for row in rows if row[1] in MARKS])


@contextmanager
def kept(book: "Book", blocks: Sequence[Kept], lang: str) -> Iterator[None]:
    """Keep ``blocks`` while they are written over; when Excel refuses midway, put back what was written, and forget."""
    keep(book, blocks, lang)
    try:
        yield
    except Exception:
        names = {one.name for one in book.sheets}
        for one in reversed(_joined(blocks)):
            with suppress(Exception):  # it may be just this cell that Excel refuses
                _unchanged(book, one, names, lang)
                _undo(book.sheets[one.sheet], one)
        _forget(book, lang, len(blocks))
        raise


def _forget(book: "Book", lang: str, count: int) -> None:
    """Drop the last ``count`` blocks."""
    sheet = sheet_of(book, lang)
    if sheet and count:
        left = rows_of(sheet)[:-count]
        sheet.clear()
        write(sheet, 1, left)


def _put_back(book: "Book", lang: str, pick: Callable[[Rows], Rows]) -> int:
    sheet = sheet_of(book, lang)
    rows = rows_of(sheet) if sheet else []
    due = pick(rows) if rows else []
    if not sheet or not due:
        return 0
    whole = _joined(Kept(str(row[1]), str(row[2]), str(row[3]), json.loads(str(row[4]))) for row in due)
    names = {one.name for one in book.sheets}
    there = [one for one in reversed(whole) if one.sheet in names or one.what not in MARKS]
    for one in there:
        _unchanged(book, one, names, lang)
    _all_shown(book, there, lang)
    for one in there:
        _undo(book.sheets[one.sheet], one)
    left = [row for row in rows if row not in due]
    sheet.clear()
    write(sheet, 1, left)
    return len(due)


def _joined(blocks: Iterable[Kept]) -> list[Kept]:
    """Blocks of one column that follow each other as one."""
    made: list[Kept] = []
    for one in blocks:
        last = made[-1] if made else one
        follows = (last.what, last.sheet, _after(last.address)) == (one.what, one.sheet, _start(one.address))
        if one.what in (CELLS, COLUMN) and made and follows:
            assert isinstance(last.content, dict)
            assert isinstance(one.content, dict)
            content = {key: last.content[key] + one.content[key] for key in ("before", "after")}
            made[-1] = Kept(one.what, one.sheet, f"{last.address.split(':')[0]}:{one.address.split(':')[1]}", content)
        else:
            made.append(one)
    return made


def _after(address: str) -> tuple[str, int]:
    """Column letters and row of the cell below the last one."""
    letters, row = _start(address.split(":")[-1])
    return letters, row + 1


def _unchanged(book: "Book", one: Kept, names: set[str], lang: str) -> None:
    """Raises ``UsageError`` where a block no longer holds what was written."""
    if one.what in MARKS:
        return
    if one.sheet not in names:
        raise UsageError(reason=text("macros.said.sheet_gone", lang, sheet=one.sheet))
    assert isinstance(one.content, dict)
    now = [row[0] for row in book.sheets[one.sheet].range(one.address).options(ndim=2).value]
    column, first = _start(one.address)
    for k, (found, written) in enumerate(zip(now, one.content["after"], strict=True)):
        if not _alike(found, written):
            raise UsageError(reason=text("macros.said.changed", lang, sheet=one.sheet, cell=f"{column}{first + k}"))


def _all_shown(book: "Book", blocks: Sequence[Kept], lang: str) -> None:
    """Raises ``UsageError`` where a block of values would be written over hidden rows (see ``results.beside``)."""
    values = [one for one in blocks if one.what not in MARKS]
    for name in dict.fromkeys(one.sheet for one in values):
        hidden = look.hidden_rows(book.sheets[name].used_range)
        spans = (range(_start(one.address)[1], _after(one.address)[1]) for one in values if one.sheet == name)
        if any(hidden.intersection(span) for span in spans):
            raise UsageError(reason=text("macros.said.hidden_rows", lang, sheet=name))


def _start(address: str) -> tuple[str, int]:
    """Column letters and row of the first cell."""
    cell = address.split(":")[0]
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def _alike(found: object, written: object) -> bool:
    """Whether a cell still shows what was written into it: Excel makes numbers of figures."""
    if found in (None, "") or written in (None, ""):
        return found in (None, "") and written in (None, "")
    return found == written or str(found).removesuffix(".0") == str(written).removesuffix(".0")


def _undo(sheet: "Sheet", one: Kept) -> None:
    content: Any = one.content
    if one.what == COLOUR:
        sheet.range(one.address).color = tuple(content) if content else None
    elif one.what == NOTE:
        note = sheet.range(one.address).note
        if note is not None and note.text == content:  # else a person wrote into it
            note.delete()
    elif one.what == COLUMN:
        _remove(sheet, one)
    else:
        _fill(sheet, one.address, content["before"])


def _remove(sheet: "Sheet", one: Kept) -> None:
    """Take a column away that we made; when a person wrote elsewhere in it, our cells only."""
    sheet.range(one.address).clear()
    letters = _start(one.address)[0]
    whole = sheet.range(f"{letters}1:{letters}{sheet.used_range.last_cell.row}")
    if all(row[0] is None for row in whole.options(ndim=2).value):
        sheet.range(f"{letters}:{letters}").delete()


def _fill(sheet: "Sheet", address: str, before: Values) -> None:
    """Values in one block, then formulas in runs of their own."""
    column, first = _start(address)
    formulas = {k: value["formula"] for k, value in enumerate(before) if isinstance(value, dict) and "formula" in value}
    area = sheet.range(address)
    as_text = area.number_format == "@"
    area.value = [[None if k in formulas else _unpacked(value, as_text)] for k, value in enumerate(before)]
    for start in (k for k in formulas if k - 1 not in formulas):
        end = next(k for k in range(start, len(before) + 1) if k not in formulas)
        area = sheet.range(f"{column}{first + start}:{column}{first + end - 1}")
        area.formula = [[formulas[k]] for k in range(start, end)]


def _unpacked(value: object, as_text: bool) -> object:
    """A kept value as it is written: text that Excel would read anew gets the mark that makes it text."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["day"])
    return f"'{value}" if isinstance(value, str) and not as_text and _READ_ANEW.match(value) else value
