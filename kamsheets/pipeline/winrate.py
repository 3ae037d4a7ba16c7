"""Win rate, with its denominator beside it: the same wins give two rates fifteen points apart (semantics §0.10)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.core.money import Fen
from kamsheets.pipeline.outcomes import LOST, WON, closed_outcomes
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class WinRate:
    """Won over a named denominator, by number and by amount (contract amount where won, else the estimate)."""

    basis: str
    won: int
    of: int
    won_amount: Fen
    of_amount: Fen

    @property
    def by_number(self) -> Fraction | None:
        """None when the denominator is empty."""
        return Fraction(self.won, self.of) if self.of else None

    @property
    def by_amount(self) -> Fraction | None:
        """None when the denominator is empty."""
        return Fraction(self.won_amount, self.of_amount) if self.of_amount else None


@dataclass(frozen=True, slots=True)
class Reason:
    """How many projects ended so, and for this reason; ``reason`` '' where none was given."""

    outcome: str
    reason: str
    projects: int
    amount: Fen


def value(project: Project) -> Fen:
    """What a project is worth in a win rate: the contract where there is one, else the estimate."""
    signed = project.contract_amount if project.outcome == WON else None
    return signed if signed is not None else project.est_amount or 0


def win_rates(projects: Iterable[Project], view: PolicyView) -> tuple[WinRate, ...]:
    """Won over won and lost (``decided``), over all that have ended (``closed``), over every project (``all``)."""
    known, ends = list(projects), closed_outcomes(view)
    won = [project for project in known if project.outcome == WON]
    groups = {
        "decided": [project for project in known if project.outcome in (WON, LOST)],
        "closed": [project for project in known if project.outcome in ends],
        "all": known,
    }
    return tuple(
        WinRate(name, len(won), len(group), sum(map(value, won)), sum(map(value, group)))
        for name, group in groups.items()
    )


def reasons(projects: Iterable[Project], view: PolicyView) -> tuple[Reason, ...]:
    """Win and loss reasons of what has ended, most frequent first within each outcome."""
    counts: Counter[tuple[str, str]] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    ends = closed_outcomes(view)
    for project in projects:
        if project.outcome in ends:
            key = (project.outcome, project.outcome_reason or "")
            counts[key] += 1
            amounts[key] += value(project)
    order = sorted(counts, key=lambda key: (ends.index(key[0]), -counts[key], key[1]))
    return tuple(Reason(*key, counts[key], amounts[key]) for key in order)
