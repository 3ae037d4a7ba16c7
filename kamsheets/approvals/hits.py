"""Hit policies of decision tables (DMN 1.3 §8.2.10): which of the rules that hit decide, and what is an error.

A declared policy is a promise that can be broken: two hits under UNIQUE, or unequal outputs under ANY, are an error
that names the rules, never the first of them.

>>> decide(HitPolicy.FIRST, [3, 1, 2], output=str)
(3,)
>>> aggregate(HitPolicy.SUM, [100, 200, 300])
600
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

R = TypeVar("R")
Number: TypeAlias = int | Decimal | Fraction


class HitPolicy(StrEnum):
    """The policy a table declares, under its DMN name."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"
    SUM = "C+"
    MIN = "C<"
    MAX = "C>"
    COUNT = "C#"


SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
"""Policies under which one rule decides, so that every case needs a rule: a gap is a mistake."""


class HitConflictError(ValueError):
    """The rules that hit break the policy; never the first of them, always an error."""


def decide(
    policy: HitPolicy, hits: Sequence[R], output: Callable[[R], object], order: Sequence[object] = ()
) -> tuple[R, ...]:
    """The rules that decide among those that hit (given in table order).

    ``output`` gives what a rule yields; ``order`` lists outputs, best first, for PRIORITY and OUTPUT ORDER.
    Raises ``HitConflictError`` when UNIQUE or ANY is broken.
    """
    if contradict(policy, hits, output):
        raise HitConflictError(policy)
    if policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER):
        hits = sorted(hits, key=lambda rule: order.index(output(rule)))
    return tuple(hits[:1] if policy in SINGLE else hits)


def contradict(policy: HitPolicy, hits: Sequence[R], output: Callable[[R], object]) -> bool:
    """Whether rules that hit together break the policy: two under UNIQUE, unequal outputs under ANY."""
    if policy is HitPolicy.UNIQUE:
        return len(hits) > 1
    return policy is HitPolicy.ANY and any(output(rule) != output(hits[0]) for rule in hits)


def aggregate(policy: HitPolicy, values: Sequence[Number]) -> Number | None:
    """One number of the outputs collected under C+, C<, C> or C#; None when nothing was collected but to count."""
    if policy is HitPolicy.COUNT:
        return len(values)
    if not values:
        return None
    if policy is HitPolicy.SUM:
        return sum(values)
    return min(values) if policy is HitPolicy.MIN else max(values)
