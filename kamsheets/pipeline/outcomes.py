"""项目结果: how each outcome stands towards the sums (domain §2.2).

Names, and further outcomes of a company, are policy data: the tags ``closed`` and ``shelved`` of the enumeration say
what an outcome means. Code relies on the codes of won and lost only.
"""

from collections.abc import Mapping
from enum import StrEnum

from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView

OPEN = "open"
WON = "won"
LOST = "lost"


class Standing(StrEnum):
    """Which of three totals a project belongs to; they are never added without saying so."""

    OPEN = "open"
    CLOSED = "closed"
    SHELVED = "shelved"


def standings(view: PolicyView) -> Mapping[str, Standing]:
    """The standing of every outcome of the policy; one without a tag is still open (进行中)."""
    return {
        choice.code: next((s for s in (Standing.CLOSED, Standing.SHELVED) if s in choice.tags), Standing.OPEN)
        for choice in view.choices["outcome"]
    }


def standing(project: Project, view: PolicyView) -> Standing:
    """Where a project stands. Without an outcome its stage decides: after the last milestone (结案) it is closed."""
    if project.outcome is not None:
        return standings(view)[project.outcome]
    stage = view.stage(project.milestone or "")
    return Standing.CLOSED if stage is not None and stage.closed else Standing.OPEN


def closed_outcomes(view: PolicyView) -> tuple[str, ...]:
    """Outcomes with which a project has ended, in the policy's order."""
    return tuple(code for code, stands in standings(view).items() if stands is Standing.CLOSED)
