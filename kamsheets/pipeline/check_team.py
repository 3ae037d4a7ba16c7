"""项目小组: who leads and who works on it (H s15, s20). Without a people sheet names are taken as written."""

from collections.abc import Iterator
from datetime import date

from kamsheets.core.finding import Finding, finding
from kamsheets.core.money import grouped
from kamsheets.pipeline.people import person_named, team
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import is_open, reached, shown
from kamsheets.policy.types import Person
from kamsheets.policy.view import PolicyView

SMALL, NORMAL, MAJOR = "small", "normal", "major"
"""Codes of 小项目, 一般项目, 重大项目 in the enumeration ``project_level``."""


def is_major(project: Project, view: PolicyView) -> bool:
    """重大项目: declared so, or of an amount that makes it one (domain §3.3)."""
    return project.project_level == MAJOR or (project.est_amount or 0) >= view.money("major_amount")


def years_served(hired: date, day: date) -> int:
    """Full years from ``hired`` to ``day``; someone hired on 29 February has his year full on 1 March."""
    return day.year - hired.year - ((day.month, day.day) < (hired.month, hired.day))


def _leader(project: Project, view: PolicyView) -> Person | None:
    """The leader's record, once the project is at the stage that has a team."""
    return person_named(project.project_lead, view) if reached(project, view, "team") else None


def leader_unknown(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A leader nobody finds in the people sheet, or who has left."""
    if not view.people or not project.project_lead or not is_open(project, view):
        return
    person = person_named(project.project_lead, view)
    if person is None:
        yield finding("PL20", project.place("project_lead"), project.project_lead)
    elif not person.active_on(view.day):
        yield finding("PL21", project.place("project_lead"), project.project_lead, left=person.leave_date)


def leader_grade(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The leader is a senior sales person: one of the grades the policy names (H s20)."""
    person = _leader(project, view)
    if person is not None and person.grade and person.grade not in view.items("leader_grades"):
        yield finding("PL22", project.place("project_lead"), project.project_lead)


def leader_service(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The leader has the years of service asked for on the day of initiation (H s20)."""
    person, needed = _leader(project, view), view.number("leader_min_years")
    if person is None or person.hire_date is None or project.approved_date is None:
        return
    if (served := years_served(person.hire_date, project.approved_date)) < needed:
        yield finding(
            "PL23", project.place("project_lead"), project.project_lead,
            served=max(0, served), needed=needed, hired=person.hire_date, approved=project.approved_date,
        )  # fmt: skip


def major_leader(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A major project is led by the regional manager himself (H s20)."""
    person = _leader(project, view)
    if person is not None and is_major(project, view) and not set(person.roles) & set(view.items("major_leader_roles")):
        yield finding("PL24", project.place("project_lead"), project.project_lead)


def major_team(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A major project has a team (H s15); the leader counts as one of it."""
    if not (is_open(project, view) and is_major(project, view) and reached(project, view, "team")):
        return
    needed, people = view.number("major_team_min"), team(project)
    if len(people) < needed:
        yield finding(
            "PL25", project.place("members"), "；".join(project.members or ()), needed=needed, people=len(people)
        )


def level_below_amount(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The level is not below what the amount makes it; it may be raised (domain §3.3)."""
    amount, level = project.est_amount, project.project_level
    if amount is None or level is None or not is_open(project, view):
        return
    if amount >= view.money("major_amount") and level != MAJOR:
        yield _raised(project, view, MAJOR)
    elif amount >= view.money("small_amount") and level == SMALL:
        yield _raised(project, view, NORMAL)


def _raised(project: Project, view: PolicyView, to: str) -> Finding:
    typed, proposed = (shown(view, "project_level", code) for code in (project.project_level, to))
    return finding("PL26", project.place("project_level"), typed, proposed, amount=grouped(project.est_amount or 0))


RULES = (leader_unknown, leader_grade, leader_service, major_leader, major_team, level_below_amount)
