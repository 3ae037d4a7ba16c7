"""Tie-out of tabs, adjustments, expenses, what is stuck, the agenda."""

from datetime import timedelta
from fractions import Fraction

import pytest
from pipeline.pipeline_builders import TAB, TODAY, WAN, codes, project, shipped, snapshot

from kamsheets.core.table import Column, Table
from kamsheets.pipeline.adjustments import Adjusted, adjusted, adjustments, applied
from kamsheets.pipeline.ageing import ageing
from kamsheets.pipeline.agenda import agenda
from kamsheets.pipeline.expenses import expenses, over_budget
from kamsheets.pipeline.project import Tab, projects
from kamsheets.pipeline.rollup import Line
from kamsheets.pipeline.stuck import stuck
from kamsheets.pipeline.tieout import Source, Stated, tie_out

ROWS = [(2, 100), (3, 200), (5, 300)]
TOTALS = [
    ("no totals row", [], []),
    ("the sum of all rows", [Stated(6, 600)], []),
    ("a fen off", [Stated(6, 601)], ["PL08"]),
    ("a subtotal, then the total", [Stated(4, 300), Stated(6, 600)], []),
    ("two sections with subtotals of their own", [Stated(4, 300), Stated(6, 300)], []),
    ("a totals row above the rows", [Stated(1, 600)], []),
    ("a wrong subtotal under a right total", [Stated(4, 299), Stated(6, 600)], ["PL08"]),
]


@pytest.mark.parametrize(("stated", "expected"), [case[1:] for case in TOTALS], ids=[case[0] for case in TOTALS])
def test_a_regions_own_totals_row_agrees_or_is_said(stated, expected):
    [tie] = tie_out([Source(TAB, 4, 1, ROWS, stated)], snapshot())
    assert [code for code, _ in codes(tie.findings)] == expected
    assert tie.agrees is not bool(expected)


def test_a_disagreement_names_cell_sum_and_difference():
    [tie] = tie_out([Source(TAB, 3, 0, ROWS, [Stated(6, 12_345)])], snapshot())
    [said] = tie.findings
    assert (said.place.cell, said.value, said.proposed) == (TAB.place(6, "est_amount").cell, "123.45", "6.00")
    assert dict(said.facts) == {"difference": "117.45"}


def test_every_row_of_a_tab_is_accounted_for():
    found = snapshot(
        project(1, est_amount=5), project(2, est_amount=7, milestone=None), project(3, est_amount=None),
        project(4, est_amount=11, outcome="won"),
    )  # fmt: skip
    [tie] = tie_out([Source(TAB, 6, 2)], found)
    assert (tie.counted, tie.excluded, tie.blank, tie.rows_gap) == (2, 2, 2, 0)
    assert (tie.counted_amount, tie.excluded_amount, tie.regions) == (16, 7, ("HD",))


def test_records_know_the_cells_of_their_row():
    columns = (Column("项目编号", 1, "project_no"), Column("预计合同金额", 4, "est_amount"), Column("心情", 5))
    tab = Tab.of(Table("a.xlsx", "华东", columns, [], []))
    found = list(projects(tab, [3, 5], {"project_no": ["A", "B"], "est_amount": [100, 200], "mood": [1, 2]}))
    assert [(p.project_no, p.est_amount, p.row) for p in found] == [("A", 100, 3), ("B", 200, 5)]
    assert found[1].place("est_amount").cell == "E5"


def _adjustment_table(*rows):
    names = ("region", "adjust_amount", "adjust_reason", "adjuster", "adjust_date")
    tab = Tab("a.xlsx", "调整", {name: k for k, name in enumerate(names)})
    values = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    return list(adjustments(tab, [n + 2 for n in range(len(rows))], values))


def test_adjustments_are_rows_beside_the_computed_forecast():
    kept, said = applied(
        _adjustment_table(("HD", -100, "客户推迟", "何敏", TODAY), ("XB", 40, "新增意向", "何敏", None))
    )
    assert said == ()
    regions = [Line("HD", 1, 0, 1000), Line("HN", 1, 0, 500)]
    found = adjusted(regions, kept)
    assert found == (Adjusted("HD", 1000, -100), Adjusted("HN", 500, 0), Adjusted("XB", 0, 40))
    assert [line.forecast for line in found] == [900, 500, 40]


REFUSED = [
    ("no region", (None, 1, "x", "y", None), "PL70", "A2"),
    ("no amount", ("HD", None, "x", "y", None), "PL71", "B2"),
    ("nobody stands for it", ("HD", 1, "x", None, None), "PL72", "D2"),
    ("no reason", ("HD", 1, None, "y", None), "PL73", "C2"),
]


@pytest.mark.parametrize(("row", "code", "where"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_an_adjustment_without_its_facts_is_not_applied(row, code, where):
    kept, said = applied(_adjustment_table(row))
    assert (kept, codes(said)) == ((), [(code, where)])


def test_expenses_by_region_with_open_and_ended_projects():
    group = [
        project(1, expense_budget=100, expense_actual=50),
        project(2, expense_budget=100, expense_actual=101, outcome="lost"),
        project(3, region="HN", expense_budget=None, expense_actual=7),
        project(4, region="HN", expense_budget=None, expense_actual=None),
    ]
    found = {line.region: line for line in expenses(group, shipped())}
    assert (found["HD"].budget, found["HD"].actual, found["HD"].usage, found["HD"].over) == (
        200,
        151,
        Fraction(151, 200),
        1,
    )
    assert (found["HN"].usage, found["HN"].over, found["HN"].projects) == (None, 1, 2)
    assert [p.project_no[-1] for p in over_budget(group, shipped())] == ["3", "2"]


def test_what_is_stuck_carries_every_reason_with_its_days():
    late = project(
        1, milestone_due=TODAY - timedelta(days=3), milestone_in=TODAY - timedelta(days=100), next_action=None,
        next_action_due=TODAY - timedelta(days=2), est_sign_date=TODAY - timedelta(days=1),
    )  # fmt: skip
    [found] = stuck([late, project(2)], shipped())
    assert found.reasons == (
        ("late", 3),
        ("over_limit", 10),
        ("no_next_step", 0),
        ("step_late", 2),
        ("signing_late", 1),
    )
    assert (found.days("late"), found.days("no_next_step")) == (3, 0)


def test_an_export_without_next_steps_is_not_stuck_for_want_of_them():
    bare = project(1, tab=Tab("crm.xlsx", "EMEA", {"est_amount": 0}), next_action=None, next_action_due=None)
    assert stuck([bare], shipped()) == ()


def test_the_largest_stuck_project_comes_first():
    group = [project(n, next_action=None, est_amount=n * WAN) for n in (2, 3, 1)]
    assert [s.project.est_amount for s in stuck(group, shipped())] == [3 * WAN, 2 * WAN, WAN]


def test_the_agenda_of_a_region():
    """Late projects are candidates for a rectification plan; difficult or major ones the manager pushes in person."""
    late = {"milestone_due": TODAY - timedelta(days=1)}
    usual = {"est_amount": 60 * WAN, "project_level": "normal"}
    group = [
        project(1, next_action=None, **usual),
        project(2, **late, **usual),
        project(3, **late, **usual, is_difficult=True, last_meeting=None),
        project(4, **late, region="HN", last_meeting=TODAY - timedelta(days=9)),
        project(5, **late, **usual, milestone="M2"),
    ]
    found = agenda(stuck(group, shipped()), shipped())
    assert list(found) == ["HD", "HN"]
    assert [(i.project.project_no[-1], i.rectify, i.in_person, i.days_since_meeting) for i in found["HD"]] == [
        ("3", True, True, None), ("2", True, False, 1), ("1", False, False, 1), ("5", False, False, 1),
    ]  # fmt: skip
    assert [(i.rectify, i.in_person, i.days_since_meeting) for i in found["HN"]] == [(True, True, 9)]


def test_ageing_by_stage():
    days = [1, 3, 91, None]
    group = [project(n, milestone_in=TODAY - timedelta(days=d) if d else None) for n, d in enumerate(days)]
    [line] = ageing(group, shipped())
    assert (line.stage, line.projects, line.dated, line.median_days, line.longest_days) == ("M5", 4, 3, 3, 91)
    assert (line.limit, line.over_limit) == (90, 1)
