"""How long, how late: days in the stage, days past the planned day, against the limit of the stage (H s21 未按时限)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from kamsheets.pipeline.project import Project
from kamsheets.policy.types import Stage
from kamsheets.policy.view import PolicyView


def deadline(project: Project, view: PolicyView) -> date | None:
    """The day by which the stage should be done: as planned, else entry plus the stage's limit, else unknown."""
    if project.milestone_due is not None:
        return project.milestone_due
    stage = view.stage(project.milestone or "")
    if stage is None or stage.max_days is None or project.milestone_in is None:
        return None
    return project.milestone_in + timedelta(days=stage.max_days)


def days_late(project: Project, view: PolicyView) -> int:
    """Days past the deadline of the stage on the policy's day; 0 on the deadline itself, and when there is none."""
    last = deadline(project, view)
    return 0 if last is None else max(0, (view.day - last).days)


def days_in_stage(project: Project, view: PolicyView) -> int | None:
    """Days since the project entered its stage; None without an entry day, or with one that is yet to come."""
    if project.milestone_in is None or project.milestone_in > view.day:
        return None
    return (view.day - project.milestone_in).days


def days_over_limit(project: Project, view: PolicyView) -> int:
    """Days beyond what the policy allows for the stage; 0 without a limit or an entry day."""
    stage, spent = view.stage(project.milestone or ""), days_in_stage(project, view)
    if stage is None or stage.max_days is None or spent is None:
        return 0
    return max(0, spent - stage.max_days)


@dataclass(frozen=True, slots=True)
class StageAge:
    """Ageing of the open projects of one stage; days are None when no project has a usable entry day."""

    stage: str
    projects: int
    dated: int
    median_days: float | None
    longest_days: int | None
    limit: int | None
    over_limit: int


def ageing(projects: Iterable[Project], view: PolicyView) -> tuple[StageAge, ...]:
    """One line a stage that holds any of the (open) projects, in the order of the stages."""
    held: dict[str, list[Project]] = {}
    for project in projects:
        held.setdefault(project.milestone or "", []).append(project)
    return tuple(_age(stage, held[stage.code], view) for stage in view.stages if stage.code in held)


def _age(stage: Stage, held: list[Project], view: PolicyView) -> StageAge:
    days = [spent for project in held if (spent := days_in_stage(project, view)) is not None]
    return StageAge(
        stage.code,
        len(held),
        len(days),
        median(days) if days else None,
        max(days, default=None),
        stage.max_days,
        sum(days_over_limit(project, view) > 0 for project in held),
    )
