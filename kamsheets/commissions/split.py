"""阶段 x 成员: the pool over stages by weight x difficulty, each stage over members by effort (domain §4.2-4.3).

Handbook s20: 项目成功后，项目小组成员按阶段推动的难度和工作量进行奖金的分配. Both splits use the largest remainder;
ties go to the larger weight, then to the earlier stage or the lower employee number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kamsheets.commissions.records import Deal, Effort
from kamsheets.core.shares import largest_remainder
from kamsheets.policy.view import PolicyView

REDISTRIBUTE = "redistribute"


@dataclass(frozen=True, slots=True)
class StageShare:
    """What a stage gets of the pool."""

    stage: str
    weight: int
    difficulty: Fraction
    effective: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class CellShare:
    """What a member gets of a stage, with what makes the figure checkable by hand."""

    stage: str
    emp_id: str
    effort: Fraction
    of: Fraction
    """All effort in the stage, in the same unit."""
    amount: int
    spare: int
    """Fen given by the largest remainder on top of the floored share: 0 or 1."""


@dataclass(frozen=True)
class Split:
    """A pool fully given out: cells add up to stages and to members, both to the pool."""

    pool: int
    stages: tuple[StageShare, ...]
    cells: tuple[CellShare, ...]

    @property
    def members(self) -> dict[str, int]:
        """Fen by employee number, in its order."""
        totals: dict[str, int] = {}
        for cell in sorted(self.cells, key=lambda cell: cell.emp_id):
            totals[cell.emp_id] = totals.get(cell.emp_id, 0) + cell.amount
        return totals


def company_lead(deal: Deal, policy: PolicyView) -> bool:
    """Whether the lead was registered for the company (director's leads, H s14)."""
    return bool(deal.registrant) and deal.registrant.split()[-1] == policy.text("company_registrant")


def difficulties(deal: Deal, policy: PolicyView) -> dict[str, Fraction]:
    """Difficulty by stage code; the registrant's stage of a company lead counts 0 under ``redistribute``."""
    default = Fraction(str(policy.get("difficulty_default").value))
    levels = {stage.code: deal.difficulty.get(stage.code, default) for stage in policy.stages if not stage.closed}
    first = policy.marked("registrant")
    if first and company_lead(deal, policy) and policy.text("company_lead_share") == REDISTRIBUTE:
        levels[first.code] = Fraction(0)
    return levels


def stage_shares(pool: int, deal: Deal, policy: PolicyView) -> tuple[StageShare, ...]:
    """The pool over all stages; raises ``ValueError`` when no stage has any weight."""
    levels = difficulties(deal, policy)
    stages = [stage for stage in policy.stages if not stage.closed]
    effective = [stage.commission_weight * levels[stage.code] for stage in stages]
    amounts = largest_remainder(pool, effective)
    return tuple(
        StageShare(stage.code, stage.commission_weight, levels[stage.code], weight, amount)
        for stage, weight, amount in zip(stages, effective, amounts, strict=True)
    )


def split(pool: int, deal: Deal, efforts: Sequence[Effort], policy: PolicyView) -> Split:
    """The whole matrix. ``efforts`` are the project's; a weighted stage must have effort (``checks`` says so first)."""
    shares = stage_shares(pool, deal, policy)
    by_stage = registered(deal, efforts, policy)
    cells = [cell for share in shares if share.effective for cell in _cells(share, by_stage.get(share.stage, {}))]
    return Split(pool, shares, tuple(cells))


def registered(deal: Deal, efforts: Sequence[Effort], policy: PolicyView) -> dict[str, dict[str, Fraction]]:
    """Effort by stage and employee number; a retained registrant stage belongs to the company itself."""
    by_stage: dict[str, dict[str, Fraction]] = {}
    for effort in efforts:
        members = by_stage.setdefault(effort.stage, {})
        earlier = members.get(effort.emp_id)
        members[effort.emp_id] = effort.amount if earlier is None else earlier + effort.amount
    first = policy.marked("registrant")
    if first and company_lead(deal, policy) and policy.text("company_lead_share") != REDISTRIBUTE:
        by_stage[first.code] = {policy.text("company_registrant"): Fraction(1)}
    elif first and deal.registrant and not by_stage.get(first.code):
        by_stage[first.code] = {registrant(deal, efforts, policy): Fraction(1)}
    return by_stage


def registrant(deal: Deal, efforts: Sequence[Effort], policy: PolicyView) -> str:
    """Employee number of the registrant, who may be written by number, by name or both; what nobody knows as written.

    Empty for a lead of the company, and where no registrant is given.
    """
    words = deal.registrant.split()
    if not words or company_lead(deal, policy):
        return ""
    by_name = {effort.member: effort.emp_id for effort in efforts} | {one.name: one.emp_id for one in policy.people}
    return by_name.get(words[0], words[0])


def _cells(share: StageShare, members: Mapping[str, Fraction]) -> list[CellShare]:
    people = sorted(emp_id for emp_id, effort in members.items() if effort)
    weights = [members[emp_id] for emp_id in people]
    whole = total(weights)
    amounts = largest_remainder(share.amount, weights)
    return [
        CellShare(share.stage, emp_id, weight, whole, amount, amount - _floor(share.amount, weight, whole))
        for emp_id, weight, amount in zip(people, weights, amounts, strict=True)
    ]


def _floor(amount: int, weight: Fraction, whole: Fraction) -> int:
    """``amount x weight / whole`` floored, without making fractions."""
    return amount * weight.numerator * whole.denominator // (weight.denominator * whole.numerator)


def total(amounts: Collection[Fraction]) -> Fraction:
    """The sum, over one common denominator: much faster than adding one after another."""
    scale = lcm(*(amount.denominator for amount in amounts))
    return Fraction(sum(amount.numerator * (scale // amount.denominator) for amount in amounts), scale)
