"""What moved between two snapshots, project by project: stage, amount, date, name, number, region, outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kamsheets.core.money import Fen
from kamsheets.pipeline.counting import Counted
from kamsheets.pipeline.matching import Pair, pairs
from kamsheets.pipeline.outcomes import LOST, WON, Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


class Move(StrEnum):
    """What can happen to a project between two snapshots; several may happen at once."""

    NEW = "new"
    RECOUNTED = "recounted"
    """It was in the old snapshot but could not be counted there."""
    REOPENED = "reopened"
    GROWN = "grown"
    SHRUNK = "shrunk"
    WON = "won"
    LOST = "lost"
    DROPPED = "dropped"
    """Ended otherwise: cancelled by the customer, abandoned by us, or 结案 without an outcome."""
    SHELVED = "shelved"
    UNCOUNTED = "uncounted"
    """It is in the new snapshot but cannot be counted there, or in a file that cannot be read."""
    VANISHED = "vanished"
    ADVANCED = "advanced"
    FELL_BACK = "fell_back"
    SLIPPED = "slipped"
    PULLED_IN = "pulled_in"
    RENAMED = "renamed"
    RENUMBERED = "renumbered"
    REASSIGNED = "reassigned"
    """It moved to another region."""


@dataclass(frozen=True, slots=True)
class Change:
    """One project then and now, and what happened to it. Amounts in fen, 0 while it is not open."""

    before: Project | None
    after: Project | None
    moves: tuple[Move, ...]
    amount_before: Fen
    amount_after: Fen
    stages: int = 0
    """Stages forward (negative: back)."""
    skipped: tuple[str, ...] = ()
    """Stages jumped over that the policy does not let anyone skip."""
    days: int = 0
    """Days the expected signing moved out (negative: in)."""

    @property
    def project(self) -> Project:
        """The project as it is now, or as it last was."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(old: Counted, new: Counted, view: PolicyView, *, unread: bool = False) -> tuple[Change, ...]:
    """Every project of either snapshot, once, with its moves; both sides are read under the policy of today.

    ``unread``: a file of the new snapshot could not be read. Projects of a region that has none now stand in it.
    """
    left_out_then = {e.project.project_no for e in old.excluded if e.project.project_no}
    left_out_now = {e.project.project_no for e in new.excluded if e.project.project_no}
    if unread:
        regions = {project.region for project in new.projects}
        left_out_now |= {p.project_no for p in old.projects if p.project_no and p.region not in regions}
    return tuple(_change(pair, view, left_out_then, left_out_now) for pair in pairs(old.projects, new.projects))


def _change(pair: Pair, view: PolicyView, left_out_then: set[str], left_out_now: set[str]) -> Change:
    before, after = pair.before, pair.after
    ends = [_ends(pair, view, left_out_then, left_out_now)]
    if before is None or after is None:
        return Change(before, after, tuple(filter(None, ends)), _open(before, view), _open(after, view))
    steps, skipped = _steps(before, after, view)
    days = (after.est_sign_date - before.est_sign_date).days if before.est_sign_date and after.est_sign_date else 0
    still_open = standing(after, view) is Standing.OPEN
    moves = [
        *ends,
        Move.ADVANCED if steps > 0 else Move.FELL_BACK if steps < 0 else None,
        (Move.SLIPPED if days > 0 else Move.PULLED_IN if days < 0 else None) if still_open else None,
        Move.RENAMED if before.project_name != after.project_name else None,
        Move.RENUMBERED if before.project_no != after.project_no else None,
        Move.REASSIGNED if before.region != after.region else None,
    ]
    return Change(
        before, after, tuple(filter(None, moves)), _open(before, view), _open(after, view), steps, skipped, days
    )


def _open(project: Project | None, view: PolicyView) -> Fen:
    if project is None or standing(project, view) is not Standing.OPEN:
        return 0
    return project.est_amount or 0


def _ends(pair: Pair, view: PolicyView, left_out_then: set[str], left_out_now: set[str]) -> Move | None:
    """What happened to the open amount: exactly one of these, or nothing."""
    before, after = pair.before, pair.after
    if before is None:
        assert after is not None
        return Move.RECOUNTED if after.project_no in left_out_then else Move.NEW
    if after is None:
        return Move.UNCOUNTED if before.project_no in left_out_now else Move.VANISHED
    was, now = standing(before, view), standing(after, view)
    if now is not Standing.OPEN:
        return _ended(after, now) if was is not now or before.outcome != after.outcome else None
    if was is not Standing.OPEN:
        return Move.REOPENED
    difference = (after.est_amount or 0) - (before.est_amount or 0)
    return Move.GROWN if difference > 0 else Move.SHRUNK if difference < 0 else None


def _ended(project: Project, now: Standing) -> Move:
    if now is Standing.SHELVED:
        return Move.SHELVED
    return {WON: Move.WON, LOST: Move.LOST}.get(project.outcome or "", Move.DROPPED)


def _steps(before: Project, after: Project, view: PolicyView) -> tuple[int, tuple[str, ...]]:
    old, new = view.stage(before.milestone or ""), view.stage(after.milestone or "")
    if old is None or new is None:
        return 0, ()
    between = (s for s in view.stages if old.order < s.order < new.order)
    return new.order - old.order, tuple(s.code for s in between if not s.skippable)


def with_move(found: Iterable[Change], move: Move) -> list[Change]:
    """The changes in which ``move`` happened, largest amount first."""
    hits = [change for change in found if move in change.moves]
    return sorted(hits, key=lambda c: -max(c.amount_before, c.amount_after))
