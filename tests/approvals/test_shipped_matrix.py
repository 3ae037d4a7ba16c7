"""The shipped matrix against the domain text: every row of §3.1, every edge of §3.3, the handbook's conflicts C2-C4."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from approvals.builders import document, route, row, shipped, told, view_of

from kamsheets.approvals.check import check_matrix
from kamsheets.approvals.table import State

BOOK = tomllib.loads((Path(__file__).parent / "cases" / "handbook_routes.toml").read_text("utf-8"))
CASES = [
    pytest.param(form, entry["known"] | case["given"], case, id=f"{form}: {case['sentence']}")
    for form, entry in BOOK.items()
    for case in entry["cases"]
]


@pytest.mark.parametrize(("form", "facts", "case"), CASES)
def test_routes_by_role(form: str, facts: dict[str, Any], case: dict[str, Any]) -> None:
    found = route(shipped(), document(form, **facts))
    assert told(found) == case["route"]
    assert [blocked.number for blocked in found.blocks] == case.get("blocks", [])
    assert found.open == ()
    assert found.conflicts == ()


@pytest.mark.parametrize(
    ("form", "facts", "case"),
    [p for p in CASES if "rows" in p.values[2]],  # type: ignore[operator]
)
def test_every_row_behind_a_step_is_kept(form: str, facts: dict[str, Any], case: dict[str, Any]) -> None:
    found = route(shipped(), document(form, **facts))
    assert sorted({each.number for step in found.steps for each in step.rows}) == case["rows"]


def test_every_form_of_the_matrix_has_cases() -> None:
    assert {matrix_row.form for matrix_row in shipped().matrix} == set(BOOK)


def test_the_shipped_matrix_has_no_gap_overlap_or_dead_row() -> None:
    assert check_matrix(shipped()) == []


def test_the_class_of_a_project_is_decided_by_one_row_only() -> None:
    classes = [each for each in shipped().matrix if each.hit_policy == "UNIQUE"]
    assert [(each.form, dict(each.conditions)["est_amount"]) for each in classes] == [
        ("JTF-002", "<{small_amount}"),
        ("JTF-002", "[{small_amount}..{major_amount})"),
        ("JTF-002", ">={major_amount}"),
    ]


def test_bounds_set_the_wrong_way_round_are_an_overlap_of_the_classes() -> None:
    values = dict(shipped().values)
    key = values["small_amount"]
    values["small_amount"] = type(key)(key.key, 3_000_000_00, key.unit, key.source, key.label, key.kind)
    found = check_matrix(view_of(values=values))
    assert {each.code for each in found} == {"AP25", "AP26"}


def test_the_reason_of_the_region_s_signature_says_that_the_weekly_meeting_comes_first() -> None:
    found = route(shipped(), document("JTF-002", est_amount="386000.00"))
    assert "周会" in found.steps[0].rows[0].reason


def test_the_trace_holds_every_row_of_the_form() -> None:
    found = route(shipped(), document("JTF-002", est_amount="386000.00", est_margin_pct="24%", project_level="small"))
    states = {r.number: tested.state for tested in found.trace for r in tested.rule.output.rows}
    assert set(states) == {r.number for r in shipped().matrix if r.form == "JTF-002"}
    assert states[5] is State.HIT
    assert states[7] is State.MISSED
    assert states[10] is State.OPEN


def test_a_form_without_rows_asks_nobody() -> None:
    assert route(shipped(), document("JTF-011")).steps == ()


def test_a_threshold_the_company_leaves_unset_switches_its_rows_off() -> None:
    values = dict(shipped().values)
    key = values["expense_ratio_max"]
    values["expense_ratio_max"] = type(key)(key.key, None, key.unit, key.source, key.label, key.kind)
    view = view_of(values=values)
    facts = {"est_amount": "386000.00", "est_margin_pct": "24%", "project_level": "small"}
    for known in ({"expense_ratio": "50%"}, {}):
        assert told(route(view, document("JTF-002", **facts, **known))) == ["1 approve RKAM", "2 notify MIA"]
    assert check_matrix(view) == []


def test_a_changed_policy_key_moves_the_edge() -> None:
    values = dict(shipped().values)
    key = values["major_amount"]
    values["major_amount"] = type(key)(key.key, 1_000_000_00, key.unit, key.source, key.label, key.kind)
    facts = {"est_margin_pct": "24%", "expense_ratio": "1%", "project_level": "small"}
    for amount, expected in (("999999.99", "2 notify KAD"), ("1000000.00", "2 approve KAD")):
        assert told(route(view_of(values=values), document("JTF-002", est_amount=amount, **facts)))[1] == expected


def test_an_open_row_that_would_change_nothing_is_not_waited_for() -> None:
    rows = (row(1, mode="approve"), row(2, {"est_margin_pct": "<20%"}), row(3, {"est_margin_pct": "<10%"}, role="FIN"))
    found = route(view_of(matrix=rows), document("JTF-002"))
    assert [tested.rule.number for tested in found.open] == [3]
