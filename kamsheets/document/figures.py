"""Native charts in a document: a chart part of a workbook, drawn in Word by the values stored in it.

A template says ``{{r 图.漏斗 }}`` where a chart is to stand; ``drawing`` is what it prints there, ``attach`` brings the
chart's own part into the package. Word draws from the values cached in the part; no workbook travels with it.
"""

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
EMU_PER_MM = 36_000
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHOWN, _NO = b'<c:showVal val="1"/>', b'<c:show%s val="0"/>'
_HIDDEN = (b"CatName", b"SerName", b"Percent", b"BubbleSize")
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def drawing(number: int, title: str, width: int, height: int) -> Markup:
    """A run with chart ``number`` (from 1), ``width`` by ``height`` mm; ``title`` is for those who cannot see it."""
    size = f'cx="{width * EMU_PER_MM}" cy="{height * EMU_PER_MM}"'
    name, said = quoteattr(f"kam_chart_{number}"), quoteattr(title)
    return Markup(  # noqa: S704 - numbers and quoted attributes only
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WORD}" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{100 + number}" name={name} descr={said}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" xmlns:r="{_LINK}" '
        f'r:id="{_relation(number)}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def attach(parts: Mapping[str, bytes], charts: Sequence[bytes]) -> dict[str, bytes]:
    """The parts to add or change so that the charts (DrawingML chart parts) stand in a package."""
    changed = {f"word/charts/chart{n}.xml": _for_paper(chart) for n, chart in enumerate(charts, 1)}
    links = "".join(
        f'<Relationship Id="{_relation(n)}" Type="{_LINK}/chart" Target="charts/chart{n}.xml"/>'
        for n in range(1, len(charts) + 1)
    )
    kinds = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}"/>' for name in changed)
    changed[RELATIONS] = _before_end(parts[RELATIONS], links)
    changed[TYPES] = _before_end(parts[TYPES], kinds)
    return changed


def _for_paper(chart: bytes) -> bytes:
    """As Word needs it: letters for a picture half as wide, and what a label does not show said in words.

    Excel takes what is left out for no, Word takes it for yes.
    """
    chart = re.sub(rb' sz="(\d+)"', lambda size: b' sz="%d"' % (int(size[1]) * 3 // 400 * 100), chart)
    return chart.replace(_SHOWN, b"".join((_NO % b"LegendKey", _SHOWN, *(_NO % part for part in _HIDDEN))))


def _relation(number: int) -> str:
    return f"rIdKamChart{number}"


def _before_end(part: bytes, rows: str) -> bytes:
    head, end, tail = part.rpartition(b"</")
    return head + rows.encode() + end + tail
