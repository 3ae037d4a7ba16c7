"""总览: the figures of the meeting with their definitions, and four charts."""

from collections.abc import Sequence

from kamsheets.core.money import Fen
from kamsheets.jobs.pipeline_pages import Desk, day
from kamsheets.pipeline.check_money import percent
from kamsheets.pipeline.outcomes import WON
from kamsheets.pipeline.winrate import value
from kamsheets.workbook.charts import Chart
from kamsheets.workbook.write import Block, Col, Formula, Kind, Sheet

WIDTHS = (24, 24, 22, 73)
"""Characters of the four columns; two charts stand over the first three and over the last."""
CHART_ROWS = 16

Figure = tuple[str, object, Kind, Fen | None]
"""Name, value, kind, and the change of an amount since the previous snapshot (None without one)."""


def overview(page: Sheet, desk: Desk, by_region: Block, charts: Sequence[Chart]) -> None:
    """Figures on top, each with its definition; charts below, two in a row."""
    page.raw.fit_to_pages(1, 1)
    page.title(desk.t("sheet.overview_title", day=day(desk.report.view.day)))
    page.lines(desk.t("note.overview"), span=4, width=sum(WIDTHS))
    names = ("figure", "value", "change", "definition")
    columns = [Col(desk.t(f"figure.{name}"), "text", width) for name, width in zip(names, WIDTHS, strict=True)]
    figures = _figures(desk, by_region)
    rows = [[desk.t(f"figure.{name}"), None, None, desk.t(f"definition.{name}")] for name, *_ in figures]
    block = page.table(columns, rows, table=False)
    for k, (_, shown, kind, change) in enumerate(figures):
        page.put(block.first_row + k, 1, shown, kind)
        page.put(block.first_row + k, 2, change, "money")
    for k, chart in enumerate(charts):
        page.chart(chart, page.row + 1 + CHART_ROWS * (k // 2), 3 * (k % 2))


def _figures(desk: Desk, by_region: Block) -> list[Figure]:
    report, sums, moved = desk.report, desk.report.rollup, desk.report.movement
    won = [project for project in report.projects if project.outcome == WON]
    total = {key: Formula("=" + by_region.total(key), getattr(sums.total, name)) for key, name in TOTALS.items()}
    amount, weighted = (fall.end - fall.start for fall in (moved.amount, moved.weighted)) if moved else (None, None)
    figures: list[Figure] = [
        ("projects", total["projects"], "int", None),
        ("est_amount", total["est_amount"], "money", amount),
        ("weighted", total["weighted"], "money", weighted),
        ("overdue", total["overdue"], "int", None),
        ("stuck", len(report.stuck), "int", None),
        ("won", sum(map(value, won)), "money", None),
        ("shelved", sums.shelved.est_amount, "money", None),
        ("win_rate", _win_rate(desk), "text", None),
    ]
    if report.adjustments:
        figures.append(("forecast", sum(line.forecast for line in report.adjusted), "money", None))
    return [*figures, ("rows", _rows(desk), "text", None)]


TOTALS = {"projects": "projects", "est_amount": "est_amount", "weighted": "weighted_amount", "overdue": "overdue"}
"""Columns of the region table by the name of the total they show."""


def _win_rate(desk: Desk) -> str:
    decided = desk.report.win_rates[0]
    rate = percent(decided.by_number) if decided.by_number is not None else "—"
    return f"{decided.won} / {decided.of} = {rate}"


def _rows(desk: Desk) -> str:
    ties = desk.report.ties
    read, counted, excluded, blank = (
        sum(getattr(tie, name) for tie in ties) for name in ("rows_read", "counted", "excluded", "blank")
    )
    return f"{read} = {counted} + {excluded} + {blank}"
