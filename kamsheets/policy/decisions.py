"""Everything that was decided, by day: what the book holds, and a workbook overrides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kamsheets.policy.dated import Dated
from kamsheets.policy.types import (
    Delegation,
    Enumeration,
    Grade,
    HeaderNames,
    Holiday,
    Industry,
    Input,
    Key,
    MatrixRow,
    Member,
    Person,
    RateTier,
    Region,
    Role,
    Stage,
)


@dataclass(frozen=True)
class Decisions:
    """Keys, their dated values, and the dated rows of every list."""

    beginning: date
    """First day of the shipped book; what a workbook leaves undated holds from here."""
    keys: Mapping[str, Key]
    values: Mapping[str, tuple[Dated[object], ...]]
    """Per key its values, in the order of their days."""
    enumerations: Mapping[str, Enumeration]
    inputs: Mapping[str, Input]
    units: Mapping[str, str]
    """English names of the units."""
    choices: tuple[Dated[Member], ...] = ()
    roles: tuple[Dated[Role], ...] = ()
    regions: tuple[Dated[Region], ...] = ()
    industries: tuple[Dated[Industry], ...] = ()
    stages: tuple[Dated[Stage], ...] = ()
    grades: tuple[Dated[Grade], ...] = ()
    tiers: tuple[Dated[RateTier], ...] = ()
    matrix: tuple[Dated[MatrixRow], ...] = ()
    people: tuple[Dated[Person], ...] = ()
    delegations: tuple[Dated[Delegation], ...] = ()
    holidays: tuple[Dated[Holiday], ...] = ()
    headers: tuple[Dated[HeaderNames], ...] = ()
