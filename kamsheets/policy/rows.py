"""Rows of cells to dated records: the one way in, for the shipped book and for a company's workbook."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from kamsheets.core.finding import Finding, finding
from kamsheets.policy.cells import CellError, Names, Reading, line, read, spelling
from kamsheets.policy.dated import Dated, Origin
from kamsheets.policy.listing import Column, Listing
from kamsheets.policy.types import Label


@dataclass(frozen=True)
class RawRow:
    """One row as it stands: cells by field, which of them carry a percent format, and where it was read."""

    cells: Mapping[str, object]
    origin: Origin
    percents: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    """Units that headers name, by field: 下限(万元)."""


def records(
    listing: Listing, rows: Iterable[RawRow], names: Names, beginning: date
) -> tuple[list[Dated[Any]], list[Finding]]:
    """The records of a list, and everything that keeps a row out of it."""
    found: list[Dated[Any]] = []
    problems: list[Finding] = []
    rows = list(rows)
    names = _with_own(listing, rows, names)
    for row in rows:
        values, wrong = _values(listing.columns, row, names)
        problems += wrong
        if not wrong:
            try:
                found.append(_dated(listing.build, values, row.origin, beginning))
            except CellError as error:
                problems.append(problem(error, row, str(error.facts.pop("field", ""))))
    return found, problems


def _with_own(listing: Listing, rows: list[RawRow], names: Names) -> Names:
    """Names with those of the rows themselves, for a list that refers to itself (a role to its superior)."""
    if not any(column.kind == f"ref:{listing.choices}" for column in listing.columns):
        return names
    own: dict[str, str] = {}
    for row in rows:
        code = line(row.cells.get("code"))
        aliases = cast("tuple[str, ...]", read("texts", row.cells.get("aliases"), Reading(names)))
        own |= {spelling(name): code for name in (*aliases, *map(line, map(row.cells.get, ("zh", "en")))) if name}
        own[spelling(code)] = code
    return Names({**names.codes, listing.choices: own}, names.titles)


def _values(columns: tuple[Column, ...], row: RawRow, names: Names) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    for column in columns:
        cell = row.cells.get(column.field)
        try:
            reading = Reading(names, row.units.get(column.field, ""), column.field in row.percents)
            values[column.field] = read(column.kind, cell, reading)
        except CellError as error:
            problems.append(problem(error, row, column.field))
            continue
        if column.required and values[column.field] in (None, ()):
            problems.append(finding("PO05", row.origin.place(column.field), column=Label(column.zh, column.en)))
    return values, problems


def _dated(
    build: Callable[[Mapping[str, Any]], Any], values: dict[str, Any], origin: Origin, first: date
) -> Dated[Any]:
    values["origin"], values["place"] = origin, origin.phrase()
    values["since"] = values.get("since") or first
    values["source"] = values.get("source") or origin.phrase()
    return Dated(build(values), values["since"], values.get("until"), values["source"], origin=origin)


def problem(error: CellError, row: RawRow, field_id: str) -> Finding:
    """The finding of a cell that could not be read."""
    return finding(error.code, row.origin.place(field_id), line(row.cells.get(field_id)), error.proposed, **error.facts)
