"""奖金总额: base x rate x project coefficient, rounded once, plus adjustments (domain §4.1).

``whole`` (全额累进) applies the tier's rate to the whole base, ``marginal`` (超额累进) each rate to its own slice,
``fixed`` the rate written for the deal. Tiers are half-open: at a bound the higher tier holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.commissions.records import Deal
from kamsheets.core.money import round_half_up, split_vat
from kamsheets.policy.types import RateTier, Source
from kamsheets.policy.view import PolicyView

CONTRACT_NET, COLLECTED_NET, GROSS_MARGIN, COLLECTED_MARGIN = (
    "contract_net",
    "collected_net",
    "gross_margin",
    "collected_margin",
)
WHOLE, MARGINAL, FIXED = "whole", "marginal", "fixed"


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool with everything it was made of. Amounts in fen."""

    gross: int
    vat_rate: Fraction
    net: int
    tax: int
    basis: str
    base: int
    rate_mode: str
    rate: Fraction
    """The rate applied; under ``marginal`` the effective one."""
    source: Source
    coef: Fraction
    earned: int
    """base x rate x coefficient, rounded half up to the fen."""
    adjustment: int
    amount: int
    """What is split: earned + adjustment, never below 0."""
    by_whole: int
    """The pool under 全额累进, for comparison."""
    by_marginal: int
    """The pool under 超额累进, for comparison."""
    slices: tuple[tuple[int, Fraction], ...] = ()
    """(fen, rate) of each slice under ``marginal``."""


def pool(deal: Deal, policy: PolicyView, received: int | None = None) -> Pool:
    """The pool of a deal; ``received`` (fen) is what came in, used when the deal closes short.

    Raises ``ValueError`` when a margin basis has no margin: check the deal first (``checks.deal_findings``).
    """
    gross = received if deal.closed_short and received is not None else deal.gross
    vat_rate = policy.rate("vat_goods") if deal.vat_rate is None else deal.vat_rate
    net, tax = split_vat(gross, vat_rate)
    basis = deal.basis or policy.text("commission_basis")
    base = _base(deal, basis, gross, net)
    coef = _decimal(policy, "coef_default") if deal.coef is None else deal.coef
    tiers = [tier for tier in policy.tiers if tier.scale == policy.text("rate_scale")]
    indicator = {"contract_gross": gross, "contract_net": net}.get(policy.text("tier_indicator"), base)
    tier = tier_of(indicator, tiers)
    slices = tuple(slices_of(base, tiers))
    exact = {
        WHOLE: base * tier.rate * coef,
        MARGINAL: sum((part * rate for part, rate in slices), Fraction(0)) * coef,
        FIXED: base * (deal.rate or Fraction(0)) * coef,
    }
    mode = FIXED if deal.rate is not None else policy.text("rate_mode")
    earned = round_half_up(exact[mode])
    amounts = {name: max(0, round_half_up(value) + deal.adjustment) for name, value in exact.items()}
    return Pool(
        gross=gross,
        vat_rate=vat_rate,
        net=net,
        tax=tax,
        basis=basis,
        base=base,
        rate_mode=mode,
        rate=exact[mode] / (base * coef) if base and coef else tier.rate,
        source=Source(_cell(deal)) if mode == FIXED else tier.source,
        coef=coef,
        earned=earned,
        adjustment=deal.adjustment,
        amount=amounts[mode],
        by_whole=amounts[WHOLE],
        by_marginal=amounts[MARGINAL],
        slices=slices if mode == MARGINAL else (),
    )


def tier_of(indicator: int, tiers: Sequence[RateTier]) -> RateTier:
    """The tier an amount (fen) falls into; the policy is refused at load unless a tier starts at 0."""
    return max((tier for tier in tiers if tier.lower <= max(indicator, 0)), key=lambda tier: tier.lower)


def slices_of(base: int, tiers: Sequence[RateTier]) -> list[tuple[int, Fraction]]:
    """The parts of ``base`` that lie in each tier, with their rates."""
    ordered = sorted(tiers, key=lambda tier: tier.lower)
    uppers = [*(tier.lower for tier in ordered[1:]), max(base, ordered[-1].lower)]
    parts = [(min(base, upper) - tier.lower, tier.rate) for tier, upper in zip(ordered, uppers, strict=True)]
    return [(part, rate) for part, rate in parts if part > 0]


def _base(deal: Deal, basis: str, gross: int, net: int) -> int:
    if basis in (CONTRACT_NET, COLLECTED_NET):
        return net
    if deal.margin is None:
        raise ValueError(f"{deal.project_no}: {basis} needs the margin")
    return round_half_up(Fraction(deal.margin * gross, deal.gross)) if gross != deal.gross else deal.margin


def _decimal(policy: PolicyView, key: str) -> Fraction:
    return Fraction(str(policy.get(key).value))


def _cell(deal: Deal) -> str:
    place = deal.where("rate")
    return f"{place.sheet}!{place.cell}" if place.cell else "P"
