"""线索定级: the grade of a lead from its two industry rankings, by the policy's grade table, hit policy *first*.

Both rankings must reach the bound of a grade (H s7: 年度销售业绩及经营利润排名). An unknown ranking is never guessed:
the grade stays blank. When the split inside a pair is not set, the pair itself is the grade (``A/B``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kamsheets.policy.types import Grade


@dataclass(frozen=True, slots=True)
class Ranks:
    """Places in the industry, 1 is the best; None: not known."""

    sales: int | None
    profit: int | None

    @property
    def worst(self) -> int | None:
        """The ranking that decides, or None while one of the two is unknown."""
        return None if self.sales is None or self.profit is None else max(self.sales, self.profit)


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the grade table as it is applied."""

    grade: str
    """A grade's code, or the pair when the split inside it is not set."""
    row: int
    """Row of the policy's grade table, 1-based."""
    max_rank: int | None
    """Both rankings must be at most this; None: any ranking."""
    follow_mode: str
    """Code in the enumeration ``follow_mode``; empty when the two grades of a pair are followed differently."""

    def holds(self, rank: int) -> bool:
        """Whether a lead whose worse ranking is ``rank`` belongs here or higher."""
        return self.max_rank is None or rank <= self.max_rank


@dataclass(frozen=True, slots=True)
class Step:
    """What is missing to the next better grade: places to gain in each ranking (0: reached)."""

    grade: str
    sales: int
    profit: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A computed grade with its reason; ``band`` is None when there is no grade."""

    ranks: Ranks
    band: Band | None
    step: Step | None = None
    """None at the best grade and when there is no grade."""

    @property
    def grade(self) -> str:
        """The grade as printed; empty when it is not known."""
        return self.band.grade if self.band else ""

    @property
    def reason(self) -> str:
        """Message code of the reason: which ranking is missing, or that a row of the table was hit."""
        if self.ranks.worst is None:
            missing = [name for name in ("sales", "profit") if getattr(self.ranks, name) is None]
            return f"leads.grade.unknown.{'_'.join(missing)}"
        return "leads.grade.hit" if self.band else "leads.grade.beyond"


def bands(grades: Sequence[Grade]) -> tuple[Band, ...]:
    """The grade table, best first, with the grades of a pair put together where no split is set.

    A split is not set when a grade of the pair that is not its last has no bound.
    """
    ordered = sorted(grades, key=lambda grade: grade.order)
    numbered = list(enumerate(ordered, 1))
    found: list[Band] = []
    for pair, group in groupby(numbered, key=lambda item: item[1].pair or item[1].code):
        found.extend(_bands_of_pair(pair, list(group)))
    return tuple(found)


def _bands_of_pair(pair: str, members: list[tuple[int, Grade]]) -> Iterator[Band]:
    if any(grade.max_rank is None for _, grade in members[:-1]):
        modes = {grade.follow_mode for _, grade in members}
        yield Band(pair, members[0][0], members[-1][1].max_rank, modes.pop() if len(modes) == 1 else "")
        return
    for row, grade in members:
        yield Band(grade.code, row, grade.max_rank, grade.follow_mode)


def grade(ranks: Ranks, table: Sequence[Band]) -> Graded:
    """The first row of ``table`` (best first) that both rankings reach, and what is missing to the row above it."""
    if ranks.worst is None:
        return Graded(ranks, None)
    hit = next((position for position, band in enumerate(table) if band.holds(ranks.worst)), None)
    if hit is None:
        return Graded(ranks, None)
    return Graded(ranks, table[hit], _step(ranks, table[hit - 1]) if hit else None)


def _step(ranks: Ranks, better: Band) -> Step:
    # A row without a bound holds every ranking, so it is never the row above a hit; and a hit knows both rankings.
    assert better.max_rank is not None
    assert ranks.sales is not None
    assert ranks.profit is not None
    return Step(better.grade, max(0, ranks.sales - better.max_rank), max(0, ranks.profit - better.max_rank))


@dataclass(frozen=True, slots=True)
class Settled:
    """The grade that counts, beside the computed one."""

    grade: str
    computed: str
    state: str
    """``computed``; ``overridden`` (a person's grade with a reason counts); ``unexplained`` (a differing grade
    without a reason: the computed one counts and the person is asked)."""


def settle(computed: str, typed: str, reason: str, earlier: str = "") -> Settled:
    """Which grade counts when one stands in the sheet already.

    ``typed`` is the grade in the sheet, ``reason`` why a person set it, ``earlier`` the computed grade of the last run:
    a typed grade that equals it was written by us and is simply replaced.
    """
    if typed in ("", computed) or (typed == earlier and not reason):
        return Settled(computed, computed, "computed")
    if reason:
        return Settled(typed, computed, "overridden")
    return Settled(computed, computed, "unexplained")
