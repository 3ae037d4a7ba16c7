"""Rules of the lead register about the people it names, and whether a lead went to the right one (H s14, s15)."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding, finding
from kamsheets.leads.desk import Desk
from kamsheets.leads.places import region
from kamsheets.leads.sheet import LeadSheet
from kamsheets.policy.types import Person

REFERENCES = ("registrant", "assigned_to", "assigned_by")


def no_people_sheet(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """Names are taken as written when the policy holds no people; said once a sheet."""
    if not desk.view.people and any(sheet.has(field_id) for field_id in REFERENCES):
        yield finding("LD028", sheet.table.place(None, next(f for f in REFERENCES if sheet.has(f))))


def unknown_person(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """Whoever is named stands in the people sheet, once."""
    for field_id in REFERENCES if desk.view.people else ():
        for row, reference in enumerate(sheet.column(field_id)):
            if not isinstance(reference, str) or reference == desk.company:
                continue
            found = desk.people(reference)
            if len(found) != 1:
                numbers = "、".join(person.emp_id for person in found)
                yield sheet.finding("LD024" if found else "LD023", row, field_id, numbers=numbers)


def person_left(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """A lead that is still open is in the hands of somebody who is still employed."""
    open_ = desk.tagged("status", "open")
    for row, person in _people(sheet, desk, "assigned_to"):
        if not person.active_on(desk.day) and sheet.column("status")[row] in open_:
            yield sheet.finding("LD025", row, "assigned_to", left=person.leave_date)


def person_of_another_region(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """The engineer works in the region of the lead; head office serves every region."""
    serves_all = desk.headquarters | {"", None}
    for row, person in _people(sheet, desk, "assigned_to"):
        home = region(sheet, desk, row)
        if not serves_all.intersection((home, person.region)) and person.region != home:
            (zh, en), (theirs, theirs_en) = desk.region_name(home), desk.region_name(str(person.region))
            facts = {"region": zh, "region_en": en, "theirs": theirs, "theirs_en": theirs_en}
            yield sheet.finding("LD026", row, "assigned_to", **facts)


def assigned_by_another_role(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """Leads are assigned by the regional key-account manager (H s15)."""
    for row, person in _people(sheet, desk, "assigned_by"):
        if desk.assigner not in person.roles:
            yield sheet.finding("LD027", row, "assigned_by", roles="、".join(person.roles))


def not_registered_to_company(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """A lead that the director passes on is registered to the company (H s14: 项目登记人为公司)."""
    passed_on = desk.tagged("collector_type", "company")
    for row, collector, registrant in sheet.pairs("collector_type", "registrant"):
        if collector in passed_on and registrant not in (None, desk.company):
            yield sheet.finding("LD005", row, "registrant", proposed=desk.company)


def _people(sheet: LeadSheet, desk: Desk, field_id: str) -> Iterator[tuple[int, Person]]:
    """(row, person) wherever exactly one person of the people sheet is meant."""
    if not desk.view.people:
        return
    for row, reference in enumerate(sheet.column(field_id)):
        found = desk.people(reference) if isinstance(reference, str) else ()
        if len(found) == 1:
            yield row, found[0]
