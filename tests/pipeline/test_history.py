"""Stage history, cohort conversion, win rates."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from pipeline.pipeline_builders import cell, codes, project, shipped

from kamsheets.pipeline.check_moves import check_history
from kamsheets.pipeline.conversion import cohort
from kamsheets.pipeline.history import Visit, stages_seen, stays, visits
from kamsheets.pipeline.winrate import reasons, win_rates

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
NUMBER = "XM-HD-2026-0001"


def test_successive_files_give_the_history_of_a_project():
    files = [[project(1, milestone="M3", milestone_in=JAN)], [project(1, milestone="M4", milestone_in=FEB)]]
    assert visits([*files, files[-1]]) == (Visit(NUMBER, "M3", JAN), Visit(NUMBER, "M4", FEB))


def test_a_stay_seen_with_and_without_its_day_is_one_stay():
    files = [[project(1, milestone="M3", milestone_in=None)], [project(1, milestone="M3", milestone_in=JAN)]]
    assert visits(files) == (Visit(NUMBER, "M3", JAN),)


def test_history_goes_on_from_an_earlier_one():
    earlier = [Visit(NUMBER, "M1", None), Visit(NUMBER, "M3", JAN)]
    found = visits([[project(1, milestone="M4", milestone_in=FEB)]], earlier)
    assert stages_seen(found) == {NUMBER: ("M1", "M3", "M4")}


def test_median_days_per_stage_rest_on_stays_that_have_ended():
    history = [
        Visit("A", "M3", JAN), Visit("A", "M4", FEB), Visit("A", "M5", MAR),
        Visit("B", "M3", JAN), Visit("B", "M4", MAR),
        Visit("C", "M3", None), Visit("C", "M4", FEB),
    ]  # fmt: skip
    found = {stay.stage: (stay.stays, stay.median_days) for stay in stays(history, shipped())}
    assert found["M3"] == (2, 45), "31 and 59 days"
    assert found["M4"] == (1, 28)
    assert found["M5"] == (0, None)


def test_a_later_stage_entered_before_an_earlier_one_is_said_at_the_project():
    history = [Visit(NUMBER, "M3", MAR), Visit(NUMBER, "M4", FEB)]
    now = [project(1, milestone="M4", milestone_in=FEB)]
    assert codes(check_history(now, history, shipped())) == [("PL64", cell("milestone_in"))]
    right = [Visit(NUMBER, "M3", FEB), Visit(NUMBER, "M4", FEB)]
    assert list(check_history(now, right, shipped())) == []


def test_losers_stay_in_the_denominator():
    """Ten enter M5: four go on, one of them wins; of the six others two are lost, one is shelved, three are open."""
    group = [
        project(1, milestone="结案", outcome="won"),
        *(project(n, milestone="M6") for n in (2, 3)),
        project(4, milestone="M8"),
        *(project(n, milestone="M5", outcome="lost") for n in (5, 6)),
        project(7, milestone="M5", outcome="shelved"),
        *(project(n, milestone="M5") for n in (8, 9, 10)),
    ]
    found = {line.stage: line for line in cohort(group, {}, shipped()).lines}
    m5 = found["M5"]
    assert (m5.entered, m5.advanced, m5.still_open, m5.ended, m5.shelved) == (10, 4, 3, 2, 1)
    assert (m5.next_stage, m5.rate) == ("M6", Fraction(2, 5))
    assert found["M1"].entered == 10
    assert (found["M8"].entered, found["M8"].advanced, found["M8"].next_stage) == (2, 1, None)


def test_a_project_that_fell_back_keeps_its_furthest_stage():
    found = {line.stage: line for line in cohort([project(1, milestone="M3")], {NUMBER: ("M5", "M3")}, shipped()).lines}
    assert [found[code].entered for code in ("M3", "M5", "M6")] == [1, 1, 0]


def test_a_lost_project_whose_stage_nobody_knows_is_counted_apart():
    found = cohort(
        [project(1, milestone="结案", outcome="lost"), project(2, milestone=None, outcome="lost")], {}, shipped()
    )
    assert (found.unplaced, found.lines[0].entered, found.lines[0].rate) == (2, 0, None)


def test_every_line_of_the_funnel_adds_up_and_feeds_the_next():
    group = [
        project(n, milestone=f"M{n % 8 + 1}", outcome=("open", "won", "lost", "shelved")[n % 4]) for n in range(40)
    ]
    lines = cohort(group, {}, shipped()).lines
    assert all(x.entered == x.advanced + x.still_open + x.ended + x.shelved for x in lines)
    assert all(a.advanced == b.entered for a, b in pairwise(lines))


def test_win_rates_carry_their_denominators():
    group = [
        project(1, outcome="won", est_amount=80, contract_amount=100),
        project(2, outcome="won", est_amount=60, contract_amount=None),
        project(3, outcome="lost", est_amount=40),
        project(4, outcome="cancelled", est_amount=200),
        project(5, est_amount=400),
    ]
    found = {rate.basis: rate for rate in win_rates(group, shipped())}
    assert {k: (r.won, r.of, r.won_amount, r.of_amount) for k, r in found.items()} == {
        "decided": (2, 3, 160, 200), "closed": (2, 4, 160, 400), "all": (2, 5, 160, 800),
    }  # fmt: skip
    assert (found["decided"].by_number, found["decided"].by_amount) == (Fraction(2, 3), Fraction(4, 5))


def test_without_an_end_there_is_no_rate():
    found = {rate.basis: rate for rate in win_rates([project(1)], shipped())}
    assert (found["decided"].by_number, found["decided"].by_amount, found["all"].by_number) == (None, None, 0)


def test_reasons_come_by_outcome_the_most_frequent_first_and_blank_ones_too():
    group = [
        project(1, outcome="lost", outcome_reason="technical", est_amount=1),
        project(2, outcome="lost", outcome_reason="price", est_amount=2),
        project(3, outcome="lost", outcome_reason="price", est_amount=3),
        project(4, outcome="won", outcome_reason=None, est_amount=4),
        project(5, outcome="open"),
    ]
    assert [(r.outcome, r.reason, r.projects, r.amount) for r in reasons(group, shipped())] == [
        ("won", "", 1, 4), ("lost", "price", 2, 5), ("lost", "technical", 1, 1),
    ]  # fmt: skip
