"""One table of any dialect in canonical form: fields by the catalogue, all else kept at the right, then its origin.

Nothing is dropped on the way: what could not be read stays as it was typed, a column nobody knows stays a column, and a
sheet that was converted before keeps the origin it names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from kamsheets.core.finding import Finding, Severity, cell_name, column_letters
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.core.table import Cell, Column, Table
from kamsheets.forms.catalogue import Field, Form
from kamsheets.forms.choices import Choices
from kamsheets.forms.contacts import TYPES as CONTACTS
from kamsheets.forms.typed import Typed
from kamsheets.jobs.canonical import Canon, as_typed

ORIGIN = ("file", "sheet", "row")
"""Where a row was first read, at the right of every converted sheet."""
LEFT_OVER = "CT53"
"""Finding of a contact cell that holds more than its fields take."""


def origin_headers(lang: str) -> tuple[str, ...]:
    """文件, 工作表, 行."""
    return tuple(text(f"convert.origin.{name}", lang) for name in ORIGIN)


@dataclass(frozen=True)
class Record:
    """One row."""

    values: Mapping[str, object]
    """Typed values by field id; None: blank or unread."""
    unread: Mapping[str, str]
    """By field id what stands in cells that could not be read as a whole."""
    extra: Sequence[Cell]
    """Values of the columns no field claims."""
    origin: tuple[str, str, Cell]
    """File, sheet, row."""


class Converted:
    """A table on its way: ``fields`` and ``extra`` are its columns, ``records`` its rows without the blank ones."""

    def __init__(self, found: Typed, canons: Mapping[str, Canon]) -> None:
        self.typed, self.form, self.table = found, found.form, found.table
        self._origin = _origin_columns(self.table)
        self._extra = [k for k, column in enumerate(self.table.columns) if self._is_extra(k, column)]
        self.fields = [canons[f.id] for f in self.form.fields if self._has(f)]
        self.extra = unlike(
            [self._header(self.table.columns[k]) for k in self._extra], [c.col.label for c in self.fields]
        )

    def name(self, lang: str) -> str:
        """What the sheet is called: as it was, or by its form when it had no name."""
        return self.table.sheet or self.form.label(lang)

    def _has(self, field: Field) -> bool:
        """Whether the sheet has a column of the field, or a value from another column (a telephone under 手机)."""
        values = self.typed.values[field.id]
        return self.table.position(field.id) is not None or any(value is not None for value in values)

    def _is_extra(self, k: int, column: Column) -> bool:
        if column.field or k in self._origin:
            return False
        return bool(column.header) or any(row[k] is not None for row in self.table.rows)

    @staticmethod
    def _header(column: Column) -> str:
        return column.header or column_letters(column.index)

    @cached_property
    def _faulty(self) -> Mapping[str, set[str]]:
        """By cell the codes of what stops it from being used."""
        found: dict[str, set[str]] = {}
        for one in self.typed.findings:
            if one.severity is Severity.ERROR or one.code == LEFT_OVER:
                found.setdefault(one.place.cell, set()).add(one.code)
        return found

    @cached_property
    def _faulty_rows(self) -> frozenset[int]:
        return frozenset(int("".join(filter(str.isdigit, cell))) for cell in self._faulty if ":" not in cell)

    def records(self) -> Iterator[Record]:
        """The rows in their order."""
        for i in range(len(self.table.rows)):
            if i not in self.table.blank_rows:
                yield self._record(i)

    def _record(self, i: int) -> Record:
        values: dict[str, object] = {}
        unread: dict[str, str] = {}
        for canon in self.fields:
            field = canon.field
            value = self.typed.values[field.id][i]
            values[field.id] = None if value == () else value  # several entries, none of which could be read
            if (left := self._unread(i, field)) is not None:
                unread[field.id] = left
        return Record(values, unread, [self._cell(i, k) for k in self._extra], self._from(i))

    def _unread(self, i: int, field: Field) -> str | None:
        """What stands in a cell whose value does not say it all."""
        k, value = self.table.position(field.id), self.typed.values[field.id][i]
        if k is None:
            return None
        number = self.table.row_numbers[i]
        codes = number in self._faulty_rows and self._faulty.get(cell_name(number, self.table.columns[k].index))
        in_part = codes and (isinstance(value, tuple) or LEFT_OVER in codes)
        moved = value is None and field.type in CONTACTS and not codes
        if moved or (value is not None and not in_part) or (raw := self._cell(i, k)) is None:
            return None
        return _with_unit(as_typed(raw), field, self.table.columns[k].unit)

    def _cell(self, i: int, k: int) -> Cell:
        """What stands in a cell; what an error cell shows."""
        value = self.table.rows[i][k]
        if value is None and self.table.error_cells:
            return self.table.error_cells.get((self.table.row_numbers[i], self.table.columns[k].index)) or None
        return value

    def _from(self, i: int) -> tuple[str, str, Cell]:
        here = (self.table.file, self.table.sheet, self.table.row_numbers[i])
        if not self._origin:
            return here
        file, sheet, row = (self.table.rows[i][k] for k in self._origin)
        number = int(row) if isinstance(row, str) and row.isdecimal() else row  # a .csv holds text only
        return here if file is None else (str(file), "" if sheet is None else str(sheet), number)


def _with_unit(words: str, field: Field, unit: str) -> str:
    """An amount nobody could read, with the unit its header gave it: the canonical column is in yuan."""
    unit = unit or field.unit
    bare = field.type == "money" and unit != "元" and re.search(r"\d", words) and not re.search("[元万亿千]", words)
    return f"{words}{unit}" if bare else words


def is_origin(found: Finding) -> bool:
    """Whether an unknown column is one that converting wrote."""
    return found.code == "HD03" and any(found.value in origin_headers(lang) for lang in LANGUAGES)


def canons(form: Form, choices: Choices, lang: str) -> dict[str, Canon]:
    """The canonical columns of a form by field id."""
    return {f.id: Canon(f, choices, lang) for f in form.fields}


def _origin_columns(table: Table) -> tuple[int, ...]:
    """Positions of 文件, 工作表, 行 when all three are there; a lone column 文件 is somebody's own."""
    for lang in LANGUAGES:
        at = {column.header: k for k, column in enumerate(table.columns) if not column.field}
        headers = origin_headers(lang)
        if all(header in at for header in headers):
            return tuple(at[header] for header in headers)
    return ()


def unlike(names: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """Names made different from each other and from ``taken``, whatever their case.

    >>> unlike(["备注", "备注", "X"], ["x"])
    ['备注', '备注 (2)', 'X (2)']
    """
    used = {name.casefold() for name in taken}
    made = []
    for name in names:
        numbered = (name if n == 1 else f"{name} ({n})" for n in count(1))
        made.append(next(one for one in numbered if one.casefold() not in used))
        used.add(made[-1].casefold())
    return made
