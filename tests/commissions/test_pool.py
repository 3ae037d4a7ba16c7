"""Pools: tiers one fen to each side of every edge, bases, coefficient, adjustments, a deal that closes short."""

from dataclasses import replace
from fractions import Fraction

import pytest
from commissions.builders import deal, fen, scale, view

from kamsheets.commissions.pool import pool, slices_of, tier_of
from kamsheets.commissions.records import Deal, Effort
from kamsheets.commissions.split import split

TIERS = [tier for tier in view().tiers if tier.scale == view().text("rate_scale")]


@pytest.mark.parametrize(
    ("amount", "percent"),
    [
        ("0.01", "1.5"), ("1999999.99", "1.5"), ("2000000.00", "2.0"), ("2000000.01", "2.0"),
        ("3999999.99", "2.0"), ("4000000.00", "2.5"), ("4000000.01", "2.5"), ("5000000.00", "2.5"),
        ("5999999.99", "2.5"), ("6000000.00", "3.0"), ("6000000.01", "3.0"), ("900000000.00", "3.0"),
    ],
)  # fmt: skip
def test_the_tier_at_between_and_one_fen_beside_every_edge(amount: str, percent: str) -> None:
    assert tier_of(fen(amount), TIERS).rate == Fraction(percent) / 100
    made = pool(deal(amount, vat_rate=Fraction(0)), view())
    assert made.rate == Fraction(percent) / 100


def test_an_amount_between_two_whole_bounds_earns_its_tier() -> None:
    """Public counter-example: 10,000.50 between [0, 10,000] and [10,001, …] earned nothing."""
    policy = scale("整数", (0, "1"), (10_001, "2"))
    assert pool(deal("10000.50", vat_rate=Fraction(0)), policy).amount == 10_001  # 100.005 yuan, half up


@pytest.mark.parametrize(
    ("amount", "marginal"),
    [("2000000.00", "30000.00"), ("2000000.01", "30000.00"), ("2000000.25", "30000.01"), ("6000000.00", "120000.00")],
)
def test_marginal_pools_have_no_cliff(amount: str, marginal: str) -> None:
    assert pool(deal(amount, vat_rate=Fraction(0)), view()).by_marginal == fen(marginal)


def test_slices_add_up_to_the_base() -> None:
    for base in (0, 1, 200_000_000, 200_000_001, 1_234_567_890):
        assert sum(part for part, _ in slices_of(base, TIERS)) == base


@pytest.mark.parametrize(
    ("what", "facts", "amount"),
    [
        ("contract amount without VAT", {"basis": "contract_net"}, "68318.58"),
        ("money received without VAT", {"basis": "collected_net"}, "68318.58"),
        ("gross margin", {"basis": "gross_margin", "margin": fen("800000")}, "16000.00"),
        ("margin received", {"basis": "collected_margin", "margin": fen("800000.25")}, "16000.01"),
        ("a rate of its own", {"rate": Fraction(3, 100)}, "102477.88"),
        ("coefficient at its lower bound", {"coef": Fraction(1, 2)}, "34159.29"),
        ("coefficient at its upper bound", {"coef": Fraction(3, 2)}, "102477.88"),
        ("a deduction after rounding", {"adjustment": -fen("318.58")}, "68000.00"),
        ("an award after rounding", {"adjustment": fen("0.42")}, "68319.00"),
        ("a deduction above the pool leaves nothing", {"adjustment": -fen("68318.59")}, "0.00"),
        ("6 % VAT", {"vat_rate": Fraction(6, 100)}, "72830.19"),
    ],
)
def test_bases_rates_and_adjustments(what: str, facts: dict[str, object], amount: str) -> None:
    assert pool(deal(**facts), view()).amount == fen(amount), what


def test_a_deal_that_closes_short_counts_what_was_received() -> None:
    made = pool(deal(closed_short=True), view(), fen("1930000"))
    assert (made.gross, made.net, made.amount) == (fen("1930000"), fen("1707964.60"), fen("25619.47"))


def test_a_margin_shrinks_with_the_money_when_the_deal_closes_short() -> None:
    short = deal(closed_short=True, basis="collected_margin", margin=fen("800000"))
    assert pool(short, view(), fen("1930000")).base == fen("400000")


def test_a_margin_basis_without_margin_is_refused() -> None:
    with pytest.raises(ValueError, match="margin"):
        pool(deal(basis="gross_margin"), view())


def test_a_company_with_six_stages_of_other_names_splits_by_its_own_weights() -> None:
    weights = (1000, 1500, 2000, 2500, 2000, 1000)
    usual = view()
    stages = tuple(
        replace(stage, code=f"阶段{n}", commission_weight=weight, marks=())
        for n, (stage, weight) in enumerate(zip(usual.stages, weights, strict=False), start=1)
    )
    policy = replace(usual, stages=stages)
    own = Deal("P", fen("1000000"), difficulty={"阶段3": Fraction(0)})
    rows = [Effort("P", stage.code, "E1", Fraction(100), "percent") for stage in stages if stage.code != "阶段3"]
    made = split(1_000_000, own, rows, policy)
    assert [share.amount for share in made.stages] == [125_000, 187_500, 0, 312_500, 250_000, 125_000]
    assert made.members == {"E1": 1_000_000}
