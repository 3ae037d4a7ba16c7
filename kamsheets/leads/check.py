"""The rules of the lead register, in the order in which they are reported (domain §2.1).

What every field says by itself (type, required, length, pattern, list) is checked while the cell is read; here stand
the rules that need another field, the policy, the people or the day.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from kamsheets.core.finding import Finding
from kamsheets.leads import contact, dates, people, places, progress, scan
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet

Rule = Callable[[LeadSheet, Desk], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    # field against the day or a list
    dates.registered_in_future,
    dates.contacted_in_future,
    places.number_of_another_region,
    contact.no_basis,
    contact.personal_mobile,
    # field against field of the row
    progress.source_without_detail,
    progress.rank_without_source,
    contact.unreachable,
    dates.purchase_before_registration,
    dates.assigned_before_registration,
    progress.assigned_to_nobody,
    progress.followed_without_next_contact,
    progress.initiated_without_project,
    progress.initiated_without_uscc,
    dates.contact_overdue,
    # the right region and the right person
    places.region_of_another_province,
    places.city_of_another_province,
    places.region_not_written,
    people.not_registered_to_company,
    people.unknown_person,
    people.person_left,
    people.person_of_another_region,
    people.assigned_by_another_role,
    people.no_people_sheet,
    # what must not be written down
    scan.unlawful_words,
    scan.private_facts,
)
"""Every rule is given one sheet and the desk; none knows of another."""


def check(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """All findings of one sheet, rule by rule."""
    for rule in RULES:
        yield from rule(sheet, desk)


def across(sheets: Sequence[LeadSheet]) -> Iterator[Finding]:
    """What only shows when all sheets of all files are seen together."""
    yield from places.number_twice(sheets)
