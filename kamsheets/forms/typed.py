"""Typed reading: a table of raw cells becomes columns of values, and everything that is wrong is said at its cell.

Column by column, each distinct value read once. A row with an error is rejected, never half used; a blank row is
neither; a column that no field claims is left to the caller.
"""

import re
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import NoneType

from kamsheets.core.finding import Finding, Place, Severity, cell_name, finding, severities
from kamsheets.core.table import Cell, Column, Table
from kamsheets.forms import cells, contacts
from kamsheets.forms.catalogue import Field, Form
from kamsheets.forms.choices import Choice, Choices
from kamsheets.forms.glance import at_a_glance
from kamsheets.forms.headers import sharing
from kamsheets.forms.lookup import Provinces, lookup

PROVINCE = "province"
"""The one list that is not the policy's: GB/T 2260."""
REGION = "region"
"""The list whose codes stand for ``{region}`` in patterns."""


@dataclass(frozen=True)
class Typed:
    """What a table says. ``values[field][i]`` belongs to ``table.rows[i]``; None where blank or unreadable."""

    table: Table
    form: Form
    values: Mapping[str, Sequence[object]]
    """Every field of the form, also those without a column; not to be changed."""
    findings: tuple[Finding, ...]
    rejected: frozenset[int]
    """Indices of rows with an error."""

    @property
    def accepted(self) -> tuple[int, ...]:
        """Indices of rows that are neither blank nor rejected. Rows read = accepted + rejected + blank."""
        out = self.rejected | self.table.blank_rows
        return tuple(i for i in range(len(self.table.rows)) if i not in out)

    def record(self, row: int) -> dict[str, object]:
        """All values of one row by field id."""
        return {field_id: column[row] for field_id, column in self.values.items()}


def typed(table: Table, form: Form, choices: Choices, *, blank_allowed: Collection[str] = ()) -> Typed:
    """The values of ``table`` by the fields of ``form``; closed lists and region codes come from ``choices``.

    ``blank_allowed`` names required fields whose blanks a rule of the room reports itself.
    Findings are CTnn at cells, in the order of columns; see ``core/codes/forms.toml``.
    """
    sheet = _Sheet(table, form, choices)
    return sheet.read(frozenset(blank_allowed))


NOTHING: cells.Read = (None, (cells.BLANK,))
"""An empty cell, read."""


class _Sheet:
    """One table being read."""

    def __init__(self, table: Table, form: Form, choices: Choices) -> None:
        self.table, self.form, self.choices = table, form, choices
        self.findings: list[Finding] = []
        self.rejected: set[int] = set()
        nothing: list[object] = [None] * len(table.rows)
        self.values: dict[str, list[object]] = {f.id: nothing for f in form.fields}

    def read(self, blank_allowed: frozenset[str]) -> Typed:
        """All columns, the contact columns as one group."""
        known = [(k, column, self.form[column.field]) for k, column in enumerate(self.table.columns) if column.field]
        contact = tuple(f for f in self.form.fields if f.type in contacts.TYPES)
        for f in contact:
            self.values[f.id] = [None] * len(self.table.rows)
        for k, column, f in known:
            if f in contact:
                empty = self._contacts(self._cells(k, column), column, f, contact)
            else:
                reader = _reader(f, column.unit, self.table.date1904, self.choices)
                self.values[f.id], empty = self._column(self._cells(k, column), reader, column, f)
            if f.required == "Y" and f.id not in blank_allowed:
                for i in empty:
                    self._say(cells.Note("CT01"), i, column, f, "")
        return Typed(self.table, self.form, self.values, tuple(self.findings), frozenset(self.rejected))

    def _cells(self, k: int, column: Column) -> list[Cell]:
        """The raw cells of one column; errors and % formats are put into the cells they belong to."""
        raw = [row[k] for row in self.table.rows]
        number_of = self.table.row_numbers
        if any(at == column.index for _, at in self.table.error_cells):
            shown = {row: text for (row, at), text in self.table.error_cells.items() if at == column.index}
            raw = [cells.Faulty(shown[n]) if n in shown else cell for n, cell in zip(number_of, raw, strict=True)]
        if any(at == column.index for _, at in self.table.percent_cells):
            rows = {row for row, at in self.table.percent_cells if at == column.index}
            raw = [
                cells.Percent(cell) if n in rows and type(cell) in (int, float) else cell
                for n, cell in zip(number_of, raw, strict=True)
            ]
        return raw

    def _column(
        self, raw: Sequence[Cell], reader: cells.Reader, column: Column, f: Field
    ) -> tuple[list[object], list[int]]:
        """(values, indices of blank cells in rows that are not blank). Each distinct cell is read once.

        1, 1.0 and True are one key to a dictionary and three cells to a person: a column of several types goes by both.
        """
        if (whole := at_a_glance(f, column.unit, raw, reader)) is not None:
            return whole, self._empty(raw) if f.required == "Y" else []
        kinds = set(map(type, raw)) - {NoneType}
        keys: Sequence[Hashable] = raw if len(kinds) < 2 else [(cell.__class__, cell) for cell in raw]
        distinct = dict(zip(keys, raw, strict=True))
        read = {key: NOTHING if cell is None else reader(cell) for key, cell in distinct.items()}
        values = [read[key][0] for key in keys]
        noted = {key for key, (_, notes) in read.items() if notes}
        empty: list[int] = []
        for i, key in enumerate(keys) if noted else ():
            if key not in noted:
                continue
            notes = read[key][1]
            if notes[0] is cells.BLANK:
                empty.append(i)
                continue
            for note in notes:
                self._say(note, i, column, f, raw[i])
        return values, [i for i in empty if i not in self.table.blank_rows]

    def _empty(self, raw: Sequence[Cell]) -> list[int]:
        return [i for i, cell in enumerate(raw) if cell is None and i not in self.table.blank_rows]

    def _contacts(self, raw: Sequence[Cell], column: Column, f: Field, contact: tuple[Field, ...]) -> list[int]:
        """Fill the contact fields from one column; returns the indices of blank cells."""
        shared = sharing(column, self.form)
        if shared:
            f = replace(f, zh=column.header, en=column.header)
        own = {c.field for c in self.table.columns if c.field and not sharing(c, self.form)} - {f.id}
        pool = tuple(one for one in shared or contact if one.id not in own)
        others = tuple(one for one in contact if one.id in own)
        given, empty = self._column(raw, contacts.reader(f, pool, others), column, f)
        for i, found in enumerate(given):
            left = 0
            for field_id, value in found if isinstance(found, tuple) else ():
                values = self.values[field_id]
                if values[i] is None:
                    values[i] = value
                left += values[i] != value
            if left and isinstance(found, tuple):
                self._say(cells.Note("CT53", None, (("read", found[0].value),)), i, column, f, raw[i])
        return empty

    def _say(self, note: cells.Note, i: int, column: Column, f: Field, cell: Cell) -> None:
        code = note.code
        if f.required == "computed" and severities()[code] is Severity.ERROR:
            code = "CT90"
        place = Place(self.table.file, self.table.sheet, cell_name(self.table.row_numbers[i], column.index))
        shown = cell.shown if isinstance(cell, cells.Faulty) else "" if cell is None else cells.plain(_bare(cell))
        found = finding(code, place, shown, note.proposed, field=f.zh, field_en=f.en, **dict(note.facts))
        if found.severity is Severity.ERROR:
            self.rejected.add(i)
        self.findings.append(found)


def _bare(cell: Cell) -> Cell:
    return cell.number if isinstance(cell, cells.Percent) else cell


def _reader(f: Field, unit: str, date1904: bool, choices: Choices) -> cells.Reader:
    """The reader of a field's type; ``unit`` is the header's."""
    match f.type:
        case "enum":
            return _choice(f, None if f.choices == PROVINCE else tuple(choices.get(f.choices or "", ())))
        case "str" | "text" | "ref" | "sign" if f.pattern:
            return cells.text_reader(f, _pattern(f, choices))
        case _:
            return _known(f, unit if f.type == "money" else "", date1904)


@lru_cache(maxsize=256)
def _choice(f: Field, choices: tuple[Choice, ...] | None) -> cells.Reader:
    return _remembering(cells.choice_reader(f, Provinces() if choices is None else lookup(choices)))


@lru_cache(maxsize=512)
def _known(f: Field, unit: str, date1904: bool) -> cells.Reader:
    """The reader of a type that asks nothing of the policy; made once for all tables of a batch."""
    match f.type:
        case "money":
            return cells.money_reader(f, unit)
        case "pct":
            return _remembering(cells.percent_reader(f))
        case "int" | "dec":
            return cells.number_reader(f)
        case "date" | "datetime" | "period":
            return _remembering(cells.date_reader(f, date1904))
        case "bool":
            return _remembering(cells.bool_reader(f))
        case "uscc":
            return cells.uscc_reader(f)
        case "person_ref":
            return cells.people_reader(f)
        case _:
            return cells.text_reader(f, None)


def _remembering(read: cells.Reader) -> cells.Reader:
    """The same days, stages and rates come again in every table of a batch."""
    return lru_cache(maxsize=4096, typed=True)(read)


def _pattern(f: Field, choices: Choices) -> re.Pattern[str] | None:
    """A field's pattern with the policy's region codes written in; any capitals when the policy names none."""
    if not f.pattern:
        return None
    codes = "|".join(re.escape(region.code) for region in choices.get(REGION, ())) or "[A-Z]{2,4}"
    return re.compile(f.pattern.replace("{region}", f"(?:{codes})"))
