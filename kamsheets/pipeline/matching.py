"""The same project in two snapshots: by number, else by name and customer when that leaves exactly one on each side.

Taking two projects for one is worse than missing a renumbered one: several candidates stay unmatched.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kamsheets.pipeline.project import Project

Names = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """One project then and now; None: it was not there. Never None on both sides."""

    before: Project | None
    after: Project | None


def names(project: Project) -> Names | None:
    """(project name, customer) as compared; None unless both are given."""
    if not project.project_name or not project.customer_name:
        return None
    return _fold(project.project_name), _fold(project.customer_name)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _unique(projects: Iterable[Project]) -> dict[Names, Project]:
    found: dict[Names, list[Project]] = {}
    for project in projects:
        if (key := names(project)) is not None:
            found.setdefault(key, []).append(project)
    return {key: group[0] for key, group in found.items() if len(group) == 1}


def pairs(before: Iterable[Project], after: Iterable[Project]) -> Iterator[Pair]:
    """Every project of either snapshot once: those of ``after`` in their order, then what is gone, in the old order."""
    then, now = list(before), list(after)
    old = {project.project_no: project for project in then if project.project_no}
    by_number = {id(project): old[project.project_no] for project in now if project.project_no in old}
    matched = {id(project) for project in by_number.values()}
    gone = _unique(project for project in then if id(project) not in matched)
    fresh = _unique(project for project in now if id(project) not in by_number)
    by_name = {id(project): gone[key] for key, project in fresh.items() if key in gone}
    matched |= {id(project) for project in by_name.values()}
    for project in now:
        yield Pair(by_number.get(id(project)) or by_name.get(id(project)), project)
    for project in then:
        if id(project) not in matched:
            yield Pair(project, None)
