"""One lead sheet as the rules see it: a column of typed values a field, and the place of every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kamsheets.core.finding import Finding, finding
from kamsheets.core.table import Table


@dataclass(frozen=True, eq=False)
class LeadSheet:
    """A read and typed lead sheet (JTF-001); one sheet is equal to itself only."""

    table: Table
    values: Mapping[str, Sequence[object]]
    """Typed values by field id, one a row; None where blank or unreadable."""
    rejected: frozenset[int] = frozenset()
    """Rows (positions) in which a cell could not be read as what its column holds."""

    def column(self, field_id: str) -> Sequence[object]:
        """The typed values of a field, one a row; None everywhere when the sheet has no such column."""
        return self.values.get(field_id) or (None,) * len(self.table.rows)

    def has(self, field_id: str) -> bool:
        """Whether the sheet has the column."""
        return self.table.position(field_id) is not None

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """Positions of the rows that are not blank."""
        return tuple(row for row in range(len(self.table.rows)) if row not in self.table.blank_rows)

    def typed(self, row: int, field_id: str) -> str:
        """What stands in a cell, as text; empty for a blank cell or a missing column."""
        position = self.table.position(field_id)
        raw = None if position is None else self.table.rows[row][position]
        return "" if raw is None else str(raw).strip()

    def unfilled(self, row: int, field_id: str) -> bool:
        """Whether nothing was typed: a cell that was typed but cannot be read has its own finding already."""
        return not self.typed(row, field_id)

    def finding(
        self, code: str, row: int | None, field_id: str, proposed: str | None = None, **facts: object
    ) -> Finding:
        """A finding at the cell of ``field_id`` in a row (row None: its header)."""
        value = "" if row is None else self.typed(row, field_id)
        return finding(code, self.table.place(row, field_id), value, proposed, **facts)

    def pairs(self, first: str, second: str) -> Iterator[tuple[int, object, object]]:
        """(row, value, value) of two columns, over rows in which the first is known."""
        left, right = self.column(first), self.column(second)
        return ((row, a, b) for row, (a, b) in enumerate(zip(left, right, strict=True)) if a is not None)
