"""People as sheets name them: by employee number, by name, or both (E002 林晓)."""

from kamsheets.pipeline.project import Project
from kamsheets.policy.types import Person
from kamsheets.policy.view import PolicyView


def person_named(reference: str | None, view: PolicyView) -> Person | None:
    """The person a cell means, by employee number or by a name only one person has."""
    if not reference:
        return None
    if (found := view.person(reference.split()[0])) is not None:
        return found
    named = [person for person in view.people if person.name == reference.split()[-1]]
    return named[0] if len(named) == 1 else None


def called(reference: str, view: PolicyView) -> str:
    """One spelling a person: number and name where the people sheet knows him, else as written."""
    person = person_named(reference, view)
    return f"{person.emp_id} {person.name}" if person else reference


def team(project: Project) -> tuple[str, ...]:
    """Leader and members, as written, each once."""
    named = (project.project_lead, *(project.members or ()))
    by_first = {reference.split()[0]: reference for reference in reversed(named) if reference and reference.strip()}
    return tuple(by_first.values())


def spellings(reference: str, view: PolicyView) -> frozenset[str]:
    """Everything a person goes by: what is written, and number and name of the people sheet."""
    person = person_named(reference, view)
    return frozenset(reference.split()) | ({person.emp_id, person.name} if person else frozenset())
