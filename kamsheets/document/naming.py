"""What a field is called in a template: its printed label as one word, or its id.

``预计合同金额`` and ``est_amount`` are the same field. A label that is no name, such as 合同金额(含税), loses its
brackets and signs; ``f['合同金额(含税)']`` takes any label or alias as it is written in a sheet.

>>> tag("合同金额(含税)"), tag("标包/标段"), tag("工作量%")
('合同金额', '标包标段', '工作量')
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from kamsheets.formats.text import folded
from kamsheets.forms.catalogue import Field, Form, catalogue

_BRACKETS = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"\W+")
SYSTEM: Mapping[str, str] = {
    "公司名称": "company",
    "表单名称": "form_name",
    "表单代号": "form_code",
    "编号": "form_no",
    "版次": "revision",
    "打印日期": "printed_on",
    "打印说明": "print_note",
    "校验码": "check_code",
    "草稿": "draft",
    "密级": "secrecy",
    "保存期限": "retention",
    "签批": "signatures",
    "审批依据": "route_basis",
    "内部": "restricted",
    "组织分析图": "org_chart",
    "字段": "f",
}
"""Names every template may use beside its form's fields: Chinese -> English."""

LISTS: Mapping[str, tuple[str, str]] = {
    "F1": ("线索", "leads"),
    "F2": ("项目", "projects"),
    "F4b": ("决策小组", "decision_group"),
    "F10c": ("发放明细", "payments"),
}
"""Sheets of one record a row that a form prints as a table: form id -> (Chinese, English)."""

FACTS: Mapping[str, Mapping[str, str]] = {
    "F1": {
        "区域": "region", "统计期间": "period", "填报人": "filler", "线索数": "lead_count", "等级小计": "by_grade",
        "跟进方式说明": "follow_up",
    },
    "F10c": {
        "工号": "emp_id", "姓名": "member", "发放月份": "month", "本期应发合计": "released_total",
        "本期应发大写": "released_in_words",
    },
}  # fmt: skip
"""What is said about a whole list, by form id: Chinese -> English."""

MATRIX = ("分配矩阵", "member_matrix")
"""Stages x members of a commission plan."""


def tag(label: str) -> str:
    """A label as one word."""
    text = folded(label)
    return _SIGNS.sub("", _BRACKETS.sub("", text)) or _SIGNS.sub("", text)


def names(fields: Iterable[Field]) -> dict[str, str]:
    """Every name a template may use for these fields -> field id. Labels win over parts of groups, these over aliases.

    Parts of a group are ``group.part`` ids. A word that two fields claim belongs to the first.
    """
    fields = tuple(fields)
    known: dict[str, str] = {}
    for one in fields:
        known.setdefault(one.id, one.id)
        known.setdefault(tag(one.zh), one.id)
    for one in fields:
        if one.type == "group":
            for part in one.columns:
                known.setdefault(tag(part.zh), f"{one.id}.{part.id}")
    for one in fields:
        for alias in one.aliases:
            if alias.isidentifier():
                known.setdefault(alias, one.id)
    return known


@cache
def form_names(form: Form) -> Mapping[str, str]:
    """``names`` of a form's fields."""
    return names(form.fields)


def spelling(fields: Iterable[Field], one: Field, lang: str) -> str:
    """The name our templates use for ``one`` among ``fields``: the label in Chinese, the id in English."""
    if lang == "en":
        return one.id
    word = tag(one.zh)
    return word if names(fields).get(word) == one.id and word.isidentifier() else one.id


def described(form: Form, key: str, lang: str) -> str:
    """A key as people know it: the field's label, or table, row and column (标的物及数量 第2行“数量”)."""
    first, *rest = key.split(".")
    fields = {**{f: catalogue()[f].fields for f in LISTS}, **{f.id: f.columns for f in form.fields}}
    name = LISTS[first][0 if lang == "zh" else 1] if first in LISTS else ""
    if first in form.by_id:
        name = form[first].label(lang)
    column = next((c.label(lang) for c in fields.get(first, ()) if rest and c.id == rest[-1]), "")
    if not name or not rest:
        return name or key
    if rest[0].isdigit() and len(rest) == 1:
        return f"{name} 第{rest[0]}行" if lang == "zh" else f"{name}, row {rest[0]}"
    if len(rest) == 1:
        return column or name
    return f"{name} 第{rest[0]}行“{column}”" if lang == "zh" else f'{name}, row {rest[0]}, "{column}"'
