"""The organisation chart as a DrawingML group: editable in Word, drawn with the document's own fonts.

``mc:AlternateContent`` holds the picture beside it for readers that skip shapes.
Sources: ECMA-376 part 1 §20.1, [MS-ODRAWXML].
"""
# ruff: noqa: E501 - markup written out

from collections.abc import Iterator
from itertools import count, pairwise
from xml.sax.saxutils import escape, quoteattr

from kamsheets.document.orgchart import BOX_HEIGHT, BOX_WIDTH, PAGE_WIDTH, Chart, Line, Placed

EMU_PER_TWIP = 635
THICK, THIN = 28_575, 9_525
"""Borders in EMU: 2.25 pt for who decides, 0.75 pt for the others."""
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman" w:hint="eastAsia"/>'
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def paragraph(chart: Chart, picture: str | None, title: str) -> str:
    """A centred paragraph with the chart; ``picture`` is the relationship of the fallback, None: there is none."""
    width, height = chart.width * chart.scale // 100, chart.height * chart.scale // 100
    numbers = count(9001)
    shapes = "".join([*(_line(line, next(numbers)) for one in chart.lines for line in _pieces(one))])
    shapes += "".join(_box(box, next(numbers), chart.scale) for box in chart.boxes)
    group = (
        '<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/><a:chOff x="0" y="0"/><a:chExt cx="{chart.width}" cy="{chart.height}"/>'
        f"</a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>"
    )
    uri = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
    drawn = _anchored(chart, title, width, height, f'<a:graphicData uri="{uri}">{group}</a:graphicData>')
    fallback = (
        f"<mc:Fallback>{_inline(chart, title, width, height, _picture(picture, width, height))}</mc:Fallback>"
        if picture
        else ""
    )
    run = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wpg">{drawn}</mc:Choice>{fallback}</mc:AlternateContent></w:r>'
    )
    high = f'<w:spacing w:before="0" w:after="0" w:line="{height // EMU_PER_TWIP}" w:lineRule="exact"/>'
    return f"<w:p {_NAMESPACES}><w:pPr>{high}</w:pPr>{run}</w:p>"


def _anchored(chart: Chart, title: str, width: int, height: int, graphic: str) -> str:
    """Over a paragraph as high as the chart: LibreOffice 7.4 drops or moves the texts of a group placed otherwise."""
    left = max(0, (PAGE_WIDTH - width) // 2)
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251658240" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        f"<wp:posOffset>{left}</wp:posOffset></wp:positionH>"
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="9000" name={quoteattr(title)} descr={quoteattr(chart.described)}/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:anchor></w:drawing>"
    )


def _inline(chart: Chart, title: str, width: int, height: int, graphic: str) -> str:
    return (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="9000" name={quoteattr(title)} descr={quoteattr(chart.described)}/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing>"
    )


def _picture(relation: str, width: int, height: int) -> str:
    return (
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="9000" name="kam_chart"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    )


def _pieces(line: Line) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    return ((start, end) for start, end in pairwise(line.points) if start != end)


def _line(piece: tuple[tuple[int, int], tuple[int, int]], number: int) -> str:
    (x1, y1), (x2, y2) = piece
    place = f'<a:off x="{min(x1, x2)}" y="{min(y1, y2)}"/><a:ext cx="{abs(x2 - x1)}" cy="{abs(y2 - y1)}"/>'
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="line {number}"/><wps:cNvCnPr/><wps:spPr><a:xfrm>{place}</a:xfrm>'
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{THIN}"><a:solidFill><a:srgbClr val="404040"/></a:solidFill></a:ln>'
        "</wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def dashed(box: Placed) -> bool:
    """Against us: a broken border, which a grey print shows."""
    return box.member.score is not None and box.member.score < 0


def fill(box: Placed) -> str:
    """A pale colour beside sign and border, never the only mark."""
    score = box.member.score or 0
    return {0: "FFFFFF"}.get(score, "E2EFDA" if score > 0 else "FBE5D6")


def _box(box: Placed, number: int, scale: int) -> str:
    border = THICK if box.member.decides else THIN
    dash = '<a:prstDash val="dash"/>' if dashed(box) else ""
    size = max(8, 18 * scale // 100)
    head = _text(f"{box.member.name} {box.member.sign}", size, bold=True)
    body = "".join(_text(line, max(8, size - 3)) for line in box.member.lines)
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name={quoteattr(box.member.name)}/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
        f'<a:off x="{box.x}" y="{box.y}"/><a:ext cx="{BOX_WIDTH}" cy="{BOX_HEIGHT}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{fill(box)}"/></a:solidFill><a:ln w="{border}"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{dash}</a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{head}{body}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="36000" tIns="18000" rIns="36000" bIns="18000" anchor="ctr"><a:normAutofit/></wps:bodyPr></wps:wsp>'
    )


def _text(text: str, half_points: int, *, bold: bool = False) -> str:
    weight = "<w:b/>" if bold else ""
    return (
        f'<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{half_points * 12}" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr>'
        f'<w:r><w:rPr>{_FONTS}{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
