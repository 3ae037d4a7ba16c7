"""档案表: forms filled in as label and value cells, with row tables between them (the project dossier).

A label is any name of a field of the form; its value is the cell to its right. A row table has its column names in one
row, below or beside its own name, and ends at a blank row or at the next label. Labels nobody knows are kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kamsheets.core.table import Cell, Column, Table
from kamsheets.formats import text
from kamsheets.forms.catalogue import Field, Form, form_code
from kamsheets.forms.choices import Choices
from kamsheets.forms.headers import Heading, candidates, normalise
from kamsheets.forms.lookup import lookup
from kamsheets.forms.rows import LEAST_HITS, row_kind

Rows = Sequence[Sequence[Cell]]
LONGEST_LABEL = 30
_TITLE_ROWS = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A value with its place: sheet row (1-based) and column (0-based), the label as typed and its unit."""

    row: int
    column: int
    cell: Cell
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Facts:
    """What the cells of a sheet are beside their values; as in ``core.table.Table``."""

    percent: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    date1904: bool = False


NO_FACTS = Facts()


@dataclass(frozen=True)
class Block:
    """One form found in a sheet. Parts of a group go by ``group.part``."""

    form: Form
    values: Mapping[str, Spot] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    unknown: Mapping[str, Spot] = field(default_factory=dict)
    """Labels the form does not know, with what stands beside them."""


def recognise(name: str, rows: Rows, forms: Sequence[Form]) -> Form | None:
    """The form a sheet holds: by its code or name in the tab or the first rows, else by the labels it shows most of."""
    titles = [name, *(cell for row in rows[:_TITLE_ROWS] for cell in row if isinstance(cell, str))]
    for title in titles:
        if found := re.search(r"JTF[\s\-_－]*\d{1,3}", title, re.IGNORECASE):
            code = form_code(found[0])
            return next((form for form in forms if form.code == code), None)
    for title in titles:
        folded = text.key(text.simplified(title))
        named = [f for f in forms if any(text.key(n) == folded for n in (f.zh, f.en, *f.aliases))]
        if named:
            return named[0]
    counted = [(sum(1 for _ in _labels(rows, form)), form) for form in forms]
    best = max(counted, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= LEAST_HITS else None


def _labels(rows: Rows, form: Form) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        for cell in row:
            found = _named(cell, form)
            if found and found.id not in seen:
                seen.add(found.id)
                yield found.id


def _named(cell: Cell, form: Form) -> Field | None:
    """The field a cell names, if it can be a label at all."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > LONGEST_LABEL:
        return None
    fields = candidates(normalise(cell), form)[1]
    return fields[0] if fields else None


def read(file: str, sheet: str, rows: Rows, form: Form, choices: Choices, facts: Facts = NO_FACTS) -> Block:
    """The form's values and row tables in a sheet; ``choices`` are needed for tables written across (科目 x 阶段)."""
    reader = _Reader(file, sheet, rows, form, choices, facts)
    tables = {f.id: reader.table(f) for f in reader.found_tables()}
    values, unknown = reader.scalars()
    return Block(form, values, tables, unknown)


@dataclass
class _Reader:
    file: str
    sheet: str
    rows: Rows
    form: Form
    choices: Choices
    facts: Facts
    heads: dict[str, int] = field(default_factory=dict)
    """Index of the row with the column names, by table field."""
    used: set[int] = field(default_factory=set)
    """Indices of rows that belong to a table."""

    def found_tables(self) -> list[Field]:
        """The row tables that have a header row; the best fitting header goes to each."""
        tabular = [f for f in self.form.fields if f.type in ("table", "checklist")]
        for i, row in enumerate(self.rows):
            scored = [(self._fit(row, f, i), f) for f in tabular if f.id not in self.heads]
            fitting = [(score, f) for score, f in scored if score]
            if fitting:
                self.heads[max(fitting, key=lambda pair: pair[0])[1].id] = i
        return [f for f in tabular if f.id in self.heads]

    def _fit(self, row: Sequence[Cell], one: Field, i: int) -> int:
        """How well a row serves as header of a table; 0: not at all."""
        texts = [cell for cell in row if isinstance(cell, str) and cell.strip()]
        hits = len({c.id for cell in texts if (c := _column(cell, one))})
        if self._crossed(row, one):
            hits = len(texts)  # every stage of a long process is a column
        if hits < 2 or hits * 2 < len(texts):
            return 0
        named = any(_named(cell, self.form) is one for other in self.rows[max(0, i - 1) : i + 1] for cell in other)
        enough = named or hits >= min(len(one.columns), LEAST_HITS)
        return (hits * 100 // max(len(texts), hits) + 100 * named) if enough else 0

    def _crossed(self, row: Sequence[Cell], one: Field) -> dict[int, str]:
        """Columns of a table written across: column -> code of the second list; at least two, beside the first list."""
        lists = [c for c in one.columns if c.type == "enum"]
        if len(lists) != 2 or len(one.columns) != 3:
            return {}
        if not any(_column(cell, one) is lists[0] for cell in row):
            return {}
        known = lookup(tuple(self.choices.get(lists[1].choices or "", ())))
        codes = {k: code for k, cell in enumerate(row) if isinstance(cell, str) and (code := known.code(cell))}
        return codes if len(codes) >= 2 else {}

    def table(self, one: Field) -> Table:
        """The rows below a header row."""
        head = self.heads[one.id]
        header = self.rows[head]
        across = self._crossed(header, one)
        picked = list(self._data(head, one))
        self.used |= {head, *(i for i, _ in picked)}
        data = [(i, row) for i, row in picked if row_kind(row) == "data"]
        if across:
            return self._unfolded(one, header, across, data)
        columns = [(k, c) for k, cell in enumerate(header) if (c := _column(cell, one))]
        first: dict[str, int] = {}
        for k, c in columns:
            first.setdefault(c.id, k)
        made = tuple(Column(str(header[k]), k, name, normalise(str(header[k])).unit) for name, k in first.items())
        kept = [(i, row) for i, row in data if any(_cell(row, c.index) is not None for c in made)]
        return Table(
            self.file,
            self.sheet,
            made,
            [[_cell(row, c.index) for c in made] for _, row in kept],
            [i + 1 for i, _ in kept],
            head + 1,
            percent_cells=self.facts.percent,
            error_cells=dict(self.facts.errors),
            date1904=self.facts.date1904,
        )

    def _data(self, head: int, one: Field) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Rows of a table: up to a blank row, another table's header or a row that begins with a label of the form."""
        others = set(self.heads.values())
        for i in range(head + 1, len(self.rows)):
            row = self.rows[i]
            first = next((cell for cell in row if cell is not None), None)
            begins = _named(first, self.form)
            if row_kind(row) == "blank" or i in others or (begins and begins is not one and self._stands_alone(row)):
                return
            yield i, row

    def _stands_alone(self, row: Sequence[Cell]) -> bool:
        """Whether a row that begins with a label is a line of labels and values, or the name of the next table."""
        filled = [cell for cell in row if cell is not None and str(cell).strip()]
        return len(filled) <= 2 or len([cell for cell in filled if _named(cell, self.form)]) >= 2

    def _unfolded(
        self, one: Field, header: Sequence[Cell], across: Mapping[int, str], data: Sequence[tuple[int, Sequence[Cell]]]
    ) -> Table:
        """A table written across (科目 x 阶段) as one row a cell."""
        down, second, amount = (next(c for c in one.columns if c.type == "enum"), one.columns[1], one.columns[2])
        start = next(k for k, cell in enumerate(header) if _column(cell, one) is down)
        unit = normalise(str(header[start])).unit
        columns = (
            Column(str(header[start]), start, down.id),
            Column(second.zh, start, second.id),
            Column(amount.zh, min(across), amount.id, unit),
        )
        cells = [(i, _cell(row, start), code, _cell(row, k)) for i, row in data for k, code in across.items()]
        kept = [(i, first, code, cell) for i, first, code, cell in cells if cell is not None and cell != ""]
        return Table(
            self.file,
            self.sheet,
            columns,
            [[first, code, cell] for _, first, code, cell in kept],
            [i + 1 for i, *_ in kept],
            self.heads[one.id] + 1,
        )

    def scalars(self) -> tuple[dict[str, Spot], dict[str, Spot]]:
        """(values by field, unknown labels with their values), outside the tables."""
        values: dict[str, Spot] = {}
        unknown: dict[str, Spot] = {}
        for i, row in enumerate(self.rows):
            if i not in self.used:
                self._line(i, row, values, unknown)
        return values, unknown

    def _line(self, i: int, row: Sequence[Cell], values: dict[str, Spot], unknown: dict[str, Spot]) -> None:
        k = 0
        while k < len(row):
            cell = row[k]
            k += 1
            if not isinstance(cell, str) or not cell.strip():
                continue
            at = self._value_at(row, k)
            label = text.one_line(cell)
            heading = normalise(label)
            found = self._target(heading, label)
            spot = Spot(
                i + 1, at if at is not None else k, _cell(row, at) if at is not None else None, label, heading.unit
            )
            if found and found not in values:
                values[found] = spot
            elif not found and at == k and len(label) <= LONGEST_LABEL:
                unknown.setdefault(label, spot)
            if at is not None and (found or at == k):
                k = at + 1

    def _value_at(self, row: Sequence[Cell], k: int) -> int | None:
        """Where the value of the label left of ``k`` stands: the next cell; after a merge the next that is no label."""
        if _cell(row, k) is not None:
            return k
        for at in range(k + 1, len(row)):
            if row[at] is not None:
                return None if _named(row[at], self.form) or self._part(row[at]) else at
        return None

    def _target(self, heading: Heading, label: str) -> str | None:
        part = self._part(label)
        rank, fields = candidates(heading, self.form)
        plain = [f for f in fields if f.type not in ("table", "checklist")]
        if plain and (rank == 0 or not part):
            return plain[0].id
        return part

    def _part(self, cell: Cell) -> str | None:
        """``group.part`` of a label that names a part of a group."""
        if not isinstance(cell, str):
            return None
        for one in self.form.fields:
            if one.type == "group" and (found := _column(cell, one)):
                return f"{one.id}.{found.id}"
        return None


def _cell(row: Sequence[Cell], k: int) -> Cell:
    return row[k] if k < len(row) else None


def _column(cell: Cell, one: Field) -> Field | None:
    """The column of a row table that a header cell names."""
    if not isinstance(cell, str) or not cell.strip() or len(cell) > LONGEST_LABEL:
        return None
    return _spellings(one).get(normalise(cell).key)


@cache
def _spellings(one: Field) -> Mapping[str, Field]:
    names = [(name, c) for c in one.columns for name in (c.zh, c.en, c.id, *c.aliases)]
    return {normalise(name).key: c for name, c in reversed(names)}
