"""Rules of the lead register about dates (domain §2.1)."""

from collections.abc import Iterator
from datetime import date

from kamsheets.core.finding import Finding
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet


def registered_in_future(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """登记日期 ≤ today."""
    return _after_today(sheet, desk, "reg_date", "LD003")


def contacted_in_future(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """最近联系日期 ≤ today."""
    return _after_today(sheet, desk, "last_contact_date", "LD016")


def purchase_before_registration(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """预计采购时间 ≥ 登记日期."""
    return _before_registration(sheet, "est_purchase_date", "LD013")


def assigned_before_registration(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """分配日期 ≥ 登记日期."""
    return _before_registration(sheet, "assigned_date", "LD015")


def contact_overdue(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """下次联系日期 of a lead that is followed lies before today."""
    followed = desk.tagged("status", "active")
    for row, planned, status in sheet.pairs("next_contact_date", "status"):
        if isinstance(planned, date) and planned < desk.day and status in followed:
            yield sheet.finding("LD018", row, "next_contact_date", days=(desk.day - planned).days)


def _after_today(sheet: LeadSheet, desk: Desk, field_id: str, code: str) -> Iterator[Finding]:
    day = desk.day
    for row, value in enumerate(sheet.column(field_id)):
        if isinstance(value, date) and value > day:
            yield sheet.finding(code, row, field_id, day=day)


def _before_registration(sheet: LeadSheet, field_id: str, code: str) -> Iterator[Finding]:
    for row, value, registered in sheet.pairs(field_id, "reg_date"):
        if isinstance(value, date) and isinstance(registered, date) and value < registered:
            yield sheet.finding(code, row, field_id, registered=registered)
