"""Portfolio, lifetime, managers, lifecycle, cadence, process, KPI: cases at the edges."""

from datetime import date
from fractions import Fraction

import pytest
from accounts.account_builders import TODAY, shipped, with_value

from kamsheets.accounts.benchmarks import compare
from kamsheets.accounts.cadence import months_after, next_occasions
from kamsheets.accounts.delivered import Saving, delivered, energy_cost
from kamsheets.accounts.kpi import Counts, kpis, reached
from kamsheets.accounts.lifecycle import Standing, lifecycle
from kamsheets.accounts.lifetime import lifetime_value, replacement_cost
from kamsheets.accounts.managers import pay_in_band, span
from kamsheets.accounts.portfolio import Year, position
from kamsheets.accounts.process import delivered_stage, standard_process


def years(*pairs):
    return [Year("甲", 2023 + k, revenue, cost) for k, (revenue, cost) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("case", "history", "action"),
    [
        ("15 % profit and 5 % growth, both exactly", [(20000, 0), (21000, 0), (22050, 18742)], "grow"),
        ("profit one fen below 15 %", [(20000, 0), (22050, 18743)], "watch"),
        ("growth a fen below 5 % a year", [(20000, 0), (21000, 0), (22049, 0)], "keep"),
        ("negative margin, shrinking", [(100, 50), (90, 95)], "exit"),
        ("negative margin, growing", [(100, 50), (200, 300)], "watch"),
        ("one year says nothing of growth", [(100, 10)], None),
        ("no revenue at first: no growth rate", [(0, 0), (100, 10)], None),
        ("no revenue at last: no profit rate", [(100, 0), (0, 10)], None),
    ],
)
def test_position(case, history, action):
    assert position(years(*history), shipped()).action == action, case


def test_cagr_is_the_yearly_growth():
    found = position(years((100, 0), (500, 0), (144, 0)), shipped())
    assert found.cagr == pytest.approx(0.2)
    assert found.profit == 144


def test_a_year_given_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        position([Year("甲", 2025, 1, 0), Year("甲", 2025, 1, 0)], shipped())


def test_lifetime_value_is_discounted_and_rounded_once():
    # 108/1.08 + 116.64/1.08² − 125.9712/1.08³ = 100 + 100 − 100
    assert lifetime_value([10800, 11664, -12597], shipped()) == 10000
    assert lifetime_value([], shipped()) == 0


def test_lifetime_value_by_a_second_method():
    """Horner from the last year back."""
    profits, value = [123_457, 98_765, -4_321, 55_555], Fraction(0)
    for profit in reversed(profits):
        value = (value + profit) / Fraction(108, 100)
    assert abs(lifetime_value(profits, shipped()) - value) <= Fraction(1, 2)


def test_replacement_takes_six_to_nine():
    assert replacement_cost(100_000, shipped()) == (600_000, 900_000)


def test_confirmed_and_estimated_savings_stay_apart():
    assert delivered([Saving(100, True), Saving(50, False), Saving(1, True)]) == (101, 50)
    assert energy_cost(Fraction(5, 2), 4000, Fraction(80), 3) == 2_400_000


@pytest.mark.parametrize(
    ("fixed", "variable", "inside"),
    [(75, 25, True), (85, 15, True), (74, 26, False), (86, 14, False), (80, 19, False), (80, 20, True)],
)
def test_pay_mix(fixed, variable, inside):
    assert pay_in_band(Fraction(fixed, 100), Fraction(variable, 100), shipped()) is inside


@pytest.mark.parametrize(
    ("case", "accounts", "factors", "limit", "over"),
    [
        ("twelve are allowed", 12, [], 12, False),
        ("thirteen are not", 13, [], 12, True),
        ("two factors lower the limit", 11, ["geography", "central"], 10, True),
        ("a factor counts once", 11, ["geography", "geography"], 11, False),
    ],
)
def test_span(case, accounts, factors, limit, over):
    found = span(accounts, factors, shipped())
    assert (found.limit, found.overloaded) == (limit, over), case


def test_the_limit_never_falls_below_the_least():
    assert span(2, ["geography", "central"], with_value("span_max", 2)).limit == 1


@pytest.mark.parametrize(
    ("case", "standing", "stage"),
    [
        ("nobody has called", Standing(False, False, False, False, 0), "identify"),
        ("contacted", Standing(True, False, False, False, 0), "engage"),
        ("a project is open", Standing(True, True, False, False, 0), "engage"),
        ("orders grow", Standing(True, False, True, True, 0), "deepen"),
        ("orders are steady", Standing(True, False, True, False, 0), "maintain"),
        ("a signal of churn goes before all", Standing(True, True, True, True, 1), "recover"),
    ],
)
def test_lifecycle(case, standing, stage):
    assert lifecycle(standing) == stage, case


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_after(day, months, after):
    assert months_after(day, months) == after


def test_the_due_day_is_in_time_and_what_never_was_is_overdue():
    found = next_occasions({"visit": date(2026, 5, 30), "review": date(2026, 3, 29), "strategy": None}, shipped())
    assert [(one.kind, one.due, one.overdue) for one in found] == [
        ("visit", TODAY, False),
        ("review", date(2026, 6, 29), True),
        ("strategy", None, True),
    ]


def test_benchmarks_are_bands_with_their_bounds_inside():
    assert [one.outside for one in compare(6, 181, 5, shipped())] == [False, True, False]
    assert compare(None, None, None, shipped()) == ()
    assert all(shipped().get(one.key).reference for one in compare(6, 181, 5, shipped()))


def test_the_standard_process_holds_every_milestone_once():
    found = standard_process(shipped())
    milestones = [m.code for one in found for m in one.milestones]
    assert milestones == [stage.code for stage in shipped().stages]
    assert [len(one.milestones) for one in found] == [2, 1, 3, 1, 1, 1]
    assert [one.node.label.zh for one in found if one.node] == [
        "准确的项目信息", "售前立项", "有效的客户关系推进", "投标或议标", "合同审批和签订", "验收和结项",
    ]  # fmt: skip


def test_delivery_needs_acceptance_and_close():
    assert delivered_stage(None, None) == ("acceptance", "close")
    assert delivered_stage(TODAY, TODAY) == ()


def test_sixteen_kpi_each_with_numerator_and_denominator():
    counts = Counts(
        TODAY, accounts=10, new_accounts=2, score_total=Fraction(420), scored=6, first_class=2, contacted=9,
        revenue=500_000, gross_profit=-50_000, buyers=8, buyers_before=5, buyers_again=4, satisfied=3, answers=4,
        renewed=1, renewals_due=2, days_of_business=1461, accounts_dated=2, referrals=3, contacts=25, orders=4,
        proposals=10, cycle_days=480, deciders_known=6, deciders=8,
    )  # fmt: skip
    assert [kpi.value for kpi in kpis(counts)] == [
        2, 70, Fraction(1, 5), Fraction(9, 10), 500_000, 62_500, Fraction(-1, 10), Fraction(4, 5),
        Fraction(3, 4), Fraction(1, 2), 2, 3, Fraction(5, 2), Fraction(2, 5), 120, Fraction(3, 4),
    ]  # fmt: skip


def test_with_nothing_to_divide_by_there_is_no_rate():
    assert {kpi.code for kpi in kpis(Counts(TODAY)) if kpi.value is not None} == {"new", "revenue", "referrals"}


@pytest.mark.parametrize(
    ("case", "key", "target", "code", "on_target"),
    [
        ("exactly the target", "kpi_target_margin", Fraction(1, 5), "margin", True),
        ("a little above the value", "kpi_target_margin", Fraction(2001, 10000), "margin", False),
        ("a sale may take no longer", "kpi_target_cycle", 120, "cycle", True),
        ("a day shorter was wanted", "kpi_target_cycle", 119, "cycle", False),
        ("no target", "kpi_target_margin", None, "margin", None),
        ("no value", "kpi_target_renewed", Fraction(1, 2), "renewed", None),
    ],
)
def test_kpi_against_target(case, key, target, code, on_target):
    found = {kpi.code: kpi for kpi in kpis(Counts(TODAY, revenue=500, gross_profit=100, orders=2, cycle_days=240))}
    assert reached(found[code], with_value(key, target)) is on_target, case
