"""Problems planted in the sample workspace, so that a person sees every kind of finding once and a test finds each."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.demo.leads import CONVERTED
from kamsheets.jobs.demo.typed import fen
from kamsheets.jobs.demo.words import Row
from kamsheets.jobs.demo.workspace import Office


@dataclass(frozen=True)
class Stain:
    """One planted problem, known by the row it spoils until the row is written."""

    row: int
    """``id`` of the spoiled row."""
    field: str
    """Where the finding must stand."""
    code: str
    note: str


@dataclass(frozen=True)
class Planted:
    """One planted problem in its cell."""

    file: str
    sheet: str
    cell: str
    code: str
    note: str


@cache
def recipe() -> dict[str, list[dict[str, Any]]]:
    """What is planted, from ``dirt.toml`` beside this module."""
    return tomllib.loads((files(__package__) / "dirt.toml").read_text("utf-8"))


def spoil(office: Office) -> list[Stain]:
    """Spoils rows of the office in place; returns what was done."""
    return [*_leads(office), *_projects(office), *_bonus(office), *_accounts(office)]


def _leads(office: Office) -> Iterator[Stain]:
    for entry in recipe()["lead"]:
        region = entry["region"]
        rows = [row for row, company in office.leads[CONVERTED:] if company.region == region]
        yield _set(rows[entry["pick"]], entry, "F1")


def _projects(office: Office) -> Iterator[Stain]:
    for entry in recipe()["project"]:
        rows = [row for row in office.projects if row["region"] == entry["region"] and row["outcome"] == "进行中"]
        yield _set(rows[entry["pick"]], entry, "F2")


def _set(row: Row, entry: dict[str, Any], form_id: str) -> Stain:
    form = catalogue()[form_id]
    for field, raw in entry["set"].items():
        row[field] = _dated(raw) if form[field].type == "date" else raw or None
    return Stain(id(row), entry["at"], entry["code"], entry["note"])


def _dated(raw: str) -> object:
    """A date where the text is one; else the text, which is the problem."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return raw or None


def _accounts(office: Office) -> Iterator[Stain]:
    """``again``: a second row after the picked one; ``respell``: the customer's legal form in other words."""
    for entry in recipe()["account"]:
        rows = office.accounts[entry["form"]]
        row = rows[entry["pick"]]
        if entry.get("again"):
            row = dict(row)
            rows.append(row)
        if entry.get("respell"):
            row["customer_name"] = str(row["customer_name"]).replace("有限公司", "有限责任公司")
        yield _set(row, entry, entry["form"])


def _bonus(office: Office) -> Iterator[Stain]:
    """The finding of a stage stands at its first row, that of a contract at its last receipt."""
    for entry in recipe()["effort"]:
        project = office.plans[entry["pick"]]["project_no"]
        row = next(row for row in office.efforts if row["project_no"] == project and fen(row[entry["at"]]) > 1)
        row[entry["at"]] = fen(row[entry["at"]]) + entry["add"]
        yield Stain(id(row), entry["at"], entry["code"], entry["note"])
    for entry in recipe()["receipt"]:
        project = office.plans[entry["pick"]]["project_no"]
        row = [row for row in office.receipts if row["project_no"] == project][-1]
        row[entry["at"]] = fen(row[entry["at"]]) + entry["add"]
        yield Stain(id(row), entry["at"], entry["code"], entry["note"])
