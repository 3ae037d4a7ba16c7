"""The approval matrix as a sheet: one column an input, one row a step that is added when all its conditions hold.

Rows are collected (命中规则 COLLECT): each row that is hit adds its step; UNIQUE, FIRST and ANY are for tables of a
``group`` (分组) in which one row decides. Amount bands name policy keys in braces, see ``kamsheets.policy.unary``.
"""

from collections.abc import Mapping

from kamsheets.policy.cells import CellError, Names
from kamsheets.policy.listing import DAYS, Cells, Column, Listing
from kamsheets.policy.types import Input, Label, MatrixRow, Source
from kamsheets.policy.unary import parse, spell

_STEP = (
    Column("number", "行号", "Row", "int", True),
    Column("form", "表单", "Form", "ref:form_code", True),
    Column("step", "步骤", "Step", "int", True),
    Column("role", "角色", "Role", "ref:role", True),
    Column("mode", "方式", "Mode", required=True),
    Column("reason", "说明", "Reason"),
    Column("reason_en", "英文说明", "Reason (English)"),
    Column("days", "期限", "Deadline", "int", unit="工作日"),
    Column("refusal", "拒绝规则", "On refusal", "ref:refusal_rule"),
)
_TABLE = (
    Column("group", "分组", "Group"),
    Column("hit_policy", "命中规则", "Hit policy", "ref:hit_policy"),
)


def matrix(inputs: Mapping[str, Input], names: Names) -> Listing:
    """The sheet 审批矩阵 for these inputs; ``names`` resolve the modes and the choices in conditions."""
    kinds = {name: input_kind(entry) for name, entry in inputs.items()}
    tests = tuple(Column(f"if:{e.name}", e.label.zh, e.label.en, "text") for e in inputs.values())

    def build(cells: Cells) -> MatrixRow:
        conditions = ((name, _canonical(cells.get(f"if:{name}"), kinds[name], names, name)) for name in inputs)
        return MatrixRow(
            number=cells["number"],
            form=cells["form"],
            step=cells["step"],
            role=cells["role"],
            mode=_mode(cells["mode"], names),
            conditions=tuple(condition for condition in conditions if condition[1]),
            days=cells["days"],
            refusal=cells["refusal"] or "veto",
            hit_policy=cells["hit_policy"] or "COLLECT",
            reason=cells["reason"] or "",
            reason_en=cells["reason_en"] or "",
            source=Source(cells["source"], cells["since"]),
            group=cells["group"] or "",
            place=cells["origin"].place(),
        )

    return Listing(
        "matrix",
        "",
        Label("审批矩阵", "Approval matrix"),
        (*_STEP, *tests, *_TABLE, *DAYS),
        build,
        _cells,
        lambda row: row.number,
    )


def input_kind(entry: Input) -> str:
    """The kind of cell a condition of this input compares with."""
    return f"ref:{entry.choices}" if entry.kind == "choice" else entry.kind


def _canonical(text: str | None, kind: str, names: Names, name: str) -> str:
    try:
        return spell(parse(text or "", kind, names), kind)
    except CellError as error:
        error.facts["field"] = f"if:{name}"
        raise


def _mode(text: str, names: Names) -> str:
    """A code of the enumeration ``approval_mode``, or 'n/m'."""
    n, slash, m = text.replace(" ", "").partition("/")
    if slash and n.isdigit() and m.isdigit() and 0 < int(n) <= int(m):
        return f"{int(n)}/{int(m)}"
    try:
        return names.code("approval_mode", text)
    except CellError as error:
        error.facts["field"] = "mode"
        raise


def _cells(row: MatrixRow) -> Cells:
    fields = ("number", "form", "group", "hit_policy", "step", "role", "mode", "days", "refusal", "reason", "reason_en")
    return {name: getattr(row, name) for name in fields} | {f"if:{name}": test for name, test in row.conditions}
