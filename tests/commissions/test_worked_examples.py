"""The worked examples of domain §4.4 and §4.5, to the cent."""

from datetime import date
from fractions import Fraction

import pytest
from commissions.builders import (
    CELLS,
    DIFFICULTY,
    PEOPLE,
    RELEASES,
    STAGES,
    TOTALS,
    case,
    deal,
    efforts,
    fen,
    receipt,
    receipts,
    scale,
    view,
)  # fmt: skip

from kamsheets.commissions import three_part
from kamsheets.commissions.pool import pool
from kamsheets.commissions.release import by_receipt, pay
from kamsheets.commissions.split import split
from kamsheets.formats import rmb

PLAN = {emp_id: fen(TOTALS[emp_id]) for emp_id in sorted(TOTALS)}


def test_pool_of_the_example() -> None:
    made = case().pool
    assert (made.net, made.tax, made.base, made.amount) == (341_592_920, 44_407_080, 341_592_920, 6_831_858)
    assert (made.basis, made.rate_mode, made.rate, made.coef) == ("collected_net", "whole", Fraction(2, 100), 1)
    assert rmb.upper(made.amount) == "人民币陆万捌仟叁佰壹拾捌元伍角捌分"


def test_the_same_net_under_the_marginal_scale_of_the_domain() -> None:
    policy = scale("另一表", (0, "1.0"), (1_000_000, "1.2"), (3_000_000, "1.5"))
    made = pool(deal(), policy)
    assert made.by_marginal == 4_023_894


def test_marginal_slices_are_shown_when_the_policy_uses_them() -> None:
    policy = scale("另一表", (0, "1.0"), (1_000_000, "1.2"), (3_000_000, "1.5"), rate_mode="marginal")
    made = pool(deal(), policy)
    assert made.amount == 4_023_894
    assert made.slices == (
        (100_000_000, Fraction(1, 100)), (200_000_000, Fraction(12, 1000)), (41_592_920, Fraction(15, 1000)),
    )  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_every_cell_of_the_matrix(stage: str) -> None:
    made = split(6_831_858, deal(), efforts(), view())
    amounts = {cell.emp_id: cell.amount for cell in made.cells if cell.stage == stage}
    total = next(share.amount for share in made.stages if share.stage == stage)
    assert (total, *(amounts.get(emp_id, 0) for emp_id in PEOPLE)) == tuple(map(fen, CELLS[stage]))


def test_member_totals() -> None:
    made = split(6_831_858, deal(), efforts(), view())
    assert made.members == PLAN
    assert sum(made.members.values()) == 6_831_858


def test_stage_shares_of_the_example() -> None:
    made = split(6_831_858, deal(), efforts(), view())
    assert [share.effective for share in made.stages] == [500, 500, 500, 2400, 3750, 2000, 1000, 800]


@pytest.mark.parametrize(
    ("what", "stage", "winner", "loser"),
    [
        ("equal remainders, larger weight first", "M6", "E010", "E002"),
        ("equal remainders and weights, lower employee number first", "M8", "E002", "E003"),
    ],
)
def test_ties_of_the_example(what: str, stage: str, winner: str, loser: str) -> None:
    spare = {
        cell.emp_id: cell.spare for cell in split(6_831_858, deal(), efforts(), view()).cells if cell.stage == stage
    }
    assert (spare[winner], spare[loser]) == (1, 0), what


def test_the_last_spare_cent_of_equal_stages_goes_to_the_earliest() -> None:
    first, second, third = split(6_831_858, deal(), efforts(), view()).stages[:3]
    assert (first.amount, second.amount, third.amount) == (298_335, 298_334, 298_334)


@pytest.mark.parametrize("number", range(4))
def test_every_release_of_the_example(number: int) -> None:
    lines = by_receipt(PLAN, fen("3860000"), receipts(*(row[0] for row in RELEASES)))
    now = {line.emp_id: line.released for line in lines if line.instalment == number + 1}
    assert tuple(now[emp_id] for emp_id in PEOPLE) == tuple(map(fen, RELEASES[number][1:5]))
    assert sum(now.values()) == fen(RELEASES[number][5])


def test_released_paid_before_and_balance_of_the_statement_in_the_dictionary() -> None:
    line = next(one for one in by_receipt(PLAN, fen("3860000"), receipts("1158000")) if one.emp_id == "E003")
    assert (line.plan, line.released, line.paid_before, line.balance) == (1_619_956, 485_986, 0, 1_133_970)


def test_three_parts_of_the_example() -> None:
    paid = [*receipts(*(row[0] for row in RELEASES[:3])), receipt("386000", 4, date(2026, 3, 31))]
    steps = three_part.steps(PLAN, fen("3860000"), paid, view(), date(2026, 12, 31))
    totals = [(step.part, step.day, sum(step.changes.values()), step.pay_by) for step in steps]
    assert totals == [
        (1, date(2025, 3, 15), 5_123_893, None),
        (2, date(2025, 12, 31), 1_024_779, None),
        (3, date(2026, 3, 31), 683_186, date(2026, 6, 30)),
    ]
    lines = pay(steps, PLAN, fen("3860000"))
    assert {emp: sum(line.released for line in lines if line.emp_id == emp) for emp in PLAN} == PLAN


def test_difficulties_of_the_example_are_those_of_the_domain() -> None:
    assert DIFFICULTY == ("1.0", "1.0", "1.0", "1.2", "1.5", "1.0", "1.0", "0.8")
