"""Every check of a pipeline sheet, in the order it is said: a tuple one can read (domain §2.2, handbook)."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from kamsheets.core.finding import Finding, Place, finding
from kamsheets.forms.catalogue import catalogue
from kamsheets.pipeline import check_money, check_stage, check_steps, check_team, check_tender
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import Rule
from kamsheets.policy.view import PolicyView

FORM = "F2"
"""The pipeline in the field catalogue."""
RULES: tuple[Rule, ...] = (
    *check_stage.RULES,
    *check_team.RULES,
    *check_steps.RULES,
    *check_money.RULES,
    *check_tender.RULES,
)


ASKED = {
    "PL16": "contract_no", "PL17": "outcome_reason", "PL18": "close_no", "PL19": "contract_amount", "PL25": "members",
    "PL30": "next_action", "PL33": "last_meeting", "PL35": "next_action_owner", "PL36": "next_action_due",
    "PL54": "tender_date", "EX04": "expense_budget",
}  # fmt: skip
"""The field that a code misses: in a tab without a column for it that is true of every row."""


def once_a_tab(found: Iterable[Finding]) -> Iterator[Finding]:
    """``found``, but what is missing because a tab has no column for it is said once for the tab."""
    missing: dict[tuple[str, str], Counter[str]] = {}
    for said in found:
        if said.code in ASKED and ":" in said.place.cell:  # the row stands for a cell that is not there
            missing.setdefault((said.place.file, said.place.sheet), Counter())[ASKED[said.code]] += 1
        else:
            yield said
    for where, fields in missing.items():
        columns = [catalogue()[FORM][name] for name in fields]
        names, names_en = "、".join(f.zh for f in columns), ", ".join(f.en for f in columns)
        yield finding("PL47", Place(*where), columns=names, columns_en=names_en, rows=fields.total())


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
