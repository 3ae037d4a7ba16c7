"""Lists of the sales process and what it pays: 阶段, 等级, 提成费率."""

from kamsheets.policy.cells import CellError
from kamsheets.policy.listing import CODE, DAYS, NAMES, Cells, Column, Listing, label_cells, label_of, pick
from kamsheets.policy.types import Grade, Label, RateTier, Source, Stage


def _stage(cells: Cells) -> Stage:
    return Stage(
        code=cells["code"],
        order=cells["order"],
        label=label_of(cells),
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
    return pick(stage, *names, "marks", "forms", "standard") | label_cells(stage.label)


def _grade(cells: Cells) -> Grade:
    bound: str = cells["max_rank"] or ""
    key = bound[1:-1] if bound.startswith("{") and bound.endswith("}") else ""
    if bound and not key and not (bound.isdecimal() and int(bound)):
        raise CellError("PO72", field="max_rank")
    return Grade(
        code=cells["code"],
        order=cells["order"],
        label=label_of(cells),
        max_rank=int(bound) if bound and not key else None,
        follow_mode=cells["follow_mode"],
        pair=cells["pair"] or "",
        bound_key=key,
    )


def _grade_cells(grade: Grade) -> Cells:
    bound = f"{{{grade.bound_key}}}" if grade.bound_key else grade.max_rank
    return pick(grade, "code", "order", "follow_mode", "pair") | label_cells(grade.label) | {"max_rank": bound}


def _tier(cells: Cells) -> RateTier:
    return RateTier(cells["scale"], cells["lower"], cells["rate"], Source(cells["source"], cells["since"]))


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
    lambda tier: pick(tier, "scale", "lower", "rate"),
    lambda tier: (tier.scale, tier.lower),
)
