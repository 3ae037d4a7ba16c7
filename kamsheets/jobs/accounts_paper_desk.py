"""What the account papers are made from: the review's desk, the open projects, and whether people may appear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

from kamsheets.accounts.class_change import ClassChange, class_changes
from kamsheets.accounts.kpi import Kpi
from kamsheets.accounts.register import Register
from kamsheets.accounts.review import Line, review
from kamsheets.jobs.accounts_pages import Desk
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
        return {kpi.code: kpi for kpi in review(alone(self.register, key), self.view).kpis}


def alone(register: Register, key: str) -> Register:
    """The part of a register that is about one account, as far as KPI are made of it."""
    return Register(
        customers=_own(register.customers, key),
        figures=_own(register.figures, key),
        people=_own(register.people, key),
        contacts=_own(register.contacts, key),
        answers=[answer for answer in register.answers if answer.account == key],
    )


def _own(held: Mapping[str, T], key: str) -> dict[str, T]:
    return {key: held[key]} if key in held else {}
