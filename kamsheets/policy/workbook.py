"""A company's policy workbook over the shipped book: a sheet replaces its list, 参数 overrides by key and day.

Sheets and columns are found by their names in either language; a column nobody knows is told, never used. Everything
that is wrong is found at once, with sheet and cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from kamsheets.core.finding import Finding, Place, Severity, finding, worst
from kamsheets.core.table import Table
from kamsheets.policy.cells import spelling
from kamsheets.policy.checks import check
from kamsheets.policy.dated import Dated
from kamsheets.policy.errors import RefusedPolicyError
from kamsheets.policy.list_terms import CHOICES
from kamsheets.policy.listing import Column, Listing
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.matrix import matrix
from kamsheets.policy.names import names_of
from kamsheets.policy.parameters import PARAMETER_COLUMNS, PARAMETERS, override
from kamsheets.policy.policy import Policy
from kamsheets.policy.rows import records
from kamsheets.policy.tables import raw_rows
from kamsheets.policy.types import Label

_NOTES = frozenset(map(spelling, ("说明", "填写说明", "Notes", "Read me")))


def overlay(base: Policy, tables: Iterable[Table]) -> Policy:
    """``base`` with the sheets of a policy workbook; raises ``RefusedPolicyError`` with every problem of it."""
    policy, found = examine(base, tables)
    if worst(found) is Severity.ERROR:
        raise RefusedPolicyError(findings=tuple(found))
    return policy


def examine(base: Policy, tables: Iterable[Table]) -> tuple[Policy, list[Finding]]:
    """The policy as far as it can be read, and everything there is to say about the workbook.

    Lists are checked against each other only when every cell could be read: a row that is missing because of a typing
    mistake would otherwise be reported a second time wherever it is referred to.
    """
    sheets = {spelling(table.sheet): table for table in tables}
    policy, found = base, list[Finding]()
    for listing in LISTINGS:
        policy, problems = _with_list(policy, listing, _taken(sheets, listing.label))
        found += problems
    approvals = matrix(policy.inputs, names_of(policy))
    policy, problems = _with_list(policy, approvals, _taken(sheets, approvals.label))
    found += problems
    if (table := _taken(sheets, PARAMETERS)) is not None:
        rows, problems = raw_rows(table, PARAMETER_COLUMNS, policy.units)
        policy, more = override(policy, rows)
        found += problems + more
    found += [finding("PO04", Place(t.file, t.sheet)) for name, t in sheets.items() if name not in _NOTES]
    if worst(found) is not Severity.ERROR:
        found += check(policy)
    return policy, sorted(found, key=Finding.sort_key)


def sheet_columns(policy: Policy) -> Mapping[str, tuple[Column, ...]]:
    """The columns of every sheet a policy workbook may hold, by the ``spelling`` of its name in either language."""
    listings = (*LISTINGS, matrix(policy.inputs, names_of(policy)))
    columns = {name: listing.columns for listing in listings for name in (listing.label.zh, listing.label.en)}
    columns |= dict.fromkeys((PARAMETERS.zh, PARAMETERS.en), PARAMETER_COLUMNS)
    return {spelling(name): found for name, found in columns.items()}


def _taken(sheets: dict[str, Table], label: Label) -> Table | None:
    return sheets.pop(spelling(label.zh), None) or sheets.pop(spelling(label.en), None)


def _with_list(policy: Policy, listing: Listing, table: Table | None) -> tuple[Policy, list[Finding]]:
    if table is None:
        return policy, []
    rows, found = raw_rows(table, listing.columns, policy.units)
    made, problems = records(listing, rows, names_of(policy), policy.beginning)
    before: tuple[Dated[Any], ...] = getattr(policy, listing.name)
    after = [_sourced(row, before, listing) for row in made]
    if listing is CHOICES:
        named = {row.item.enumeration for row in after}
        after = [*(row for row in before if row.item.enumeration not in named), *after]
    changed: dict[str, Any] = {listing.name: tuple(after)}
    return replace(policy, **changed), found + problems


def _sourced(row: Dated[Any], before: Iterable[Dated[Any]], listing: Listing) -> Dated[Any]:
    """A row that was changed but kept the source of its shipped twin has its own place as source."""
    twin = next(
        (old for old in before if old.since == row.since and listing.key(old.item) == listing.key(row.item)), None
    )
    if twin is None or twin.source != row.source or listing.spell(twin.item) == listing.spell(row.item):
        return row
    source = row.origin.phrase()
    item = replace(row.item, source=replace(row.item.source, text=source)) if hasattr(row.item, "source") else row.item
    return replace(row, item=item, source=source)
