"""A small office, and documents for it, in a line each."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from kamsheets.approvals.documents import Document
from kamsheets.approvals.route import Route, Router
from kamsheets.core.finding import Place
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Delegation, MatrixRow, Person
from kamsheets.policy.view import PolicyView

DAY = date(2026, 6, 30)
OFFICE = {
    "E002": "林晓 SE HD",
    "E003": "王强 SE HD",
    "E010": "何敏 RKAM HD",
    "E011": "梁志 RKAM HN",
    "E020": "罗刚 KAD ZB",
    "E030": "沈岳 MGM ZB",
    "E040": "高远 GM ZB",
    "E050": "钱蕾 FIN ZB",
    "E051": "孙越 CFO ZB",
    "E060": "吴静 MIA ZB",
    "E070": "冯正 COMP ZB",
    "E080": "卫兰 LEG ZB",
    "E090": "韩工 TEC ZB",
    "E100": "曹敏 CON ZB",
    "E110": "许标 BID ZB",
    "E120": "尤仁 HR ZB",
}


@cache
def shipped() -> PolicyView:
    """The shipped policy on the tests' day, without people."""
    return Policy.shipped().as_of(DAY)


def person(emp_id: str, text: str, **facts: Any) -> Person:
    """'林晓 SE,MD HD' as a person; a region '-' is none."""
    name, roles, region = text.split()
    return Person(emp_id, name, tuple(roles.split(",")), None if region == "-" else region, **facts)


def office(without: tuple[str, ...] = (), **more: str) -> tuple[Person, ...]:
    """The small office, less some people, plus others."""
    staff = {emp_id: text for emp_id, text in {**OFFICE, **more}.items() if emp_id not in without}
    return tuple(person(emp_id, text) for emp_id, text in staff.items())


def away(
    delegator: str, delegate: str = "", start: str = "2026-06-01", until: str = "2026-07-01", forms: str = ""
) -> Delegation:
    """A delegation, or leave when nobody stands in."""
    kind = "delegation" if delegate else "leave"
    days = date.fromisoformat(start), date.fromisoformat(until)
    return Delegation(delegator, delegate, *days, forms=tuple(forms.split()), kind=kind)


def view_of(people: tuple[Person, ...] = (), *delegations: Delegation, day: date = DAY, **changes: Any) -> PolicyView:
    """The shipped policy with an organisation."""
    return replace(shipped(), day=day, people=people, delegations=delegations, **changes)


def value(name: str, text: Any, view: PolicyView) -> Any:
    """'500000.00', '19.99%' or a code as a fact of the input's kind."""
    kind = view.inputs[name].kind
    if not isinstance(text, str) or kind in ("choice", "flag"):
        return text
    if kind == "rate":
        return Fraction(text.removesuffix("%")) / 100
    return int(Fraction(text) * 100) if kind == "money" else int(text)


def document(form: str, submitter: str = "E002", region: str | None = "HD", **facts: Any) -> Document:
    """A form of one project, every fact standing in a cell of its own."""
    known = {name: value(name, text, shipped()) for name, text in facts.items()}
    places = {name: Place("档案.xlsx", form, f"B{n}") for n, name in enumerate(facts, 2)}
    submitters = (submitter,) if submitter else ()
    return Document(
        form, "XM-HD-2025-0012", region, known, submitters, place=Place("档案.xlsx", form, "A1"), places=places
    )


def told(route: Route) -> list[str]:
    """A route in short: '1 approve RKAM', with the person where there is one."""
    return [
        f"{step.step} {step.mode} {step.role}{f' {step.person.emp_id}' if step.person else ''}" for step in route.steps
    ]


def row(number: int, test: Mapping[str, str] | None = None, **facts: Any) -> MatrixRow:
    """A matrix row for form JTF-002, step 10, RKAM approves, unless said otherwise."""
    base: dict[str, Any] = {"form": "JTF-002", "step": 10, "role": "RKAM", "mode": "approve"}
    return MatrixRow(number, **{**base, "conditions": tuple((test or {}).items()), **facts})


def route(view: PolicyView, paper: Document) -> Route:
    """One document routed under a view."""
    return Router.of(view).route(paper)
