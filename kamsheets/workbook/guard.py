"""The byte guard: what a fast reader does not tell about a sheet, found in the sheet's own bytes.

python-calamine gives '' for an error cell and for a formula without a stored result, so that both look blank, and says
nothing of hidden rows, percent formats, or cells so far away that its dense grid would not fit in memory. A few passes
of ``find`` (a third of the reader's time) settle that a sheet has none of these; cells are looked at only on a hit.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from kamsheets.core.finding import column_letters
from kamsheets.workbook.package import is_date, is_percent

CellKey: TypeAlias = tuple[int, int]
"""(sheet row from 1, sheet column from 0), as in ``Table.error_cells``."""

MOST_CELLS = 20_000_000
"""A sheet's rows times columns at most, such as a million rows of 19 columns; beyond it a cell stands astray."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range; rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class SheetFacts:
    """What stands in a sheet beside its values."""

    error_cells: dict[CellKey, str] = field(default_factory=dict)
    """What an error cell shows (``#N/A``; ``######``: a date before 1900); '': a formula without a stored result."""
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    unreckoned: str = ""
    """A formula cell of a sheet whose formulas all hold 0 though no spreadsheet program has reckoned them yet."""


def plain(data: bytes) -> bytes:
    """The sheet with its elements unprefixed and its attributes in double quotes, as Excel writes them.

    >>> plain(b"<x:worksheet><x:c r='A1'/></x:worksheet>")
    b'<worksheet><c r="A1"/></worksheet>'
    """
    if root := re.search(rb"<(\w+:)worksheet\b", data[:4096]):
        data = data.replace(b"<" + root[1], b"<").replace(b"</" + root[1], b"</")
    quote = re.search(rb"<(?:row|c)\s+\w+=(['\"])", data)
    if quote and quote[1] == b"'":
        data = data.replace(b"'", b'"')
    return data


def far_cells(data: bytes) -> bool:
    """Whether the grid that holds all cells with content is larger than ``MOST_CELLS``."""
    if not _FAR.search(data):
        return False
    columns = max(map(_column, set(_FILLED_COLUMN.findall(data))), default=0) + 1
    rows = max(map(int, set(_FILLED_ROW.findall(data))), default=0)
    return rows * columns > MOST_CELLS


def facts(data: bytes, formats: Sequence[str], reckoned: bool = True) -> SheetFacts:
    """Everything the guard finds in a ``plain`` sheet. ``formats``: number format code by cell style."""
    formulas = _holds(data, b"</f>", b"f") or _holds(data, b"<f t=", b"f")
    return SheetFacts(
        error_cells={**_errors(data), **(_uncached(data) if formulas else {}), **_dates_before_time(data, formats)},
        hidden_rows=_hidden_rows(data),
        merged=merged(data),
        unreckoned=_all_zero(data) if formulas and not reckoned else "",
    )


def percent_cells(data: bytes, formats: Sequence[str], columns: Collection[int] | None = None) -> frozenset[CellKey]:
    """Numeric cells that carry a percent format, in the sheet columns asked for (None: all)."""
    styles = [str(index).encode() for index, code in enumerate(formats) if is_percent(code)]
    if not styles or (columns is not None and not columns):
        return frozenset()
    letters = b"[A-Z]+" if columns is None else b"(?:" + b"|".join(sorted(map(_letters, columns))) + b")"
    pattern = rb'r="(' + letters + rb'\d+)"(?=[^>]*\bs="(?:' + b"|".join(styles) + rb')")(?![^>]*\bt="(?!n"))[^>/]*>'
    return frozenset(map(_key, re.findall(pattern, data)))


def merged(data: bytes) -> tuple[Merged, ...]:
    """All merged ranges of a sheet."""
    tail = data[max(data.rfind(b"</sheetData>"), 0) :]
    return tuple(
        Merged(int(top), _column(left), int(bottom), _column(right))
        for left, top, right, bottom in re.findall(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', tail)
    )


_FAR = re.compile(rb'r="(?:[A-Z]{3}|[D-Z][A-Z]\d|[A-Z]{1,2}\d{6})')
_FILLED_COLUMN = re.compile(rb'r="([A-Z]{1,3})\d+"[^>/]*>')
_FILLED_ROW = re.compile(rb'r="[A-Z]{1,3}(\d+)"[^>/]*>')
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:</c>|<v>\s*</v>|<v\s*/>)")
_RESULT = re.compile(rb"(?:<f\b[^>]*>[^<]*</f>|<f\b[^>]*/>)?\s*<v>([^<]*)</v>")
_STORED = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*<v>([^<]+)</v>")
_REFERENCE = re.compile(rb'\br="([A-Z]+\d+)"')
_STYLE = re.compile(rb'\bs="(\d+)"')
_ROW = re.compile(rb"<row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')


def _errors(data: bytes) -> dict[CellKey, str]:
    found = {}
    for hit in _hits(data, b' t="e"', b"e"):
        start, head = _cell(data, hit)
        if b' t="e"' not in head:
            continue  # a text that says so
        value = _RESULT.match(data, start + len(head))
        found[_place(data, start, head)] = value[1].decode("utf-8", "replace") if value else "#N/A"
    return found


def _uncached(data: bytes) -> dict[CellKey, str]:
    found = {}
    for hit in _NO_RESULT.finditer(data):
        start, head = _cell(data, hit.start())
        if b't="str"' in head and not hit[0].endswith(b"</c>"):
            continue  # a stored empty text: the result of ="" is ''
        found[_place(data, start, head)] = ""
    return found


def _dates_before_time(data: bytes, formats: Sequence[str]) -> dict[CellKey, str]:
    """Negative numbers under a date format: Excel shows ``######``, readers invent a time of day."""
    dates = {index for index, code in enumerate(formats) if is_date(code)}
    found = {}
    for hit in _hits(data, b"<v>-", b"-") if dates else ():
        start, head = _cell(data, hit)
        style = _STYLE.search(head)
        if style and int(style[1]) in dates:
            found[_place(data, start, head)] = "######"
    return found


def _all_zero(data: bytes) -> str:
    """A formula cell, when there are some and all hold 0."""
    results = _STORED.findall(data)
    if not results or any(result != b"0" for result in results):
        return ""
    first = _STORED.search(data)
    assert first
    reference = _REFERENCE.search(_cell(data, first.start())[1])
    return reference[1].decode() if reference else ""


def _hidden_rows(data: bytes) -> frozenset[int]:
    if not _holds(data, b' hidden="', b"i"):
        return frozenset()
    return frozenset(_row_number(data, hit.start()) for hit in _HIDDEN.finditer(data, *_body(data)))


def _body(data: bytes) -> tuple[int, int]:
    """Where the rows of a sheet start and end."""
    start, end = data.find(b"<sheetData"), data.rfind(b"</sheetData>")
    return (start + len(b"<sheetData") if start >= 0 else 0), (end if end >= 0 else len(data))


def _holds(data: bytes, mark: bytes, sign: bytes) -> bool:
    return next(_hits(data, mark, sign), -1) >= 0


def _hits(data: bytes, mark: bytes, sign: bytes) -> Iterator[int]:
    """Where ``mark`` stands among the rows. ``sign`` is a byte of it that plain rows do not hold: one byte alone is
    found ten times as fast as several, and mostly it is not there."""
    start, end = _body(data)
    at = data.find(sign, start, end)
    at = data.find(mark, max(at - len(mark), start), end) if at >= 0 else -1
    while at >= 0:
        yield at
        at = data.find(mark, at + len(mark), end)


def _cell(data: bytes, inside: int) -> tuple[int, bytes]:
    """Where the cell around a position starts, and its opening tag."""
    start = data.rfind(b"<c ", 0, inside + 1)
    return start, data[start : data.index(b">", start) + 1]


def _place(data: bytes, start: int, head: bytes) -> CellKey:
    """Row and column of a cell; counted where the writer left the reference out, as the format allows."""
    if reference := _REFERENCE.search(head):
        return _key(reference[1])
    row = data.rfind(b"<row", 0, start)
    return _row_number(data, row), len(re.findall(rb"<c[ />]", data[row:start]))


def _row_number(data: bytes, row: int) -> int:
    tag = _ROW.match(data, row)
    number = _ROW_NUMBER.search(tag[1]) if tag else None
    return int(number[1]) if number else len(_ROW.findall(data[:row])) + 1


def _key(reference: bytes) -> CellKey:
    letters = reference.rstrip(b"0123456789")
    return int(reference[len(letters) :]), _column(letters)


def _column(letters: bytes) -> int:
    """0-based column of its letters.

    >>> _column(b"A"), _column(b"AA"), _column(b"XFD")
    (0, 26, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> bytes:
    return column_letters(column).encode()
