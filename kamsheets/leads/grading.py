"""Every lead of a sheet graded: rankings found, grade settled with what stands there, follow-up mode, next step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
    visits: Mapping[str, int] = field(default_factory=dict)
    """Visits by lead number, from a visit log; a lead it does not name keeps the count of its sheet."""

    def sheet(self, sheet: LeadSheet) -> Iterator[LeadGrade]:
        """Every row that is not blank."""
        # A sheet holds few different rankings, grades, dates and counts: each combination is worked out once.
        decide, step = cache(self._decide), cache(self._next)
        graded_by = list(zip(*(sheet.column(f) for f in (*RANKS, *WRITTEN)), strict=True))
        followed_by = list(
            zip(self._visits(sheet), sheet.column("next_contact_date"), sheet.column("status"), strict=True)
        )
        for row in sheet.filled:
            listed = self._listed(sheet, row) if self.rankings.places else None
            graded, settled, mode = decide(listed, *graded_by[row])
            yield LeadGrade(row, graded, settled, mode, step(*followed_by[row]), listed)

    def _listed(self, sheet: LeadSheet, row: int) -> tuple[str, Ranks] | None:
        name, industry = sheet.column("customer_name")[row], sheet.column("industry")[row]
        return self.rankings.of(self.company_key(_text(name)), _text(industry)) if name else None

    def _visits(self, sheet: LeadSheet) -> Sequence[object]:
        written = sheet.column("visit_count")
        if not self.visits:
            return written
        numbers = zip(sheet.column("lead_no"), written, strict=True)
        return [self.visits.get(_text(number), count) for number, count in numbers]

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
    if any(sheet.has(rank) for rank in RANKS) or any(lead.listed for lead in grades):
        yield from _unknown(sheet, grades)
    else:
        yield sheet.finding("LD012", None, RANKS[0])
    yield from _unexplained(sheet, grades)
    yield from _other_mode(sheet, grades, desk)
    yield from _other_rank(sheet, grades)


def _unknown(sheet: LeadSheet, grades: Sequence[LeadGrade]) -> Iterator[Finding]:
    """A ranking that is not known and was not mistyped either."""
    for lead in grades:
        ranks = lead.graded.ranks
        if ranks.sales is None or ranks.profit is None:
            missing = RANKS[0] if ranks.sales is None else RANKS[1]
            if sheet.unfilled(lead.row, missing):
                yield sheet.finding("LD011", lead.row, missing)


def _unexplained(sheet: LeadSheet, grades: Sequence[LeadGrade]) -> Iterator[Finding]:
    """A grade that differs from the computed one, without a reason."""
    for lead in grades:
        if lead.settled.state == "unexplained":
            computed = lead.settled.computed
            yield sheet.finding("LD029", lead.row, "lead_grade", computed or None, computed=computed or "—")


def _other_mode(sheet: LeadSheet, grades: Sequence[LeadGrade], desk: Desk) -> Iterator[Finding]:
    """A follow-up mode that the grade does not ask for."""
    labels = {choice.code: choice.label.zh for choice in desk.view.choices["follow_mode"]}
    written = sheet.column("follow_mode")
    for lead in grades if sheet.has("follow_mode") else ():
        if written[lead.row] is None or lead.follow_mode in ("", written[lead.row]):
            continue
        if not replaceable(sheet, lead, "follow_mode", desk.view.grades):
            proposed = labels[lead.follow_mode]
            yield sheet.finding("LD030", lead.row, "follow_mode", proposed, grade=lead.settled.grade)


def _other_rank(sheet: LeadSheet, grades: Sequence[LeadGrade]) -> Iterator[Finding]:
    """A ranking that the ranking list gives differently."""
    for lead in grades:
        if lead.listed:
            ranks = lead.listed[1]
            for rank, listed in zip(RANKS, (ranks.sales, ranks.profit), strict=True):
                typed = sheet.column(rank)[lead.row]
                if isinstance(typed, int) and listed is not None and typed != listed:
                    yield sheet.finding("LD031", lead.row, rank, listed=listed)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
