"""Gaps, overlaps and unreachable rules of a decision table, found before the first case is decided.

Every input falls into finitely many parts on which no test changes its answer: the ends that tests name and what lies
between them, or the values of a list. Walking the product of these parts, dropping the rules that miss, meets every
case there is; combinations that leave the same rules standing are walked once.

>>> from kamsheets.approvals.conditions import Interval
>>> low = Rule(1, (("amount", Condition((Interval(high=100, high_included=False),))),), "A")
>>> high = Rule(2, (("amount", Condition((Interval(low=200),))),), "B")
>>> found = examine(DecisionTable("size", HitPolicy.UNIQUE, (low, high)), {"amount": Domain(whole=True)})
>>> [(part.extent.low, part.extent.high) for case in found.gaps for _, part in case]
[(100, 200)]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from kamsheets.approvals.conditions import ANY, Condition, Interval, Value
from kamsheets.approvals.hits import SINGLE, HitPolicy, contradict
from kamsheets.approvals.table import DecisionTable, Rule

Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Domain:
    """The values an input can take: a list, or numbers from ``minimum`` on."""

    values: tuple[Value, ...] = ()
    """A closed list; empty: numbers."""
    whole: bool = False
    """Only whole numbers (fen, days): nothing lies between n and n + 1."""
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Values on which every test of a table answers alike, and one of them."""

    extent: Interval
    sample: Value

    def joined(self, following: "Part") -> "Part":
        """This part and the range that follows it, as one."""
        low, high = self.extent, following.extent
        return Part(Interval(low.low, high.high, low.low_included, high.high_included), self.sample)


Case: TypeAlias = tuple[tuple[str, Part], ...]
"""A combination of parts, one an input."""


@dataclass(frozen=True, slots=True)
class Coverage(Generic[Out]):
    """What is wrong with a table's rules; every list has one entry a combination of rules, with one case as example."""

    gaps: tuple[Case, ...]
    overlaps: tuple[tuple[tuple[Rule[Out], ...], Case], ...]
    unreachable: tuple[Rule[Out], ...]


def examine(table: DecisionTable[Out], domains: Mapping[str, Domain]) -> Coverage[Out]:
    """Gaps (of tables in which one rule decides), overlaps that break the hit policy, and rules that never decide."""
    inputs = table.inputs()
    parts = {name: list(_parts(table, name, domains[name])) for name in inputs}
    if table.policy not in SINGLE:
        return Coverage((), (), tuple(rule for rule in table.rules if not _satisfiable(rule, parts)))
    reached: set[int] = set()
    gaps: list[Case] = []
    overlaps: dict[tuple[int, ...], tuple[tuple[Rule[Out], ...], Case]] = {}
    for rules, case in _walk(table.rules, inputs, parts, set()):
        if not rules:
            gaps.append(case)
        if contradict(table.policy, rules, lambda rule: rule.output):
            overlaps.setdefault(tuple(rule.number for rule in rules), (rules, case))
        deciding = rules[:1] if table.policy is HitPolicy.FIRST else rules
        reached.update(id(rule) for rule in deciding)
    unreachable = tuple(rule for rule in table.rules if id(rule) not in reached)
    return Coverage(tuple(gaps), tuple(overlaps.values()), unreachable)


def _satisfiable(rule: Rule[Out], parts: Mapping[str, list[Part]]) -> bool:
    return all(any(test.hits(part.sample) for part in parts[name]) for name, test in rule.tests)


def _walk(
    rules: tuple[Rule[Out], ...],
    inputs: tuple[str, ...],
    parts: Mapping[str, list[Part]],
    seen: set[tuple[int, tuple[int, ...]]],
    case: Case = (),
) -> Iterator[tuple[tuple[Rule[Out], ...], Case]]:
    """(rules that hit, an example) for every combination of parts that differs in the rules it leaves standing."""
    if len(case) == len(inputs) or not rules:
        yield rules, case
        return
    here = len(case), tuple(map(id, rules))
    if here in seen:
        return
    seen.add(here)
    name = inputs[len(case)]
    for left, part in _runs(rules, name, parts[name]):
        yield from _walk(left, inputs, parts, seen, (*case, (name, part)))


def _runs(rules: tuple[Rule[Out], ...], name: str, parts: list[Part]) -> Iterator[tuple[tuple[Rule[Out], ...], Part]]:
    """Neighbouring parts that leave the same rules standing, joined; of one rule set the first run, of gaps all."""
    runs: list[tuple[tuple[Rule[Out], ...], Part]] = []
    for part in parts:
        left = tuple(rule for rule in rules if _test(rule, name).hits(part.sample))
        if runs and runs[-1][0] == left and not isinstance(part.sample, str | bool):
            runs[-1] = left, runs[-1][1].joined(part)
        else:
            runs.append((left, part))
    met: set[tuple[int, ...]] = set()
    for left, part in runs:
        key = tuple(map(id, left))
        if not left or key not in met:
            met.add(key)
            yield left, part


def _test(rule: Rule[Out], name: str) -> Condition:
    return next((test for tested, test in rule.tests if tested == name), ANY)


def _parts(table: DecisionTable[Out], name: str, domain: Domain) -> Iterator[Part]:
    if domain.values:
        yield from (Part(Interval(value, value), value) for value in domain.values)
        return
    ends = {end for rule in table.rules for end in _test(rule, name).ends() if isinstance(end, int | Fraction)}
    low: int | Fraction | None = domain.minimum
    included = True
    for end in sorted(end for end in ends if domain.minimum is None or end >= domain.minimum):
        if (sample := _inside(low, end, included, domain.whole)) is not None:
            yield Part(Interval(low, end, included, False), sample)
        yield Part(Interval(end, end), end)
        low, included = end, False
    yield Part(Interval(low, None, included), 0 if low is None else low if included else low + 1)


def _inside(low: int | Fraction | None, high: int | Fraction, included: bool, whole: bool) -> int | Fraction | None:
    """A value from ``low`` (or just above it) to below ``high``; None when there is none."""
    if low is None:
        return high - 1
    if included:
        return low if low < high else None
    if whole:
        return low + 1 if low + 1 < high else None
    return (low + high) / Fraction(2)
