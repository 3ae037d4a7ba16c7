"""Small sheets for tests: a header row, data rows, and the policy's lists as the catalogue sees them."""

from collections.abc import Sequence
from datetime import date

from kamsheets.core.finding import Finding
from kamsheets.core.table import Cell, Table
from kamsheets.forms.catalogue import catalogue
from kamsheets.forms.headers import match
from kamsheets.forms.typed import Typed, typed
from kamsheets.policy.policy import Policy

CHOICES = Policy.shipped().as_of(date(2026, 6, 30)).choices
BOOK = catalogue().expanded(CHOICES)


def table(form_id: str, headers: Sequence[Cell], *rows: Sequence[Cell], **facts: object) -> Table:
    """A table of one sheet 表 of a.xlsx whose header is row 1."""
    found = match(headers, BOOK[form_id], file="a.xlsx", sheet="表", samples=rows)
    return Table("a.xlsx", "表", found.columns, list(rows), range(2, len(rows) + 2), **facts)  # type: ignore[arg-type]


def read(form_id: str, headers: Sequence[Cell], *rows: Sequence[Cell], **facts: object) -> Typed:
    """The table, typed."""
    return typed(table(form_id, headers, *rows, **facts), BOOK[form_id], CHOICES)


def one(form_id: str, header: str, cell: Cell, **facts: object) -> tuple[object, list[str]]:
    """(value, codes) of a single cell below a header that names one field."""
    got = read(form_id, [header], [cell], **facts)
    field_id = got.table.columns[0].field
    assert field_id, header
    return got.values[field_id][0], codes(got.findings)


def codes(findings: Sequence[Finding]) -> list[str]:
    """Codes in order, without required blanks of other columns."""
    return [found.code for found in findings]


def at(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """(code, cell) of each finding."""
    return [(found.code, found.place.cell) for found in findings]
