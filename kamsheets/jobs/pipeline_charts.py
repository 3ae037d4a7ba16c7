"""图表数据: what the charts show, in 万元; and the charts."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kamsheets.jobs.pipeline_pages import PER_WAN, Desk
from kamsheets.pipeline.report import Movement
from kamsheets.pipeline.rollup import Line
from kamsheets.workbook.charts import Chart, ChartKind, Series, series, waterfall
from kamsheets.workbook.write import Block, Col, Formula, Sheet
from kamsheets.workbook.write_names import display_width
from kamsheets.workbook.write_style import SERIES

WIDTH, HEIGHT = 515, 310
"""Pixels of a chart."""
LEGEND = 22
"""Half-width characters a name may take beside a bar, and in a legend of many."""
RISE, FALL, TOTAL = "#548235", "#C55A11", "#1F4E79"


def charts(page: Sheet, desk: Desk, by_region: Block, by_stage: Block, matrix: Block, months: Block) -> list[Chart]:
    """Funnel, stacked regions, forecast by month, and the waterfall (amounts by region where nothing came before)."""
    page.title(desk.t("sheet.chart_data"))
    page.lines(desk.t("note.chart_data"), span=6, width=90)
    sums, moved = desk.report.rollup, desk.report.movement
    labels = [_short(desk.name("milestone", line.key)) for line in sums.milestones]
    stages = _amounts(page, desk, "funnel", by_stage, labels, sums.milestones)
    by_month = _amounts(page, desk, "months", months, [desk.name("month", x.key) for x in sums.months], sums.months)
    names = [_short(desk.name("region", line.key)) for line in sums.regions]
    drawn = [
        _chart(desk, "funnel", series(stages, "label", "amount"), labels=True),
        _chart(desk, "stacked", _stages(matrix)),
        _chart(desk, "months", series(by_month, "label", "amount", "weighted")),
    ]
    if moved is None:
        both = _amounts(page, desk, "regions", by_region, names, sums.regions)
        return [*drawn, _chart(desk, "regions", series(both, "label", "amount", "weighted"))]
    return [*drawn, _chart(desk, "waterfall", _bars(_fall(page, desk, moved)), colours=("", TOTAL, RISE, FALL))]


def _short(name: str) -> str:
    """A name that stands on one line beside its bar."""
    if display_width(name) <= LEGEND:
        return name
    while display_width(name) >= LEGEND:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _stages(matrix: Block) -> list[Series]:
    """One series a stage; names too long for a legend give way to codes."""
    drawn = series(matrix, "label", *(col.name for col in matrix.columns[1:]))
    if max((display_width(one.name) for one in drawn), default=0) <= LEGEND:
        return drawn
    return [replace(one, name=col.name) for one, col in zip(drawn, matrix.columns[1:], strict=True)]


KINDS: dict[str, ChartKind] = {
    "funnel": "funnel", "stacked": "stacked", "months": "column", "regions": "column", "waterfall": "waterfall",
}  # fmt: skip


def _chart(
    desk: Desk, name: str, shown: Sequence[Series], *, labels: bool = False, colours: Sequence[str] = SERIES
) -> Chart:
    title, unit = desk.t(f"chart.{name}"), desk.t("unit.wan")
    return Chart(
        KINDS[name], title, shown, value_title=unit, labels=labels, width=WIDTH, height=HEIGHT, colours=colours
    )


def _amounts(page: Sheet, desk: Desk, name: str, source: Block, labels: Sequence[str], lines: Sequence[Line]) -> Block:
    """Amount and weighted amount of a table's groups in 万元, referring to its cells."""
    page.heading(desk.t(f"chart.{name}"))
    columns = [
        Col(desk.t("col.group"), "text", 24, "label"),
        Col(desk.t("chart.series.amount"), "dec", 16, "amount"),
        Col(desk.t("chart.series.weighted"), "dec", 16, "weighted"),
    ]
    rows = []
    for k, (label, line) in enumerate(zip(labels, lines, strict=True)):
        amount, weighted = ((source.cell(k, key)) for key in ("est_amount", "weighted"))
        rows.append([label, _wan(source, amount, line.est_amount), _wan(source, weighted, line.weighted_amount)])
    return page.table(columns, rows, table=False)


def _wan(source: Block, cell: str, fen: int) -> Formula:
    return Formula(f"='{source.sheet}'!{cell}/10000", Fraction(fen, PER_WAN))


def _fall(page: Sheet, desk: Desk, moved: Movement) -> Block:
    """The bars of the waterfall: an unseen base, then total, rise or fall."""
    page.heading(desk.t("chart.waterfall"))
    steps = [
        (desk.t("step.start"), moved.amount.start),
        *((desk.t(f"step.{s.key}"), s.amount) for s in moved.amount.steps),
    ]
    columns = [
        Col(desk.t("col.step"), "text", 24, "label"),
        *(Col(desk.t(f"chart.series.{name}"), "dec", 16, name) for name in ("base", "total", "rise", "fall")),
    ]
    bars = waterfall(steps, desk.t("step.end"))
    return page.table(columns, [[label, *(Fraction(fen, PER_WAN) for fen in bar)] for label, *bar in bars], table=False)


def _bars(block: Block) -> list[Series]:
    base, *shown = series(block, "label", "base", "total", "rise", "fall")
    return [Series(base.name, base.categories, base.values, hidden=True), *shown]
