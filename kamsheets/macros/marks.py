"""Colours and notes on the cells that have findings, and the list of them: few calls, whatever the number of cells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kamsheets.core.finding import Finding, Severity, cell_name
from kamsheets.core.messages import reason, text
from kamsheets.macros import backup, undo
from kamsheets.macros.bridge import own_sheet, write_rows
from kamsheets.workbook.live_dump import LiveSheet

if TYPE_CHECKING:
    from xlwings import Book

COLOURS = {Severity.ERROR: (255, 199, 206), Severity.WARNING: (255, 235, 156)}
"""Light red and yellow, as Excel's own styles Bad and Neutral."""
MOST_NOTES = 50
"""Cells that get a note: each costs calls of its own; the list holds all findings."""
_A_NOTE = 240
"""Characters of a note: Excel for Mac takes 255."""
_CELL = re.compile(r"[A-Z]+[0-9]+")
_LONGEST = 240
"""Excel takes addresses of up to 255 characters."""
_MIXED = (0, 0, 0)
"""What Excel answers for cells of different colours (and for black, which is asked about once more)."""

Cells = Mapping[tuple[str, str], Sequence[Finding]]
"""Findings by sheet and cell."""


def show(book: "Book", sheets: Sequence[LiveSheet], findings: Sequence[Finding], lang: str) -> int:
    """Colour the cells of ``findings``, give the first ones a note, and write the list; ``clear`` takes all back.

    Returns how many coloured cells have no note. A note that a person wrote stays as it is, and the covered cells of
    a merged area can have none.
    """
    clear(book, lang)
    cells = _cells(book, findings)
    areas = list(_groups(cells))
    covered = frozenset(spot for live in sheets for spot in _covered(live))
    notes = _notes(book, {spot: found for spot, found in cells.items() if spot not in covered}, lang)
    kept = [block for sheet, _, address in areas for block in _before(book, sheet, address)]
    kept += [backup.Kept(backup.NOTE, sheet, cell, words) for (sheet, cell), words in notes.items()]
    with undo.kept(book, kept, lang):
        for sheet, severity, address in areas:
            book.sheets[sheet].range(address).color = COLOURS[severity]
        for (sheet, cell), words in notes.items():
            book.sheets[sheet].range(cell).add_note(words)
    _list(book, findings, lang)
    return len(cells) - len(notes)


def clear(book: "Book", lang: str) -> int:
    """Give the cells marked before their colours back and take our notes away; how many blocks there were."""
    return undo.clear(book, lang)


def _cells(book: "Book", findings: Iterable[Finding]) -> Cells:
    """The cells to be marked, those with an error first."""
    there = {sheet.name for sheet in book.sheets}
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        spot = (one.place.sheet, one.place.cell.split(":")[0])
        if _CELL.fullmatch(spot[1]) and spot[0] in there and one.severity in COLOURS:
            found[spot].append(one)
    return {spot: found[spot] for spot in sorted(found, key=lambda spot: _level(found[spot]) is not Severity.ERROR)}


def _level(findings: Sequence[Finding]) -> Severity:
    """The colour of a cell: one with an error is not yellow as well."""
    return Severity.ERROR if any(one.severity is Severity.ERROR for one in findings) else Severity.WARNING


def _notes(book: "Book", cells: Cells, lang: str) -> dict[tuple[str, str], str]:
    """The words of the notes; cells that have a note already are passed over."""
    made = {}
    for sheet, cell in list(cells)[:MOST_NOTES]:
        if book.sheets[sheet].range(cell).note is None:
            words = "\n".join(dict.fromkeys(reason(one, lang) for one in cells[sheet, cell]))
            made[sheet, cell] = words if len(words) <= _A_NOTE else words[: _A_NOTE - 1] + "…"
    return made


def _covered(live: LiveSheet) -> Iterator[tuple[str, str]]:
    """The cells that lie in merged areas, but for the first of each."""
    for top, left, bottom, right in live.merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    yield live.name, cell_name(row, column - 1)


def _groups(cells: Cells) -> Iterator[tuple[str, Severity, str]]:
    """(sheet, severity, address of many cells)."""
    for sheet in dict.fromkeys(name for name, _ in cells):
        for severity in COLOURS:
            marked = [cell for (name, cell), found in cells.items() if name == sheet and _level(found) is severity]
            for address in joined(runs(marked)):
                yield sheet, severity, address


def _before(book: "Book", sheet: str, address: str) -> Iterator[backup.Kept]:
    """The colours of an address as they are, halved until each block has one."""
    colour = book.sheets[sheet].range(address).color
    if colour != _MIXED or ("," not in address and ":" not in address):
        yield backup.Kept(backup.COLOUR, sheet, address, colour)
        return
    for one in _halves(address):
        yield from _before(book, sheet, one)


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


def _list(book: "Book", findings: Sequence[Finding], lang: str) -> None:
    sheet = own_sheet(book, text("macros.sheet.findings", lang))
    headers = [text(f"macros.finding.{name}", lang) for name in ("severity", "code", "sheet", "cell", "value", "why")]
    rows = [
        [text(f"severity.{f.severity}", lang), f.code, f.place.sheet, f.place.cell, f.value, reason(f, lang)]
        for f in findings
    ]
    write_rows(sheet, headers, rows)
