"""Relations to the people who decide: matrix, contact frequency, coverage, balance of stances (domain §6.7, 6.9).

A person is a number within the account, no name: what is not needed is not carried (domain §7.5, U21).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kamsheets.policy.view import PolicyView

HIGH, MEDIUM, LOW = "high", "medium", "low"
"""Codes of the list ``influence_level``, which rules rely on."""


@dataclass(frozen=True, slots=True)
class KeyPerson:
    """A key person of an account."""

    account: str
    number: str
    influence: int | None
    """1–5."""
    attitude: str | None
    """Code of ``attitude``."""
    stance: str | None = None
    """Code of ``stance``."""
    decides: bool = False
    role: str | None = None
    """Code of ``dm_role``."""
    relation: str | None = None
    """Code of ``relation_depth``."""
    last_contact: date | None = None


@dataclass(frozen=True, slots=True)
class ContactDue:
    """When a person is to be contacted again."""

    person: KeyPerson
    level: str
    due: date | None
    """The last day that keeps the frequency; None: never contacted."""
    overdue_days: int | None
    """Days after ``due``; 0: in time; None: never contacted."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How the people of an account stand, weighed by influence."""

    value: Fraction | None
    """−2 … +2; None: nobody has both stance and influence."""
    counted: int
    left_out: int
    opposed: tuple[str, ...]
    """Numbers of deciders whose stance is below zero."""


def level(influence: int | None, view: PolicyView) -> str | None:
    """The influence level (``influence_level``) of a figure 1–5; None stays None."""
    if influence is None:
        return None
    if influence >= view.number("influence_high_min"):
        return HIGH
    return MEDIUM if influence >= view.number("influence_medium_min") else LOW


def matrix(people: Iterable[KeyPerson], view: PolicyView) -> Counter[tuple[str | None, str | None]]:
    """Number of people by (influence level, attitude); what is not known stands under None."""
    return Counter((level(person.influence, view), person.attitude) for person in people)


def coverage(people: Sequence[KeyPerson]) -> tuple[int, int]:
    """(people whose attitude is known, people)."""
    return sum(person.attitude is not None for person in people), len(people)


def depths(people: Iterable[KeyPerson], view: PolicyView) -> tuple[tuple[str | None, int], ...]:
    """Number of people by depth of the relation (``relation_depth``), those not known last."""
    held = Counter(person.relation for person in people)
    return tuple((code, held[code]) for code in (*(choice.code for choice in view.choices["relation_depth"]), None))


def contact_due(person: KeyPerson, view: PolicyView) -> ContactDue | None:
    """The next contact of a person by the frequency of its influence; None when the influence is not known.

    The due day itself is in time.
    """
    held = level(person.influence, view)
    if held is None:
        return None
    if person.last_contact is None:
        return ContactDue(person, held, None, None)
    due = person.last_contact + timedelta(days=view.number(f"contact_{held}_days"))
    return ContactDue(person, held, due, max(0, (view.day - due).days))


def overdue(people: Iterable[KeyPerson], view: PolicyView) -> list[ContactDue]:
    """Contacts past their day or never made, the longest overdue last contact first."""
    found = [due for person in people if (due := contact_due(person, view)) and due.overdue_days != 0]
    return sorted(found, key=lambda due: (due.due or date.min, due.person.account, due.person.number))


def balance(people: Sequence[KeyPerson], view: PolicyView) -> Balance:
    """Σ(stance × influence) / Σ influence over those of whom both are known (H)."""
    score: Mapping[str, int] = {choice.code: choice.score or 0 for choice in view.choices["stance"]}
    known = [(score[p.stance], p.influence) for p in people if p.stance and p.influence]
    weight = sum(influence for _, influence in known)
    return Balance(
        value=Fraction(sum(stance * influence for stance, influence in known), weight) if weight else None,
        counted=len(known),
        left_out=len(people) - len(known),
        opposed=tuple(p.number for p in people if p.decides and p.stance and score[p.stance] < 0),
    )
