"""What a lead asks for next."""

from datetime import date, timedelta

import pytest

from kamsheets.leads.followup import FollowUp, follow_up

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(("visits", "left"), [(None, 4), (0, 4), (3, 1), (4, 0), (9, 0)])
def test_visits_are_counted_down_to_the_reference(visits: int | None, left: int) -> None:
    assert follow_up(visits, None, DAY, 4, is_open=True).visits_left == left


@pytest.mark.parametrize(("shift", "overdue"), [(-1, 1), (0, 0), (1, 0), (-30, 30)])
def test_a_contact_is_overdue_from_the_day_after_it_was_planned(shift: int, overdue: int) -> None:
    planned = DAY + timedelta(shift)
    assert follow_up(0, planned, DAY, 4, is_open=True) == FollowUp(4, overdue, planned)


def test_a_closed_lead_asks_for_nothing() -> None:
    assert follow_up(1, DAY - timedelta(9), DAY, 4, is_open=False) == FollowUp(0, 0, None, False)
