"""Native charts in the house look: titles, units on the axes, a font that has Chinese."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from kamsheets.workbook.write_style import FONTS, INK, SERIES

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from kamsheets.workbook.write import Book
    from kamsheets.workbook.write_block import Block

ChartKind = Literal["column", "bar", "stacked", "line", "funnel", "waterfall", "scatter"]
_TYPES: Final[dict[ChartKind, dict[str, str]]] = {
    "column": {"type": "column"},
    "bar": {"type": "bar"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "line": {"type": "line"},
    "funnel": {"type": "bar"},
    "waterfall": {"type": "column", "subtype": "stacked"},
    "scatter": {"type": "scatter"},
}
_ROW_PIXELS = 20
_BESIDE = {"x": 0.3, "y": 0.22, "width": 0.58, "height": 0.6}
"""Where the bars of a funnel lie in its chart: names to their left, and room for the longest one's value."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars or one line: its name, and the ranges of its categories and values (``Block.range``)."""

    name: str
    categories: str
    values: str
    hidden: bool = False
    """Drawn without colour: what lifts the bars of a waterfall."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. ``value_title`` names the unit (``金额（元）``); sizes are pixels."""

    kind: ChartKind
    title: str
    series: Sequence[Series]
    category_title: str = ""
    value_title: str = ""
    number_format: str = "#,##0"
    labels: bool = False
    """Values written at the bars."""
    width: int = 720
    height: int = 320
    colours: Sequence[str] = field(default=SERIES)
    crossing: tuple[float, float] | None = None
    """Where the axes of a scatter cross (across, along), so that they part it into four; None: at its edge."""


def series(block: "Block", category: str, *keys: str) -> list[Series]:
    """One series a column of a table, named by its label."""
    labels = {col.name: col.label for col in block.columns}
    return [Series(labels[key], "=" + block.range(category), "=" + block.range(key)) for key in keys]


def waterfall(steps: Sequence[tuple[str, int]], end: str) -> list[tuple[str, int, int, int, int]]:
    """Rows of (label, base, total, rise, fall) for a waterfall: the first step is the start, ``end`` names the result.

    The running total must not fall below zero (``ValueError``): an opening balance and its movements never do.

    >>> waterfall([("期初", 100), ("新增", 50), ("输单", -30)], "期末")
    [('期初', 0, 100, 0, 0), ('新增', 100, 0, 50, 0), ('输单', 120, 0, 0, 30), ('期末', 0, 120, 0, 0)]
    """
    level, rows = 0, []
    for k, (label, change) in enumerate(steps):
        before, level = level, level + change
        if level < 0:
            raise ValueError(f"{label} leads below zero")
        rise, fall = (change, 0) if change >= 0 else (0, -change)
        rows.append((label, 0, change, 0, 0) if k == 0 else (label, min(before, level), 0, rise, fall))
    return [*rows, (end, 0, level, 0, 0)]


def insert(book: "Book", sheet: "Worksheet", chart: Chart, row: int, column: int) -> int:
    """Puts the chart into a sheet with its top left corner in (row, column), 0-based; the rows it covers."""
    drawn: Any = book.chart(_TYPES[chart.kind])
    font = {"name": FONTS[book.lang], "color": INK, "size": 9}
    for k, one in enumerate(chart.series):
        drawn.add_series(_series(chart, one, k, font))
    drawn.set_title({"name": chart.title, "name_font": font | {"size": 12, "bold": True}, "overlay": False})
    _axes(drawn, chart, font)
    shown = [k for k, one in enumerate(chart.series) if one.hidden]
    drawn.set_legend(
        {"position": "bottom", "font": font, "delete_series": shown} if len(chart.series) > 1 else {"none": True}
    )
    if chart.kind == "funnel" and chart.labels:
        drawn.set_plotarea({"layout": _BESIDE})
    drawn.set_size({"width": chart.width, "height": chart.height})
    sheet.insert_chart(row, column, drawn, {"object_position": 2, "description": chart.title})
    return -(-chart.height // _ROW_PIXELS)


def _series(chart: Chart, one: Series, k: int, font: dict[str, object]) -> dict[str, object]:
    colour = chart.colours[k % len(chart.colours)]
    options: dict[str, object] = {"name": one.name, "categories": one.categories, "values": one.values}
    if one.hidden:
        return options | {"fill": {"none": True}, "border": {"none": True}, "gap": 60}
    if chart.kind == "line":
        options |= {
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": "circle", "size": 5, "fill": {"color": colour}},
        }
    elif chart.kind == "scatter":
        options["marker"] = {"type": "circle", "size": 7, "fill": {"color": colour}, "border": {"color": colour}}
    else:
        options |= {"fill": {"color": colour}, "border": {"none": True}, "gap": 30 if chart.kind == "funnel" else 60}
    if chart.labels:
        options["data_labels"] = {"value": True, "num_format": chart.number_format, "font": font}
    return options


def _axes(drawn: Any, chart: Chart, font: dict[str, object]) -> None:
    grid = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.75}}
    name = {"name_font": font, "num_font": font}
    across: dict[str, object] = name | ({"name": chart.category_title} if chart.category_title else {})
    along: dict[str, object] = name | {
        "num_format": chart.number_format,
        "major_gridlines": grid,
        "line": {"none": True},
    }
    along |= {"name": chart.value_title} if chart.value_title else {}
    if chart.kind in ("bar", "funnel"):  # lying bars: categories stand on the vertical axis, the first one on top
        drawn.set_y_axis(across | {"reverse": True, "interval_unit": 1})
        drawn.set_x_axis(along | {"label_position": "high" if chart.kind == "bar" else "none"})
        return
    if chart.kind == "scatter":  # numbers both ways, written at the edge even where values are below zero
        across |= {"num_format": chart.number_format, "label_position": "low"}
        along |= {"label_position": "low"}
    if chart.crossing:
        across["crossing"], along["crossing"] = chart.crossing
        along["line"] = across["line"] = {"color": INK, "width": 1.25}
    drawn.set_x_axis(across)
    drawn.set_y_axis(along)


def chart_parts(path: Path) -> list[bytes]:
    """The chart parts of a workbook of ours, in the order its charts were inserted; each holds the values it draws."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return [package.read(name) for name in sorted(names, key=lambda name: int(re.sub(r"\D", "", name)))]
