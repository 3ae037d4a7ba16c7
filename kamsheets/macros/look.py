"""What a sheet holds beside its values, asked for in blocks: percents, merged cells, hidden rows.

Excel answers for a whole block when its cells are alike; a block of unlike cells is halved until they are.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from xlwings import Range, Sheet

Box = tuple[int, int, int, int]
"""Top, left, bottom, right: rows and columns of the sheet from 1, both ends included."""
Values = Sequence[Sequence[object]]
_NUMBERS = (int, float, Decimal)


def percents(sheet: "Sheet", top: int, left: int, values: Values) -> Iterator[tuple[int, frozenset[int]]]:
    """Columns with cells shown as percents, and their rows; both counted from 0 within ``values``."""
    for c in range(len(values[0]) if values else 0):
        numbers = [r for r, row in enumerate(values) if type(row[c]) in _NUMBERS]
        if numbers and (shown := frozenset(_shown(sheet, top, left + c, numbers[0], numbers[-1]))):
            yield c, shown


def _shown(sheet: "Sheet", top: int, column: int, first: int, last: int) -> Iterator[int]:
    code: str | None = sheet.range((top + first, column), (top + last, column)).number_format
    if code is not None:
        yield from range(first, last + 1) if "%" in code else ()
    elif first < last:
        middle = (first + last) // 2
        yield from _shown(sheet, top, column, first, middle)
        yield from _shown(sheet, top, column, middle + 1, last)


def hidden_rows(used: "Range") -> frozenset[int]:
    """Rows of the used range that are hidden or filtered away: Excel names the visible stretches in one answer."""
    top, bottom = used.row, used.last_cell.row
    seen: set[int] = set()
    for area in cast("list[Range]", used.get_special_cells("visible")):  # in Excel it never has to be awaited
        seen.update(range(area.row, area.row + area.shape[0]))
    return frozenset(range(top, bottom + 1)) - seen


def merged(used: "Range") -> list[Box]:
    """The merged areas of the used range."""
    found: list[Box] = []
    _merged(used.sheet, (used.row, used.column, used.last_cell.row, used.last_cell.column), found)
    return found


def _merged(sheet: "Sheet", box: Box, found: list[Box]) -> None:
    top, left, bottom, right = box
    if any(_within(box, one) for one in found):
        return
    area = sheet.range((top, left), (bottom, right))
    if area.merge_cells is False:
        return
    if (top, left) == (bottom, right):
        whole = area.merge_area
        found.append((whole.row, whole.column, whole.row + whole.shape[0] - 1, whole.column + whole.shape[1] - 1))
        return
    if bottom - top >= right - left:
        middle = (top + bottom) // 2
        halves = (top, left, middle, right), (middle + 1, left, bottom, right)
    else:
        middle = (left + right) // 2
        halves = (top, left, bottom, middle), (top, middle + 1, bottom, right)
    for half in halves:
        _merged(sheet, half, found)


def _within(box: Box, other: Box) -> bool:
    return other[0] <= box[0] and other[1] <= box[1] and box[2] <= other[2] and box[3] <= other[3]
