"""WordprocessingML in the order ECMA-376 part 1 asks for, as text. Lengths: twips (1/20 pt) unless said otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from xml.sax.saxutils import escape, quoteattr

CM = 567
"""Twips a centimetre."""
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
HINT = '<w:rFonts w:hint="eastAsia"/>'
"""Chinese quotes, dashes and dots take the Chinese font."""


def run(text: str, props: str = "") -> str:
    """A run of text; ``props`` are run properties after the fonts."""
    body = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r><w:rPr>{HINT}{props}</w:rPr><w:t xml:space="preserve">{body}</w:t></w:r>'


def tab() -> str:
    """A jump to the next tab stop."""
    return f"<w:r><w:rPr>{HINT}</w:rPr><w:tab/></w:r>"


def field(code: str, shown: str = "1") -> str:
    """A complex field such as PAGE: five runs, which Word refreshes by itself in headers and footers."""

    def piece(inside: str) -> str:
        return f"<w:r>{inside}</w:r>"

    return "".join((
        piece('<w:fldChar w:fldCharType="begin"/>'),
        piece(f'<w:instrText xml:space="preserve"> {code} </w:instrText>'),
        piece('<w:fldChar w:fldCharType="separate"/>'),
        piece(f"<w:t>{shown}</w:t>"),
        piece('<w:fldChar w:fldCharType="end"/>'),
    ))  # fmt: skip


def para(content: str = "", style: str = "", props: str = "") -> str:
    """A paragraph; a bare text becomes one run, ``props`` follow the style in schema order."""
    inside = content if content.startswith("<") or not content else run(content)
    head = (f'<w:pStyle w:val="{style}"/>' if style else "") + props
    return f"<w:p>{f'<w:pPr>{head}</w:pPr>' if head else ''}{inside}</w:p>"


class Bookmarks:
    """Hidden bookmarks ``_kam_<field>`` with numbers of their own in one document."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._names: set[str] = set()

    def around(self, name: str, content: str) -> str:
        """``content`` inside a bookmark, once a name; Word allows 40 characters."""
        if len(name) > 40:
            raise ValueError(f"bookmark {name} is too long")
        if name in self._names:
            return content
        self._names.add(name)
        number = next(self._numbers)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(frozen=True)
class Cell:
    """A table cell: paragraphs, how many units of the page's grid it takes; ``merge``: restart, or continue the one above."""

    content: str
    units: int
    fill: str = ""
    align: str = "center"
    merge: str = ""

    def xml(self, width: int, span: int) -> str:
        """The cell, ``width`` twips over ``span`` columns of its table."""
        props = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        props += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        props += f'<w:vMerge w:val="{self.merge}"/>' if self.merge else ""
        props += f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>' if self.fill else ""
        return f'<w:tc><w:tcPr>{props}<w:vAlign w:val="{self.align}"/></w:tcPr>{self.content}</w:tc>'


@dataclass(frozen=True)
class Row:
    """A table row of at least ``height``; ``whole`` rows never break over a page, ``header`` rows repeat."""

    cells: Sequence[Cell]
    height: int = 397
    whole: bool = True
    header: bool = False

    def edges(self) -> Iterator[int]:
        """Where its cells end, in units."""
        return accumulate(cell.units for cell in self.cells)

    def xml(self, unit: int, edges: Sequence[int]) -> str:
        """The row in a table whose columns end at ``edges``."""
        props = ("<w:cantSplit/>" if self.whole else "") + f'<w:trHeight w:val="{self.height}" w:hRule="atLeast"/>'
        props += "<w:tblHeader/>" if self.header else ""
        ends = list(self.edges())
        starts = [0, *ends[:-1]]
        spans = [sum(start < edge <= end for edge in edges) for start, end in zip(starts, ends, strict=True)]
        cells = "".join(cell.xml(cell.units * unit, span) for cell, span in zip(self.cells, spans, strict=True))
        return f"<w:tr><w:trPr>{props}</w:trPr>{cells}</w:tr>"


@dataclass(frozen=True)
class Grid:
    """A page's grid: ``units`` columns of ``unit`` twips over the text width, so that all vertical lines align."""

    units: int
    unit: int

    @property
    def width(self) -> int:
        """Text width."""
        return self.units * self.unit

    def table(
        self, rows: Iterable[Row], *, bordered: bool = True, side: int = 85, pad: tuple[int, int] = (28, 28)
    ) -> str:
        """A fixed table over the whole width: outer lines 1.5 pt, inner 0.5 pt, cell margins of ``pad`` and ``side`` twips.

        Its columns are the edges its rows use: WPS measures by them, Word by the cells. Raises ``ValueError`` for a row
        that does not fill the grid.
        """
        rows = tuple(rows)
        if any(sum(cell.units for cell in row.cells) != self.units for row in rows):
            raise ValueError("a row does not fill the grid")
        edges = sorted({edge for row in rows for edge in row.edges()})
        sides = [(side, 12) for side in ("top", "left", "bottom", "right")] + [("insideH", 4), ("insideV", 4)]
        line = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="auto"/>' if bordered else '<w:{} w:val="nil"/>'
        lines = "".join(line.format(side, size) for side, size in sides)
        margins = "".join(
            f'<w:{side} w:w="{twips}" w:type="dxa"/>'
            for side, twips in (("top", pad[0]), ("left", side), ("bottom", pad[1]), ("right", side))
        )
        props = (
            f'<w:tblW w:w="{self.width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0000"/>'
        )
        widths = [(end - start) * self.unit for start, end in zip([0, *edges[:-1]], edges, strict=True)]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        body = "".join(row.xml(self.unit, edges) for row in rows)
        return f"<w:tbl><w:tblPr>{props}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def picture(relation: str, number: int, name: str, descr: str, width: int, height: int) -> str:
    """An inline picture; ``width`` and ``height`` in EMU (360,000 a centimetre); the filler finds it by ``name``."""
    size = f'cx="{width}" cy="{height}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name={quoteattr(name)} descr={quoteattr(descr)}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={quoteattr(name)}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
