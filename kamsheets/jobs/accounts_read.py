"""Account registers read into one register; what cannot be used is said at its cell and left out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

from kamsheets.accounts.managers import one_spelling, pay_in_band
from kamsheets.accounts.register import Customer, Manager, Register
from kamsheets.accounts.relations import KeyPerson
from kamsheets.accounts.time_use import Hours
from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.core.finding import Finding, Place, Severity, finding, severities
from kamsheets.core.messages import text
from kamsheets.core.table import Table
from kamsheets.formats import companies, privacy, words
from kamsheets.forms.catalogue import Form
from kamsheets.forms.typed import Typed, typed
from kamsheets.jobs.accounts_records import RECORDS, customer
from kamsheets.jobs.accounts_rules import Record, wrong
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.read import read
from kamsheets.workbook.template_books import ACCOUNT_LISTS

SHEETS = ACCOUNT_LISTS
"""客户 first: the other sheets speak of its customers."""
ACCOUNTS, RESULTS, MANAGERS, TIME, MEETINGS = "F16a", "F16b", "F16i", "F16m", "F16o"
REPEATS: Final = {
    "F16b": ("year",), "F16c": ("indicator", "scored_on"), "F16d": ("dm_id",), "F16f": ("case_no",),
    "F16k": ("project_no",), "F16n": ("operation_step",),
}  # fmt: skip
"""Fields that, with the customer, stand once in a sheet."""
SPARED: Final = {("F16a", "manager"), ("F16c", "scored_on"), ("F16b", "cost_to_serve")}
"""Required fields a row can do without when its sheet has no such column; that is said at the header."""


@dataclass
class Reading:
    """A register being filled."""

    view: PolicyView
    findings: list[Finding] = field(default_factory=list)
    failures: list[KamError] = field(default_factory=list)
    customers: dict[str, Customer] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    """Sheets that were there."""
    seen: dict[tuple[object, ...], Place] = field(default_factory=dict)
    placeless: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the customers by their name without its place."""
    parts: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    """By sheet and customer the records made of its rows."""
    managers: list[Manager] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    meetings: list[tuple[date, str]] = field(default_factory=list)
    read: int = 0
    blank: int = 0
    rejected: int = 0

    def say(self, code: str, place: Place, value: object = "", **facts: object) -> bool:
        """Adds a finding; whether it keeps the row out."""
        self.findings.append(finding(code, place, value, None, **facts))
        return severities()[code] is Severity.ERROR

    def tally(self) -> dict[str, int]:
        """Rows read = accepted + rejected + blank."""
        kept = self.read - self.blank - self.rejected
        return {"accounts": len(self.customers), "rows_read": self.read, "accepted": kept, "rejected": self.rejected,
                "blank": self.blank}  # fmt: skip

    def register(self) -> Register:
        """What was read, in order of years; every manager under one spelling."""
        full = one_spelling(self._manager_names())
        parts = self.parts
        return Register(
            customers={key: replace(c, manager=full.get(c.manager, "")) for key, c in self.customers.items()},
            figures={key: sorted(own, key=lambda f: f.year) for key, own in parts["F16b"].items()},
            scores={key: self._scores(own) for key, own in parts["F16c"].items()},
            people={key: [self._met(key, person) for person in own] for key, own in parts["F16d"].items()},
            contacts={key: [visit.day for visit, _ in own] for key, own in parts["F16e"].items()},
            cases={key: [case for case, _ in own] for key, own in parts["F16f"].items()},
            complaints={
                key: [case.reported.date() for case, complaint in own if complaint]
                for key, own in parts["F16f"].items()
            },
            answers=[answer for own in parts["F16g"].values() for answer in own],
            signals=parts["F16h"],
            managers=[replace(one, name=full[one.name]) for one in self.managers],
            visits={key: [visit for visit, _ in own] for key, own in parts["F16e"].items()},
            needs=parts["F16j"],
            deals=parts["F16k"],
            savings=parts["F16l"],
            hours=[replace(one, manager=full[one.manager]) for one in self.hours],
            operations={key: dict(own) for key, own in parts["F16n"].items()},
            meetings={kind: day for day, kind in sorted(self.meetings) if day <= self.view.day},
        )

    def _manager_names(self) -> Iterator[str]:
        yield from (c.manager for c in self.customers.values() if c.manager)
        yield from (one.name for one in self.managers)
        yield from (one.manager for one in self.hours)
        yield from (f"{person.emp_id} {person.name}" for person in self.view.people)

    def _scores(self, own: Sequence[tuple[date, str, int]]) -> dict[str, int]:
        """The latest score of each indicator up to the policy's day."""
        return {indicator: score for day, indicator, score in sorted(own) if day <= self.view.day}

    def _met(self, key: str, person: KeyPerson) -> KeyPerson:
        visits = self.parts["F16e"][key]
        days = [visit.day for visit, number in visits if number == person.number and visit.day <= self.view.day]
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
    found.forms = [sheet.form for sheet in sheets]
    for sheet in sorted(sheets, key=lambda sheet: SHEETS.index(sheet.form.id)):
        _take(found, sheet)
    if sheets:
        found.findings += _whole(found, forms, sheets)
    return found


def _whole(found: Reading, forms: Sequence[Form], sheets: Sequence[Typed]) -> Iterator[Finding]:
    """What is said once: sheets nobody supplied, a year under way, results without cost to serve."""
    place, there = Place(sheets[0].table.file), {form.id for form in found.forms}
    if ACCOUNTS not in there:
        yield finding("AC12", place, accounts=len(found.customers))
    if missing := [form for form in forms if form.id not in there and form.id != ACCOUNTS]:
        zh, en = "、".join(form.zh for form in missing), ", ".join(form.en for form in missing)
        yield finding("AC13", place, sheets=zh, sheets_en=en)
    years = {f.year for own in found.parts[RESULTS].values() for f in own}
    day = found.view.day
    if day.year in years and day < date(day.year, 12, 31) and min(years) < day.year:
        yield finding("AC15", place, year=day.year)
    for sheet in sheets:
        if sheet.form.id == RESULTS and sheet.table.position("cost_to_serve") is None:
            yield finding("AC22", sheet.table.place())


def _take(found: Reading, sheet: Typed) -> None:
    table = sheet.table
    found.findings += sheet.findings
    found.read += table.read
    found.blank += len(table.blank_rows)
    found.rejected += table.read - len(table.blank_rows) - len(sheet.accepted)
    needed = [f.id for f in sheet.form.fields if f.required == "Y" and (sheet.form.id, f.id) not in SPARED]
    for row in sheet.accepted:
        record = sheet.record(row)
        usable = all(record[name] is not None for name in needed) and _sound(found, sheet, row, record)
        found.rejected += not (usable and _keep(found, sheet, row, record))


def _sound(found: Reading, sheet: Typed, row: int, record: Record) -> bool:
    """Says what is wrong with a row; whether it can be used all the same."""
    out = False
    for code, field_id, facts in wrong(sheet.form, record, found.view):
        shown = "" if sheet.form[field_id].personal or record[field_id] is None else record[field_id]
        out |= found.say(code, sheet.table.place(row, field_id), shown, **facts)
    for one in sheet.form.fields:
        if one.type == "text" and record[one.id]:
            _scan(found, sheet.table.place(row, one.id), record[one.id])
    return not out


def _scan(found: Reading, place: Place, said: str) -> None:
    """Listed words and private facts in a free text; the private fact is not repeated."""
    listed = cast("tuple[str, ...]", found.view.items("scan_words"))
    if hits := dict.fromkeys(hit.word for hit in words.scan(said, listed)):
        found.say("WD01", place, said, words="、".join(hits))
    if kinds := dict.fromkeys(hit.kind for hit in privacy.scan(said)):
        zh, en = ([text(f"leads.private.{kind}", lang) for kind in kinds] for lang in ("zh", "en"))
        found.say("PI02", place, "", kinds="、".join(zh), kinds_en=", ".join(en))


def _keep(found: Reading, sheet: Typed, row: int, record: dict[str, Any]) -> bool:
    """Makes the record of a row; False when it cannot be placed."""
    match sheet.form.id:
        case "F16a":
            return _customer(found, sheet.table, row, record)
        case "F16i":
            _manager(found, sheet.table, row, record)
        case "F16m":
            spent = Fraction(record["hours"])
            found.hours.append(Hours(record["manager"], record["recorded_on"], record["value_class"], spent))
        case "F16o":
            found.meetings.append((record["held_on"], record["review_kind"]))
        case _:
            return _part(found, sheet, row, record)
    return True


def _customer(found: Reading, table: Table, row: int, record: Record) -> bool:
    name, place = record["customer_name"], table.place(row, "customer_name")
    key = _key(name)
    if (first := found.seen.get((ACCOUNTS, key))) is not None:
        facts = {"file": first.file, "sheet": first.sheet, "cell": first.cell, "first": found.customers[key].name}
        found.say("AC01", place, name, **facts)
        return False
    found.seen[ACCOUNTS, key] = place
    _may_be_the_same(found, name, key, place)
    found.customers[key] = customer(key, record, table.place(row, "manager"))
    return True


def _may_be_the_same(found: Reading, name: str, key: str, place: Place) -> None:
    """Two names that differ only in that one of them tells no place are likely one customer."""
    bare = companies.key(name, place=False)
    for other in found.placeless.setdefault(bare, []):
        if bare in (key, other):
            first = found.seen[ACCOUNTS, other]
            facts = {"first": found.customers[other].name, "sheet": first.sheet, "cell": first.cell}
            found.say("AC23", place, name, **facts)
            break
    found.placeless[bare].append(key)


def _manager(found: Reading, table: Table, row: int, record: Record) -> None:
    fixed, variable = record["fixed_pay"], record["variable_pay"]
    if fixed is not None and variable is not None and not pay_in_band(fixed, variable, found.view):
        found.say("AC10", table.place(row, "fixed_pay"), record["manager"])
    found.managers.append(Manager(record["manager"], fixed, variable, record["span_factors"] or ()))


def _part(found: Reading, sheet: Typed, row: int, record: Record) -> bool:
    table, form_id, name = sheet.table, sheet.form.id, record["customer_name"]
    held, place = _holder(found, name), table.place(row, "customer_name")
    if held is None:
        found.say("AC03", place, name)
        return False
    another = name != held.name and companies.tidy(name) != companies.tidy(held.name)
    if another and ("AC02", held.key, name) not in found.seen:
        found.seen["AC02", held.key, name] = place
        found.say("AC02", place, name, first=held.name)
    repeated = REPEATS.get(form_id, ())
    mark = (form_id, held.key, *(record[one] for one in repeated))
    if repeated and (first := found.seen.get(mark)) is not None:
        found.say("AC04", table.place(row, repeated[0]), record[repeated[0]], sheet=first.sheet, cell=first.cell)
        return False
    spot = table.place(row, repeated[0]) if repeated else place
    found.seen[mark] = spot
    found.parts[form_id][held.key].append(RECORDS[form_id](held.key, record, spot, found.view))
    return True


_key = lru_cache(maxsize=1 << 16)(companies.key)
"""A register names each customer many times."""


def _holder(found: Reading, name: str) -> Customer | None:
    """The customer of a name; without an account sheet the first spelling makes it one."""
    key = _key(name)
    if key not in found.customers and all(form.id != ACCOUNTS for form in found.forms):
        found.customers[key] = Customer(key, name)
    return found.customers.get(key)
