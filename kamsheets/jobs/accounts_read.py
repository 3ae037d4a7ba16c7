"""Account registers read into one register; what cannot be used is said at its cell and left out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from kamsheets.accounts.churn import Signal
from kamsheets.accounts.managers import pay_in_band
from kamsheets.accounts.register import Answer, Customer, Figures, Manager, Register
from kamsheets.accounts.relations import KeyPerson
from kamsheets.accounts.service import Case
from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.table import Table
from kamsheets.formats import companies
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.read import read
from kamsheets.workbook.template_books import ACCOUNT_LISTS

SHEETS = ACCOUNT_LISTS
"""客户 first: the other sheets speak of its customers."""


@dataclass
class Reading:
    """A register being filled."""

    view: PolicyView
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)
    customers: dict[str, Customer] = field(default_factory=dict)
    seen: dict[tuple[object, ...], Place] = field(default_factory=dict)
    parts: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """By sheet and customer the records made of its rows."""
    managers: list[Manager] = field(default_factory=list)
    read: int = 0
    blank: int = 0
    rejected: int = 0

    def say(self, code: str, table: Table, row: int, field_id: str | None, value: object = "", **facts: str) -> None:
        """A finding at a cell."""
        self.findings.append(finding(code, table.place(row, field_id), value, None, **facts))

    def tally(self) -> dict[str, int]:
        """Rows read = accepted + rejected + blank."""
        kept = self.read - self.blank - self.rejected
        return {"accounts": len(self.customers), "rows_read": self.read, "accepted": kept, "rejected": self.rejected,
                "blank": self.blank}  # fmt: skip

    def register(self) -> Register:
        """What was read, in order of years."""
        people = {key: [self._met(key, person) for person in own] for key, own in self.parts["F16d"].items()}
        return Register(
            customers=self.customers,
            figures={key: sorted(own, key=lambda f: f.year) for key, own in self.parts["F16b"].items()},
            scores={key: dict(own) for key, own in self.parts["F16c"].items()},
            people=people,
            contacts={key: [day for day, _ in own] for key, own in self.parts["F16e"].items()},
            cases={key: [case for case, _ in own] for key, own in self.parts["F16f"].items()},
            complaints={
                key: [case.reported.date() for case, complaint in own if complaint]
                for key, own in self.parts["F16f"].items()
            },
            answers=[answer for own in self.parts["F16g"].values() for answer in own],
            signals=self.parts["F16h"],
            managers=self.managers,
        )

    def _met(self, key: str, person: KeyPerson) -> KeyPerson:
        days = [day for day, number in self.parts["F16e"][key] if number == person.number and day <= self.view.day]
        return replace(person, last_contact=max(days, default=None))


def load(files: Sequence[Path], session: Session) -> Reading:
    """The registers of all ``files`` as one; a file that cannot be read is a failure, the others go on."""
    forms = [form for form in catalogue_under(session.view).lists() if form.id in SHEETS]
    found, sheets = Reading(session.view), []
    for path in files:
        try:
            reading = read(path, forms)
        except UnreadableFileError as error:
            found.failures.append(error)
            continue
        found.findings += reading.findings
        sheets += [typed(table, form, session.view.choices) for form, table in reading.tables]
    for sheet in sorted(sheets, key=lambda sheet: SHEETS.index(sheet.form.id)):
        _take(found, sheet)
    return found


def _take(found: Reading, sheet: Typed) -> None:
    table = sheet.table
    found.findings += sheet.findings
    found.read += table.read
    found.blank += len(table.blank_rows)
    found.rejected += table.read - len(table.blank_rows) - len(sheet.accepted)
    for row in sheet.accepted:
        record = sheet.record(row)
        if sheet.form.id == "F16i":
            kept = _manager(found, table, row, record)
        elif sheet.form.id == "F16a":
            kept = _customer(found, table, row, record)
        else:
            kept = _part(found, sheet, row, record)
        found.rejected += not kept


def _customer(found: Reading, table: Table, row: int, record: dict[str, Any]) -> bool:
    name = record["customer_name"]
    key = companies.key(name)
    if (first := found.seen.get(("F16a", key))) is not None:
        facts = {"file": first.file, "sheet": first.sheet, "cell": first.cell, "first": found.customers[key].name}
        found.say("AC01", table, row, "customer_name", name, **facts)
        return False
    found.seen["F16a", key] = table.place(row, "customer_name")
    found.customers[key] = Customer(
        key, name, record["manager"], record["first_business"], record["ka_yes"], bool(record["project_open"]),
        record["acquisition_cost"], record["last_review"], record["last_strategy"],
    )  # fmt: skip
    return True


def _manager(found: Reading, table: Table, row: int, record: dict[str, Any]) -> bool:
    fixed, variable = record["fixed_pay"], record["variable_pay"]
    if fixed is not None and variable is not None and not pay_in_band(fixed, variable, found.view):
        found.say("AC10", table, row, "fixed_pay", record["manager"])
    found.managers.append(Manager(record["manager"], fixed, variable, record["span_factors"] or ()))
    return True


REPEATS = {"F16b": ("year",), "F16c": ("indicator",), "F16d": ("dm_id",), "F16f": ("case_no",)}
"""Fields that, with the customer, stand once in a sheet."""


def _part(found: Reading, sheet: Typed, row: int, record: dict[str, Any]) -> bool:
    table, form_id, name = sheet.table, sheet.form.id, record["customer_name"]
    customer = found.customers.get(companies.key(name))
    if customer is None:
        found.say("AC03", table, row, "customer_name", name)
        return False
    if companies.tidy(name) != companies.tidy(customer.name) and ("AC02", customer.key, name) not in found.seen:
        found.seen["AC02", customer.key, name] = table.place(row)
        found.say("AC02", table, row, "customer_name", name, first=customer.name)
    if repeated := REPEATS.get(form_id):
        mark = (form_id, customer.key, *(record[one] for one in repeated))
        if mark in found.seen:
            first = found.seen[mark]
            found.say("AC04", table, row, repeated[0], record[repeated[0]], sheet=first.sheet, cell=first.cell)
            return False
        found.seen[mark] = table.place(row, repeated[0])
    if form_id == "F16g" and not _scale_fits(found, table, row, record):
        return False
    found.parts[form_id][customer.key].append(_record(form_id, customer.key, record))
    for code, field_id in _warnings(form_id, record, found.view):
        found.say(code, table, row, field_id, record["dm_id"] if code == "AC06" else "")
    return True


def _scale_fits(found: Reading, table: Table, row: int, record: dict[str, Any]) -> bool:
    score, scale = record["csat"], record["csat_scale"]
    if score is None or (scale in found.view.items("csat_scales") and score <= scale):
        return True
    found.say("AC05", table, row, "csat", score, scales="、".join(map(str, found.view.items("csat_scales"))))
    return False


def _warnings(form_id: str, record: dict[str, Any], view: PolicyView) -> Iterator[tuple[str, str]]:
    if form_id == "F16d" and record["retain_until"] < view.day:
        yield "AC06", "retain_until"
    if form_id == "F16h" and not (record["owner"] and record["action"]):
        yield "AC07", "owner"


def _record(form_id: str, key: str, r: dict[str, Any]) -> object:
    match form_id:
        case "F16b":
            counts = (
                r[n] or 0 for n in ("proposals", "orders", "cycle_days", "renewals_due", "renewals_done", "referrals")
            )
            return Figures(key, r["year"], r["revenue"], r["gross_profit"], r["cost_to_serve"], *counts)
        case "F16c":
            return r["indicator"], r["score"]
        case "F16d":
            return KeyPerson(key, r["dm_id"], r["influence"], r["attitude"], r["stance"], bool(r["decides"]))
        case "F16e":
            return r["contact_date"], r["dm_id"]
        case "F16f":
            times = (_moment(r[name]) for name in ("responded", "solved"))
            reported = _moment(r["reported"])
            assert reported is not None  # required, and the row was accepted
            return Case(r["case_no"], key, r["sla_level"], reported, *times), bool(r["complaint"])
        case "F16g":
            return Answer(key, r["survey_date"], r["nps"], r["csat"], r["csat_scale"])
        case _:
            return Signal(key, r["signal"], r["signal_date"], r["owner"] or "", r["action"] or "")


def _moment(value: date | None) -> datetime | None:
    """A day without an hour stands for its first minute."""
    return value if isinstance(value, datetime) or value is None else datetime.combine(value, time())
