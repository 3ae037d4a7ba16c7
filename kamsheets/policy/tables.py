"""From a sheet as it was read to rows of cells by field: columns found by their names, nothing dropped unsaid."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kamsheets.core.finding import Finding, Place, cell_name, finding
from kamsheets.core.table import Table
from kamsheets.policy.cells import line, spelling
from kamsheets.policy.dated import Origin
from kamsheets.policy.listing import Column
from kamsheets.policy.rows import RawRow
from kamsheets.policy.types import Label

_BRACKETS = re.compile(r"[(\[](.*?)[)\]]$")
_REQUIRED = re.compile(r"[*:]+$|\(必填\)|\(required\)")
_TOP = 20
"""Rows in which a header is looked for, below titles and remarks."""


def raw_rows(table: Table, columns: Iterable[Column], units: Mapping[str, str]) -> tuple[list[RawRow], list[Finding]]:
    """The rows of a policy sheet; no rows when a required column is missing. ``units`` are the English unit names."""
    columns = tuple(columns)
    at, given, found = _matched(table, columns, units)
    missing = [column for column in columns if column.required and column.field not in at]
    found += [finding("PO01", table.place(), column=Label(column.zh, column.en)) for column in missing]
    if missing:
        return [], found
    indexes = {name: table.columns[k].index for name, k in at.items()}
    rows: list[RawRow] = []
    for i, cells in enumerate(table.rows):
        number = table.row_numbers[i]
        broken = [name for name, index in indexes.items() if (number, index) in table.error_cells]
        origin = Origin(table.file, table.sheet, number, indexes)
        found += [finding("PO09", origin.place(name), table.error_cells[number, indexes[name]]) for name in broken]
        if not broken and any(line(cells[k]) for k in at.values()):
            percents = frozenset(name for name, index in indexes.items() if (number, index) in table.percent_cells)
            rows.append(RawRow({name: cells[k] for name, k in at.items()}, origin, percents, given))
    return rows, found


def header_row(rows: Sequence[Sequence[object]], columns: Iterable[Column]) -> int:
    """Index of the row that names most columns of a policy sheet; 0 when none names two."""
    known = {name for column in columns for name in _names(column)}
    hits = [sum(bool(known.intersection(_spellings(cell))) for cell in row) for row in rows[:_TOP]]
    best = max(hits, default=0)
    return hits.index(best) if best > 1 else 0


def _matched(
    table: Table, columns: tuple[Column, ...], units: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], list[Finding]]:
    """Position of each field, the unit its header names, and headers that are unknown or doubled."""
    known = {name: column.field for column in columns for name in _names(column)}
    in_zh = {spelling(en): zh for zh, en in units.items()} | {spelling(zh): zh for zh in units}
    at: dict[str, int] = {}
    given: dict[str, str] = {}
    found: list[Finding] = []
    for k, column in enumerate(table.columns):
        header, (whole, bare) = line(column.header), _spellings(column.header)
        field = known.get(whole) or known.get(bare)
        place = Place(table.file, table.sheet, cell_name(table.header_row, column.index))
        if field is None:
            found += [finding("PO02", place, header)] if header else []
        elif field in at:
            found.append(finding("PO03", place, header))
        else:
            at[field] = k
            unit = _BRACKETS.search(whole)
            given[field] = in_zh.get(column.unit or (unit[1] if unit else ""), "")
    return at, given, found


def _spellings(header: object) -> tuple[str, str]:
    """A header as it is compared, without the mark of a required column, and again without the unit behind it."""
    whole = _REQUIRED.sub("", spelling(line(header)))
    return whole, _BRACKETS.sub("", whole)


def _names(column: Column) -> set[str]:
    return {spelling(name) for name in (column.zh, column.en, column.field, column.field.removeprefix("if:"))}
