"""Invented records for every form, short, usual or very long, whose sums add up."""
# ruff: noqa: E501 - sample sentences

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache

from document.content import USUAL

from kamsheets.core.shares import largest_remainder
from kamsheets.document import templates
from kamsheets.document.coded import coded
from kamsheets.document.context import Printing
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.naming import LISTS
from kamsheets.document.orgchart import Member, chart
from kamsheets.document.record import MatrixData, Record, Signature
from kamsheets.formats import rmb
from kamsheets.forms.catalogue import Field, Form, catalogue
from kamsheets.policy.policy import Policy
from kamsheets.policy.view import PolicyView

DAY = date(2026, 6, 30)
TEXTS = {
    "short": "无",
    "brief": "节拍与飞溅率达标，R&D 参与",
    "usual": "客户两条弧焊线扩产，节拍 62 秒；R&D 中心参与评审，预算 <400 万 且 >100 万。\n“年底投产”，含培训。",
    "long": "\n".join(
        f"第{n}段：客户要求提交试焊数据、节拍测算和全寿命成本比较，信息来源为公开招标公告与正式会议纪要（R&D，<400 万）。"
        * 3
        for n in range(1, 9)
    ),
}
CELLS = {"unit": "套", "spec": "按技术协议 V2", "copies": "一式两份：区域存档一份，市场部信息管理员一份（录入CRM）"}
"""What a box of this name holds, whatever the size of the record."""
ROWS = {"short": 1, "usual": 4, "long": 45}
FEWER = {
    "subject_matter": 2, "team_rows": 3, "stage_goal": 3, "budget_rows": 3, "ent_plan": 2, "risk_rows": 2, "check_rows": 1, "exec_visit": 2,
    "forecast_vs_actual": 3, "win_factors": 2, "loss_factors": 1, "competitor_review": 2, "handover_rows": 3,
}  # fmt: skip
"""Rows of some tables in a usual record."""
SIZES = ("short", "usual", "long")
TOTAL = 386_000_000
CODES = templates.codes("zh")
CASES = [*((code, "zh", size) for code in CODES for size in SIZES), *((code, "en", "usual") for code in CODES)]
"""(form, language, size): all sizes of all forms, and every English form once: its layout is the same."""


@cache
def view() -> PolicyView:
    """The shipped policy."""
    return Policy.shipped().as_of(DAY)


def printing(lang: str = "zh", *, restricted: bool = True) -> Printing:
    """How the samples are printed."""
    return Printing(
        view().choices, DAY, lang, restricted=restricted, people={"E002": "林晓", "E010": "何敏"},
        company="江东焊接装备股份有限公司", retention="保存期限：3年", secrecy="内部受限",
    )  # fmt: skip


def form_of(code: str) -> Form:
    """The form of a template code."""
    return coded(catalogue())[code]


def record(code: str, size: str = "usual") -> Record:
    """A record of a form; every field is filled in."""
    form = form_of(code)
    if form.kind == "list":
        return _list_record(form, size)
    values: dict[str, object] = {}
    tables: dict[str, list[Mapping[str, object]]] = {}
    for one in form.fields:
        if one.type in ("table", "checklist"):
            tables[one.id] = rows(one, size)
        elif one.type == "group":
            values |= {f"{one.id}.{c.id}": written(one.id, c, size) or value(c, size) for c in one.columns}
        elif one.type != "sign":
            values[one.id] = written("", one, size) or value(one, size)
    if code == "JTF-002" and size == "usual":
        tables["expense_rows"] = _budget()
    matrix = _agree(code, values, tables)
    group = {"F4b": rows(_listed("F4b"), "short" if size == "long" else size)} if code == "JTF-003" else {}
    drawn = chart(MEMBERS) if code == "JTF-003" else None
    return Record(code, values, tables | group, {}, SIGNATURES, "依据 审批矩阵 第14行", matrix, drawn)


def _list_record(form: Form, size: str) -> Record:
    facts = {
        "区域": "华东", "统计期间": "2026-01-01 — 2026-06-30", "填报人": "林晓", "线索数": "12", "等级小计": "A 3，B 4",
        "跟进方式说明": "A、B 级：上门拜访", "工号": "E002", "姓名": "林晓", "发放月份": "2026-06", "本期应发合计": "4,859.86",
        "本期应发大写": rmb.upper(485_986), "region": "East", "period": "2026-01-01 - 2026-06-30", "filler": "Lin Xiao",
        "lead_count": "12", "by_grade": "A 3, B 4", "follow_up": "A, B: visit", "emp_id": "E002", "member": "Lin Xiao",
        "month": "2026-06", "released_total": "4,859.86", "released_in_words": rmb.upper(485_986),
    }  # fmt: skip
    return Record(form.id, {}, {form.id: rows(_listed(form.id), size)}, facts, SIGNATURES)


def _listed(form_id: str) -> Field:
    form = catalogue()[form_id]
    return Field(form_id, LISTS[form_id][0], form.en, "table", columns=form.fields)


def rows(one: Field, size: str) -> list[Mapping[str, object]]:
    """Rows of a table; shares and amounts add up to a whole."""
    items = [choice.label.zh for choice in view().choices.get(one.choices or "", ())]
    count = FEWER.get(one.id, ROWS[size]) if size == "usual" else ROWS[size]
    count = len(items) or min(count, 8) if one.type == "checklist" else count
    shares = largest_remainder(10_000, [1] * count)
    amounts = largest_remainder(TOTAL, [1] * count)
    made = []
    for n in range(count):
        brief = "brief" if size != "short" else "short"
        row = {
            c.id: written(one.id, c, size, n) or value(c, brief if c.type == "text" else "short", n)
            for c in one.columns
        }
        row |= {c.id: Fraction(shares[n], 10_000) for c in one.columns if c.type == "pct"}
        row |= {c.id: amounts[n] for c in one.columns if c.type == "money"}
        row |= (
            {"item": items[n], "note": None if "answer" in row else "按计划"}
            if one.type == "checklist" and items
            else {}
        )
        made.append(row)
    return made


def written(table: str, one: Field, size: str, n: int = 0) -> str | None:
    """What a person writes there in a usual form, if it is something of its own."""
    words = USUAL.get(f"{table}.{one.id}" if table else one.id) if one.type in ("str", "text", "ref") else None
    return words[n % len(words)] if words and size == "usual" else None


def _budget() -> list[Mapping[str, object]]:
    """Three items over the five stages of an initiated project."""
    items = [choice.code for choice in view().choices["expense_subject"]][:3]
    stages = [stage.code for stage in view().stages if not stage.closed][3:]
    pairs = [(item, stage) for item in items for stage in stages]
    amounts = largest_remainder(TOTAL, [1] * len(pairs))
    return [{"subject": i, "stage": s, "amount": a} for (i, s), a in zip(pairs, amounts, strict=True)]


def value(one: Field, size: str, n: int = 0) -> object:
    """A value of the field's type."""
    if one.id in CELLS and one.type in ("str", "text"):
        return CELLS[one.id]
    match one.type:
        case "text":
            return TEXTS[size]
        case "money":
            return TOTAL
        case "pct":
            return Fraction(13, 100)
        case "date":
            return date(2026, 3, 1 + n % 28)
        case "datetime":
            return datetime(2026, 8, 15, 9, 30)
        case "period":
            return (datetime(2026, 6, 3, 14), datetime(2026, 6, 3, 15, 30))
        case "int":
            return n + 1
        case "dec":
            return Decimal("8.5")
        case "bool":
            return n % 2 == 0
        case "enum":
            choices = view().choices.get(one.choices or "", ())
            code = choices[n % len(choices)].code if choices else "其他"
            return (code,) if one.many else code
        case "person_ref":
            return ("E002 林晓", "E010 何敏") if one.many else "E002 林晓"
        case "phone":
            return "13900005678"
        case "email":
            return "zhou@example.com"
        case "uscc":
            return "91320500MA6KAM0195"
        case _:
            return one.example.split("、")[0][:24] or "试焊样件评审"


def _agree(code: str, values: dict[str, object], tables: dict[str, list[Mapping[str, object]]]) -> MatrixData | None:
    """Make totals what their rows add up to."""
    if code == "JTF-002":
        values |= {"expense_total": TOTAL, "est_margin": 4_440_708_1, "est_margin_pct": Fraction(13, 100)}
    if code == "JTF-007":
        values |= {"amount_net": 341_592_920, "amount_tax": 44_407_080, "amount_upper": rmb.upper(TOTAL)}
    if code == "JTF-009":
        tables["expense_rows"] = [{**row, "budget": 0, "variance": row["actual"]} for row in tables["expense_rows"]]
    if code != "JTF-010":
        return None
    values["pool_upper"] = rmb.upper(TOTAL)
    stages = [stage for stage in view().stages if not stage.closed]
    amounts = largest_remainder(TOTAL, [stage.commission_weight for stage in stages])
    tables["stage_rows"] = [
        {"stage": s.code, "weight": s.commission_weight, "difficulty": Fraction(1), "effective": Fraction(s.commission_weight), "amount": a}
        for s, a in zip(stages, amounts, strict=True)
    ]  # fmt: skip
    cells = [
        (stage.label.zh, tuple(largest_remainder(a, [50, 30, 20]))) for stage, a in zip(stages, amounts, strict=True)
    ]
    return MatrixData(("何敏", "林晓", "王强"), tuple(cells))


@cache
def filler(code: str, lang: str = "zh") -> Filler:
    """The filler of a form, compiled once a session."""
    return Filler(templates.find(code, lang), form_of(code), printing(lang), code)


@cache
def document(code: str, lang: str = "zh", size: str = "usual") -> bytes:
    """A form filled with its record, numbered."""
    return filler(code, lang).fill(record(code, size), Issue(f"{code}-HD-202606-007")).data


OPINIONS = ("同意", "有条件同意", "不同意", "补充后再报")
SIGNATURES = (
    Signature("区域大客户经理", "何敏", OPINIONS, "审批　依据 审批矩阵 第5行"),
    Signature("大客户总监", "罗刚", OPINIONS, "审批　依据 审批矩阵 第8行"),
    Signature("财务", "", OPINIONS, "会签"),
    Signature("营销总经理", "高远", OPINIONS, "上级代审"),
)
MEMBERS = [
    Member("DM01", "陈总", ("总经理", "决策者｜影响力 5", "D"), 1, True),
    Member("DM02", "李部长", ("设备部长", "技术评估者｜影响力 4", "C"), 2, False, "DM01"),
    Member("DM03", "周工", ("设备工程师", "使用者｜影响力 2"), -1, False, "DM02"),
    Member("DM04", "王经理", ("采购经理", "商务评估者｜影响力 3", "I"), 0, False, "DM01"),
    Member("DM05", "赵工", ("工艺工程师", "技术评估者"), None, False, "DM02"),
]
