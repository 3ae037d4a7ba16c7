"""The policy as it stands on one day: what the rules are given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

from kamsheets.policy.types import (
    Choice,
    Delegation,
    Grade,
    Industry,
    MatrixRow,
    Person,
    RateTier,
    Region,
    Role,
    Source,
    Stage,
    Value,
)

T = TypeVar("T")


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
    """Enumerations by name (the field id in the catalogue, such as ``source_channel``)."""
    tiers: tuple[RateTier, ...]
    matrix: tuple[MatrixRow, ...]
    people: tuple[Person, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    holidays: Mapping[date, bool] = field(default_factory=dict)
    """Days that differ from the plain week: True works (调休), False is off. Empty: no holiday table was given."""

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
        return next((stage for stage in self.stages if stage.code == code), None)

    def person(self, emp_id: str) -> Person | None:
        """A person by employee number."""
        return next((person for person in self.people if person.emp_id == emp_id), None)
