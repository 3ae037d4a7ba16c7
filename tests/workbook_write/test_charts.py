"""Native charts: right ranges, titles, units, and a Chinese font."""

from dataclasses import replace

import pytest
from lxml import etree
from workbook_write.builders import parts

from kamsheets.workbook.charts import Chart, series, waterfall
from kamsheets.workbook.write import Book, Col

C = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def drawn(tmp_path, kind, **options):
    path = tmp_path / "x.xlsx"
    with Book(path) as book:
        page = book.page("图")
        block = page.table(
            [Col("区域", key="r"), Col("金额", "money", key="a"), Col("加权", "money", key="w")],
            [("华东", 300, 200), ("华南", 100, 50)],
        )
        bars = series(block, "r", "a", "w")
        page.chart(
            Chart(
                kind,
                "各区域金额",
                [replace(bars[0], hidden=kind == "waterfall"), bars[1]],
                "区域",
                "金额（元）",
                **options,
            )
        )
    return etree.fromstring(parts(path)["xl/charts/chart1.xml"])


KINDS = [
    ("column", "barChart", "col"),
    ("bar", "barChart", "bar"),
    ("stacked", "barChart", "col"),
    ("line", "lineChart", None),
    ("funnel", "barChart", "bar"),
    ("waterfall", "barChart", "col"),
]


@pytest.mark.parametrize(("kind", "element", "direction"), KINDS)
def test_each_kind(tmp_path, kind, element, direction):
    chart = drawn(tmp_path, kind)
    assert len(chart.findall(f".//c:{element}", C)) == 1
    assert [node.get("val") for node in chart.iterfind(".//c:barDir", C)] == ([direction] if direction else [])
    assert [node.text for node in chart.iterfind(".//c:ser/c:val//c:f", C)] == ["'图'!$B$2:$B$3", "'图'!$C$2:$C$3"]
    assert [node.text for node in chart.iterfind(".//c:ser/c:cat//c:f", C)] == ["'图'!$A$2:$A$3"] * 2


def test_values_are_stored_so_that_a_viewer_draws_them(tmp_path):
    chart = drawn(tmp_path, "column")
    assert [node.text for node in chart.iterfind(".//c:ser/c:val//c:v", C)] == ["3", "1", "2", "0.5"]


def test_titles_units_and_font(tmp_path):
    chart = drawn(tmp_path, "column")
    assert [node.text for node in chart.iterfind(".//c:title//a:t", C)] == ["各区域金额", "区域", "金额（元）"]
    assert {node.get("typeface") for node in chart.iterfind(".//a:latin", C)} == {"微软雅黑"}


@pytest.mark.parametrize("kind", ["bar", "funnel"])
def test_the_first_row_lies_on_top(tmp_path, kind):
    axis = drawn(tmp_path, kind).find(".//c:catAx", C)
    assert axis.find("c:scaling/c:orientation", C).get("val") == "maxMin"


def test_what_lifts_a_waterfall_is_not_seen(tmp_path):
    chart = drawn(tmp_path, "waterfall")
    first = chart.find(".//c:ser", C)
    assert first.find("c:spPr/a:noFill", C) is not None
    assert [node.get("val") for node in chart.iterfind(".//c:legendEntry/c:idx", C)] == ["0"]


def test_waterfall_rows_add_up():
    rows = waterfall([("期初", 100), ("新增", 50), ("输单", -120), ("其他", 0)], "期末")
    assert rows == [
        ("期初", 0, 100, 0, 0),
        ("新增", 100, 0, 50, 0),
        ("输单", 30, 0, 0, 120),
        ("其他", 30, 0, 0, 0),
        ("期末", 0, 30, 0, 0),
    ]
    with pytest.raises(ValueError, match="输单"):
        waterfall([("期初", 1), ("输单", -2)], "期末")
