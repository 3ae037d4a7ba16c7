"""跟进: what a lead asks for next: visits still to the reference (H s7: 4), and a contact that is overdue."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The next step of a lead."""

    visits_left: int
    """Visits still to the reference number; 0 when it is reached. A reference, not a gate."""
    overdue_days: int
    """Days by which the next contact is overdue; 0: not overdue or not planned."""
    planned: date | None
    """The next contact as planned."""
    is_open: bool = True
    """Whether the lead asks for anything at all."""


def follow_up(visits: int | None, next_contact: date | None, day: date, reference: int, *, is_open: bool) -> FollowUp:
    """The next step on ``day``; no visit count means none was recorded, a closed lead asks for nothing."""
    if not is_open:
        return FollowUp(0, 0, None, False)
    overdue = max(0, (day - next_contact).days) if next_contact else 0
    return FollowUp(max(0, reference - (visits or 0)), overdue, next_contact)
