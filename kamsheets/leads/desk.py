"""What lead rules are given beside the sheet: the policy of the day and the people it names."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kamsheets.policy.types import Person
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True)
class Desk:
    """The policy on one day, indexed as lead rules ask for it."""

    view: PolicyView

    @property
    def day(self) -> date:
        """The day the rules are applied for."""
        return self.view.day

    def tagged(self, field_id: str, tag: str) -> frozenset[str]:
        """Codes of the values of an enumeration field that carry a tag, such as ``open`` of the lead status."""
        choices = self.view.choices.get(field_id, ())
        return frozenset(choice.code for choice in choices if tag in choice.tags)

    @cached_property
    def staff(self) -> Mapping[str, tuple[Person, ...]]:
        """People by employee number and by name; several may share a name."""
        found: dict[str, list[Person]] = defaultdict(list)
        for person in self.view.people:
            for key in {person.emp_id, person.name}:
                found[key].append(person)
        return {key: tuple(people) for key, people in found.items()}

    def people(self, reference: str) -> tuple[Person, ...]:
        """Who is meant by ``E002``, ``林晓`` or ``E002 林晓``: nobody, one, or several of one name."""
        parts = [part for part in re.split(r"[\s()（）/,，、]+", reference) if part]
        hits = [self.staff.get(part, ()) for part in parts]
        if len(parts) == 1:
            return hits[0]
        return tuple(person for person in hits[0] if all(person in hit for hit in hits[1:])) if hits else ()

    @cached_property
    def region_codes(self) -> frozenset[str]:
        """Codes of all regions."""
        return frozenset(region.code for region in self.view.regions)

    def region_name(self, code: str) -> tuple[str, str]:
        """Name of a region, zh and en; the code itself where the policy has no such region."""
        label = next((region.label for region in self.view.regions if region.code == code), None)
        return (label.zh, label.en) if label else (code, code)

    @cached_property
    def region_of(self) -> Mapping[str, str]:
        """Region code by province code (GB/T 2260, two digits)."""
        return {province: region.code for region in self.view.regions for province in region.provinces}

    @property
    def company(self) -> str:
        """The registrant of leads that belong to the company (公司)."""
        return self.view.text("company_registrant")

    @property
    def assigner(self) -> str:
        """Code of the role that assigns leads."""
        return self.view.text("assigner_role")

    @cached_property
    def headquarters(self) -> frozenset[str]:
        """Regions whose people work for every region."""
        return frozenset(region.code for region in self.view.regions if region.headquarters)
