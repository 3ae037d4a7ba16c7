"""The sample workspace on disk: the files a headquarters admin has in the folder on the last day of the month."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from kamsheets.core.money import UNITS
from kamsheets.forms.catalogue import Form, catalogue
from kamsheets.jobs.demo import bonus, dossiers, staff
from kamsheets.jobs.demo.accounts import accounts
from kamsheets.jobs.demo.companies import Company
from kamsheets.jobs.demo.leads import leads
from kamsheets.jobs.demo.projects import projects
from kamsheets.jobs.demo.typed import day, typed
from kamsheets.jobs.demo.words import Row, lexicon, today
from kamsheets.policy.dated import Dated
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Person
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True)
class Office:
    """Everything that was invented, before it goes into files."""

    policy: Policy
    view: PolicyView
    people: list[Row]
    leads: list[tuple[Row, Company]]
    projects: list[Row]
    plans: list[Row]
    efforts: list[Row]
    receipts: list[Row]
    accounts: dict[str, list[Row]]
    """Rows of the account register by form id."""

    def region_name(self, code: str) -> str:
        """What people call a region."""
        return next(region.label.zh for region in self.view.regions if region.code == code)


@cache
def layouts() -> dict[str, Any]:
    """How each region writes its sheets, from ``layouts.toml`` beside this module."""
    return tomllib.loads((files(__package__) / "layouts.toml").read_text("utf-8"))


def invent() -> Office:
    """The whole office; the first won project of the region of the worked example is the worked example."""
    people = staff.staff()
    shipped = Policy.shipped()
    own = {key: (*shipped.values[key], Dated(goal, today(), source="示例")) for key, goal in _goals(shipped)}
    own["company_name"] = (Dated(lexicon()["company"], shipped.beginning, source="示例"),)
    people_rows = tuple(Dated(_person(row), shipped.beginning) for row in people)
    policy = replace(shipped, people=people_rows, values={**shipped.values, **own})
    view = policy.as_of(today())
    found = leads(people)
    pipeline = projects(found, people, view)
    won = [row for row in pipeline if row["outcome"] == "赢单"]
    won.sort(key=lambda row: row["region"] != staff.EXAMPLE_REGION)
    bonus.make_example(won[0])
    return Office(policy, view, people, found, pipeline, *bonus.bonus(won, view), accounts(people, view))


def _goals(policy: Policy) -> Iterator[tuple[str, object]]:
    """KPI targets of the company, in the measure of their key."""
    for code, goal in lexicon()["kpi_targets"].items():
        key = f"kpi_target_{code}"
        kind = policy.keys[key].kind
        yield key, Fraction(goal) / 100 if kind == "rate" else Fraction(goal) if kind == "dec" else int(goal)


def _person(row: Row) -> Person:
    manager = row.get("manager_id")
    return Person(
        emp_id=str(row["emp_id"]),
        name=str(row["name"]),
        roles=(str(row["role"]),),
        region=str(row["region"]),
        dept=str(row["dept"]),
        grade=str(row["grade"]),
        hire_date=day(row["hire_date"]),
        manager_id=str(manager) if manager else None,
    )


def lead_rows(office: Office, region: str) -> list[Row]:
    """The leads of a region."""
    return [row for row, company in office.leads if company.region == region]


def lead_grid(office: Office, region: str) -> tuple[str, list[list[str]], list[list[object]]]:
    """(title, columns as [field, header, unit], rows) of a region's lead sheet in the region's own dialect."""
    dialect = layouts()["lead_dialects"][layouts()["lead_regions"][region]]
    form = catalogue()["F1"]
    columns = [_column(form, entry) for entry in dialect["columns"]]
    rows = lead_rows(office, region)
    grid = [[_shown(office, form, column, row, k) for column in columns] for k, row in enumerate(rows, start=1)]
    return dialect["title"], columns, grid


def _column(form: Form, entry: Sequence[str]) -> list[str]:
    field, header, unit = entry[0], entry[1], "".join(entry[2:])
    return [field, header or form[field].zh, unit]


def _shown(office: Office, form: Form, column: list[str], row: Row, number: int) -> object:
    field, _, unit = column
    if field == "seq":
        return number
    raw = row.get(field)
    if raw is None:
        return None
    if field == "region":
        return office.region_name(str(raw))
    if isinstance(raw, int) and field in form.by_id and form[field].type == "money":
        return Decimal(raw) / UNITS[unit or "元"]
    return raw


def pipeline_rows(office: Office, rows: Iterable[Row]) -> list[Row]:
    """Projects as typed rows of F2."""
    return [typed(catalogue()["F2"], row, office.view) for row in rows]


def dossier_records(office: Office) -> list[tuple[str, Row | None, Row | None]]:
    """(project number, JTF-002, JTF-009) of the projects that have a project file."""
    by_project = {
        str(row["project_no"]): (row, lead, company)
        for row, (lead, company) in zip(office.projects, office.leads, strict=False)
    }
    ranked = [row for row in office.projects if by_project[str(row["project_no"])][2].ranks]
    closed = [row for row in ranked if row.get("close_no")][:3]
    under_way = [row for row in ranked if row["outcome"] == "进行中"][:3]
    forms = catalogue().expanded(office.view.choices)
    found: list[tuple[str, Row | None, Row | None]] = []
    for project in (*closed, *under_way):
        number = str(project["project_no"])
        _, lead, company = by_project[number]
        first = typed(forms["F3"], dossiers.initiation(project, lead, company, office.view), office.view)
        last = typed(forms["F9"], dossiers.close_out(project, office.view), office.view) if project in closed else None
        found.append((number, first, last))
    return found
