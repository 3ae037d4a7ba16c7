"""Writing .csv files that Excel opens with the right characters and that cannot carry a formula.

UTF-8 with the mark Excel looks for, line ends as in RFC 4180. A text that a spreadsheet would take for a formula gets
an apostrophe in front, as Excel itself shows text; ``read_csv`` takes it off again.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Number(str):
    """Text that kamsheets made of a number and that may begin with a minus."""

    __slots__ = ()


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Iterable[str | None]]) -> None:
    """A file of one header row and ``rows``; None is an empty cell."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([guarded(cell) for cell in header])
        writer.writerows([guarded(cell) for cell in row] for row in rows)


def guarded(cell: str | None) -> str:
    """A cell that stays text when a spreadsheet opens it.

    >>> guarded("=1+1"), guarded("-5℃"), guarded(Number("-5.00")), guarded("'=x"), guarded(None)
    ("'=1+1", "'-5℃", '-5.00', "''=x", '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Number):
        return str(cell)
    bare = cell.lstrip("'")
    return f"'{cell}" if bare.startswith(_FORMULA_SIGNS) else cell
