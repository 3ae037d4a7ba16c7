"""区域项目台账 as records: one row of a region's tab is one project (domain §2.2, F2).

A record holds typed values (amounts in integer fen, rates as fractions, codes of the policy) and knows its cells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import repeat
from typing import Any, NamedTuple

from kamsheets.core.finding import Place, cell_name
from kamsheets.core.money import Fen
from kamsheets.core.table import Table

Values = Mapping[str, Sequence[object]]
"""Typed values of a sheet: one list a field id, one value a row, None where blank or unreadable."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet that holds projects: where it is and which column (0-based) holds which field."""

    file: str = ""
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> "Tab":
        """The tab a table was read from."""
        return cls(table.file, table.sheet, {c.field: c.index for c in table.columns if c.field})

    @property
    def key(self) -> tuple[str, str]:
        """(file, sheet): what the tie-out and the exclusions name."""
        return self.file, self.sheet

    def place(self, row: int, field_id: str | None = None) -> Place:
        """Where a value of a row stands; a field without a column, or none named, points at the row."""
        column = self.columns.get(field_id) if field_id else None
        return Place(self.file, self.sheet, f"{row}:{row}" if column is None else cell_name(row, column))


NOWHERE = Tab()


class Project(NamedTuple):
    """One project as its region wrote it. None: blank, no such column, or not readable (then there is a finding).

    A named tuple, where other records are dataclasses: forty thousand are made in a twentieth of the time.
    """

    tab: Tab = NOWHERE
    row: int = 0
    project_no: str | None = None
    project_name: str | None = None
    customer_name: str | None = None
    region: str | None = None
    lead_no: str | None = None
    jtf002_no: str | None = None
    approved_date: date | None = None
    registrant: str | None = None
    project_level: str | None = None
    is_difficult: bool | None = None
    project_lead: str | None = None
    members: tuple[str, ...] | None = None
    milestone: str | None = None
    milestone_in: date | None = None
    milestone_due: date | None = None
    est_amount: Fen | None = None
    tax_rate: Fraction | None = None
    est_margin_pct: Fraction | None = None
    win_prob: Fraction | None = None
    weighted_amount: Fen | None = None
    est_sign_date: date | None = None
    tender_mode: str | None = None
    tender_publish_date: date | None = None
    tender_date: date | None = None
    competitors: str | None = None
    expense_budget: Fen | None = None
    expense_actual: Fen | None = None
    visit_count: int | None = None
    last_meeting: date | None = None
    next_action: str | None = None
    next_action_due: date | None = None
    next_action_owner: str | None = None
    outcome: str | None = None
    outcome_reason: str | None = None
    contract_no: str | None = None
    contract_amount: Fen | None = None
    collected_amount: Fen | None = None
    close_no: str | None = None
    industry: str | None = None
    lead_grade: str | None = None
    currency: str | None = None
    remark: str | None = None

    def place(self, field_id: str | None = None) -> Place:
        """Where a value of the project stands; without a field the whole row."""
        return self.tab.place(self.row, field_id)


FIELDS = Project._fields[2:]
"""Field ids (F2) a project is made of."""


def projects(tab: Tab, rows: Sequence[int], values: Values) -> Iterator[Project]:
    """One record for every row of a tab (``rows``: sheet rows, blank ones left out), in sheet order."""
    nothing: Sequence[object] = [None] * len(rows)
    columns: list[Any] = [values.get(name, nothing) for name in FIELDS]
    return map(Project, repeat(tab), rows, *columns)
