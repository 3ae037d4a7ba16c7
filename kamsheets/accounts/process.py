"""The six-stage standard process beside a company's own milestones (domain §6.1, S0)."""

from dataclasses import dataclass
from datetime import date

from kamsheets.policy.types import Choice, Stage
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class StandardStage:
    """A stage of the standard process, the node it must pass, and the milestones that belong to it."""

    stage: Choice
    node: Choice | None
    milestones: tuple[Stage, ...]


def standard_process(view: PolicyView) -> tuple[StandardStage, ...]:
    """All standard stages in order; one that no milestone belongs to has none."""
    nodes = {choice.code: choice for choice in view.choices["standard_node"]}
    ordered = sorted(view.choices["standard_stage"], key=lambda choice: choice.score or 0)
    return tuple(
        StandardStage(s, nodes.get(s.code), tuple(m for m in view.stages if m.standard == s.code)) for s in ordered
    )


def delivered_stage(acceptance: date | None, closed: date | None) -> tuple[str, ...]:
    """Dates the delivery stage after signing still lacks: 'acceptance', 'close'."""
    return tuple(name for name, day in (("acceptance", acceptance), ("close", closed)) if day is None)
