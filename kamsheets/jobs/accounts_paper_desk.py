"""What the account papers are made from: the review's desk, the open projects, and whether people may appear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

from kamsheets.accounts.class_change import ClassChange, class_changes
from kamsheets.accounts.counting import counts
from kamsheets.accounts.kpi import Kpi, kpis
from kamsheets.accounts.line import Line
from kamsheets.accounts.register import Figures, Register
from kamsheets.jobs.accounts_desk import Desk
from kamsheets.pipeline.project import Project

T = TypeVar("T")
Cells: TypeAlias = dict[str, object]
"""What a template prints by name: texts, or rows that are cells again."""


@dataclass(frozen=True)
class PaperDesk(Desk):
    """The desk on which papers are written."""

    restricted: bool = False
    """Print what only a few may see: attitudes, stances and numbers of people (domain §7.5, U21)."""
    projects: Mapping[str, Sequence[Project]] | None = None
    """Open projects by company key; None: no pipeline was given."""
    lines: Mapping[str, Line] = field(init=False)
    """Of the review, by company key."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", {line.customer.key: line for line in self.review.lines})

    @cached_property
    def changes(self) -> Sequence[ClassChange]:
        """Accounts of another value class than a year ago."""
        now = {key: line.value_class for key, line in self.lines.items()}
        return class_changes(self.register.figures, now, self.review.year, self.view)

    def own_kpis(self, key: str) -> Mapping[str, Kpi]:
        """The KPI of one account alone, by code: the same rules on its part of the register."""
        score, best = self.lines[key].value.score, self.view.choices["value_class"][0].code
        own = alone(self.register, key, self.review.year)
        return {k.code: k for k in kpis(counts(own, [score], self.lines[key].value_class == best, self.view))}


def alone(register: Register, key: str, year: int | None) -> Register:
    """The part of a register that is about one account, as far as KPI are made of it; ``year``: the review's last.

    An account without that year gets it with nothing in it: its KPI are of the same year as everybody's.
    """
    figures = [f for f in register.figures.get(key, ()) if year is not None and f.year <= year]
    if year is not None and year not in {f.year for f in figures}:
        figures.append(Figures(key, year, 0, 0, 0))
    return Register(
        customers=_own(register.customers, key),
        figures={key: figures},
        people=_own(register.people, key),
        contacts=_own(register.contacts, key),
        answers=[answer for answer in register.answers if answer.account == key],
    )


def _own(held: Mapping[str, T], key: str) -> dict[str, T]:
    return {key: held[key]} if key in held else {}
