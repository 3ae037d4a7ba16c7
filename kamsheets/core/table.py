"""A table that knows where each value stands, without an object per cell.

Rows are the reader's own lists; a cell's place is derived from the row's and the column's position.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kamsheets.core.finding import Place, cell_name

Cell = object
"""What a reader yields: ``str``, ``int``, ``float``, ``bool``, ``datetime.date``/``datetime``/``time`` or ``None``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it stands in a sheet."""

    header: str
    """The header as typed."""
    index: int
    """0-based column of the sheet."""
    field: str | None = None
    """Id in the field catalogue; None for a column nobody knows (kept and reported, never dropped)."""
    unit: str = ""
    """Unit named in the header, such as 万元; empty: the field's own unit."""


@dataclass(frozen=True)
class Table:
    """The data rows below one header row of one sheet.

    ``rows[i][k]`` is the value of ``columns[k]`` in sheet row ``row_numbers[i]`` (1-based).
    Totals rows and repeated headers are not rows; blank rows are, and ``blank_rows`` holds their indices.
    """

    file: str
    sheet: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    row_numbers: Sequence[int]
    header_row: int = 1
    blank_rows: frozenset[int] = frozenset()
    totals: tuple[tuple[int, Sequence[Cell]], ...] = ()
    """(sheet row, values) of 合计/小计/总计 rows, kept for cross-checking."""
    percent_cells: frozenset[tuple[int, int]] = frozenset()
    """(sheet row, sheet column 0-based) of numeric cells that carry a percent format."""
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """(sheet row, sheet column 0-based) -> what stands there (#N/A …), or '' for a formula without a stored result."""
    hidden_rows: frozenset[int] = frozenset()
    date1904: bool = False
    """Whether bare day numbers count from 1904-01-01 (workbooks of old Macintosh Excel)."""
    _by_field: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_field.update({c.field: k for k, c in enumerate(self.columns) if c.field})

    def position(self, field_id: str) -> int | None:
        """Position of a field among ``columns``, or None when the sheet has no such column."""
        return self._by_field.get(field_id)

    def column(self, field_id: str) -> list[Cell]:
        """All values of a field, one a row; a sheet without it yields None everywhere."""
        k = self.position(field_id)
        return [None] * len(self.rows) if k is None else [row[k] for row in self.rows]

    def place(self, row: int | None = None, field_id: str | None = None) -> Place:
        """Where the value of ``field_id`` in ``rows[row]`` stands (row None: the header; field None: the whole row)."""
        k = self.position(field_id) if field_id else None
        number = self.header_row if row is None else self.row_numbers[row]
        if k is None:
            return Place(self.file, self.sheet, f"{number}:{number}" if field_id is None else cell_name(number, 0))
        return Place(self.file, self.sheet, cell_name(number, self.columns[k].index))

    @property
    def read(self) -> int:
        """Rows read: data rows and blank rows between them."""
        return len(self.rows)
