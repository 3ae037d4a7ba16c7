"""From the old open total to the new one, step by step; start plus steps is the end, to the fen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kamsheets.core.money import Fen
from kamsheets.pipeline.movement import Change, Move
from kamsheets.pipeline.outcomes import Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.weight import probability, weighted
from kamsheets.policy.view import PolicyView

CHANCE = "chance"
"""Step of the weighted waterfall: what a changed probability (stage or judgement) did to projects that stayed open."""
MOVED_IN, MOVED_OUT = "moved_in", "moved_out"
"""Steps of a region's waterfall: open projects that came from or went to another region."""

ENDS = frozenset({Move.REOPENED, Move.WON, Move.LOST, Move.DROPPED, Move.SHELVED})
"""Moves that take a whole project into the open total or out of it."""

STEPS = (
    Move.NEW, Move.RECOUNTED, Move.REOPENED, MOVED_IN, Move.GROWN, CHANCE, Move.SHRUNK, Move.WON, Move.LOST,
    Move.DROPPED, Move.SHELVED, MOVED_OUT, Move.UNCOUNTED, Move.VANISHED,
)  # fmt: skip
"""Order in which steps are shown: what adds, what changes, what leaves."""


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: how many projects, and how much they added (negative: took away), in fen."""

    key: str
    projects: int
    amount: Fen


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Two totals and what lies between them."""

    start: Fen
    steps: tuple[Step, ...]
    end: Fen

    @property
    def gap(self) -> Fen:
        """What the steps fail to explain; always 0."""
        return self.start + sum(step.amount for step in self.steps) - self.end


Measure = Callable[[Project | None], Fen]
"""What a project adds to the total; 0 for None and for what is not open."""
Split = Callable[[Change, Fen, Fen], dict[str, Fen]]
"""How the difference of a project that stayed open divides into steps."""


def by_amount(found: Iterable[Change], view: PolicyView, region: str | None = None) -> Waterfall:
    """The waterfall of estimated amounts, of the department or of one region."""

    def amount(project: Project | None) -> Fen:
        return (project.est_amount or 0) if project and standing(project, view) is Standing.OPEN else 0

    return _fall(found, region, amount, lambda change, was, now: _grown(now - was))


def by_weight(found: Iterable[Change], view: PolicyView, region: str | None = None) -> Waterfall:
    """The waterfall of weighted amounts: for projects that stayed open, amount and probability stand apart."""

    def weight(project: Project | None) -> Fen:
        if project is None or standing(project, view) is not Standing.OPEN:
            return 0
        return weighted(project.est_amount or 0, probability(project, view))

    def split(change: Change, was: Fen, now: Fen) -> dict[str, Fen]:
        assert change.before is not None
        at_old_chance = weighted(change.amount_after, probability(change.before, view))
        return {**_grown(at_old_chance - was), CHANCE: now - at_old_chance}

    return _fall(found, region, weight, split)


def _grown(difference: Fen) -> dict[str, Fen]:
    return {Move.GROWN if difference > 0 else Move.SHRUNK: difference}


def _fall(found: Iterable[Change], region: str | None, measure: Measure, split: Split) -> Waterfall:
    start = end = 0
    counts: dict[str, int] = {}
    amounts: dict[str, Fen] = {}
    for change in found:
        before, after = _within(change.before, region), _within(change.after, region)
        was, now = measure(before), measure(after)
        start, end = start + was, end + now
        for key, amount in _effects(change, before, after, was, now, split).items():
            if amount:
                counts[key] = counts.get(key, 0) + 1
                amounts[key] = amounts.get(key, 0) + amount
    steps = tuple(Step(key, counts[key], amounts[key]) for key in STEPS if key in counts)
    return Waterfall(start, steps, end)


def _within(project: Project | None, region: str | None) -> Project | None:
    return project if project is None or region is None or project.region == region else None


def _effects(
    change: Change, before: Project | None, after: Project | None, was: Fen, now: Fen, split: Split
) -> dict[str, Fen]:
    if before is None and change.before is not None:
        return {MOVED_IN: now}
    if after is None and change.after is not None:
        return {MOVED_OUT: -was}
    if change.before and change.after and not {*change.moves} & ENDS:
        return split(change, was, now)
    return {change.moves[0]: now - was} if now != was else {}
