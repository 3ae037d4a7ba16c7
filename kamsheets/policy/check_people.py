"""Checks of the people sheet and the deputies: numbers, managers, dates, circles."""

from collections.abc import Iterator
from datetime import date

from kamsheets.core.finding import Finding, finding
from kamsheets.policy.check_references import circles
from kamsheets.policy.dated import Dated
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Delegation, Person


def people_twice(policy: Policy) -> Iterator[Finding]:
    """Two rows with one employee number."""
    seen: dict[str, Dated[Person]] = {}
    for row in policy.people:
        emp_id = row.item.emp_id
        if emp_id in seen:
            yield finding("PO50", row.origin.place("emp_id"), emp_id, other=seen[emp_id].origin.phrase())
        seen[emp_id] = row


def standing_deputies(policy: Policy) -> Iterator[Finding]:
    """Standing deputies who are not on the sheet."""
    known = {row.item.emp_id for row in policy.people}
    for row in policy.people:
        if row.item.delegate_id and row.item.delegate_id not in known:
            yield finding("PO51", row.origin.place("delegate_id"), row.item.delegate_id)


def managers(policy: Policy) -> Iterator[Finding]:
    """Managers who are not on the sheet, who are the person, or who lead back to the person."""
    rows = {row.item.emp_id: row for row in policy.people}
    above = {emp_id: row.item.manager_id for emp_id, row in rows.items()}
    for emp_id, manager in above.items():
        place = rows[emp_id].origin.place("manager_id")
        if manager == emp_id:
            yield finding("PO57", place, manager)
        elif manager is not None and manager not in rows:
            yield finding("PO51", place, manager)
    for chain in circles(above):
        if len(set(chain)) > 1:
            yield finding("PO52", rows[chain[0]].origin.place("manager_id"), chain[0], chain=" → ".join(chain))


def employment(policy: Policy) -> Iterator[Finding]:
    """People who left before they came, and limits of accounts outside the span."""
    low, high = (policy.values[key][-1].item for key in ("span_min", "span_max"))
    for row in policy.people:
        person = row.item
        if person.hire_date and person.leave_date and person.leave_date <= person.hire_date:
            yield finding("PO53", row.origin.place("leave_date"), person.leave_date)
        limit = person.account_limit
        if limit is not None and not low <= limit <= high:  # type: ignore[operator]
            yield finding("PO58", row.origin.place("account_limit"), limit, low=low, high=high)


def deputies(policy: Policy) -> Iterator[Finding]:
    """Delegations that end before they begin, or name somebody who is not on the sheet."""
    known = {row.item.emp_id for row in policy.people}
    for row in policy.delegations:
        if row.item.until <= row.item.start:
            yield finding("PO56", row.origin.place("end"), row.item.until)
        for field in ("delegator", "delegate"):
            emp_id = getattr(row.item, field)
            if known and emp_id and emp_id not in known:
                yield finding("PO51", row.origin.place(field), emp_id)


def delegation_overlaps(policy: Policy) -> Iterator[Finding]:
    """Two deputies of one person on one day for one form."""
    for i, row in enumerate(policy.delegations):
        for other in policy.delegations[:i]:
            if row.item.delegator == other.item.delegator and _meet(row.item, other.item):
                day = max(row.item.start, other.item.start)
                place = row.origin.place("delegator")
                yield finding("PO55", place, row.item.delegator, day=day, other=other.origin.phrase())


def _meet(one: Delegation, two: Delegation) -> bool:
    forms = not one.forms or not two.forms or bool(set(one.forms) & set(two.forms))
    return forms and max(one.start, two.start) < min(one.until, two.until)


def delegation_circles(policy: Policy) -> Iterator[Finding]:
    """Deputies whose deputies lead back to the one who is absent, on a day on which some delegation begins."""
    for day in sorted({row.item.start for row in policy.delegations}):
        on = [row for row in policy.delegations if row.item.delegate and _covers(row.item, day)]
        for chain in circles({row.item.delegator: row.item.delegate for row in on}):
            row = next(row for row in on if row.item.delegator == chain[0])
            yield finding("PO54", row.origin.place("delegate"), chain[0], chain=" → ".join(chain), day=day)


def _covers(row: Delegation, day: date) -> bool:
    return row.start <= day < row.until
