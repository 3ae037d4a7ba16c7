"""Next steps and meetings: what comes next, who does it, by when; when the project was last discussed (H s21)."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding, finding
from kamsheets.pipeline.people import spellings, team
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import is_open, reached
from kamsheets.policy.view import PolicyView

NEXT_STEP = {"next_action": "PL30", "next_action_owner": "PL35", "next_action_due": "PL36"}
"""What a next step consists of, and the code said when a part is missing."""


def next_step_missing(project: Project, view: PolicyView) -> Iterator[Finding]:
    """An open project has a next step with an owner and a day."""
    if is_open(project, view):
        for name, code in NEXT_STEP.items():
            if getattr(project, name) is None:
                yield finding(code, project.place(name))


def next_step_late(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The day of the next step is past."""
    due = project.next_action_due
    if due is not None and due < view.day and is_open(project, view):
        yield finding("PL31", project.place("next_action_due"), due, days=(view.day - due).days)


def owner_outside_team(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The owner of the next step is one of the team."""
    owner, people = project.next_action_owner, team(project)
    if owner is None or not people or not is_open(project, view):
        return
    known = frozenset().union(*(spellings(reference, view) for reference in people))
    if not spellings(owner, view) & known:
        yield finding("PL32", project.place("next_action_owner"), owner)


def meeting_overdue(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Projects with a team are discussed at the policy's interval (H s21, C1)."""
    if not (is_open(project, view) and reached(project, view, "team")):
        return
    interval = view.number("analysis_interval_days")
    if project.last_meeting is None:
        yield finding("PL33", project.place("last_meeting"), interval=interval)
    elif (days := (view.day - project.last_meeting).days) > interval:
        yield finding("PL34", project.place("last_meeting"), project.last_meeting, days=days, interval=interval)


RULES = (next_step_missing, next_step_late, owner_outside_team, meeting_overdue)
