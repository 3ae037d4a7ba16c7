"""Policy workbooks for tests: the generated sheets as a reader would hand them over, and the edits a company makes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kamsheets.core.table import Column, Table
from kamsheets.policy.policy import Policy
from kamsheets.policy.sheets import SheetSpec, sheet_specs

FILE = "policy.xlsx"


def cell(value: object, kind: str, lang: str = "zh") -> object:
    """A written value as it comes back from a workbook: numbers as floats, amounts in yuan, 是/否 as text."""
    if isinstance(value, bool):
        return {"zh": "否是", "en": ("no", "yes")}[lang][value]
    if kind == "money" and isinstance(value, int):
        return value / 100
    if isinstance(value, Decimal | Fraction):
        return float(value)
    return None if value == "" else value


def as_table(spec: SheetSpec, lang: str = "zh") -> Table:
    rows = [[cell(value, c.kind, lang) for value, c in zip(row, spec.columns, strict=True)] for row in spec.rows]
    return sheet(spec.name, [c.label for c in spec.columns], rows, percent=[c.kind == "pct" for c in spec.columns])


def sheet(
    name: str, headers: Sequence[str], rows: Sequence[Sequence[object]], percent: Sequence[bool] = (), first: int = 2
) -> Table:
    """A sheet with its header in row 1 and data from row ``first``."""
    numbers = range(first, first + len(rows))
    carried = {(n, k) for n in numbers for k, is_percent in enumerate(percent) if is_percent}
    columns = tuple(Column(header, k) for k, header in enumerate(headers))
    return Table(FILE, name, columns, rows, numbers, percent_cells=frozenset(carried))


def written(policy: Policy, lang: str = "zh") -> dict[str, Table]:
    """Every generated sheet by its name."""
    return {spec.name: as_table(spec, lang) for spec in sheet_specs(policy, lang)}


def edited(table: Table, edit: Callable[[dict[str, object]], Mapping[str, object] | None]) -> Table:
    """The table with each row, as a dict by header, replaced by what ``edit`` returns; None takes it out."""
    headers = [column.header for column in table.columns]
    rows, numbers = [], []
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        changed = edit(dict(zip(headers, row, strict=True)))
        if changed is not None:
            rows.append([changed[header] for header in headers])
            numbers.append(number)
    return Table(FILE, table.sheet, table.columns, rows, numbers, percent_cells=table.percent_cells)


def parameters(*rows: tuple[object, ...]) -> Table:
    """A sheet 参数 with rows of key, value, unit, first day (each may be left off)."""
    full = [(*row, *(None,) * (4 - len(row))) for row in rows]
    return sheet("参数", ("键", "值", "单位", "生效日期"), full)


DAY = date(2026, 6, 30)
