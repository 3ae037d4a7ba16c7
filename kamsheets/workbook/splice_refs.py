"""Cells and ranges by name: rows from 1 as in Excel, columns from 0."""

import re
from dataclasses import dataclass, replace

from kamsheets.core.finding import cell_name

LAST_ROW, LAST_COLUMN = 1_048_576, 16_383
"""The corner of a sheet."""
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_index(letters: str) -> int:
    """0-based column of its letters.

    >>> column_index("A"), column_index("XFD")
    (0, 16383)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, ref: str) -> "Area | None":
        """The area of ``A3``, ``A3:F9`` or ``$A$3:$F$9``; None for anything else (whole rows or columns, other sheets).

        >>> Area.parse("B2:$D$9"), Area.parse("3:3")
        (Area(top=2, left=1, bottom=9, right=3), None)
        """
        first, _, last = ref.partition(":")
        start, end = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if not start or not end:
            return None
        area = cls(int(start[2]), column_index(start[1]), int(end[2]), column_index(end[1]))
        return area if 1 <= area.top <= area.bottom <= LAST_ROW and area.left <= area.right <= LAST_COLUMN else None

    @property
    def ref(self) -> str:
        """The name of the area: ``A3:F9``, or ``A3`` for one cell."""
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def has(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def widened(self, right: int) -> "Area":
        """The area up to the column ``right``."""
        return replace(self, right=max(self.right, right))

    def around(self, other: "Area") -> "Area":
        """The smallest area that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


def areas(refs: str) -> list[Area]:
    """The areas of a list such as ``A1:B2 D4``; unreadable ones are left out."""
    return [area for ref in refs.split() if (area := Area.parse(ref))]
