"""项目分析会议题: what each region's meeting has to talk about (H s21).

Overdue stages, missing next steps, long since the last meeting; late projects are candidates for a rectification plan
(整改计划, JTF-014), and difficult or major ones among them the manager pushes in person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kamsheets.pipeline.check_team import is_major
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import reached
from kamsheets.pipeline.stuck import Stuck
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Item:
    """One project on the agenda."""

    project: Project
    reasons: tuple[tuple[str, int], ...]
    """(reason, days) as in ``stuck.SIGNS``."""
    rectify: bool
    """Candidate for a rectification plan: its stage is past the planned day or beyond its limit."""
    in_person: bool
    """Difficult or major: the sales manager pushes it himself."""
    days_since_meeting: int | None
    """None: no meeting is on record."""


def agenda(found: Iterable[Stuck], view: PolicyView) -> dict[str, tuple[Item, ...]]:
    """Items by region, in the policy's order; rectification first, then by amount."""
    items: dict[str, list[Item]] = {}
    for stuck in found:
        items.setdefault(stuck.project.region or "", []).append(_item(stuck, view))
    for own in items.values():
        own.sort(key=lambda item: (not item.rectify, not item.in_person, -(item.project.est_amount or 0)))
    return {region.code: tuple(items[region.code]) for region in view.regions if region.code in items}


def _item(stuck: Stuck, view: PolicyView) -> Item:
    project = stuck.project
    rectify = any(name in ("late", "over_limit") for name, _ in stuck.reasons) and reached(project, view, "team")
    last = project.last_meeting
    return Item(
        project,
        stuck.reasons,
        rectify,
        rectify and (bool(project.is_difficult) or is_major(project, view)),
        (view.day - last).days if last is not None and last <= view.day else None,
    )
