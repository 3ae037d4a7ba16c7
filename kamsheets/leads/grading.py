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
        table = self.desk.view.grades
        modes = {row.code: row.follow_mode for row in table}
        # A sheet holds few different rankings, dates and counts: each is worked out once.
        grade_of = cache(lambda sales, profit: grade(Ranks(sales, profit), table))
        settled_of = cache(settle)
        typed = [sheet.column(f) for f in ("lead_grade", "override_reason", "computed_grade")]
        for row, next_ in zip(sheet.filled, self._next(sheet), strict=True):
            listed = self._listed(sheet, row)
            graded = grade_of(*_ranks(sheet, row, listed))
            settled = settled_of(graded.grade, *(_text(column[row]) for column in typed))
            yield LeadGrade(row, graded, settled, modes.get(settled.grade, ""), next_, listed)

    def _listed(self, sheet: LeadSheet, row: int) -> tuple[str, Ranks] | None:
        if not self.rankings.places:
            return None
        name, industry = sheet.column("customer_name")[row], sheet.column("industry")[row]
        return self.rankings.of(self.company_key(_text(name)), _text(industry)) if name else None

    def _next(self, sheet: LeadSheet) -> Iterator[FollowUp]:
        day, reference = self.desk.day, self.desk.view.number("min_visits")
        open_ = self.desk.tagged("status", "open")
        step = cache(lambda visits, planned, is_open: follow_up(visits, planned, day, reference, is_open=is_open))
        columns = [sheet.column(f) for f in ("visit_count", "next_contact_date", "status")]
        for row in sheet.filled:
            visits, planned, status = (column[row] for column in columns)
            yield step(_int(visits), planned if isinstance(planned, date) else None, status in open_)


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


def _ranks(sheet: LeadSheet, row: int, listed: tuple[str, Ranks] | None) -> tuple[int | None, int | None]:
    """The rankings as typed; the list fills in what is not."""
    sales, profit = (_int(sheet.column(rank)[row]) for rank in RANKS)
    known = listed[1] if listed else Ranks(None, None)
    return known.sales if sales is None else sales, known.profit if profit is None else profit


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
