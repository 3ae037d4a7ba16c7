"""The policy as it stands on one day: what the rules are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar, cast

from kamsheets.policy.types import (
    Choice,
    Delegation,
    Grade,
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
    inputs: Mapping[str, Input] = field(default_factory=dict)
    """What the matrix may ask of a document, by name."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Enumeration or list of a catalogue field, by 'form.field' or field id: ``F4b.role`` -> ``decision_role``."""

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

    def listing(self, name: str) -> tuple[Choice, ...]:
        """The values of an enumeration, or of stages, open_stages, roles, grades, regions or industries, as choices.

        A row also goes by its code and by code and name together ('M5 技术突破'). Raises ``KeyError`` for no such list.
        """
        if name in self.choices:
            return self.choices[name]
        rows: dict[str, Sequence[Stage | Role | Grade | Region | Industry]] = {
            "stages": self.stages,
            "open_stages": [stage for stage in self.stages if not stage.closed],
            "roles": self.roles,
            "grades": self.grades,
            "regions": self.regions,
            "industries": self.industries,
        }
        return tuple(Choice(row.code, _with_code(row.code, row.label)) for row in rows[name])

    def choices_for(self, form: str, field_id: str) -> tuple[Choice, ...] | None:
        """The allowed values of a catalogue field, such as ('F2', 'tender_mode'); None when its values are free."""
        name = self.fields.get(f"{form}.{field_id}", self.fields.get(field_id))
        return None if name is None else self.listing(name)

    def stage(self, code: str) -> Stage | None:
        """A stage by its code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def marked(self, mark: str) -> Stage | None:
        """The first stage with a mark of the enumeration ``stage_mark`` (registrant, initiation, team, tender …)."""
        return next((stage for stage in self.stages if mark in stage.marks), None)

    def region_of(self, province: str) -> Region | None:
        """The region a province (two digits of GB/T 2260) belongs to."""
        return next((region for region in self.regions if province in region.provinces), None)

    def person(self, emp_id: str) -> Person | None:
        """A person by employee number."""
        return next((person for person in self.people if person.emp_id == emp_id), None)


def _with_code(code: str, label: Label) -> Label:
    names = (code, f"{code} {label.zh}", f"{code} {label.en}")
    return replace(label, aliases=tuple(dict.fromkeys((*label.aliases, *names))))
