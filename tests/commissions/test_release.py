"""Releases: public cases, refunds, what was settled, members who come and go, three parts."""

from dataclasses import replace
from datetime import date

import pytest
from commissions.builders import fen, receipt, receipts, view

from kamsheets.commissions import three_part
from kamsheets.commissions.release import Line, by_receipt, closing, outstanding, pay, steps
from kamsheets.core.shares import largest_remainder


def table(lines: list[Line]) -> list[tuple[int, str, int, int]]:
    """(instalment, member, released, 应扣回)."""
    return [(line.instalment, line.emp_id, line.released, line.clawback) for line in lines]


def test_public_case_two_halves_of_a_receipt_pay_two_halves_of_the_commission() -> None:
    lines = by_receipt({"A": fen("4000")}, fen("20000"), receipts("10000", "10000"))
    assert [line.released for line in lines] == [fen("2000"), fen("2000")]


@pytest.mark.parametrize(("people", "parts"), [(3, [3334, 3333, 3333]), (5, [2000] * 5), (8, [1250] * 8)])
def test_public_case_equal_splits(people: int, parts: list[int]) -> None:
    assert largest_remainder(10_000, [1] * people) == parts


def test_public_case_a_refund_mirrors_the_receipt_it_reverses() -> None:
    paid = [*receipts("3333.33", "3333.33"), receipt("-3333.33", 3, reverses="R1")]
    lines = by_receipt({"A": 10_001, "B": 20_000}, fen("10000"), paid)
    first = {line.emp_id: line.change for line in lines if line.receipt_no == "R1"}
    refund = {line.emp_id: line for line in lines if line.receipt_no == "R3"}
    assert {emp_id: -line.change for emp_id, line in refund.items()} == first
    assert {line.reverses for line in refund.values()} == {"R1"}


def test_a_refund_is_to_be_taken_back_and_never_deducted() -> None:
    paid = [*receipts("50", "50"), receipt("-50", 3, reverses="R2")]
    lines = by_receipt({"A": 1000}, fen("100"), paid)
    assert table(lines) == [(1, "A", 500, 0), (2, "A", 500, 0), (3, "A", 0, 500)]
    assert [line.paid_before for line in lines] == [0, 500, 1000]
    assert outstanding(lines) == {(lines[0].project_no, "A"): 500}


def test_refund_then_repayment_returns_to_the_same_state() -> None:
    plans, contract = {"A": 33_333, "B": 777}, fen("700")
    straight = by_receipt(plans, contract, receipts("100", "300", "200"))
    detour = by_receipt(
        plans,
        contract,
        [*receipts("100", "300"), receipt("-300", 3, reverses="R2"), *[receipt("300", 4), receipt("200", 5)]],
    )
    for emp_id in plans:
        assert sum(one.released for one in straight if one.emp_id == emp_id) == sum(
            one.released for one in detour if one.emp_id == emp_id
        )
    assert outstanding(detour) == {}


def test_a_partial_refund_follows_the_money() -> None:
    lines = by_receipt({"A": 1001}, fen("100"), [*receipts("100"), receipt("-0.01", 2, reverses="R1")])
    assert [(line.change, line.clawback) for line in lines] == [(1001, 0), (-1, 1)]


def test_retention_money_stays_open_until_it_arrives() -> None:
    lines = by_receipt({"A": 9_999}, fen("100"), receipts("30", "60"))
    assert [line.balance for line in lines] == [7_000, 1_000]
    final = by_receipt({"A": 9_999}, fen("100"), receipts("30", "60", "10"))[-1]
    assert (final.released, final.balance) == (1_000, 0)


def settle(lines: list[Line], number: str = "JS-1") -> list[Line]:
    return [replace(line, settled=number) for line in lines]


def test_a_settled_line_stays_when_the_plan_is_edited_and_the_next_receipt_makes_it_up() -> None:
    done = settle(by_receipt({"A": 1000}, fen("100"), receipts("50")))
    lines = pay(steps({"A": 1200}, fen("100"), receipts("50", "50")), {"A": 1200}, fen("100"), done)
    assert table(lines) == [(1, "A", 500, 0), (2, "A", 700, 0)]
    assert lines[0] == done[0]


def test_a_contract_amendment_counts_from_the_next_receipt_on() -> None:
    """100 received of 200, then the contract grows to 400: what was released already stays."""
    done = settle(by_receipt({"A": 1000}, fen("200"), receipts("100")))
    made = steps({"A": 2000}, fen("400"), receipts("100", "100", "200"))
    lines = pay(made, {"A": 2000}, fen("400"), done)
    assert table(lines) == [(1, "A", 500, 0), (2, "A", 500, 0), (3, "A", 1000, 0)]


def test_a_smaller_contract_never_takes_back_by_itself() -> None:
    done = settle(by_receipt({"A": 1000}, fen("200"), receipts("100")))
    lines = pay(steps({"A": 400}, fen("150"), receipts("100", "10")), {"A": 400}, fen("150"), done)
    assert table(lines) == [(1, "A", 500, 0), (2, "A", 0, 207)]
    assert lines[-1].balance == 0


def test_a_deal_that_closes_short_after_settlement_gets_a_closing_line() -> None:
    done = settle(by_receipt({"A": 1001}, fen("200"), receipts("100")))
    made = steps({"A": 501}, fen("100"), receipts("100"))
    lines = pay([*made, closing(made, "P", date(2026, 1, 31))], {"A": 501}, fen("100"), done)
    assert table(lines) == [(1, "A", 500, 0), (2, "A", 1, 0)]


def test_a_member_taken_off_the_plan_keeps_what_was_settled() -> None:
    done = settle(by_receipt({"A": 600, "B": 400}, fen("100"), receipts("50")))
    lines = pay(steps({"A": 1000}, fen("100"), receipts("50", "50")), {"A": 1000}, fen("100"), done)
    assert table(lines)[2:] == [(2, "A", 700, 0), (2, "B", 0, 200)]


def test_a_receipt_entered_late_gets_the_next_number() -> None:
    done = settle(by_receipt({"A": 1000}, fen("100"), [receipt("50", 2)]))
    late = [receipt("20", 1), receipt("50", 2)]
    lines = pay(steps({"A": 1000}, fen("100"), late), {"A": 1000}, fen("100"), done)
    assert [(line.instalment, line.receipt_no, line.released) for line in lines] == [(1, "R2", 500), (2, "R1", 200)]


@pytest.mark.parametrize(
    ("what", "amounts", "until", "parts"),
    [
        ("one fen short of 90 %", ("89.99",), date(2026, 1, 1), []),
        ("90 % exactly", ("90",), date(2025, 12, 30), [1]),
        ("at year end", ("90",), date(2025, 12, 31), [1, 2]),
        ("all at once", ("100",), date(2025, 6, 1), [1, 3]),
        ("retention money in the same year", ("90", "10"), date(2026, 1, 1), [1, 3, 2]),
        ("refunded below 90 %", ("90", "-1"), date(2026, 1, 1), [1, -1]),
    ],
)
def test_what_frees_the_three_parts(what: str, amounts: tuple[str, ...], until: date, parts: list[int]) -> None:
    made = three_part.steps({"A": 1000}, fen("100"), receipts(*amounts), view(), until)
    assert [step.part if sum(step.changes.values()) > 0 else -step.part for step in made] == parts, what


def test_three_parts_of_small_plans_add_up_and_are_never_negative() -> None:
    for plans in ({"A": 1}, {"A": 1, "B": 1, "C": 1}, {"A": 7, "B": 11, "C": 0}):
        made = three_part.parts(plans, view())
        assert all(amount >= 0 for part in made for amount in part.values())
        assert {emp_id: sum(part[emp_id] for part in made) for emp_id in plans} == plans
