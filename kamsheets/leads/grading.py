"""Every lead of a sheet graded: rankings found, grade settled with what stands there, follow-up mode, next step."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from kamsheets.core.finding import Finding
from kamsheets.leads.desk import Desk
from kamsheets.leads.followup import FollowUp, follow_up
from kamsheets.leads.grade import Graded, Ranks, Settled, grade, settle
from kamsheets.leads.ranking import Rankings
from kamsheets.leads.sheet import LeadSheet
from kamsheets.policy.types import Grade

RANKS = ("rank_sales", "rank_profit")
WRITTEN = ("lead_grade", "override_reason", "computed_grade")
"""What stands in the sheet of an earlier grading, in the order of ``settle``."""


@dataclass(frozen=True, slots=True)
class LeadGrade:
    """What a lead was graded, why, and what comes next."""

    row: int
    """Position in the sheet's table."""
    graded: Graded
    settled: Settled
    follow_mode: str
    """Code in the enumeration ``follow_mode`` of the grade that counts; empty when it is not known."""
    next: FollowUp
    listed: tuple[str, Ranks] | None = None
    """(industry, ranks) in the ranking list, when one was given and holds the company."""


@dataclass(frozen=True)
class Grader:
    """Grades leads by the policy of one day and, where a lead has no ranking of its own, a ranking list."""

    desk: Desk
    rankings: Rankings
    company_key: Callable[[str], str]
    """Comparison key of a company's name, the same as in the ranking list."""

    def sheet(self, sheet: LeadSheet) -> Iterator[LeadGrade]:
        """Every row that is not blank."""
        # A sheet holds few different rankings, grades, dates and counts: each combination is worked out once.
        decide, step = cache(self._decide), cache(self._next)
        graded_by = list(zip(*(sheet.column(f) for f in (*RANKS, *WRITTEN)), strict=True))
        followed_by = list(zip(*(sheet.column(f) for f in ("visit_count", "next_contact_date", "status")), strict=True))
        for row in sheet.filled:
            listed = self._listed(sheet, row) if self.rankings.places else None
            graded, settled, mode = decide(listed, *graded_by[row])
            yield LeadGrade(row, graded, settled, mode, step(*followed_by[row]), listed)

    def _listed(self, sheet: LeadSheet, row: int) -> tuple[str, Ranks] | None:
        name, industry = sheet.column("customer_name")[row], sheet.column("industry")[row]
        return self.rankings.of(self.company_key(_text(name)), _text(industry)) if name else None

    def _decide(
        self, listed: tuple[str, Ranks] | None, sales: object, profit: object, *written: object
    ) -> tuple[Graded, Settled, str]:
        """Grade, what counts, follow-up mode; rankings as typed, the list fills in what is not."""
        known = listed[1] if listed else Ranks(None, None)
        ranks = Ranks(
            sales if isinstance(sales, int) else known.sales, profit if isinstance(profit, int) else known.profit
        )
        graded = grade(ranks, self.desk.view.grades)
        settled = settle(graded.grade, *map(_text, written))
        modes = {row.code: row.follow_mode for row in self.desk.view.grades}
        return graded, settled, modes.get(settled.grade, "")

    def _next(self, visits: object, planned: object, status: object) -> FollowUp:
        return follow_up(
            visits if isinstance(visits, int) else None,
            planned if isinstance(planned, date) else None,
            self.desk.day,
            self.desk.view.number("min_visits"),
            is_open=status in self.desk.tagged("status", "open"),
        )


def replaceable(sheet: LeadSheet, lead: LeadGrade, field_id: str, grades: Sequence[Grade]) -> bool:
    """Whether a cell of the grade columns is blank, or holds what grading itself wrote on an earlier run.

    Anything else a person wrote: it is never replaced, only spoken of.
    """
    if field_id == "computed_grade" or sheet.unfilled(lead.row, field_id):
        return True
    typed, earlier = sheet.column(field_id)[lead.row], sheet.column("computed_grade")[lead.row]
    if field_id == "follow_mode":
        return any(typed == row.follow_mode and earlier == row.code for row in grades)
    return typed is not None and typed == earlier and lead.settled.state == "computed"


def findings(sheet: LeadSheet, grades: Sequence[LeadGrade], desk: Desk) -> Iterator[Finding]:
    """What the grading leaves for a person to answer."""
    if not any(sheet.has(rank) for rank in RANKS) and not any(lead.listed for lead in grades):
        yield sheet.finding("LD012", None, RANKS[0])
    else:
        yield from _unknown(sheet, grades)
    labels = {choice.code: choice.label.zh for choice in desk.view.choices["follow_mode"]}
    for lead in grades:
        yield from _against_sheet(sheet, lead, labels, desk.view.grades)


def _unknown(sheet: LeadSheet, grades: Sequence[LeadGrade]) -> Iterator[Finding]:
    for lead in grades:
        if lead.graded.ranks.worst is None:
            missing = RANKS[0] if lead.graded.ranks.sales is None else RANKS[1]
            if sheet.unfilled(lead.row, missing):
                yield sheet.finding("LD011", lead.row, missing)


def _against_sheet(
    sheet: LeadSheet, lead: LeadGrade, labels: dict[str, str], table: Sequence[Grade]
) -> Iterator[Finding]:
    row, settled = lead.row, lead.settled
    if settled.state == "unexplained":
        yield sheet.finding(
            "LD029", row, "lead_grade", proposed=settled.computed or None, computed=settled.computed or "—"
        )
    written = sheet.column("follow_mode")[row]
    differs = isinstance(written, str) and lead.follow_mode not in ("", written)
    if differs and not replaceable(sheet, lead, "follow_mode", table):
        yield sheet.finding("LD030", row, "follow_mode", proposed=labels[lead.follow_mode], grade=settled.grade)
    for rank, listed in zip(RANKS, _pair(lead), strict=True):
        typed = sheet.column(rank)[row]
        if isinstance(typed, int) and listed is not None and typed != listed:
            yield sheet.finding("LD031", row, rank, listed=listed)


def _pair(lead: LeadGrade) -> tuple[int | None, int | None]:
    return (lead.listed[1].sales, lead.listed[1].profit) if lead.listed else (None, None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
