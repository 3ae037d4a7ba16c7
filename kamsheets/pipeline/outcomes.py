"""项目结果: how each outcome stands towards the sums (domain §2.2).

Names, and further outcomes of a company, are policy data: the tags ``closed`` and ``shelved`` of the enumeration say
what an outcome means. Code relies on the codes of won and lost only.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

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


def standing(project: Project, view: PolicyView) -> Standing:
    """Where a project stands; an outcome without a tag is still open (进行中).

    Without an outcome its stage decides: after the last milestone (结案) a project is closed.
    """
    return _standing(project.outcome, project.milestone, view)


def standings(projects: Iterable[Project], view: PolicyView) -> list[Standing]:
    """The ``standing`` of each project; there are many projects and few pairs of outcome and stage."""
    decide = cache(lambda outcome, milestone: _standing(outcome, milestone, view))
    return [decide(project.outcome, project.milestone) for project in projects]


def _standing(outcome: str | None, milestone: str | None, view: PolicyView) -> Standing:
    if outcome is None:
        stage = view.stage(milestone or "")
        return Standing.CLOSED if stage is not None and stage.closed else Standing.OPEN
    choice = view.choice("outcome", outcome)
    tags = choice.tags if choice else ()
    if Standing.CLOSED in tags:
        return Standing.CLOSED
    return Standing.SHELVED if Standing.SHELVED in tags else Standing.OPEN


def closed_outcomes(view: PolicyView) -> tuple[str, ...]:
    """Outcomes with which a project has ended, in the policy's order."""
    return tuple(choice.code for choice in view.choices["outcome"] if Standing.CLOSED in choice.tags)
