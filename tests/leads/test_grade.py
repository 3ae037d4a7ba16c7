"""Grades from two rankings: one place over each edge, no guesses, pairs without a split, overrides."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.leads.grade import Ranks, Step, grade, settle
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Grade, Label


def row(code: str, order: int, bound: int | None, mode: str, pair: str = "") -> Grade:
    return Grade(code, order, Label(code, code), bound, mode, pair)


SPLIT = (
    row("A", 1, 20, "visit", "A/B"), row("B", 2, 50, "visit", "A/B"),
    row("C", 3, 200, "phone", "C/D"), row("D", 4, None, "phone", "C/D"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sales", "profit", "expected"),
    [
        (1, 1, "A"), (20, 20, "A"), (21, 20, "B"), (20, 21, "B"), (50, 50, "B"), (51, 50, "C"), (50, 51, "C"),
        (23, 41, "B"), (200, 1, "C"), (201, 1, "D"), (1, 9999, "D"),
        (None, 1, ""), (1, None, ""), (None, None, ""), (9999, None, ""),
    ],
)  # fmt: skip
def test_both_rankings_must_reach_the_bound(sales: int | None, profit: int | None, expected: str) -> None:
    assert grade(Ranks(sales, profit), SPLIT).grade == expected


def shipped(**splits: int | None) -> tuple[Grade, ...]:
    """The shipped grades, with some splits changed by a company."""
    policy = Policy.shipped()
    values = {key: tuple(replace(dated, item=bound) for dated in policy.values[key]) for key, bound in splits.items()}
    return replace(policy, values={**policy.values, **values}).as_of(date(2026, 6, 30)).grades


@pytest.mark.parametrize(("rank", "expected"), [(1, "A/B"), (50, "A/B"), (51, "C/D"), (5000, "C/D")])
def test_a_blank_split_prints_the_pair(rank: int, expected: str) -> None:
    assert grade(Ranks(rank, rank), shipped(ab_split=None, cd_split=None)).grade == expected


@pytest.mark.parametrize(("rank", "expected"), [(20, "A"), (21, "B"), (50, "B"), (51, "C"), (200, "C"), (201, "D")])
def test_the_shipped_splits_are_twenty_fifty_and_two_hundred(rank: int, expected: str) -> None:
    assert grade(Ranks(rank, 1), shipped()).grade == expected


@pytest.mark.parametrize(("top_n", "expected"), [(40, "C"), (45, "B")])
def test_a_company_moves_the_threshold_in_its_policy(top_n: int, expected: str) -> None:
    assert grade(Ranks(45, 45), shipped(top_n=top_n)).grade == expected


def test_a_company_with_three_grades_of_its_own_is_graded_by_them() -> None:
    own = (row("重点", 1, 10, "visit"), row("一般", 2, 30, "phone"), row("其他", 3, None, "mail"))
    assert [grade(Ranks(r, 1), own).grade for r in (10, 11, 30, 31)] == ["重点", "一般", "一般", "其他"]


def test_a_ranking_beyond_a_closed_table_has_no_grade_and_says_so() -> None:
    found = grade(Ranks(51, 1), (row("A", 1, 50, "visit"),))
    assert (found.grade, found.reason) == ("", "leads.grade.beyond")


@pytest.mark.parametrize(
    ("sales", "profit", "expected"),
    [
        (23, 41, Step("A", 3, 21)),
        (51, 20, Step("B", 1, 0)),
        (10, 300, Step("C", 0, 100)),
        (1, 1, None),
        (None, 7, None),
    ],
)
def test_the_distance_to_the_next_grade_is_counted_in_places(
    sales: int | None, profit: int | None, expected: Step | None
) -> None:
    assert grade(Ranks(sales, profit), SPLIT).step == expected


@pytest.mark.parametrize(
    ("ranks", "code"),
    [
        (Ranks(None, 1), "leads.grade.unknown.sales"),
        (Ranks(1, None), "leads.grade.unknown.profit"),
        (Ranks(None, None), "leads.grade.unknown.sales_profit"),
        (Ranks(1, 1), "leads.grade.hit"),
        (Ranks(1, 201), "leads.grade.hit.rest"),
    ],
)
def test_the_reason_names_what_is_missing_or_the_row_that_was_hit(ranks: Ranks, code: str) -> None:
    assert grade(ranks, SPLIT).reason == code


@given(st.integers(1, 400), st.integers(1, 400), st.integers(0, 50), st.integers(0, 50))
def test_a_better_ranking_never_gives_a_worse_grade(sales: int, profit: int, up: int, down: int) -> None:
    order = "ABCD"
    worse = grade(Ranks(sales + up, profit + down), SPLIT).grade
    assert order.index(grade(Ranks(sales, profit), SPLIT).grade) <= order.index(worse)


@given(st.integers(1, 400), st.integers(1, 400))
def test_gaining_the_missing_places_reaches_the_next_grade(sales: int, profit: int) -> None:
    found = grade(Ranks(sales, profit), SPLIT)
    if found.step:
        assert grade(Ranks(sales - found.step.sales, profit - found.step.profit), SPLIT).grade == found.step.grade
    else:
        assert found.grade == "A"


@pytest.mark.parametrize(
    ("computed", "typed", "reason", "earlier", "grade_", "state"),
    [
        ("B", "", "", "", "B", "computed"),
        ("B", "B", "", "", "B", "computed"),
        ("B", "A", "战略客户", "", "A", "overridden"),
        ("B", "A", "", "", "B", "unexplained"),
        ("", "B", "", "", "", "unexplained"),
        ("", "B", "总部排名保密", "", "B", "overridden"),
        ("C", "B", "", "B", "C", "computed"),
        ("C", "A", "", "B", "C", "unexplained"),
        ("C", "B", "维持原级", "B", "B", "overridden"),
    ],
)
def test_a_persons_grade_counts_with_a_reason_and_the_computed_one_stays_beside(
    computed: str, typed: str, reason: str, earlier: str, grade_: str, state: str
) -> None:
    found = settle(computed, typed, reason, earlier)
    assert (found.grade, found.computed, found.state) == (grade_, computed, state)
