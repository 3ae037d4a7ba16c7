"""Every check at its edge: what is said, and what is not."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from commissions.builders import EFFORT, case, deal, efforts, fen, receipt, receipts, staff, view

from kamsheets.commissions.checks import Case, check
from kamsheets.commissions.records import Effort
from kamsheets.core.finding import Place
from kamsheets.policy.types import Person

TEAM = tuple(Person(emp_id, name, ("SE",)) for emp_id, name in
             (("E010", "何敏"), ("E002", "林晓"), ("E003", "王强"), ("E004", "赵敏")))  # fmt: skip


def codes(one: Case) -> list[str]:
    return [found.code for found in check(one) if found.code != "CM17"]


def effort(stage: str, emp_id: str, amount: str, unit: str = "percent", **facts: object) -> Effort:
    return replace(Effort("P", stage, emp_id, Fraction(amount), unit, confirmed=True), **facts)


def with_stage(stage: str, *rows: Effort) -> list[Effort]:
    return [*(one for one in efforts() if one.stage != stage), *rows]


def test_the_worked_example_is_clean() -> None:
    assert codes(case(policy=staff(*TEAM))) == []


@pytest.mark.parametrize(
    ("what", "parts", "said"),
    [
        ("13.9 + 77.62 + 8.48 is 100", ("13.9", "77.62", "8.48"), []),
        ("a hundredth short", ("13.9", "77.61", "8.48"), ["CM01"]),
        ("a hundredth over", ("13.9", "77.63", "8.48"), ["CM01"]),
        ("three thirds written with two decimals", ("33.33", "33.33", "33.33"), ["CM01"]),
    ],
)
def test_percentages_total_exactly_100(what: str, parts: tuple[str, ...], said: list[str]) -> None:
    rows = [effort("M5", emp_id, part) for emp_id, part in zip(("E010", "E002", "E003"), parts, strict=True)]
    assert codes(case(efforts=with_stage("M5", *rows))) == said, what


def test_hours_and_points_need_no_total() -> None:
    assert (
        codes(case(efforts=with_stage("M5", effort("M5", "E010", "37", "hours"), effort("M5", "E002", "1.5", "hours"))))
        == []
    )


def test_hours_beside_percent_cannot_be_added() -> None:
    assert codes(case(efforts=with_stage("M5", effort("M5", "E010", "100"), effort("M5", "E002", "8", "hours")))) == [
        "CM09"
    ]


@pytest.mark.parametrize(
    ("what", "person", "said"),
    [
        ("left the day before the stage began", {"leave_date": date(2026, 2, 28)}, ["CM02"]),
        ("left the day it began: the leaving day is no working day", {"leave_date": date(2026, 3, 1)}, ["CM02"]),
        ("left a day later", {"leave_date": date(2026, 3, 2)}, []),
        ("hired on the last day", {"hire_date": date(2026, 4, 30)}, []),
        ("hired the day the next stage began", {"hire_date": date(2026, 5, 1)}, ["CM02"]),
    ],
)
def test_members_are_employed_while_the_stage_lasts(what: str, person: dict[str, date], said: list[str]) -> None:
    team = (*TEAM[:3], replace(TEAM[3], **person))
    stays = {"M7": (date(2026, 3, 1), date(2026, 5, 1))}
    assert codes(case(policy=staff(*team), stays=stays)) == said, what


def test_a_stage_that_goes_on_has_no_last_day() -> None:
    team = (*TEAM[:3], replace(TEAM[3], hire_date=date(2026, 6, 1)))
    assert codes(case(policy=staff(*team), stays={"M7": (date(2026, 3, 1), None)})) == []


def test_an_unknown_number_and_a_wrong_name() -> None:
    rows = [effort("M5", "E999", "50"), effort("M5", "E003", "50", member="王刚")]
    assert codes(case(policy=staff(*TEAM), efforts=with_stage("M5", *rows))) == ["CM02", "CM10"]


def test_without_a_people_sheet_numbers_are_taken_as_written() -> None:
    assert codes(case(efforts=with_stage("M5", effort("M5", "E999", "100")))) == []


def test_a_weighted_stage_without_effort_is_an_error_and_with_difficulty_0_is_not() -> None:
    assert codes(case(efforts=with_stage("M7"))) == ["CM03"]
    levels = ("1", "1", "1", "1", "1", "1", "0", "1")
    assert codes(case(efforts=with_stage("M7"), deal=deal(levels=levels))) == []


def test_effort_in_a_stage_that_was_not_performed_is_said() -> None:
    assert codes(case(deal=deal(levels=("1", "1", "1", "1", "1", "1", "0", "1")))) == ["CM11"] * 4


def test_no_stage_counts() -> None:
    assert codes(case(deal=deal(levels=("0",) * 8))) == ["CM32"]


@pytest.mark.parametrize(("last", "said"), [("386000", []), ("385999.99", []), ("386000.01", ["CM04"])])
def test_receipts_reach_the_contract_and_no_further(last: str, said: list[str]) -> None:
    assert codes(case(receipts=receipts("1158000", "1158000", "1158000", last))) == said


@pytest.mark.parametrize(
    ("what", "refund", "said"),
    [
        ("names its receipt", receipt("-10", 2, reverses="R1"), ["CM06"]),
        ("takes back all of it", receipt("-100", 2, reverses="R1"), ["CM06"]),
        ("takes back a fen too much", receipt("-100.01", 2, reverses="R1"), ["CM06", "CM26", "CM26"]),
        ("names none", receipt("-10", 2), ["CM06", "CM25"]),
        ("names one that is not there", receipt("-10", 2, reverses="R7"), ["CM06", "CM25"]),
    ],
)
def test_refunds(what: str, refund: object, said: list[str]) -> None:
    assert codes(case(receipts=[*receipts("100"), refund])) == said, what


def test_two_refunds_of_one_receipt_together_stay_within_it() -> None:
    paid = [*receipts("100", "100"), receipt("-60", 3, reverses="R1"), receipt("-60", 4, reverses="R1")]
    assert codes(case(receipts=paid)) == ["CM06", "CM06", "CM26"]


@pytest.mark.parametrize(("margin", "said"), [("341592.90", []), ("341592.89", ["CM07"])])
def test_the_pool_is_at_most_the_policys_share_of_the_margin(margin: str, said: list[str]) -> None:
    assert codes(case(deal=deal(margin=fen(margin)))) == said


@pytest.mark.parametrize(("coef", "said"), [("0.5", []), ("1.5", []), ("0.49", ["CM14"]), ("1.51", ["CM14"])])
def test_the_coefficient_lies_within_its_bounds(coef: str, said: list[str]) -> None:
    assert codes(case(deal=deal(coef=Fraction(coef)))) == said


def test_a_difficulty_beside_the_scale() -> None:
    assert codes(case(deal=deal(levels=("1.1", *("1",) * 7)))) == ["CM13"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"adjustment": 100, "adjustment_reason": "特别奖励", "adjustment_by": "周总"}, []),
        ({"adjustment": 100, "adjustment_reason": "特别奖励"}, ["CM15"]),
        ({"adjustment": 100, "adjustment_by": "周总"}, ["CM15"]),
        ({"adjustment": -6_831_858, "adjustment_reason": "a", "adjustment_by": "b"}, []),
        ({"adjustment": -6_831_859, "adjustment_reason": "a", "adjustment_by": "b"}, ["CM16"]),
    ],
)
def test_adjustments_are_explained_and_take_no_more_than_there_is(facts: dict[str, object], said: list[str]) -> None:
    assert codes(case(deal=deal(**facts))) == said


def test_a_receipt_number_twice() -> None:
    twice = [*receipts("100"), replace(receipt("100", 2), receipt_no="R1")]
    assert codes(case(receipts=twice)) == ["CM18"]


def test_effort_nobody_confirmed() -> None:
    rows = with_stage("M5", effort("M5", "E010", "100", confirmed=None))
    assert codes(case(efforts=rows)) == ["CM12"]


def test_both_readings_of_the_tiers_are_shown_where_they_differ() -> None:
    assert [one.code for one in check(case())] == ["CM17"]
    assert [one.code for one in check(case(deal=deal("1000000"), receipts=[]))] == []


@pytest.mark.parametrize("registrant", ["E002 林晓", "E002", "林晓"])
def test_the_registrant_may_be_written_by_number_or_name(registrant: str) -> None:
    named = [replace(one, member="林晓") if one.emp_id == "E002" else one for one in with_stage("M1")]
    one = case(deal=deal(registrant=registrant), efforts=named)
    assert codes(one) == []


def test_effort_of_others_in_the_registrants_stage_is_questioned_once() -> None:
    rows = with_stage("M1", effort("M1", "E003", "60"), effort("M1", "E004", "40"))
    assert codes(case(deal=deal(registrant="E002 林晓"), efforts=rows)) == ["CM31"]


@pytest.mark.parametrize(("choice", "said"), [("redistribute", ["CM11", "CM19"]), ("retain", ["CM19"])])
def test_a_lead_of_the_company_goes_as_the_policy_says(choice: str, said: list[str]) -> None:
    assert codes(case(deal=deal(registrant="公司"), policy=view(company_lead_share=choice))) == said


def test_a_margin_basis_needs_a_margin_and_fixed_rates_need_a_rate() -> None:
    assert codes(case(deal=deal(basis="gross_margin"))) == ["CM20"]
    assert codes(case(policy=view(rate_mode="fixed"))) == ["CM21"]


def test_findings_stand_at_the_cells_they_speak_of() -> None:
    place = Place("b.xlsx", "阶段工作量", "F9")
    rows = [*with_stage("M1"), effort("M1", "E002", "99", place=place)]
    (found,) = (one for one in check(case(efforts=rows)) if one.code == "CM01")
    assert (found.place, found.value) == (place, "99")


def test_the_table_of_the_domain_totals_100_in_every_stage() -> None:
    assert all(sum(row) == 100 for row in EFFORT)
