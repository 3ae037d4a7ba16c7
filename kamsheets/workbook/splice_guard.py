"""What no write may touch inside a sheet: protection, merged cells, pivots, formulas that fill several cells."""

import re
from collections.abc import Iterable, Iterator

from kamsheets.core.finding import cell_name
from kamsheets.workbook.package import Package, SheetPart
from kamsheets.workbook.splice_outline import top
from kamsheets.workbook.splice_refs import Area, areas
from kamsheets.workbook.splice_sheet import SheetXml, Writes
from kamsheets.workbook.splice_xml import attribute, element, root_prefix


def protection(xml: SheetXml) -> None:
    """Refuses a protected sheet."""
    found = element(xml.shell, xml.prefix, "sheetProtection")
    if found and attribute(found.tag, "sheet") in ("1", "true"):
        raise xml.refused("protected")


def merged(xml: SheetXml) -> list[Area]:
    """All merged ranges."""
    found = top(xml.shell, "mergeCells")
    if found is None:
        return []
    refs = re.findall(rb"""mergeCell\s[^>]*?ref\s*=\s*["']([^"']+)""", xml.shell[found.start : found.end])
    return areas(b" ".join(refs).decode())


def pivots(package: Package, part: SheetPart) -> Iterator[Area]:
    """Where the pivot tables of a sheet stand, with the filters above them."""
    for link in package.relationships(part.part).values():
        if link.kind == "pivotTable" and package.entry(link.target):
            data = package.read(link.target)
            prefix = root_prefix(data, "pivotTableDefinition")
            found = element(data, prefix, "location") if prefix is not None else None
            area = Area.parse(attribute(found.tag, "ref") or "") if found else None
            if found and area:
                pages = int(attribute(found.tag, "rowPageCount") or 0)
                yield Area(max(1, area.top - (pages + 1 if pages else 0)), area.left, area.bottom, area.right)


def formulas_of_many(xml: SheetXml) -> list[Area]:
    """Ranges filled by one formula: array formulas, spilling ones, what-if tables."""
    if not re.search(rb"""t=["'](?:array|dataTable)["']""", xml.body):
        return []
    tags = re.findall(rb"<(?:[\w.-]+:)?f\s[^>]*?t=[\"'](?:array|dataTable)[\"'][^>]*>", xml.body)
    return areas(" ".join(attribute(tag, "ref") or "" for tag in tags))


def anchors(package: Package, part: SheetPart) -> Iterator[Area]:
    """Cells that pictures, charts and shapes lie over."""
    for link in package.relationships(part.part).values():
        if link.kind != "drawing" or not package.entry(link.target):
            continue
        for anchor in re.findall(rb"<(?:\w+:)?twoCellAnchor.*?</(?:\w+:)?to>", package.read(link.target), re.DOTALL):
            columns = [int(n) for n in re.findall(rb"<(?:\w+:)?col>\s*(\d+)", anchor)]
            rows = [int(n) + 1 for n in re.findall(rb"<(?:\w+:)?row>\s*(\d+)", anchor)]
            if len(columns) == len(rows) == 2:
                yield Area(rows[0], columns[0], rows[1], columns[1])


def check(xml: SheetXml, writes: Writes, forbidden: Iterable[Area]) -> None:
    """Refuses writes into pivots (``forbidden``), formulas of several cells, and covered cells of a merged range."""
    joined, ranges, forbidden = merged(xml), formulas_of_many(xml), list(forbidden)
    if not joined and not ranges and not forbidden:
        return
    for row, cells in writes.items():
        for column, write in cells.items():
            if any(area.has(row, column) for area in forbidden):
                raise xml.refused("pivot", cell_name(row, column))
            if not write.keep and any(area.has(row, column) for area in ranges):
                raise xml.refused("formula_of_many", cell_name(row, column))
            if any(area.has(row, column) and (area.top, area.left) != (row, column) for area in joined):
                raise xml.refused("merged", cell_name(row, column))
