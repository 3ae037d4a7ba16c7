"""Values and rows with their days: the latest not after the day is in force; intervals are half-open [since, until)."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from kamsheets.core.finding import Place, cell_name

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row was read: file, sheet, row (1-based) and 0-based column of each field; row 0: in the shipped book."""

    file: str
    sheet: str = ""
    row: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)

    def place(self, field_id: str = "") -> Place:
        """The cell of a field, or the whole row when the field has no column or none is named."""
        if not self.row:
            return Place(self.file, self.sheet)
        column = self.columns.get(field_id)
        return Place(self.file, self.sheet, f"{self.row}:{self.row}" if column is None else cell_name(self.row, column))

    def phrase(self, field_id: str = "") -> str:
        """The place in one phrase, to stand as the source of a value: ``policy.xlsx｜参数!C12``."""
        place = self.place(field_id)
        spot = "!".join(part for part in (place.sheet, place.cell) if part)
        return "｜".join(part for part in (place.file, spot) if part)


BOOK = Origin("")
"""The shipped book: no cell of anybody's workbook."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """An item that is in force in ``[since, until)``; ``until`` None: to this day."""

    item: T
    since: date
    until: date | None = None
    source: str = "P"
    note: str = ""
    origin: Origin = field(default=BOOK, compare=False)

    def on(self, day: date) -> bool:
        """In force on ``day``; the day of ``until`` itself is the first one out of force (失效日)."""
        return self.since <= day and (self.until is None or day < self.until)


def in_force(rows: Iterable[Dated[T]], day: date, key: Callable[[T], Hashable]) -> tuple[Dated[T], ...]:
    """The rows in force on ``day``: of several with one key the one that began last; in order of first appearance."""
    latest: dict[Hashable, Dated[T]] = {}
    for row in rows:
        if row.on(day):
            name = key(row.item)
            if name not in latest or latest[name].since <= row.since:
                latest[name] = row
    return tuple(latest.values())


def change_days(*lists: Iterable[Dated[T]]) -> Iterator[date]:
    """Every day on which some row comes into or goes out of force, in order."""
    days = {row.since for rows in lists for row in rows}
    days |= {row.until for rows in lists for row in rows if row.until}
    yield from sorted(days)
