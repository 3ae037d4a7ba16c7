"""The policy as it stands on one day: what the rules are given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import cast

from kamsheets.formats import provinces
from kamsheets.policy.types import (
    Choice,
    Delegation,
    Grade,
    HeaderNames,
    Industry,
    Input,
    Label,
    MatrixRow,
    Person,
    RateTier,
    Region,
    Role,
    Source,
    Stage,
    Value,
)

PROVINCES = tuple(
    Choice(code, Label(provinces.full(code), provinces.english(code), (provinces.short(code), code)))
    for code in provinces.CODES
)


@dataclass(frozen=True)
class PolicyView:
    """All decided values in force on ``day``. Made by ``Policy.as_of``; rules take it as an argument."""

    day: date
    values: Mapping[str, Value]
    stages: tuple[Stage, ...]
    roles: tuple[Role, ...]
    grades: tuple[Grade, ...]
    regions: tuple[Region, ...]
    industries: tuple[Industry, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    """Closed lists by the name the field catalogue calls them: the enumerations (``source_channel``), and made from
    the lists above ``milestone``, ``open_milestone``, ``role``, ``lead_grade``, ``region`` and ``industry``, whose
    rows also go by their code and by code and name together ('M5 技术突破'); and ``province`` of GB/T 2260."""
    tiers: tuple[RateTier, ...]
    matrix: tuple[MatrixRow, ...]
    people: tuple[Person, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    holidays: Mapping[date, bool] = field(default_factory=dict)
    """Days that differ from the plain week: True works (调休), False is off. Empty: no holiday table was given."""
    headers: tuple[HeaderNames, ...] = ()
    """Headers of a company's own sheets, beside those of the catalogue."""
    inputs: Mapping[str, Input] = field(default_factory=dict)
    """What the matrix may ask of a document, by name."""

    def __post_init__(self) -> None:
        lists: dict[str, Iterable[Stage | Role | Grade | Region | Industry]] = {
            "milestone": self.stages,
            "open_milestone": tuple(stage for stage in self.stages if not stage.closed),
            "role": self.roles,
            "lead_grade": self.grades,
            "region": self.regions,
            "industry": self.industries,
        }
        made = {name: tuple(map(_choice, rows)) for name, rows in lists.items()}
        object.__setattr__(self, "choices", {**self.choices, **made, "province": PROVINCES})

    def get(self, key: str) -> Value:
        """The value of a key with unit and source; raises ``KeyError`` for a key the policy does not know."""
        return self.values[key]

    def money(self, key: str) -> int:
        """A value in fen."""
        return cast(int, self.values[key].value)

    def number(self, key: str) -> int:
        """A whole number (days, ranks, counts)."""
        return cast(int, self.values[key].value)

    def optional_number(self, key: str) -> int | None:
        """A whole number that a company may leave unset."""
        return cast("int | None", self.values[key].value)

    def rate(self, key: str) -> Fraction:
        """A share or rate as a fraction of one."""
        return cast(Fraction, self.values[key].value)

    def text(self, key: str) -> str:
        """A chosen code or text."""
        return cast(str, self.values[key].value)

    def items(self, key: str) -> tuple[object, ...]:
        """A list value, such as the steps of the difficulty scale (Fractions)."""
        return cast("tuple[object, ...]", self.values[key].value)

    def source(self, key: str) -> Source:
        """Where the value comes from and since when."""
        return self.values[key].source

    def stage(self, code: str) -> Stage | None:
        """A stage by its code."""
        return self._stages.get(code)

    def marked(self, mark: str) -> Stage | None:
        """The first stage with a mark of the enumeration ``stage_mark`` (registrant, initiation, team, tender …)."""
        return next((stage for stage in self.stages if mark in stage.marks), None)

    def region_of(self, province: str) -> Region | None:
        """The region a province (two digits of GB/T 2260) belongs to."""
        return next((region for region in self.regions if province in region.provinces), None)

    def person(self, emp_id: str) -> Person | None:
        """A person by employee number."""
        return self._people.get(emp_id)

    def choice(self, listing: str, code: str) -> Choice | None:
        """A value of a closed list by its code; raises ``KeyError`` for a list the policy does not have."""
        return self._choices[listing].get(code)

    @cached_property
    def _stages(self) -> Mapping[str, Stage]:
        return {stage.code: stage for stage in reversed(self.stages)}

    @cached_property
    def _people(self) -> Mapping[str, Person]:
        return {person.emp_id: person for person in reversed(self.people)}

    @cached_property
    def _choices(self) -> Mapping[str, Mapping[str, Choice]]:
        return {name: {choice.code: choice for choice in reversed(listed)} for name, listed in self.choices.items()}


def _choice(row: Stage | Role | Grade | Region | Industry) -> Choice:
    names = (*row.label.aliases, row.code, f"{row.code} {row.label.zh}", f"{row.code} {row.label.en}")
    return Choice(row.code, replace(row.label, aliases=tuple(dict.fromkeys(names))))
