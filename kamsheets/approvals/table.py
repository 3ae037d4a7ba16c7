"""A decision table: rules over named inputs, a declared hit policy, and the record of how each rule fared.

The record is the trace an approver is shown: of every rule whether it hit, and if not, which input decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kamsheets.approvals.conditions import Condition, Value
from kamsheets.approvals.hits import SINGLE, HitConflictError, HitPolicy, decide

Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Out]):
    """One rule: all its tests must hit; ``output`` is what it then yields."""

    number: int
    """The row it stands in, as people count them."""
    tests: tuple[tuple[str, Condition], ...]
    """(input, test); an input without a test is free."""
    output: Out


@dataclass(frozen=True, slots=True)
class DecisionTable(Generic[Out]):
    """Rules in their order under one hit policy."""

    name: str
    policy: HitPolicy
    rules: tuple[Rule[Out], ...]
    order: tuple[Out, ...] = ()
    """Outputs, best first: only PRIORITY and OUTPUT ORDER need it."""

    def inputs(self) -> tuple[str, ...]:
        """The inputs some rule tests, in order of first appearance."""
        return tuple(dict.fromkeys(name for rule in self.rules for name, _ in rule.tests))


class State(StrEnum):
    """How a rule fared."""

    HIT = "hit"
    MISSED = "missed"
    OPEN = "open"
    """It depends on an input that is not known."""


@dataclass(frozen=True, slots=True)
class Tested(Generic[Out]):
    """A rule and how it fared; ``inputs`` are those that decided: the first that missed, or all that are not known."""

    rule: Rule[Out]
    state: State
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision(Generic[Out]):
    """The rules that decide, those left open for want of an input, and the whole trace."""

    policy: HitPolicy
    deciding: tuple[Rule[Out], ...]
    conflict: tuple[Rule[Out], ...]
    """Rules that break the hit policy by hitting together; then nothing decides."""
    open: tuple[Tested[Out], ...]
    trace: tuple[Tested[Out], ...]

    @property
    def uncovered(self) -> bool:
        """A table in which one rule decides, but no rule covers this case."""
        return self.policy in SINGLE and not (self.deciding or self.open or self.conflict)


def fare(rule: Rule[Out], facts: Mapping[str, Value | None]) -> Tested[Out]:
    """How ``rule`` fares with ``facts``; a miss of a known input outweighs what is not known."""
    unknown: tuple[str, ...] = ()
    for name, test in rule.tests:
        hit = test.hits(facts.get(name))
        if hit is False:
            return Tested(rule, State.MISSED, (name,))
        if hit is None:
            unknown += (name,)
    return Tested(rule, State.OPEN, unknown) if unknown else Tested(rule, State.HIT)


def evaluate(table: DecisionTable[Out], facts: Mapping[str, Value | None]) -> Decision[Out]:
    """What the table decides."""
    trace = tuple(fare(rule, facts) for rule in table.rules)
    hits = [tested.rule for tested in trace if tested.state is State.HIT]
    deciding: tuple[Rule[Out], ...] = ()
    conflict: tuple[Rule[Out], ...] = ()
    try:
        deciding = decide(table.policy, hits, lambda rule: rule.output, table.order)
    except HitConflictError:
        conflict = tuple(hits)
    return Decision(table.policy, deciding, conflict, _open(table.policy, trace, deciding), trace)


def _open(policy: HitPolicy, trace: Sequence[Tested[Out]], deciding: Sequence[Rule[Out]]) -> tuple[Tested[Out], ...]:
    """The open rules that could still change the decision."""
    if deciding and policy is HitPolicy.FIRST:
        trace = trace[: next(i for i, tested in enumerate(trace) if tested.rule is deciding[0])]
    elif deciding and policy in SINGLE:
        return ()
    return tuple(tested for tested in trace if tested.state is State.OPEN)
