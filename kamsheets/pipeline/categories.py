"""Forecast categories, individual and cumulative: two different numbers, labelled apart (semantics B2.3).

A category is what the policy calls the stages that are about equally sure. Cumulative adds everything surer to it,
signed contracts first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kamsheets.core.money import Fen
from kamsheets.pipeline.outcomes import WON
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rollup import Line
from kamsheets.policy.view import PolicyView

SIGNED = "signed"
"""Key of the surest line: won projects at their contract amount (the estimate where no contract amount is given)."""


@dataclass(frozen=True, slots=True)
class Category:
    """One forecast category; amounts in fen, unweighted."""

    key: str
    projects: int
    amount: Fen
    cumulative_projects: int
    cumulative_amount: Fen


def categories(milestones: Iterable[Line], projects: Iterable[Project], view: PolicyView) -> tuple[Category, ...]:
    """From the surest (signed) to the least sure; open lines by stage are taken from the roll-up."""
    won = [p for p in projects if p.outcome == WON]
    groups: dict[str, tuple[int, Fen]] = {
        SIGNED: (len(won), sum(p.contract_amount or p.est_amount or 0 for p in won)),
    }
    by_stage = {line.key: line for line in milestones}
    for stage in sorted(view.stages, key=lambda stage: -stage.order):
        if (line := by_stage.get(stage.code)) is not None:
            count, amount = groups.get(stage.category, (0, 0))
            groups[stage.category] = (count + line.projects, amount + line.est_amount)
    return tuple(_running(groups))


def _running(groups: dict[str, tuple[int, Fen]]) -> Iterable[Category]:
    all_projects = all_amount = 0
    for key, (count, amount) in groups.items():
        all_projects, all_amount = all_projects + count, all_amount + amount
        yield Category(key, count, amount, all_projects, all_amount)


def standard_process(milestones: Iterable[Line], view: PolicyView) -> tuple[Line, ...]:
    """The same sums by the stages of the six-stage standard process (domain §6.1), as the policy maps them.

    A stage without a mapping stands under ''. Empty where the policy maps none.
    """
    sums: dict[str, Line] = {}
    for line in milestones:
        stage = view.stage(line.key)
        key = stage.standard if stage else ""
        before = sums.get(key, Line(key))
        sums[key] = Line(
            key,
            before.projects + line.projects,
            before.est_amount + line.est_amount,
            before.weighted_amount + line.weighted_amount,
            before.overdue + line.overdue,
        )
    return tuple(sums.values()) if set(sums) - {""} else ()
