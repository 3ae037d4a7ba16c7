"""One kind of value from every reader: integers back from floats, '' as None, durations as they are shown."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kamsheets.core.table import Cell
from kamsheets.workbook.guard import CellKey

FIFTEEN_DIGITS = 1e15
"""Excel keeps 15 significant digits; an integer from here on has lost its last ones."""


def normalise(rows: Sequence[Sequence[object]]) -> tuple[list[list[Cell]], tuple[CellKey, ...]]:
    """(rows, cells whose number has more than 15 digits). Floats that stand for integers become ``int``.

    >>> normalise([["", 42.0, 0.5, timedelta(hours=26)], [True, 91440300192203800.0, "00123", None]])
    ([[None, 42, 0.5, '26:00:00'], [True, 9.14403001922038e+16, '00123', None]], ((2, 1),))
    """
    seen: list[object] = []
    limit = FIFTEEN_DIGITS

    def rare(value: object) -> Cell:
        if isinstance(value, timedelta):
            return _clock(value)
        if isinstance(value, int | float) and abs(value) >= limit:
            seen.append(value)
        return value

    clean: list[list[Cell]] = []
    long_numbers: list[CellKey] = []
    for number, row in enumerate(rows, 1):
        clean.append(
            [
                (v or None) if (kind := v.__class__) is str
                else v if kind is date
                else int(v) if kind is float and v.is_integer() and -limit < v < limit  # type: ignore[attr-defined, operator, call-overload]
                else rare(v)
                for v in row
            ]
        )  # fmt: skip
        if seen:
            long_numbers += [(number, k) for k, v in enumerate(clean[-1]) if _is_long(v)]
            seen.clear()
    return clean, tuple(long_numbers)


def pad(rows: list[list[Cell]], cells: Iterable[CellKey]) -> None:
    """Make the grid reach ``cells`` (sheet row, sheet column), which a reader may have left off as blank; in place."""
    height, width = len(rows), max(map(len, rows), default=0)
    for row, column in cells:
        height, width = max(height, row), max(width, column + 1)
    rows += [[] for _ in range(height - len(rows))]
    for row_cells in rows:
        row_cells += [None] * (width - len(row_cells))


def _is_long(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) >= FIFTEEN_DIGITS


def _clock(value: timedelta) -> str:
    """A duration as ``[h]:mm:ss`` shows it."""
    minutes, seconds = divmod(value.days * 86400 + value.seconds, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
