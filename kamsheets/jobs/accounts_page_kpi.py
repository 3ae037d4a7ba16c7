"""指标: all sixteen with value, target, light, numerator, denominator, definition and day."""

from fractions import Fraction

from kamsheets.accounts.kpi import Kpi, attainment, light, target
from kamsheets.core.money import round_half_up
from kamsheets.jobs.accounts_desk import Desk, notes
from kamsheets.workbook.charts import Chart, series
from kamsheets.workbook.write import Block, Cell, Kind, Sheet, Tone

KINDS: dict[str, Kind] = {"rate": "pct", "money": "money"}
"""How a value is shown by its unit; every other unit is a number."""
LIGHTS: dict[str | None, Tone] = {"green": "good", "amber": "warning", "red": "error", None: ""}


def kpi_page(page: Sheet, desk: Desk) -> None:
    """The table, and the chart of what has a target."""
    page.title(desk.t("sheet.kpi"))
    amber = f"{float(desk.view.rate('kpi_amber')):.0%}"
    notes(page, desk.t("note.kpi", day=desk.review.day, year=desk.review.year or "—", amber=amber), span=9)
    columns = [
        desk.col("group", width=12), desk.col("kpi", width=26), desk.col("light", width=6),
        *(desk.col(n, "raw", 18) for n in ("val", "target")), desk.col("attained", "pct", 10),
        *(desk.col(n, "raw", 18) for n in ("num", "den")), desk.col("day", "date", 16),
        desk.col("definition", width=62),
    ]  # fmt: skip
    block = page.table(columns, [_row(kpi, desk) for kpi in desk.review.kpis])
    _numbers(page, block, desk)
    page.freeze(block, 2)
    _against_target(page, desk)


def _row(kpi: Kpi, desk: Desk) -> list[object]:
    shown = light(kpi, desk.view)
    names = [desk.t(f"group.{kpi.group}"), desk.t(f"kpi.{kpi.code}")]
    lamp = Cell(desk.t(f"light.{shown}"), LIGHTS[shown]) if shown else ""
    return [*names, lamp, None, None, attainment(kpi, desk.view), None, None, kpi.day, desk.t(f"kpi.{kpi.code}.is")]


def _numbers(page: Sheet, block: Block, desk: Desk) -> None:
    """Numbers in their own measure: each row of the table has another."""
    for k, kpi in enumerate(desk.review.kpis):
        row, amount = block.first_row + k, "money" if kpi.unit == "money" or kpi.code == "margin" else ""
        kind = KINDS.get(kpi.unit, "")
        wanted = target(kpi, desk.view)
        for key, value, shown in (
            ("val", kpi.value, kind), ("target", wanted, kind), ("num", kpi.numerator, amount),
            ("den", Fraction(kpi.denominator), "money" if kpi.code == "margin" else ""),
        ):  # fmt: skip
            tone = LIGHTS[light(kpi, desk.view)] if key == "val" else ""
            _put(page, row, block.column(key), value, shown, tone)


def _put(page: Sheet, row: int, column: int, value: Fraction | None, kind: str, tone: Tone) -> None:
    if value is None:
        page.put(row, column, Cell("—", "muted"), "text")
    elif kind == "money":
        page.put(row, column, Cell(round_half_up(value), tone), "money")
    elif kind == "pct":
        page.put(row, column, Cell(value, tone), "pct")
    elif value.denominator == 1:
        page.put(row, column, Cell(value.numerator, tone), "int")
    else:
        page.put(row, column, Cell(value, tone), "dec")


def _against_target(page: Sheet, desk: Desk) -> None:
    held = [(kpi, part) for kpi in desk.review.kpis if (part := attainment(kpi, desk.view)) is not None]
    page.heading(desk.t("chart.target"))
    if not held:
        notes(page, desk.t("note.no_target"), span=9)
        return
    rows = [[desk.t(f"kpi.{kpi.code}"), part, Fraction(1)] for kpi, part in held]
    columns = [desk.col("kpi"), desk.col("attained", "pct"), desk.col("goal", "pct")]
    top = page.row
    block = page.table(columns, rows, table=False, left=1)
    drawn = series(block, "kpi", "attained", "goal")
    height = max(260, 90 + 24 * len(rows))
    page.chart(Chart("bar", desk.t("chart.target"), drawn, number_format="0%", width=760, height=height), top, 5)
