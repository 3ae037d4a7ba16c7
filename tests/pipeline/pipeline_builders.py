"""Short ways to say a project, a policy and a snapshot in tests of the pipeline room."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from kamsheets.pipeline.counting import Counted, count
from kamsheets.pipeline.project import FIELDS, Project, Tab
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Label, Person, Stage
from kamsheets.policy.view import PolicyView

TODAY = date(2026, 6, 30)
TAB = Tab("台账.xlsx", "华东", {name: k for k, name in enumerate(FIELDS)})
WAN = 1_000_000
"""Fen in 万元."""


@cache
def shipped() -> PolicyView:
    return Policy.shipped().as_of(TODAY)


def view_with(**changes: Any) -> PolicyView:
    """The shipped policy with other stages, people, regions …"""
    return replace(shipped(), **changes)


def with_value(key: str, value: object, view: PolicyView | None = None) -> PolicyView:
    base = view or shipped()
    return replace(base, values={**base.values, key: replace(base.values[key], value=value)})


def six_stages() -> PolicyView:
    """The six-stage standard process (domain §6.1) as a company's own stages."""
    names = ("客户开发", "立项", "提案", "招投标", "商务谈判", "工程实施")
    chances = (10, 20, 40, 60, 80, 90)
    stages = tuple(
        Stage(f"S{k + 1}", k + 1, Label(name, name), Fraction(chance, 100), 0, 30, "早期" if k < 3 else "后期")
        for k, (name, chance) in enumerate(zip(names, chances, strict=True))
    )
    return view_with(stages=(*stages, Stage("关闭", 7, Label("关闭", "Closed"), Fraction(1), 0, closed=True)))


def person(emp_id: str = "E010", name: str = "何敏", **changes: Any) -> Person:
    return replace(Person(emp_id, name, ("RKAM",), grade="manager", hire_date=date(2020, 1, 1)), **changes)


def project(number: object = 1, *, tab: Tab = TAB, row: int | None = None, **values: Any) -> Project:
    """An open, tidy project: M5, 386 万元, nothing to complain about on 2026-06-30."""
    name = f"XM-HD-2026-{number:04d}" if isinstance(number, int) else number
    usual: dict[str, Any] = {
        "project_no": name,
        "project_name": f"项目{number}",
        "customer_name": f"客户{number}有限公司",
        "region": "HD",
        "milestone": "M5",
        "milestone_in": date(2026, 6, 1),
        "milestone_due": date(2026, 7, 31),
        "approved_date": date(2026, 3, 21),
        "est_amount": 386 * WAN,
        "est_sign_date": date(2026, 9, 30),
        "project_level": "major",
        "project_lead": "E010 何敏",
        "members": ("E002 林晓", "E003 王强"),
        "expense_budget": 42_000_00,
        "expense_actual": 15_860_50,
        "last_meeting": date(2026, 6, 29),
        "next_action": "试焊样件评审",
        "next_action_due": date(2026, 7, 5),
        "next_action_owner": "E003 王强",
        "outcome": "open",
    }
    return Project(tab=tab, row=row or (number + 1 if isinstance(number, int) else 2), **{**usual, **values})


def snapshot(*projects: Project, view: PolicyView | None = None) -> Counted:
    return count(projects, view or shipped())


def codes(findings: Any) -> list[tuple[str, str]]:
    """(code, cell) of findings, in order."""
    return [(found.code, found.place.cell) for found in findings]


def cell(field: str, row: int = 2) -> str:
    """The cell of a field in the tests' tab."""
    return TAB.place(row, field).cell
