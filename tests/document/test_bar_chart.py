"""The small charts of the account papers: exact values, gaps, and an order Word accepts."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from lxml import etree
from openpyxl.chart.chartspace import ChartSpace

from kamsheets.document import figures
from kamsheets.document.bar_chart import Bars, columns

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ORDER = {
    "chartSpace": "roundedCorners chart spPr",
    "chart": "autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart catAx valAx",
    "barChart": "barDir grouping varyColors ser gapWidth axId",
    "ser": "idx order tx spPr invertIfNegative dLbls cat val",
    "dLbls": "numFmt spPr txPr dLblPos showVal",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses",
    "valAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos crossAx crosses",
    "scaling": "orientation max min",
    "legend": "legendPos overlay txPr",
}
"""Children in the order of ECMA-376 part 1 §21.2."""
TWO = (Bars("销售额", ["1.5", None, "-0.25"]), Bars("R&D <毛利>", ["0.5", "0", "1"]))


def values(chart: bytes, kind: str) -> list[list[tuple[int, str]]]:
    """(place, text) of every point, a list a colour."""
    held = []
    for series in etree.fromstring(chart).iter(f"{C}ser"):
        points = series.find(f"{C}{kind}").iter(f"{C}pt")
        held.append([(int(point.get("idx")), point.findtext(f"{C}v")) for point in points])
    return held


def test_values_are_those_given_and_nothing_is_drawn_for_none():
    chart = columns(["2023", "2024", "2025"], TWO, "0.0", {})
    assert values(chart, "val") == [[(0, "1.5"), (2, "-0.25")], [(0, "0.5"), (1, "0"), (2, "1")]]
    assert values(chart, "cat") == [[(0, "2023"), (1, "2024"), (2, "2025")]] * 2
    names = [series.findtext(f"{C}tx/{C}v") for series in etree.fromstring(chart).iter(f"{C}ser")]
    assert names == ["销售额", "R&D <毛利>"]


@pytest.mark.parametrize("bars", [TWO, TWO[:1], (Bars("空", [None, None, None]),)])
@pytest.mark.parametrize("bounds", [{}, {"max": "6", "min": "0"}, {"max": "6"}])
def test_children_stand_in_the_order_of_the_standard(bars, bounds):
    root = etree.fromstring(columns(["2023", "2024", "2025"], bars, "0.0", bounds))
    for node in root.iter():
        order = ORDER.get(etree.QName(node).localname)
        if order and node.tag.startswith(C):
            places = [order.split().index(etree.QName(child).localname) for child in node]
            assert places == sorted(places), node.tag


def test_a_legend_is_drawn_for_several_colours_only():
    assert [len(re.findall(b"<c:legend>", columns(["a"] * 3, TWO[:n], "0", {}))) for n in (1, 2)] == [0, 1]


def test_an_independent_writer_puts_the_same_children_in_the_same_order():
    """Second method: openpyxl reads the part and writes it anew; it adds defaults, and takes nothing away."""
    chart = figures.attach({figures.RELATIONS: b"<R></R>", figures.TYPES: b"<T></T>"}, [
        columns(["2023", "2024", "2025"], TWO, "0.0", {"max": "6", "min": "0"})])["word/charts/chart1.xml"]  # fmt: skip
    ours = etree.fromstring(chart)
    theirs = etree.fromstring(ElementTree.tostring(ChartSpace.from_tree(ours).to_tree()))
    left = iter(paths(theirs))
    assert [path for path in paths(ours) if path not in left] == []


def paths(node: etree._Element, above: str = "") -> Iterator[str]:
    """The way to every element, in the order of the part."""
    for child in node:
        here = f"{above}/{etree.QName(child).localname}"
        yield here
        yield from paths(child, here)
