"""A company with six stages and other roles, grades, regions and thresholds lives on its policy workbook alone."""

from datetime import date
from fractions import Fraction

from policy import company

from kamsheets.policy.policy import Policy
from kamsheets.policy.workbook import examine, overlay

POLICY, FOUND = examine(Policy.shipped(), company.tables())
VIEW = POLICY.as_of(date(2026, 6, 30))


def test_nothing_is_wrong_with_it() -> None:
    assert FOUND == []
    assert overlay(Policy.shipped(), company.tables()) == POLICY


def test_its_stages_are_the_six_and_the_close() -> None:
    assert [stage.code for stage in VIEW.stages] == ["KF", "LX", "TA", "ZB", "TP", "SS", "JX"]
    assert [choice.code for choice in VIEW.choices["open_milestone"]] == ["KF", "LX", "TA", "ZB", "TP", "SS"]
    assert VIEW.get("stage_weights").value == (1000, 1000, 3000, 2000, 2000, 1000)
    marks = ("registrant", "initiation", "team", "tender", "contract", "delivery")
    assert [stage.code for stage in map(VIEW.marked, marks) if stage] == ["KF", "LX", "LX", "ZB", "TP", "SS"]


def test_its_thresholds_hold_and_name_their_source() -> None:
    assert [VIEW.money(key) // 100 for key in ("small_amount", "major_amount", "large_amount")] == [
        800_000,
        3_000_000,
        10_000_000,
    ]
    assert VIEW.source("major_amount").text == "销售政策 2026-01"
    assert VIEW.number("analysis_interval_days") == 14


def test_its_grades_take_the_bound_of_the_key() -> None:
    assert [(grade.code, grade.max_rank) for grade in VIEW.grades] == [("钻石", 10), ("金", 30), ("普通", None)]


def test_its_regions_hold_every_province_once() -> None:
    assert [region.code for region in VIEW.regions] == ["BF", "NF", "JW", "BJ"]
    found = [VIEW.region_of(code) for code in ("37", "45", "71")]
    assert [region.code for region in found if region] == ["BF", "NF", "JW"]


def test_its_rates_are_read_in_ten_thousands() -> None:
    assert [(tier.lower // 100, tier.rate * 100) for tier in VIEW.tiers] == [
        (0, 1),
        (1_000_000, Fraction(6, 5)),
        (3_000_000, Fraction(3, 2)),
    ]


def test_its_matrix_speaks_of_its_own_roles() -> None:
    assert {row.role for row in VIEW.matrix} <= {role.code for role in VIEW.roles}
    assert dict(VIEW.matrix[-1].conditions) == {"project_level": "not(small)"}


def test_nothing_of_the_handbook_stands_in_its_lists() -> None:
    handbook = Policy.shipped().as_of(date(2026, 6, 30))
    for name in ("milestone", "role", "lead_grade", "region"):
        assert not {c.code for c in VIEW.choices[name]} & {c.code for c in handbook.choices[name]}, name
