"""The lists of a policy as sheets: their columns, and the two ways between a row of cells and a record.

A sheet that a company's workbook holds replaces the list (枚举: the enumerations it names). Book and workbook share it.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from kamsheets.policy.cells import CellError
from kamsheets.policy.types import (
    Choice,
    Delegation,
    Grade,
    HeaderNames,
    Holiday,
    Industry,
    Label,
    Member,
    Person,
    RateTier,
    Region,
    Role,
    Source,
    Stage,
)

Cells = Mapping[str, Any]
"""Values of one row by field, already read by their kinds."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a policy sheet; ``kind`` is a kind of ``kamsheets.policy.cells``."""

    field: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = False
    unit: str = ""

    def header(self, lang: str, units: Mapping[str, str]) -> str:
        """The header in ``lang``, with the unit (English by ``units``) where a bare number would leave it open."""
        unit = {"rate": "%", "money": "元"}.get(self.kind, self.unit)
        if lang == "zh":
            return f"{self.zh}({unit})" if unit else self.zh
        return f"{self.en} ({units[unit]})" if unit else self.en


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: the attribute of ``Policy`` it fills, its sheet, and how rows and records become each other."""

    name: str
    choices: str
    """Name its rows go by where a cell refers to one (``ref:role``); empty: nothing refers to them."""
    label: Label
    columns: tuple[Column, ...]
    build: Callable[[Cells], Any]
    spell: Callable[[Any], Cells]
    key: Callable[[Any], Hashable]
    """What a row stands for: of several rows with one key the latest is in force."""


CODE = Column("code", "代码", "Code", required=True)
NAMES = (
    Column("zh", "名称", "Name (Chinese)", required=True),
    Column("en", "英文名称", "Name (English)"),
    Column("aliases", "别名", "Aliases", "texts"),
)
DAYS = (
    Column("since", "生效日期", "In force from", "date"),
    Column("until", "失效日期", "Out of force from", "date"),
    Column("source", "来源", "Source"),
)


def _label(cells: Cells) -> Label:
    return Label(cells["zh"], cells["en"] or cells["zh"], cells["aliases"])


def _names(label: Label) -> dict[str, Any]:
    return {"zh": label.zh, "en": label.en, "aliases": label.aliases}


def _stage(cells: Cells) -> Stage:
    return Stage(
        code=cells["code"],
        order=cells["order"],
        label=_label(cells),
        win_probability=cells["win_probability"],
        commission_weight=cells["commission_weight"] or 0,
        max_days=cells["max_days"],
        category=cells["category"] or "",
        skippable=bool(cells["skippable"]),
        closed=bool(cells["closed"]),
        marks=cells["marks"],
        forms=cells["forms"],
        standard=cells["standard"] or "",
    )


def _stage_cells(stage: Stage) -> Cells:
    names = ("code", "order", "win_probability", "commission_weight", "max_days", "category", "skippable", "closed")
    return _pick(stage, *names, "marks", "forms", "standard") | _names(stage.label)


def _pick(item: object, *names: str) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def _grade(cells: Cells) -> Grade:
    bound: str = cells["max_rank"] or ""
    key = bound[1:-1] if bound.startswith("{") and bound.endswith("}") else ""
    if bound and not key and not (bound.isdecimal() and int(bound)):
        raise CellError("PO72", field="max_rank")
    return Grade(
        code=cells["code"],
        order=cells["order"],
        label=_label(cells),
        max_rank=int(bound) if bound and not key else None,
        follow_mode=cells["follow_mode"],
        pair=cells["pair"] or "",
        bound_key=key,
    )


def _grade_cells(grade: Grade) -> Cells:
    bound = f"{{{grade.bound_key}}}" if grade.bound_key else grade.max_rank
    return _pick(grade, "code", "order", "follow_mode", "pair") | _names(grade.label) | {"max_rank": bound}


def _member(cells: Cells) -> Member:
    neutral = Label(cells["neutral_zh"], cells["neutral_en"] or cells["neutral_zh"]) if cells["neutral_zh"] else None
    choice = Choice(cells["code"], _label(cells), neutral, cells["score"], cells["tags"])
    return Member(cells["enumeration"], choice)


def _member_cells(member: Member) -> Cells:
    choice = member.choice
    neutral = {"neutral_zh": choice.neutral.zh, "neutral_en": choice.neutral.en} if choice.neutral else {}
    return {
        "enumeration": member.enumeration,
        **_pick(choice, "code", "score", "tags"),
        **_names(choice.label),
        **neutral,
    }


def _tier(cells: Cells) -> RateTier:
    return RateTier(cells["scale"], cells["lower"], cells["rate"], Source(cells["source"], cells["since"]))


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
        place=cells["place"],
    )


def _person_cells(person: Person) -> Cells:
    names = ("emp_id", "name", "region", "dept", "grade", "hire_date", "leave_date", "manager_id", "account_limit")
    return _pick(person, *names) | {"role": person.roles}


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
    return _pick(row, "delegator", "delegate", "start", "reason", "forms") | {"end": row.until}


STAGES = Listing(
    "stages",
    "milestone",
    Label("阶段", "Stages"),
    (
        CODE,
        Column("order", "顺序", "Order", "int", True),
        *NAMES,
        Column("win_probability", "默认赢率", "Win probability", "rate", True),
        Column("commission_weight", "奖金权重", "Commission weight", "int", unit="万分比"),
        Column("max_days", "最长天数", "Longest stay", "int", unit="天"),
        Column("category", "预测类别", "Forecast category", "ref:forecast_category"),
        Column("skippable", "可跳过", "May be skipped", "flag"),
        Column("closed", "已结案", "Closed", "flag"),
        Column("marks", "阶段作用", "Meaning", "ref:stage_mark_list"),
        Column("forms", "表单", "Forms", "ref:form_code_list"),
        Column("standard", "标准流程阶段", "Standard process stage", "ref:standard_stage"),
        *DAYS,
    ),
    _stage,
    _stage_cells,
    lambda stage: stage.code,
)
ROLES = Listing(
    "roles",
    "role",
    Label("角色", "Roles"),
    (CODE, *NAMES, Column("superior", "上级角色", "Superior role", "ref:role"), *DAYS),
    lambda cells: Role(cells["code"], _label(cells), cells["superior"]),
    lambda role: _pick(role, "code", "superior") | _names(role.label),
    lambda role: role.code,
)
GRADES = Listing(
    "grades",
    "lead_grade",
    Label("等级", "Grades"),
    (
        CODE,
        Column("order", "顺序", "Order", "int", True),
        *NAMES,
        Column("max_rank", "排名上限", "Lowest rank"),
        Column("follow_mode", "跟进方式", "Follow-up mode", "ref:follow_mode", True),
        Column("pair", "未细分时显示", "Shown when not split"),
        *DAYS,
    ),
    _grade,
    _grade_cells,
    lambda grade: grade.code,
)
REGIONS = Listing(
    "regions",
    "region",
    Label("区域", "Regions"),
    (
        CODE,
        *NAMES,
        Column("provinces", "省份", "Provinces", "ref:province_list"),
        Column("headquarters", "总部", "Headquarters", "flag"),
        *DAYS,
    ),
    lambda cells: Region(cells["code"], _label(cells), cells["provinces"], bool(cells["headquarters"])),
    lambda region: _pick(region, "code", "provinces", "headquarters") | _names(region.label),
    lambda region: region.code,
)
INDUSTRIES = Listing(
    "industries",
    "industry",
    Label("行业", "Industries"),
    (CODE, *NAMES, *DAYS),
    lambda cells: Industry(cells["code"], _label(cells)),
    lambda industry: {"code": industry.code, **_names(industry.label)},
    lambda industry: industry.code,
)
CHOICES = Listing(
    "choices",
    "",
    Label("枚举", "Choices"),
    (
        Column("enumeration", "枚举", "Enumeration", "ref:enumerations", True),
        CODE,
        *NAMES,
        Column("neutral_zh", "打印用语", "Printed as (Chinese)"),
        Column("neutral_en", "打印用语英文", "Printed as (English)"),
        Column("score", "分值", "Score", "int"),
        Column("tags", "属性", "Properties", "text_list"),
        *DAYS,
    ),
    _member,
    _member_cells,
    lambda member: (member.enumeration, member.choice.code),
)
TIERS = Listing(
    "tiers",
    "",
    Label("提成费率", "Commission rates"),
    (
        Column("scale", "费率表", "Scale", required=True),
        Column("lower", "下限", "From", "money", True),
        Column("rate", "费率", "Rate", "rate", True),
        *DAYS,
    ),
    _tier,
    lambda tier: _pick(tier, "scale", "lower", "rate"),
    lambda tier: (tier.scale, tier.lower),
)
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
    lambda row: _pick(row, "form", "field", "names"),
    lambda row: (row.form, row.field, row.names),
)

LISTINGS: tuple[Listing, ...] = (
    CHOICES,
    ROLES,
    REGIONS,
    INDUSTRIES,
    STAGES,
    GRADES,
    TIERS,
    PEOPLE,
    DELEGATIONS,
    HOLIDAYS,
    HEADERS,
)
"""In reading order: a list comes after those it refers to."""
