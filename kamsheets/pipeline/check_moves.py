"""Moves that need a word: back, jumped (no skipping unless explained), vanished, renumbered, in the wrong order."""

from collections.abc import Iterable, Iterator, Sequence

from kamsheets.core.finding import Finding, finding
from kamsheets.pipeline.history import Visit, backwards
from kamsheets.pipeline.movement import Change, Move
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


def check_moves(found: Iterable[Change]) -> Iterator[Finding]:
    """Findings of all changes, at the cells of the new snapshot (of the old one for what has vanished)."""
    for change in found:
        before, after = change.before, change.after
        if before is None:
            continue
        if after is None:
            if Move.VANISHED in change.moves and change.amount_before:
                yield finding("PL62", before.place("project_no"), before.project_no or before.project_name)
            continue
        if Move.FELL_BACK in change.moves:
            yield finding("PL60", after.place("milestone"), after.milestone, before=before.milestone)
        if change.skipped:
            skipped = "、".join(change.skipped)
            yield finding("PL61", after.place("milestone"), after.milestone, before=before.milestone, skipped=skipped)
        if Move.RENUMBERED in change.moves:
            yield finding("PL63", after.place("project_no"), after.project_no, before=before.project_no)


def check_history(projects: Iterable[Project], history: Sequence[Visit], view: PolicyView) -> Iterator[Finding]:
    """A later stage is not entered before an earlier one; said at the project as it is now."""
    now = {project.project_no: project for project in projects if project.project_no}
    for earlier, later in backwards(history, view):
        project = now.get(later.project_no)
        if project is not None and project.milestone == later.stage:
            place, facts = project.place("milestone_in"), {"stage": later.stage, "earlier": earlier.stage}
            yield finding("PL64", place, later.entered, day=earlier.entered, **facts)
