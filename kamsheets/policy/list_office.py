"""Lists of one office: 人员, 审批代理, 节假日, 表头别名."""

from kamsheets.policy.listing import Cells, Column, Listing, pick
from kamsheets.policy.types import Delegation, HeaderNames, Holiday, Label, Person


def _number(text: str | None) -> str | None:
    """The employee number of a reference that may carry the name behind it: E010 何敏."""
    return text.split()[0] if text else None


def _person(cells: Cells) -> Person:
    return Person(
        emp_id=cells["emp_id"],
        name=cells["name"],
        roles=cells["role"],
        region=cells["region"],
        dept=cells["dept"] or "",
        grade=cells["grade"] or "",
        hire_date=cells["hire_date"],
        leave_date=cells["leave_date"],
        manager_id=_number(cells["manager_id"]),
        account_limit=cells["account_limit"],
        delegate_id=_number(cells["delegate_id"]),
        place=cells["place"],
    )


def _person_cells(person: Person) -> Cells:
    names = ("emp_id", "name", "region", "dept", "grade", "hire_date", "leave_date", "manager_id", "delegate_id")
    return pick(person, *names, "account_limit") | {"role": person.roles}


def _delegation(cells: Cells) -> Delegation:
    return Delegation(
        delegator=_number(cells["delegator"]) or "",
        delegate=_number(cells["delegate"]) or "",
        start=cells["start"],
        until=cells["end"],
        reason=cells["reason"] or "",
        forms=cells["forms"],
        kind="delegation" if cells["delegate"] else "leave",
        place=cells["place"],
    )


def _delegation_cells(row: Delegation) -> Cells:
    return pick(row, "delegator", "delegate", "start", "reason", "forms") | {"end": row.until}


PEOPLE = Listing(
    "people",
    "",
    Label("人员", "People"),
    (
        Column("emp_id", "工号", "Employee no.", required=True),
        Column("name", "姓名", "Name", required=True),
        Column("dept", "部门", "Department", "ref:dept"),
        Column("region", "区域", "Region", "ref:region"),
        Column("role", "岗位角色", "Roles", "ref:role_list", True),
        Column("grade", "级别", "Grade", "ref:staff_grade"),
        Column("hire_date", "入职日期", "Hired on", "date"),
        Column("leave_date", "离职日期", "Left on", "date"),
        Column("manager_id", "直接上级", "Manager"),
        Column("delegate_id", "审批代理人", "Standing deputy"),
        Column("account_limit", "大客户管理上限", "Account limit", "int", unit="个"),
    ),
    _person,
    _person_cells,
    lambda person: person.emp_id,
)
DELEGATIONS = Listing(
    "delegations",
    "",
    Label("审批代理", "Delegations"),
    (
        Column("delegator", "被代理人", "Absent", required=True),
        Column("delegate", "代理人", "Deputy"),
        Column("start", "开始日期", "From", "date", True),
        Column("end", "结束日期", "Until (not included)", "date", True),
        Column("forms", "表单", "Forms", "ref:form_code_list"),
        Column("reason", "原因", "Reason"),
    ),
    _delegation,
    _delegation_cells,
    lambda row: (row.delegator, row.start, row.forms),
)
HOLIDAYS = Listing(
    "holidays",
    "",
    Label("节假日", "Holidays"),
    (
        Column("day", "日期", "Day", "date", True),
        Column("works", "休/班", "Off or work", "ref:day_kind", True),
        Column("name", "说明", "Note"),
    ),
    lambda cells: Holiday(cells["day"], cells["works"] == "work", cells["name"] or ""),
    lambda holiday: {"day": holiday.day, "works": "work" if holiday.works else "off", "name": holiday.name},
    lambda holiday: holiday.day,
)
HEADERS = Listing(
    "headers",
    "",
    Label("表头别名", "Header names"),
    (
        Column("form", "表单", "Form", required=True),
        Column("field", "字段", "Field", required=True),
        Column("names", "表头", "Headers", "texts", True),
    ),
    lambda cells: HeaderNames(cells["form"], cells["field"], cells["names"]),
    lambda row: pick(row, "form", "field", "names"),
    lambda row: (row.form, row.field, row.names),
)
