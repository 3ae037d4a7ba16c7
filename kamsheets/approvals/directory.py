"""Who holds which role on one day, nearest first, and who stands in for whom (domain §3.2 rule 2).

Delegations are half-open ``[start, until)``. A chain of them is followed to its end, but never in a circle, never
longer than the policy allows, and never to somebody whose own document it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kamsheets.policy.types import Delegation, Person, Role
from kamsheets.policy.view import PolicyView

LEAVE = "leave"
LONGEST_CHAIN = "delegation_chain_max"
"""Policy key: how many delegations in a row are followed."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who acts for a person in the end: the person himself, a delegate with the chain that leads to him, or nobody."""

    person: Person | None
    chain: tuple[Delegation, ...] = ()
    cause: str = ""
    """Why nobody acts: leave, circle, long, submitter or gone."""


@dataclass(frozen=True)
class Directory:
    """The organisation of one day."""

    day: date
    people: Mapping[str, Person]
    """Those employed on the day, by employee number."""
    roles: Mapping[str, Role]
    by_role: Mapping[tuple[str, str], tuple[Person, ...]]
    """Holders of a role by (role, region); headquarters are the region ''."""
    headquarters: frozenset[str]
    numbers: Mapping[str, tuple[Person, ...]]
    """Everyone on the people sheet, also who has left, by employee number and by name."""
    absences: Mapping[str, tuple[Delegation, ...]]
    """Delegations and leave in force on the day, by delegator, the one that began last first."""
    longest_chain: int

    @classmethod
    def of(cls, view: PolicyView) -> "Directory":
        """The organisation on the day of a policy view."""
        headquarters = frozenset(region.code for region in view.regions if region.headquarters)
        people = {person.emp_id: person for person in view.people if person.active_on(view.day)}
        holders: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in sorted(people.values(), key=lambda person: person.emp_id):
            region = "" if person.region is None or person.region in headquarters else person.region
            for role in person.roles:
                holders[role, region].append(person)
        numbers: dict[str, list[Person]] = defaultdict(list)
        for person in view.people:
            for name in {person.emp_id, person.name}:
                numbers[name].append(person)
        absences: dict[str, list[Delegation]] = defaultdict(list)
        for delegation in sorted(view.delegations, key=lambda d: (d.kind == LEAVE, -d.start.toordinal())):
            if delegation.start <= view.day < delegation.until:
                absences[delegation.delegator].append(delegation)
        return cls(
            view.day,
            people,
            {role.code: role for role in view.roles},
            {key: tuple(found) for key, found in holders.items()},
            headquarters,
            {name: tuple(found) for name, found in numbers.items()},
            {who: tuple(found) for who, found in absences.items()},
            view.number(LONGEST_CHAIN),
        )

    def holders(self, role: str, region: str | None) -> tuple[Person, ...]:
        """Everyone who holds ``role`` nearest: in the region, else at headquarters; by employee number."""
        return self.by_role.get((role, region or ""), ()) or self.by_role.get((role, ""), ())

    def find(self, reference: object, region: str | None = None) -> str | None:
        """The employee number that a reference means: a number, a name, or both together (``E002 林晓``).

        A name that several share means the one in ``region``; what nobody is called is returned as it stands.
        """
        words = str(reference or "").strip()
        if not words:
            return None
        found = self.numbers.get(words) or next((self.numbers[w] for w in words.split() if w in self.numbers), ())
        if len(found) > 1:
            found = tuple(person for person in found if person.region == region)
        return found[0].emp_id if len(found) == 1 else words

    def superior(self, role: str) -> str | None:
        """The role one level up; None at the top."""
        return self.roles[role].superior if role in self.roles else None

    def superiors(self, emp_ids: Iterable[str]) -> frozenset[str]:
        """Everyone above these people in the line of 直接上级."""
        above: set[str] = set()
        for emp_id in emp_ids:
            person = self.people.get(emp_id)
            while person is not None and person.manager_id and person.manager_id not in above:
                above.add(person.manager_id)
                person = self.people.get(person.manager_id)
        return frozenset(above)

    def stand_in(self, person: Person, form: str, barred: tuple[str, ...] = ()) -> StandIn:
        """Who acts for ``person`` on a ``form`` today; nobody of ``barred`` is ever reached by delegation."""
        if person.emp_id not in self.absences:
            return StandIn(person)
        chain: list[Delegation] = []
        passed = {person.emp_id}
        while (absence := self._absence(person.emp_id, form)) is not None:
            chain.append(absence)
            following = self.people.get(absence.delegate)
            if cause := self._hindrance(absence, following, chain, passed, barred):
                return StandIn(None, tuple(chain), cause)
            assert following is not None
            person = following
            passed.add(person.emp_id)
        return StandIn(person, tuple(chain))

    def _absence(self, emp_id: str, form: str) -> Delegation | None:
        found = self.absences.get(emp_id, ())
        return next((absence for absence in found if not absence.forms or form in absence.forms), None)

    def _hindrance(
        self,
        absence: Delegation,
        delegate: Person | None,
        chain: list[Delegation],
        passed: set[str],
        barred: tuple[str, ...],
    ) -> str:
        """Why a delegation leads nowhere; empty when it may be followed."""
        if not absence.delegate:
            return "leave"
        if delegate is None:
            return "gone"
        if delegate.emp_id in passed:
            return "circle"
        if delegate.emp_id in barred:
            return "submitter"
        return "long" if len(chain) > self.longest_chain else ""
