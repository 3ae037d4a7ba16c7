"""What is done to a filled document beyond docxtpl: table widths after loops over columns, markers of a draft."""

from copy import deepcopy
from typing import Any

from lxml import etree

from kamsheets.document.archive import W
from kamsheets.document.missing import MARKER

_NS = {"w": W}
_MARKERS: Any = etree.XPath("//w:t[contains(., '【')]", namespaces=_NS)
_AFTER_HIGHLIGHT = frozenset(
    f"{{{W}}}{name}"
    for name in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout")
)
"""What follows a highlight among run properties (ECMA-376 part 1 §17.3.2)."""
MANY_COLUMNS, TIGHT_SIZE, TIGHT_SIDE = 8, "14", "34"
"""More columns than these print at 7 points (in half points) with 0.6 mm (in twips) at their sides."""


def q(name: str) -> str:
    """A tag of WordprocessingML."""
    return f"{{{W}}}{name}"


def fit_columns(table: Any) -> None:
    """Give every cell of a table whose columns were made by a loop its width again, in the proportions as drawn.

    Word measures by cells and WPS by grid columns: both must say the same. A row of one cell spans the whole table.
    """
    rows = [row for row in table.findall(q("tr")) if row.find(q("tc")) is not None]
    counts = [len(row.findall(q("tc"))) for row in rows]
    widest = rows[counts.index(max(counts))]
    drawn = [_width(cell) for cell in widest.findall(q("tc"))]
    grid = table.find(q("tblGrid"))
    whole = int(table.find(f"{q('tblPr')}/{q('tblW')}").get(q("w")))
    edges = [whole * sum(drawn[: k + 1]) // (sum(drawn) or 1) for k in range(len(drawn))]
    widths = [end - start for start, end in zip([0, *edges], edges, strict=False)]
    grid[:] = [etree.Element(q("gridCol"), {q("w"): str(width)}) for width in widths]
    for row in rows:
        _spread(row.findall(q("tc")), widths)
    if len(widths) > MANY_COLUMNS:
        _tighten(table)


def _tighten(table: Any) -> None:
    """Small letters and narrow margins, so that an amount stays on one line."""
    for row in table.findall(q("tr")):
        if len(row.findall(q("tc"))) > MANY_COLUMNS:
            for run in row.iter(q("r")):
                _size(run, TIGHT_SIZE)
    for side in ("left", "right"):
        margin = table.find(f"{q('tblPr')}/{q('tblCellMar')}/{q(side)}")
        if margin is not None:
            margin.set(q("w"), TIGHT_SIDE)


def _size(run: Any, half_points: str) -> None:
    props = _properties(run)
    for name in ("sz", "szCs"):
        for old in props.findall(q(name)):
            props.remove(old)
        _insert(props, etree.Element(q(name), {q("val"): half_points}), _AFTER_HIGHLIGHT | {q("highlight")})


def _width(cell: Any) -> int:
    return int(cell.find(f"{q('tcPr')}/{q('tcW')}").get(q("w")))


def _spread(cells: list[Any], widths: list[int]) -> None:
    spans = [1] * (len(cells) - 1) + [len(widths) - len(cells) + 1]
    start = 0
    for cell, span in zip(cells, spans, strict=True):
        props = cell.find(q("tcPr"))
        props.find(q("tcW")).set(q("w"), str(sum(widths[start : start + span])))
        for old in props.findall(q("gridSpan")):
            props.remove(old)
        if span > 1:
            props.insert(1, etree.Element(q("gridSpan"), {q("val"): str(span)}))
        start += span


def highlight(root: Any) -> None:
    """Yellow behind every 【缺：…】 of a draft, in runs of their own."""
    for text in _MARKERS(root):
        run = text.getparent()
        pieces = _pieces(text.text or "")
        if run.tag != q("r") or not any(marked for _, marked in pieces):
            continue
        for piece, marked in pieces:
            made = deepcopy(run)
            for child in made.findall(q("t"))[1:]:
                made.remove(child)
            shown = made.find(q("t"))
            shown.text = piece
            shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            if marked:
                _mark(made)
            run.addprevious(made)
        run.getparent().remove(run)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a marker."""
    return [(piece, k % 2 == 1) for k, piece in enumerate(MARKER.split(text)) if piece]


def _mark(run: Any) -> None:
    props = _properties(run)
    for old in props.findall(q("highlight")):
        props.remove(old)
    _insert(props, etree.Element(q("highlight"), {q("val"): "yellow"}), _AFTER_HIGHLIGHT)


def _properties(run: Any) -> Any:
    props = run.find(q("rPr"))
    if props is None:
        props = etree.Element(q("rPr"))
        run.insert(0, props)
    return props


def _insert(props: Any, one: Any, after: frozenset[str]) -> None:
    """Into the run properties, before the first of those that must come ``after`` it."""
    later = next((child for child in props if child.tag in after), None)
    if later is None:
        props.append(one)
    else:
        later.addprevious(one)
