"""A small language for lead sheets in tests: rows as ``field=value``, typed already, written as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from kamsheets.core.finding import Finding
from kamsheets.core.table import Column, Table
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Person

DAY = date(2026, 6, 30)

LIN = Person("E002", "林晓", ("SE",), "HD")
HE = Person("E010", "何敏", ("RKAM",), "HD")
WANG = Person("E003", "王强", ("SE",), "HN")
LEFT = Person("E004", "孙越", ("SE",), "HD", leave_date=date(2026, 6, 30))
TWIN_A, TWIN_B = Person("E021", "张伟", ("SE",), "HD"), Person("E022", "张伟", ("SE",), "HN")
HEAD = Person("E030", "总部支持", ("MD",), "ZB")
STAFF = (LIN, HE, WANG, LEFT, TWIN_A, TWIN_B, HEAD)

SOUND: Mapping[str, object] = {
    "lead_no": "XS-HD-202603-0001",
    "reg_date": date(2026, 3, 3),
    "collector_type": "sales",
    "source_channel": "exhibition",
    "source_detail": None,
    "registrant": "E002 林晓",
    "customer_name": "苏州华锐车身部件有限公司",
    "uscc": "91320500MA6KAM0195",
    "industry": "C36",
    "region": "HD",
    "province": "32",
    "city": "苏州市",
    "contact_name": "周工",
    "contact_mobile": "13900005678",
    "contact_tel": None,
    "contact_email": None,
    "consent_basis": "card",
    "rank_sales": 23,
    "rank_profit": 41,
    "rank_source": "中国汽车工业协会2025零部件百强",
    "lead_grade": None,
    "follow_mode": None,
    "need_summary": "车身后纵梁机器人弧焊线2条",
    "est_purchase_date": date(2026, 9, 30),
    "assigned_to": "E002 林晓",
    "assigned_by": "E010 何敏",
    "assigned_date": date(2026, 3, 4),
    "status": "following",
    "visit_count": 2,
    "last_contact_date": date(2026, 6, 18),
    "next_contact_date": date(2026, 7, 3),
    "project_no": None,
    "remark": None,
}
"""A lead with which nothing is wrong on ``DAY``."""

RANGES = {"rank_sales", "rank_profit", "visit_count"}


def desk(people: Iterable[Person] = STAFF, **values: object) -> Desk:
    """The shipped policy on ``DAY`` with some people, and some values changed."""
    policy = Policy.shipped()
    changed = {key: tuple(replace(d, item=value) for d in policy.values[key]) for key, value in values.items()}
    view = replace(policy, values={**policy.values, **changed}).as_of(DAY)
    return Desk(replace(view, people=tuple(people)))


def sheet(
    *rows: Mapping[str, object], without: Iterable[str] = (), file: str = "线索.xlsx", **more: object
) -> LeadSheet:
    """A sheet of sound leads, each changed as a row says; columns ``without`` are not there. Row 1 is the header."""
    fields = [
        field for field in (*SOUND, *sorted({f for row in rows for f in row} - set(SOUND))) if field not in without
    ]
    filled = [{**SOUND, **more, **row} for row in rows]
    columns = tuple(Column(field, k, field) for k, field in enumerate(fields))
    table = Table(file, "线索", columns, [[row.get(f) for f in fields] for row in filled], range(2, 2 + len(filled)))
    return LeadSheet(table, {f: [row.get(f) for row in filled] for f in fields})


def at(found: Iterable[Finding]) -> list[tuple[str, str, str | None]]:
    """(code, field or 'row', proposed) of each finding; the header names the field in these sheets."""
    return [(f.code, f.place.cell, f.proposed) for f in found]


def cell(sheet_: LeadSheet, row: int | None, field: str) -> str:
    """A1 name of a field's cell in the data row ``row`` (0 is the first; None the header)."""
    return sheet_.table.place(row, field).cell


NINE_TENTHS = Fraction(9, 10)
