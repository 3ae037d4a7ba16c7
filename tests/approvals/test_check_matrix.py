"""Gaps, overlaps, dead and doubled rows are found when the policy is loaded, with an example of the case."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from approvals.builders import document, route, row, shipped, view_of
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.approvals.check import check_matrix, domain
from kamsheets.approvals.conditions import ANY, Condition, Interval
from kamsheets.approvals.coverage import Domain, examine
from kamsheets.approvals.hits import HitPolicy
from kamsheets.approvals.table import DecisionTable, Rule
from kamsheets.core.finding import Finding, Place
from kamsheets.policy.types import MatrixRow


def unique(*rows: MatrixRow) -> list[Finding]:
    return check_matrix(view_of(matrix=tuple(replace(r, hit_policy="UNIQUE", group="金额") for r in rows)))


def facts(found: Finding) -> dict[str, object]:
    return dict(found.facts)


BANDS = (
    row(1, {"est_amount": "<500000"}, role="MIA", mode="notify"),
    row(2, {"est_amount": "[500000..2000000)"}, role="KAD", mode="notify"),
    row(3, {"est_amount": ">=2000000"}, role="KAD"),
    row(4, {"est_amount": ">=2000000"}, role="MGM", step=20),
)


def test_bands_that_meet_are_complete_and_a_band_may_ask_for_two_signers() -> None:
    assert unique(*BANDS) == []


def test_a_gap_of_one_yuan_is_named() -> None:
    found = unique(BANDS[0], row(2, {"est_amount": "[500001..2000000)"}), *BANDS[2:])
    assert [f.code for f in found] == ["AP24"]
    assert facts(found[0])["case"].zh == "预计合同金额 [500,000.00..500,001.00)"  # type: ignore[attr-defined]


def test_a_gap_that_only_half_a_fen_could_fill_is_none() -> None:
    assert unique(BANDS[0], row(2, {"est_amount": "(499999.99..2000000)"}), *BANDS[2:]) == []


def test_two_closed_ends_overlap_in_one_fen_and_both_rows_are_named() -> None:
    found = unique(BANDS[0], row(2, {"est_amount": "[500000..2000000]"}), *BANDS[2:])
    assert [f.code for f in found] == ["AP25"]
    assert facts(found[0])["rows"] == "2、3、4"
    assert facts(found[0])["case"].en == "Estimated amount = 2,000,000.00"  # type: ignore[attr-defined]


def test_the_overlap_under_unique_also_stops_the_route() -> None:
    rows = (BANDS[0], row(2, {"est_amount": "[500000..2000000]"}), BANDS[2])
    view = view_of(matrix=tuple(replace(r, hit_policy="UNIQUE", group="金额") for r in rows))
    found = route(view, document("JTF-002", est_amount="2000000.00"))
    assert found.steps == ()
    assert [conflict.rows for conflict in found.conflicts] == [(2, 3)]


def test_overlap_is_allowed_under_collect_and_under_any_when_rows_agree() -> None:
    rows = (row(1, {"est_amount": ">=5"}), row(2, {"est_amount": ">=9"}))
    assert check_matrix(view_of(matrix=rows)) == []
    agreeing = (row(1, {"est_amount": "<9"}), row(2, {"est_amount": ">=5"}))
    under_any = tuple(replace(r, hit_policy="ANY", group="x") for r in agreeing)
    assert check_matrix(view_of(matrix=under_any)) == []
    unequal = (under_any[0], replace(under_any[1], role="KAD"))
    assert [f.code for f in check_matrix(view_of(matrix=unequal))] == ["AP25"]


def test_a_row_shadowed_under_first_is_dead() -> None:
    rows = (row(1, {"est_amount": ">=5"}), row(2, {"est_amount": ">=9"}), row(3))
    found = check_matrix(view_of(matrix=tuple(replace(r, hit_policy="FIRST", group="x") for r in rows)))
    assert [(f.code, facts(f)["row"]) for f in found] == [("AP26", 2)]


def test_a_row_that_cannot_hit_is_dead_under_any_policy() -> None:
    found = check_matrix(view_of(matrix=(row(1, {"est_amount": "[9..5)"}), row(2, {"est_amount": "<0"}))))
    assert [(f.code, facts(f)["row"]) for f in found] == [("AP26", 1), ("AP26", 2)]


def test_gaps_are_found_over_the_product_of_amounts_and_lists() -> None:
    found = unique(
        row(1, {"project_level": "major"}),
        row(2, {"project_level": "small,normal", "est_amount": "<500000"}),
        row(3, {"project_level": "normal", "est_amount": ">=500000"}),
    )
    assert [facts(f)["case"].zh for f in found] == ["项目级别 = 小项目、预计合同金额 >= 500,000.00"]  # type: ignore[attr-defined]


def test_yes_and_no_cover_a_flag() -> None:
    assert unique(row(1, {"is_difficult": "true"}), row(2, {"is_difficult": "false"})) == []
    missing = unique(row(1, {"is_difficult": "true"}))
    assert facts(missing[0])["case"].zh == "难点项目 = 否"  # type: ignore[attr-defined]


def test_shares_are_dense_there_is_always_something_between() -> None:
    found = unique(row(1, {"est_margin_pct": "<20%"}), row(2, {"est_margin_pct": ">20%"}))
    assert facts(found[0])["case"].zh == "预计毛利率 = 20%"  # type: ignore[attr-defined]
    assert unique(row(1, {"est_margin_pct": "<20%"}), row(2, {"est_margin_pct": ">=20%"})) == []


def test_days_are_whole() -> None:
    assert unique(row(1, {"term_days": "<=90"}), row(2, {"term_days": ">=91"})) == []


def test_a_row_said_twice_is_a_warning_at_its_cell() -> None:
    second = row(2, {"est_amount": ">=5"}, place=Place("政策.xlsx", "审批矩阵", "9:9"))
    found = check_matrix(view_of(matrix=(row(1, {"est_amount": ">=5"}), second)))
    assert [(f.code, f.place.sheet, f.place.cell) for f in found] == [("AP27", "审批矩阵", "9:9")]


def test_many_gaps_are_told_as_a_few() -> None:
    rows = [row(n, {"est_amount": f"[{n * 10}..{n * 10 + 5})"}) for n in range(40)]
    found = unique(*rows)
    assert [f.code for f in found] == ["AP24"] * 5
    assert [facts(f)["case"].en for f in found[:2]] == [  # type: ignore[attr-defined]
        "Estimated amount [5.00..10.00)",
        "Estimated amount [15.00..20.00)",
    ]


def test_a_wide_table_is_examined_at_once() -> None:
    flags = [name for name, entry in shipped().inputs.items() if entry.kind == "flag"]
    conditions = [
        dict(zip(flags, ("true" if bit else "false" for bit in bits), strict=False))
        for bits in product((0, 1), repeat=6)
    ]
    assert unique(*[row(n, c) for n, c in enumerate(conditions, 1)]) == []


# --- against brute force ---

ends = st.integers(0, 6)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(st.none() | ends), draw(st.none() | ends)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


@st.composite
def tables(draw: st.DrawFn) -> DecisionTable[str]:
    rules = []
    for number in range(draw(st.integers(1, 4))):
        tests = []
        for name in ("a", "b"):
            parts = draw(st.lists(intervals(), max_size=2))
            tests.append((name, Condition(tuple(parts), draw(st.booleans())) if parts else ANY))
        rules.append(Rule(number, tuple(tests), draw(st.sampled_from("XY"))))
    return DecisionTable("t", draw(st.sampled_from([HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST])), tuple(rules))


@given(tables())
def test_gaps_overlaps_and_dead_rules_are_those_that_trying_every_value_finds(table: DecisionTable[str]) -> None:
    halves = [Fraction(n, 2) for n in range(-2, 16)]
    gap, overlap, alive = False, False, set()
    for a, b in product(halves, repeat=2):
        hit = [r for r in table.rules if all(test.hits({"a": a, "b": b}[name]) for name, test in r.tests)]
        gap |= not hit
        overlap |= (table.policy is HitPolicy.UNIQUE and len(hit) > 1) or (
            table.policy is HitPolicy.ANY and len({r.output for r in hit}) > 1
        )
        alive |= {r.number for r in (hit[:1] if table.policy is HitPolicy.FIRST else hit)}
    found = examine(table, {"a": Domain(), "b": Domain()})
    assert bool(found.gaps) == gap
    assert bool(found.overlaps) == overlap
    assert {r.number for r in found.unreachable} == {r.number for r in table.rules} - alive


@pytest.mark.parametrize(("name", "expected"), [("region", 9), ("is_difficult", 2), ("est_amount", 0)])
def test_domains_come_from_the_policy(name: str, expected: int) -> None:
    assert len(domain(shipped().inputs[name], shipped()).values) == expected
