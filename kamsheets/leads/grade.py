"""线索定级: the grade of a lead from its two industry rankings, by the policy's grade table, hit policy *first*.

Both rankings must reach the bound of a grade (H s7: 年度销售业绩及经营利润排名). An unknown ranking is never guessed:
the grade stays blank. Where a company sets no split inside a pair, the policy's table holds the pair (``A/B``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
class Step:
    """What is missing to the next better grade: places to gain in each ranking (0: reached)."""

    grade: str
    sales: int
    profit: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A computed grade with its reason; ``hit`` is None when there is no grade."""

    ranks: Ranks
    hit: Grade | None
    """The row of the policy's grade table."""
    step: Step | None = None
    """None at the best grade and when there is no grade."""

    @property
    def grade(self) -> str:
        """The grade's code; empty when it is not known."""
        return self.hit.code if self.hit else ""

    @property
    def reason(self) -> str:
        """Message code of the reason: which ranking is missing, or that a row of the table was hit."""
        if self.ranks.worst is None:
            missing = [name for name in ("sales", "profit") if getattr(self.ranks, name) is None]
            return f"leads.grade.unknown.{'_'.join(missing)}"
        if self.hit is None:
            return "leads.grade.beyond"
        return "leads.grade.hit" if self.hit.max_rank is not None else "leads.grade.hit.rest"


def grade(ranks: Ranks, table: Sequence[Grade]) -> Graded:
    """The first row of ``table`` (best first) that both rankings reach, and what is missing to the row above it."""
    worst = ranks.worst
    if worst is None:
        return Graded(ranks, None)
    hit = next((k for k, row in enumerate(table) if row.max_rank is None or worst <= row.max_rank), None)
    if hit is None:
        return Graded(ranks, None)
    return Graded(ranks, table[hit], _step(ranks, table[hit - 1]) if hit else None)


def _step(ranks: Ranks, better: Grade) -> Step:
    # A row without a bound holds every ranking, so it is never the row above a hit; and a hit knows both rankings.
    assert better.max_rank is not None
    assert ranks.sales is not None
    assert ranks.profit is not None
    return Step(better.code, max(0, ranks.sales - better.max_rank), max(0, ranks.profit - better.max_rank))


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
