"""Stage history rebuilt from successive files: no database, only what each snapshot says (stage and day of entry)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Visit:
    """A project stood in a stage; ``entered`` None: the day was not given."""

    project_no: str
    stage: str
    entered: date | None


def visits(snapshots: Iterable[Iterable[Project]], earlier: Iterable[Visit] = ()) -> tuple[Visit, ...]:
    """Every stay the snapshots (oldest first) show, after the ``earlier`` ones; each once, in the order first seen.

    A project without a number has no history: nothing ties its rows together. A stay seen with and without its day
    of entry is one stay.
    """
    found = dict.fromkeys(earlier)
    for snapshot in snapshots:
        for project in snapshot:
            if project.project_no and project.milestone:
                found[Visit(project.project_no, project.milestone, project.milestone_in)] = None
    dated = {(visit.project_no, visit.stage) for visit in found if visit.entered}
    return tuple(v for v in found if v.entered or (v.project_no, v.stage) not in dated)


def stages_seen(history: Iterable[Visit]) -> Mapping[str, tuple[str, ...]]:
    """Stages by project number, in the order first seen."""
    seen: dict[str, dict[str, None]] = {}
    for visit in history:
        seen.setdefault(visit.project_no, {})[visit.stage] = None
    return {number: tuple(stages) for number, stages in seen.items()}


@dataclass(frozen=True, slots=True)
class Stay:
    """How long projects that have left a stage stood in it; ``stays`` is how many the median rests on."""

    stage: str
    stays: int
    median_days: float | None


def stays(history: Sequence[Visit], view: PolicyView) -> tuple[Stay, ...]:
    """One line a milestone. A stay lasts from its day of entry to the next day of entry of the same project."""
    by_project: dict[str, list[Visit]] = {}
    for visit in history:
        if visit.entered is not None:
            by_project.setdefault(visit.project_no, []).append(visit)
    days: dict[str, list[int]] = {}
    for own in by_project.values():
        for stage, spent in _spells(own):
            days.setdefault(stage, []).append(spent)
    return tuple(
        Stay(s.code, len(days.get(s.code, ())), median(days[s.code]) if s.code in days else None)
        for s in view.stages
        if not s.closed
    )


def _spells(own: Iterable[Visit]) -> Iterable[tuple[str, int]]:
    ordered = sorted((visit.entered, visit.stage) for visit in own if visit.entered)
    for (start, stage), (end, following) in pairwise(ordered):
        if stage != following:
            yield stage, (end - start).days


def backwards(history: Sequence[Visit], view: PolicyView) -> tuple[tuple[Visit, Visit], ...]:
    """(earlier stage, later stage) of a project where the later stage was entered before the earlier one."""
    order = {stage.code: stage.order for stage in view.stages}
    by_project: dict[str, list[Visit]] = {}
    for visit in history:
        if visit.entered is not None and visit.stage in order:
            by_project.setdefault(visit.project_no, []).append(visit)
    found = []
    for own in by_project.values():
        own.sort(key=lambda visit: order[visit.stage])
        found += [
            (a, b) for a, b in pairwise(own) if a.entered and b.entered and b.entered < a.entered and a.stage != b.stage
        ]
    return tuple(found)
