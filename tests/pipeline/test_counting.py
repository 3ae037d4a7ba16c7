"""What counts, what is left out, and why."""

from dataclasses import replace

import pytest
from pipeline.pipeline_builders import TAB, cell, codes, project, shipped, snapshot, view_with

from kamsheets.pipeline.counting import count
from kamsheets.pipeline.project import Tab
from kamsheets.pipeline.regions import region_named

LEFT_OUT = [
    ("no amount", {"est_amount": None}, "PL05", "est_amount"),
    ("an amount in another currency is never added", {"currency": "USD"}, "PL06", "currency"),
    ("no stage", {"milestone": None}, "PL04", "milestone"),
]


@pytest.mark.parametrize(("values", "code", "field"), [case[1:] for case in LEFT_OUT], ids=[c[0] for c in LEFT_OUT])
def test_a_row_that_cannot_be_placed_is_listed_with_its_cell(values, code, field):
    found = snapshot(project(1, **values), project(2))
    assert [e.finding.code for e in found.excluded] == [code]
    assert found.excluded[0].finding.place.cell == cell(field)
    assert [p.project_no for p in found.projects] == ["XM-HD-2026-0002"]


def test_a_typed_zero_amount_is_an_amount():
    assert snapshot(project(1, est_amount=0)).excluded == ()


def test_a_closed_project_needs_no_stage():
    assert snapshot(project(1, milestone=None, outcome="lost")).excluded == ()


def test_the_same_row_on_two_tabs_counts_once_and_names_the_first():
    other = Tab("台账.xlsx", "华南", TAB.columns)
    found = snapshot(project(1), project(1, tab=other, row=9, region="HD"))
    assert len(found.projects) == 1
    said = found.excluded[0].finding
    assert (said.code, said.place.sheet, said.place.cell) == ("PL01", "华南", cell("project_no", 9))
    assert dict(said.facts) == {"first_file": "台账.xlsx", "first_sheet": "华东", "first_cell": cell("project_no")}


def test_a_duplicate_that_differs_has_a_code_of_its_own():
    found = snapshot(project(1), project(1, row=9, est_amount=1))
    assert [e.finding.code for e in found.excluded] == ["PL02"]


def test_projects_without_a_number_are_not_duplicates_of_each_other():
    assert len(snapshot(project(1, project_no=None), project(2, project_no=None)).projects) == 2


REGIONS = [
    ("the column wins over the tab, and the difference is said", "华南", "HD", "HD", ["PL07"]),
    ("a blank region is the tab's", "华南大区 2026", None, "HN", []),
    ("the tab's code is as good as its name", "HN", None, "HN", []),
    ("a tab without a region leaves it to the file", "Sheet1", None, "XB", []),
]


@pytest.mark.parametrize(
    ("sheet", "region", "expected", "said"), [case[1:] for case in REGIONS], ids=[case[0] for case in REGIONS]
)
def test_region_comes_from_column_tab_or_file(sheet, region, expected, said):
    found = snapshot(project(1, tab=Tab("西北区域台账.xlsx", sheet, {}), region=region))
    assert [p.region for p in found.projects] == [expected]
    assert [code for code, _ in codes(found.findings)] == said


def test_no_region_anywhere_leaves_the_row_out():
    found = snapshot(project(1, tab=Tab("台账.xlsx", "Sheet1", TAB.columns), region=None))
    assert [e.finding.code for e in found.excluded] == ["PL03"]


NAMES = [
    ("华东", "HD"), ("华东区", "HD"), ("2026华东大区台账", "HD"), ("hd", "HD"), ("HD-2026", "HD"), ("East China", "HD"),
    ("ＨＤ", "HD"), ("THD", None), ("华东华南", None), ("华东北", None), ("明细", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_name_names_one_region_or_none(name, code):
    assert region_named(name, shipped().regions) == code


def test_a_stage_that_is_an_outcome_settles_the_outcome():
    """A foreign CRM has 'Closed Won' among its stages: mapped to the outcome, it closes the project."""
    found = snapshot(project(1, milestone="won", outcome=None))
    assert [(p.milestone, p.outcome) for p in found.projects] == [(None, "won")]


def test_regions_are_data():
    """A company with regions of its own needs no code."""
    north = replace(shipped().regions[0], code="N1", label=replace(shipped().regions[0].label, zh="北方", aliases=()))
    found = count([project(1, tab=Tab("a.xlsx", "北方", {}), region=None)], view_with(regions=(north,)))
    assert [p.region for p in found.projects] == ["N1"]
