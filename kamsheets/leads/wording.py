"""A grading in words: why this grade, how far to the next one, what to do next."""

from collections.abc import Callable, Mapping

from kamsheets.core.messages import text
from kamsheets.leads.grading import LeadGrade
from kamsheets.leads.sheet import LeadSheet


def why(lead: LeadGrade, override_reason: str, lang: str) -> str:
    """The row of the grade table that was hit, or what is missing; a person's reason where that counts."""
    if lead.settled.state == "overridden":
        computed = lead.settled.computed or "—"
        return text("leads.grade.overridden", lang, grade=lead.settled.grade, computed=computed, reason=override_reason)
    graded = lead.graded
    hit = graded.hit
    row, bound = (hit.order, hit.max_rank) if hit else (None, None)
    said = text(graded.reason, lang, sales=graded.ranks.sales, profit=graded.ranks.profit, row=row, bound=bound)
    return said + (text("leads.grade.listed", lang) if lead.listed else "")


def to_next(lead: LeadGrade, _override_reason: str, lang: str) -> str:
    """The places missing to the next better grade; empty when there is no grade."""
    step = lead.graded.step
    if step is None:
        return text("leads.step.best", lang) if lead.graded.hit else ""
    gaps = [
        text(f"leads.step.{name}", lang, places=n) for name, n in (("sales", step.sales), ("profit", step.profit)) if n
    ]
    return text("leads.step", lang, grade=step.grade, gaps=_joined(gaps, lang))


def what_next(lead: LeadGrade, _override_reason: str, lang: str) -> str:
    """The overdue or planned contact, and visits still to the reference; empty for a lead that is over."""
    follow = lead.next
    if not follow.is_open:
        return ""
    parts = []
    if follow.overdue_days:
        parts.append(text("leads.next.overdue", lang, days=follow.overdue_days))
    elif follow.planned:
        parts.append(text("leads.next.planned", lang, day=follow.planned))
    else:
        parts.append(text("leads.next.plan", lang))
    if follow.visits_left:
        parts.append(text("leads.next.visits", lang, visits=follow.visits_left))
    return _joined(parts, lang)


def _joined(parts: list[str], lang: str) -> str:
    return ("，" if lang == "zh" else ", ").join(parts)


WORDS: Mapping[str, Callable[[LeadGrade, str, str], str]] = {
    "leads.column.reason": why,
    "leads.column.step": to_next,
    "leads.column.next": what_next,
}
"""The columns in words, by the message code of their header."""
COLUMNS = tuple(WORDS)


def word(column: str, lead: LeadGrade, sheet: LeadSheet, lang: str) -> str:
    """What a lead's cell says in one of the ``COLUMNS``."""
    return WORDS[column](lead, sheet.typed(lead.row, "override_reason"), lang)
