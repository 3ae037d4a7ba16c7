"""Colours on the cells that have findings, and the list of findings: few calls, whatever the number of cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import reason, text
from kamsheets.macros import backup
from kamsheets.macros.bridge import own_sheet, write_rows

if TYPE_CHECKING:
    from xlwings import Book

COLOURS = {Severity.ERROR: (255, 199, 206), Severity.WARNING: (255, 235, 156)}
"""Light red and yellow, as Excel's own styles Bad and Neutral."""
_CELL = re.compile(r"[A-Z]+[0-9]+")
_LONGEST = 240
"""Excel takes addresses of up to 255 characters."""
_MIXED = (0, 0, 0)
"""What Excel answers for cells of different colours (and for black, which is asked about once more)."""


def show(book: "Book", findings: Sequence[Finding], lang: str) -> None:
    """Mark the cells of ``findings`` and write the list; the colours from before are kept for ``clear``."""
    clear(book, lang)
    kept: list[backup.Kept] = []
    for sheet, severity, addresses in _groups(book, findings):
        for address in addresses:
            area = book.sheets[sheet].range(address)
            kept += _before(book, sheet, address, area.color)
            area.color = COLOURS[severity]
    backup.keep(book, kept, lang)
    _list(book, findings, lang)


def _before(book: "Book", sheet: str, address: str, colour: object) -> Iterator[backup.Kept]:
    if colour != _MIXED or ("," not in address and ":" not in address):
        yield backup.COLOUR, sheet, address, colour
        return
    for one in _halves(address):
        yield from _before(book, sheet, one, book.sheets[sheet].range(one).color)


def _halves(address: str) -> tuple[str, str]:
    """The two halves of an address: of its list of runs, or of its one run."""
    runs = address.split(",")
    if len(runs) > 1:
        middle = len(runs) // 2
        return ",".join(runs[:middle]), ",".join(runs[middle:])
    (column, first), (_, last) = (_parts(cell) for cell in address.split(":"))
    middle = (first + last) // 2
    return _run(column, first, middle), _run(column, middle + 1, last)


def _parts(cell: str) -> tuple[str, int]:
    """Column letters and row number."""
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def _run(column: str, first: int, last: int) -> str:
    return f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"


def runs(cells: Iterable[str]) -> Iterator[str]:
    """Cells below each other as one address.

    >>> list(runs(["A2", "B7", "A1", "A3"]))
    ['A1:A3', 'B7']
    """
    spots = sorted(map(_parts, cells))
    start = 0
    for k, (column, row) in enumerate(spots):
        if k + 1 == len(spots) or spots[k + 1] != (column, row + 1):
            yield _run(column, spots[start][1], row)
            start = k + 1


def _groups(book: "Book", findings: Iterable[Finding]) -> Iterator[tuple[str, Severity, list[str]]]:
    """(sheet, severity, addresses of many cells); a cell with an error is not yellow as well."""
    there = {sheet.name for sheet in book.sheets}
    worst: dict[tuple[str, str], Severity] = {}
    for one in findings:
        spot = (one.place.sheet, one.place.cell.split(":")[0])
        if (
            _CELL.fullmatch(spot[1])
            and spot[0] in there
            and one.severity in COLOURS
            and worst.get(spot) is not Severity.ERROR
        ):
            worst[spot] = one.severity
    for sheet in dict.fromkeys(name for name, _ in worst):
        for severity in COLOURS:
            cells = [cell for (name, cell), level in worst.items() if name == sheet and level is severity]
            yield sheet, severity, list(joined(runs(cells)))


def joined(cells: Iterable[str]) -> Iterator[str]:
    """Addresses of as many cells as Excel takes in one."""
    line = ""
    for cell in cells:
        if line and len(line) + len(cell) >= _LONGEST:
            yield line
            line = ""
        line = f"{line},{cell}" if line else cell
    if line:
        yield line


def clear(book: "Book", lang: str) -> int:
    """Give the cells marked before their colours back; how many blocks there were."""
    return backup.restore(book, lang, only=backup.COLOUR)


def _list(book: "Book", findings: Sequence[Finding], lang: str) -> None:
    sheet = own_sheet(book, text("macros.sheet.findings", lang))
    headers = [text(f"macros.finding.{name}", lang) for name in ("severity", "code", "sheet", "cell", "value", "why")]
    rows = [
        [text(f"severity.{f.severity}", lang), f.code, f.place.sheet, f.place.cell, f.value, reason(f, lang)]
        for f in findings
    ]
    write_rows(sheet, headers, rows)
