"""What is stuck, and why: open projects with at least one reason, each with its days (H s21 未按时限、未达标准)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from kamsheets.pipeline.ageing import days_late, days_over_limit
from kamsheets.pipeline.check_steps import NEXT_STEP
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView

_steps = attrgetter(*NEXT_STEP)
Sign = Callable[[Project, PolicyView], int | None]
"""(project, policy) -> days it has been so (0: no days to count), or None when it is not so."""


def _late(project: Project, view: PolicyView) -> int | None:
    return days_late(project, view) or None


def _over_limit(project: Project, view: PolicyView) -> int | None:
    return days_over_limit(project, view) or None


def _no_next_step(project: Project, view: PolicyView) -> int | None:
    """Asked only of tabs that have columns for it: an export without them says nothing about next steps."""
    steps = _steps(project)
    if None not in steps:
        return None
    return (
        0
        if any(step is None and name in project.tab.columns for name, step in zip(NEXT_STEP, steps, strict=True))
        else None
    )


def _step_late(project: Project, view: PolicyView) -> int | None:
    due = project.next_action_due
    return (view.day - due).days if due is not None and due < view.day else None


def _signing_late(project: Project, view: PolicyView) -> int | None:
    expected = project.est_sign_date
    return (view.day - expected).days if expected is not None and expected < view.day else None


SIGNS: dict[str, Sign] = {
    "late": _late,
    "over_limit": _over_limit,
    "no_next_step": _no_next_step,
    "step_late": _step_late,
    "signing_late": _signing_late,
}
"""Reasons by name, worst first; the names are message codes ``pipeline.stuck.<name>``."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """An open project that does not move, and why: (reason, days), worst first."""

    project: Project
    reasons: tuple[tuple[str, int], ...]

    def days(self, reason: str) -> int | None:
        """Days of one reason; None when it is not among them."""
        return dict(self.reasons).get(reason)


def stuck(live: Iterable[Project], view: PolicyView) -> tuple[Stuck, ...]:
    """Those of the open projects ``live`` that have a reason, largest amount first."""
    found = []
    for project in live:
        signs = [(name, days) for name, sign in SIGNS.items() if (days := sign(project, view)) is not None]
        if signs:
            found.append(Stuck(project, tuple(signs)))
    return tuple(sorted(found, key=lambda s: -(s.project.est_amount or 0)))
