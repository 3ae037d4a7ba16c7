"""The rules against a second implementation, written apart: plain Fractions, no shared helper."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor

from commissions.builders import NO, STAGES, deal, view
from hypothesis import given, settings
from hypothesis import strategies as st

from kamsheets.commissions.records import Effort, Receipt
from kamsheets.commissions.release import by_receipt, outstanding
from kamsheets.commissions.split import split

AMOUNTS = st.integers(min_value=0, max_value=10**11)
LEVELS = st.lists(st.sampled_from(["0", "0.8", "1.0", "1.2", "1.5"]), min_size=8, max_size=8).filter(
    lambda levels: any(level != "0" for level in levels)
)
HOURS = st.lists(st.lists(st.decimals("0.01", "999.99", places=2), min_size=1, max_size=6), min_size=8, max_size=8)
WEIGHTS = [stage.commission_weight for stage in view().stages if not stage.closed]


def second_split(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Largest remainder, said another way: give the spare fen one by one to whoever is furthest below their share."""
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole for weight in weights]
    given_out = [floor(share) for share in exact]
    while sum(given_out) < total:
        behind = [(exact[i] - given_out[i], weights[i], -i) for i in range(len(weights))]
        given_out[behind.index(max(behind))] += 1
    return given_out


def rows(hours: Sequence[Sequence[object]]) -> list[Effort]:
    return [
        Effort(NO, stage, f"E{n:03d}", Fraction(str(amount)), "hours")
        for stage, own in zip(STAGES, hours, strict=True)
        for n, amount in enumerate(own, start=1)
    ]


@settings(max_examples=150, deadline=None)
@given(AMOUNTS, LEVELS, HOURS)
def test_the_split_is_that_of_the_second_implementation(
    total: int, levels: list[str], hours: list[list[object]]
) -> None:
    made = split(total, deal(levels=tuple(levels)), rows(hours), view())
    effective = [weight * Fraction(level) for weight, level in zip(WEIGHTS, levels, strict=True)]
    stages = second_split(total, effective)
    assert [share.amount for share in made.stages] == stages
    for stage, amount, level, own in zip(STAGES, stages, levels, hours, strict=True):
        cells = [cell.amount for cell in made.cells if cell.stage == stage]
        assert cells == ([] if level == "0" else second_split(amount, [Fraction(str(one)) for one in own]))


@settings(max_examples=150, deadline=None)
@given(AMOUNTS, LEVELS, HOURS)
def test_sums_agree_and_nobody_is_a_cent_off(total: int, levels: list[str], hours: list[list[object]]) -> None:
    made = split(total, deal(levels=tuple(levels)), rows(hours), view())
    assert sum(made.members.values()) == sum(share.amount for share in made.stages) == total
    for cell in made.cells:
        stage = next(share.amount for share in made.stages if share.stage == cell.stage)
        assert abs(cell.amount - Fraction(stage) * cell.effort / cell.of) < 1
        assert cell.spare in (0, 1)


@settings(max_examples=60, deadline=None)
@given(AMOUNTS, HOURS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(total: int, hours: list[list[object]], chance: object) -> None:
    ordered = rows(hours)
    shuffled = list(ordered)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert split(total, deal(), ordered, view()) == split(total, deal(), shuffled, view())


PLANS = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 10**8), min_size=1)
PARTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(PLANS, PARTS, st.integers(0, 10**9))
def test_releases_are_those_of_the_second_implementation(plans: dict[str, int], parts: list[int], more: int) -> None:
    contract = sum(parts) + more
    lines = by_receipt(plans, contract, [Receipt(NO, part, f"R{n}", instalment=n) for n, part in enumerate(parts)])
    for emp_id, plan in plans.items():
        mine = [line for line in lines if line.emp_id == emp_id]
        for k, line in enumerate(mine, start=1):
            exact = floor(Fraction(plan * sum(parts[:k]), contract))
            assert line.paid_before + line.released == exact
            assert 0 <= line.released <= plan
            assert line.balance == plan - exact
        if not more:
            assert sum(line.released for line in mine) == plan


@settings(max_examples=200, deadline=None)
@given(PLANS, PARTS, st.integers(1, 10**9), st.data())
def test_refund_and_repayment_of_any_receipt_return_to_the_same_state(
    plans: dict[str, int], parts: list[int], more: int, data: st.DataObject
) -> None:
    contract = sum(parts) + more
    paid = [Receipt(NO, part, f"R{n}", instalment=n) for n, part in enumerate(parts, start=1)]
    back = data.draw(st.sampled_from(paid))
    refund = replace(back, amount=-back.amount, receipt_no="T1", instalment=90, reverses=back.receipt_no)
    again = replace(back, receipt_no="T2", instalment=91)
    before = by_receipt(plans, contract, paid)
    after = by_receipt(plans, contract, [*paid, refund, again])
    total = {emp_id: sum(line.released for line in before if line.emp_id == emp_id) for emp_id in plans}
    assert total == {emp_id: sum(line.released for line in after if line.emp_id == emp_id) for emp_id in plans}
    assert outstanding(after) == {}
    mirrored = {line.emp_id: -line.change for line in after if line.receipt_no == "T1"}
    assert mirrored == {line.emp_id: line.change for line in after if line.receipt_no == back.receipt_no}
    assert all(line.released >= 0 and line.paid_before + line.released <= line.plan for line in after)
