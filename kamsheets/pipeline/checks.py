"""Every check of a pipeline sheet, in the order it is said: a tuple one can read (domain §2.2, handbook)."""

from collections.abc import Container, Iterable, Iterator

from kamsheets.core.finding import Finding, finding
from kamsheets.pipeline import check_money, check_stage, check_steps, check_team, check_tender
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import Rule
from kamsheets.policy.view import PolicyView

RULES: tuple[Rule, ...] = (
    *check_stage.RULES,
    *check_team.RULES,
    *check_steps.RULES,
    *check_money.RULES,
    *check_tender.RULES,
)


def unknown_leads(projects: Iterable[Project], known: Container[str]) -> Iterator[Finding]:
    """Lead numbers that the register at hand does not have."""
    for project in projects:
        if project.lead_no is not None and project.lead_no not in known:
            yield finding("PL28", project.place("lead_no"), project.lead_no)


def check(projects: Iterable[Project], view: PolicyView, rules: Iterable[Rule] = RULES) -> Iterator[Finding]:
    """All findings of all rules, project by project."""
    chosen = tuple(rules)
    for project in projects:
        for rule in chosen:
            yield from rule(project, view)
