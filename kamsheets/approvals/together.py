"""One person's place in a route, and the joining of places: who would act twice in a row acts once (OCA #1141).

Joining reaches over consecutive steps only: A, A, B, A is signed A, B, A. What was joined is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kamsheets.approvals.notes import Note, joined, note
from kamsheets.approvals.steps import IN_TURN, VETO, share, signs, strength
from kamsheets.policy.types import MatrixRow, Person, Role

NOBODY, MERGED = "nobody", "merged"
"""Remarks: nobody was found; two steps of one person were joined."""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One person's place in a route."""

    step: int
    """1 for the first; equal numbers act side by side."""
    mode: str
    role: str
    """Role that acts."""
    asked: tuple[str, ...]
    """Roles the matrix asks for: another one where the step moved up, several where steps were joined."""
    person: Person | None
    """None: nobody was found, or there is no people sheet."""
    rows: tuple[MatrixRow, ...]
    """Matrix rows that ask for the step."""
    notes: tuple[Note, ...] = ()
    days: int | None = None
    refusal: str = "veto"

    def at(self, number: int) -> "RouteStep":
        """The same at another place."""
        return RouteStep(
            number,
            self.mode,
            self.role,
            self.asked,
            self.person,
            self.rows,
            self.notes,
            self.days,
            self.refusal,
        )

    @property
    def missing(self) -> bool:
        """Nobody was found: the route cannot be completed."""
        return any(remark.code == NOBODY for remark in self.notes)


def _in_order(steps: Iterable[RouteStep]) -> list[list[RouteStep]]:
    """Groups that act side by side; those of 依次 one after another."""
    groups: dict[tuple[int, int], list[RouteStep]] = {}
    turns: dict[tuple[int, str], int] = {}
    for step in steps:
        turn = turns.get((step.step, step.role), 0)
        turns[step.step, step.role] = turn + (step.mode == IN_TURN)
        groups.setdefault((step.step, turn), []).append(step)
    return [groups[key] for key in sorted(groups)]


def together(steps: Iterable[RouteStep], roles: Mapping[str, Role]) -> tuple[RouteStep, ...]:
    """Steps in order, with a person who would act in consecutive ones acting once, numbered 1, 2, …"""
    kept: list[list[RouteStep]] = []
    for group in _in_order(steps):
        current: list[RouteStep] = []
        for step in group:
            _add(step, current, kept[-1] if kept else [], roles)
        kept = [earlier for earlier in (*kept, current) if earlier]
    return tuple(step.at(number) for number, group in enumerate(kept, 1) for step in group)


def _add(step: RouteStep, current: list[RouteStep], before: list[RouteStep], roles: Mapping[str, Role]) -> None:
    """Add a step to its group, or join it with the same person's there or in the group before."""
    for group in (current, before):
        for i, twin in enumerate(group):
            if _same(step, twin):
                one = _joined(twin, step, roles)
                if signs(twin.mode) and not signs(step.mode):
                    group[i] = one
                else:
                    del group[i]
                    current.append(one)
                return
    current.append(step)


def _same(step: RouteStep, twin: RouteStep) -> bool:
    """One person in two steps that each need just him."""
    single = share(step.mode) is None and share(twin.mode) is None
    return single and step.person is not None and twin.person is not None and step.person.emp_id == twin.person.emp_id


def _joined(first: RouteStep, second: RouteStep, roles: Mapping[str, Role]) -> RouteStep:
    late = first if signs(first.mode) and not signs(second.mode) else second
    asked = tuple(dict.fromkeys((*first.asked, *second.asked)))
    names = tuple(roles[role].label for role in asked)
    return replace(
        late,
        mode=min(first.mode, second.mode, key=strength),
        asked=asked,
        rows=tuple(dict.fromkeys((*first.rows, *second.rows))),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes, note(MERGED, roles=joined(names))))),
        days=min((days for days in (first.days, second.days) if days is not None), default=None),
        refusal=VETO if VETO in (first.refusal, second.refusal) else late.refusal,
    )
