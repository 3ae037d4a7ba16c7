"""From a role to the person who acts (domain §3.2 rules 2 and 3).

Nearest region first, then headquarters; a person who is away is represented by his delegate; a role that nobody holds,
whose holder is away without a delegate, or whose holder would approve his own document, moves up one level
(上级代审). Nothing passes for want of an approver: at the top of the ladder the step stays without a person.
A role that the document itself names, such as its project's leader, confirms; that is no approval of an own document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamsheets.approvals.directory import Directory, StandIn
from kamsheets.approvals.documents import Document
from kamsheets.approvals.notes import Note, delegated, note
from kamsheets.approvals.steps import signs
from kamsheets.approvals.together import NOBODY
from kamsheets.core.messages import text
from kamsheets.policy.types import Label, Person


@dataclass(frozen=True, slots=True)
class Appointed:
    """Who acts for a role, at which level, and why."""

    role: str
    """The role that acts: that asked for, or one above it."""
    person: Person | None
    notes: tuple[Note, ...] = ()


def appoint(
    role: str, mode: str, several: int | None, document: Document, directory: Directory
) -> tuple[Appointed, ...]:
    """The people who act for ``role``: one, or for 或签, 依次 and n/m every holder at the nearest place.

    ``several`` is how many must be found (n of n/m), None for a single person. Never empty: without anybody the one
    entry has no person and ends in the remark ``nobody``.
    """
    notes: tuple[Note, ...] = ()
    level: str | None = role
    climbed: set[str] = set()
    while level is not None and level not in climbed:
        climbed.add(level)
        found, obstacle = _at(level, mode, several, document, directory)
        if obstacle is None:
            return tuple(Appointed(level, person, notes + remarks) for person, remarks in found)
        notes += (obstacle,)
        level = directory.superior(level)
    return (Appointed(role, None, (*notes, note(NOBODY, role=label(role, directory)))),)


def label(role: str, directory: Directory) -> Label:
    """The name of a role; its code when the policy has no such role."""
    return directory.roles[role].label if role in directory.roles else Label(role, role)


_Found = list[tuple[Person, tuple[Note, ...]]]


def _at(
    level: str, mode: str, several: int | None, document: Document, directory: Directory
) -> tuple[_Found, Note | None]:
    """Those who act at one level, or what stands in the way."""
    holders = _holders(level, document, directory)
    name = label(level, directory)
    if not holders:
        unnamed = not document.named.get(level, "-")
        return [], note("unnamed" if unnamed else "vacant", role=name)
    if several is not None:
        holders = [person for person in holders if person.emp_id not in document.submitters]
    elif level not in document.named and signs(mode) and (own := _own(holders, document)):
        return [], note("own", role=name, person=own.name)
    if several is None:
        first = next(_present(holders, document, directory), None)
        if first is None:
            return [], _away(holders, name, document, directory)
        holder, person, remarks = first
        return [(person, (*_passed_over(holders, holder, name, document, directory), *remarks))], None
    found = list(_present(holders, document, directory))
    if not found:
        return [], _away(holders, name, document, directory)
    if len(found) < several:
        return [], note("short", role=name, found=len(found), needed=several)
    return [(person, remarks) for _, person, remarks in found], None


def _own(holders: Sequence[Person], document: Document) -> Person | None:
    return next((person for person in holders if person.emp_id in document.submitters), None)


def _holders(level: str, document: Document, directory: Directory) -> list[Person]:
    """The holders of a level, the submitter's own superiors first; of a role the document names, only who it names."""
    if level in document.named:
        named = directory.people.get(document.named[level])
        return [named] if named else []
    holders = directory.holders(level, document.region)
    if len(holders) > 1:
        line = directory.superiors(document.submitters)
        return sorted(holders, key=lambda person: person.emp_id not in line)
    return list(holders)


def _present(
    holders: Sequence[Person], document: Document, directory: Directory
) -> Iterator[tuple[Person, Person, tuple[Note, ...]]]:
    """(holder, who acts for him, remarks) for every holder for whom somebody acts."""
    for holder in holders:
        stand_in = directory.stand_in(holder, document.form, document.submitters)
        if stand_in.person is not None:
            yield holder, stand_in.person, _chain(stand_in, directory)


def _chain(stand_in: StandIn, directory: Directory) -> tuple[Note, ...]:
    people = directory.people
    return tuple(delegated(step, people[step.delegator], people[step.delegate]) for step in stand_in.chain)


def _away(holders: Sequence[Person], name: Label, document: Document, directory: Directory) -> Note:
    """Why none of the holders, nor anybody for them, can act: told of the first."""
    if not holders:
        return note("short", role=name, found=0, needed=1)
    cause = directory.stand_in(holders[0], document.form, document.submitters).cause
    return note("away", role=name, person=holders[0].name, cause=_cause(cause))


def _cause(code: str) -> Label:
    return Label(text(f"approvals.cause.{code}", "zh"), text(f"approvals.cause.{code}", "en"))


def _passed_over(
    holders: Sequence[Person], first: Person, name: Label, document: Document, directory: Directory
) -> tuple[Note, ...]:
    """Which other holders there are, and why one in front of ``first`` does not act."""
    if len(holders) == 1:
        return ()
    others = "、".join(person.name for person in holders if person is not first)
    chosen = note("chosen", role=name, person=first.name, others=others)
    if first is holders[0]:
        return (chosen,)
    cause = directory.stand_in(holders[0], document.form, document.submitters).cause
    return note("colleague", role=name, person=holders[0].name, cause=_cause(cause)), chosen
