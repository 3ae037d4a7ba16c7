"""All models on a small register: years that are over, totals that tie, lights, levels, edges of the year."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from accounts.account_builders import TODAY, shipped, with_value
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.accounts.counting import last_year, surveyed, within_year
from kamsheets.accounts.kpi import Counts, attainment, kpis, light
from kamsheets.accounts.lifetime import going_on, keep_ratio
from kamsheets.accounts.register import Answer, Customer, Figures, Register
from kamsheets.accounts.review import review
from kamsheets.accounts.service import Case, by_level, judge
from kamsheets.accounts.surveys import is_low


def register(*rows, **parts):
    customers = {key: Customer(key, key) for key, *_ in rows}
    figures: dict[str, list[Figures]] = {}
    for key, year, revenue, profit, cost in rows:
        figures.setdefault(key, []).append(Figures(key, year, revenue, profit, cost))
    return Register(customers, {k: sorted(v, key=lambda f: f.year) for k, v in figures.items()}, **parts)


@pytest.mark.parametrize(
    ("case", "years", "day", "expected"),
    [
        ("the year under way is not used", [2024, 2025, 2026], TODAY, 2025),
        ("on its last day it is over", [2025, 2026], date(2026, 12, 31), 2026),
        ("the day before it is not", [2025, 2026], date(2026, 12, 30), 2025),
        ("with nothing else it has to do", [2026], TODAY, 2026),
        ("a year to come never is", [2027], TODAY, None),
        ("no years", [], TODAY, None),
    ],
)
def test_last_year(case, years, day, expected):
    made = register(*(("甲", year, 100, 10, 0) for year in years))
    assert last_year(made, replace(shipped(), day=day)) == expected, case


def test_growth_and_profit_leave_the_year_under_way_aside():
    made = review(register(("甲", 2024, 100, 30, 0), ("甲", 2025, 120, 30, 0), ("甲", 2026, 10, 1, 0)), shipped())
    (line,) = made.lines
    assert (line.revenue, line.position.year, line.position.action) == (120, 2025, "grow")
    assert [y.year for y in made.years] == [2024, 2025, 2026]


@given(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(2023, 2025), st.integers(-50, 500),
                          st.integers(-50, 50), st.integers(0, 20)), unique_by=lambda row: row[:2]))  # fmt: skip
def test_totals_of_the_review_equal_the_register(rows):
    made = review(register(*rows), shipped())
    last = max((year for _, year, *_ in rows), default=None)
    assert sum(line.revenue for line in made.lines) == sum(r for _, year, r, *_ in rows if year == last)
    profits = [line.position.profit for line in made.lines if line.position and line.position.year == last]
    assert sum(profits) == sum(profit - cost for _, year, _, profit, cost in rows if year == last)
    assert sum(y.revenue for y in made.years) == sum(row[2] for row in rows)
    assert sum(c.accounts for c in made.classes.lines) == len(made.lines) == len({row[0] for row in rows})
    for found in made.segments.values():
        assert sum(s.accounts for s in found) == len(made.lines)


def test_an_account_without_any_year_stands_in_the_review():
    made = review(Register({"甲": Customer("甲", "甲")}), shipped())
    (line,) = made.lines
    assert (line.position, line.lifetime, line.key.passed, line.lifecycle) == (None, 0, None, "identify")
    assert (made.nps.n, made.nps.value, made.csat, made.value_multiple) == (0, None, (), None)


def test_a_customer_that_bought_before_is_not_new_again():
    made = review(register(("甲", 2023, 100, 10, 0), ("甲", 2025, 0, 0, 0)), shipped())
    assert made.lines[0].lifecycle == "maintain"


@pytest.mark.parametrize(
    ("case", "day", "inside"),
    [
        ("today", TODAY, True),
        ("twelve months back is not within them", date(2025, 6, 30), False),
        ("a day later is", date(2025, 7, 1), True),
        ("tomorrow is not yet", TODAY + timedelta(1), False),
    ],
)
def test_within_the_year(case, day, inside):
    assert within_year(day, shipped()) is inside, case


def test_surveys_keep_their_scales_apart():
    answers = [Answer("甲", TODAY, 10, 5, 5), Answer("甲", TODAY, None, 6, 7), Answer("乙", date(2025, 6, 30), 0, 1, 5)]
    nps, csat = surveyed(answers, shipped())
    assert (nps.n, nps.value) == (1, 100)
    assert [(one.highest, one.n, one.share) for one in csat] == [(5, 1, 1), (7, 1, 1)]


@pytest.mark.parametrize(
    ("likely", "satisfied", "low"),
    [(6, None, True), (7, None, False), (None, 2, True), (None, 3, False), (10, 1, True), (None, None, False)],
)
def test_low_answers(likely, satisfied, low):
    assert is_low(likely, satisfied, shipped()) is low


@pytest.mark.parametrize(
    ("case", "profit", "target", "shown", "part"),
    [
        ("at the target", 26, Fraction(26, 100), "green", Fraction(1)),
        ("at nine tenths of it", 18, Fraction(20, 100), "amber", Fraction(9, 10)),
        ("just below", 1799, Fraction(2000, 10_000), "red", Fraction(1799, 2000)),
        ("a negative margin", -10, Fraction(20, 100), "red", Fraction(-1, 2)),
        ("no target", 26, None, None, None),
    ],
)
def test_lights(case, profit, target, shown, part):
    revenue = 10_000 if profit == 1799 else 100
    found = {kpi.code: kpi for kpi in kpis(Counts(TODAY, revenue=revenue, gross_profit=profit))}["margin"]
    view = with_value("kpi_target_margin", target)
    assert (light(found, view), attainment(found, view)) == (shown, part), case


@pytest.mark.parametrize(
    ("days", "shown"), [(100, "green"), (101, "amber"), (111, "amber"), (112, "red"), (0, "green")]
)
def test_lights_where_less_is_better(days, shown):
    """100 ÷ 111 is still above nine tenths, 100 ÷ 112 is not."""
    found = {kpi.code: kpi for kpi in kpis(Counts(TODAY, orders=1, cycle_days=days))}["cycle"]
    assert light(found, with_value("kpi_target_cycle", 100)) == shown


def test_cases_by_level_add_up():
    now = datetime(2026, 6, 30, 12)
    cases = [
        Case("1", "甲", "L1", now - timedelta(hours=30), now - timedelta(hours=28), now - timedelta(hours=6)),
        Case("2", "甲", "L1", now - timedelta(hours=30), now - timedelta(hours=27), now - timedelta(hours=6)),
        Case("3", "甲", "L3", now - timedelta(hours=30), now - timedelta(hours=29)),
    ]
    levels = {one.code: one for one in by_level([judge(case, now, shipped()) for case in cases], shipped())}
    assert [(one.met, one.breached, one.open) for one in levels.values()] == [(1, 1, 0), (0, 0, 0), (0, 0, 1)]
    assert (levels["L1"].share, levels["L1"].late_response, levels["L1"].late_solution) == (Fraction(1, 2), 1, 0)
    assert levels["L2"].share is levels["L3"].share is None


def test_lifetime_goes_on_for_the_policys_years():
    # 10800/1.08 + 10800/1.08² + 10800/1.08³ = 10000 + 9259.26 + 8573.39
    assert going_on(10_800, shipped()) == 27_833
    assert going_on(-10_800, shipped()) == -27_833
    assert going_on(10_800, with_value("lifetime_years", 1)) == 10_000


def test_keeping_against_replacing():
    assert keep_ratio((600, 900), 200) == 3
    assert keep_ratio((600, 900), 0) is None
    assert keep_ratio(None, 200) is None


def test_the_multiple_of_a_key_account():
    limit = 100_000_000
    yes = tuple(choice.code for choice in shipped().choices["ka_tests"])
    made = register(("甲", 2025, 4 * limit, 0, 0), ("乙", 2025, limit, 0, 0), ("丙", 2025, 0, 0, 0))
    customers = {key: replace(c, ka_yes=yes) for key, c in made.customers.items()}
    assert review(replace(made, customers=customers), shipped()).value_multiple == 8
