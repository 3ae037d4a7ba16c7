"""A small column chart for paper, drawn natively by Word and WPS from values stored in its own part (DrawingML charts).

No workbook travels with it, nothing is rounded here: values are decimal texts, and the number format says what shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

COLOURS = ("2F5597", "9DC3E6", "7F7F7F")
"""Dark, light, grey: told apart on a black and white printer."""
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INK = '<a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln>'
_SIZE = 900
"""Hundredths of a point; ``figures.attach`` makes it three quarters of this."""
_CATEGORIES, _VALUES = "111111111", "222222222"


@dataclass(frozen=True, slots=True)
class Bars:
    """One colour of bars: its name, and a decimal text for each category; None leaves a gap."""

    name: str
    values: Sequence[str | None]


def columns(categories: Sequence[str], bars: Sequence[Bars], shown: str, bounds: Mapping[str, str]) -> bytes:
    """The chart part; ``shown`` is a number format such as ``0.0``, ``bounds`` the ``max`` and ``min`` of the axis.

    A bound that is not given follows from the values. A legend stands below when there is more than one colour.
    """
    series = "".join(_series(n, one, categories, shown) for n, one in enumerate(bars))
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_letters()}</c:legend>' if len(bars) > 1 else ""
    scale = "".join(f'<c:{end} val="{bounds[end]}"/>' for end in ("max", "min") if end in bounds)
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}"><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}<c:gapWidth val="60"/>'
        f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>{_axis()}'
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>{scale}</c:scaling>'
        f'<c:delete val="1"/><c:axPos val="l"/><c:numFmt formatCode={quoteattr(shown)} sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/></c:valAx></c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"
    ).encode()


def _axis() -> str:
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'<c:spPr>{_INK}</c:spPr>{_letters()}<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/></c:catAx>'
    )


def _series(number: int, bars: Bars, categories: Sequence[str], shown: str) -> str:
    colour = f'<a:solidFill><a:srgbClr val="{COLOURS[number % len(COLOURS)]}"/></a:solidFill>'
    labels = f'<c:numFmt formatCode={quoteattr(shown)} sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{_letters()}'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:v>{escape(bars.name)}</c:v></c:tx>'
        f'<c:spPr>{colour}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls>{labels}<c:dLblPos val="outEnd"/><c:showVal val="1"/></c:dLbls>'
        f"<c:cat><c:strLit>{_points(categories)}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>{escape(shown)}</c:formatCode>{_points(bars.values)}</c:numLit></c:val></c:ser>"
    )


def _points(texts: Iterable[str | None]) -> str:
    held = list(texts)
    points = (f'<c:pt idx="{k}"><c:v>{escape(text)}</c:v></c:pt>' for k, text in enumerate(held) if text is not None)
    return f'<c:ptCount val="{len(held)}"/>{"".join(points)}'


def _letters() -> str:
    fonts = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{_SIZE}">{fonts}</a:defRPr></a:pPr></a:p></c:txPr>'
