"""Where new columns go in a user's sheet, and what must grow with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kamsheets.workbook import splice_guard
from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_extent import (
    TableXml,
    filter_area,
    with_coloured_ranges,
    with_column,
    with_filter,
)
from kamsheets.workbook.splice_refs import Area
from kamsheets.workbook.splice_sheet import SheetXml
from kamsheets.workbook.splice_xml import root_prefix
from kamsheets.workbook.write_cells import clean, settle
from kamsheets.workbook.write_names import fitting_width

if TYPE_CHECKING:
    from kamsheets.workbook.splice import NewColumn


@dataclass(frozen=True)
class Spot:
    """Free columns for new data."""

    column: int
    """The first free column (0-based)."""
    model: int
    """The data's last column, whose look the new ones take."""
    header_row: int
    rows: range
    """The rows from the first below the header to the last of the data."""
    table: TableXml | None
    """The Excel table that grows, where the columns join one."""
    joined: bool
    """Whether the columns stand directly beside the data."""


def find(edit: Edit, sheet: str, header_row: int, last_row: int, count: int) -> Spot:
    """The nearest ``count`` free columns at the right of the data under ``header_row``."""
    xml = edit.sheet(sheet)
    table = _table(edit, sheet, header_row)
    last = table.area.right if table else _last_header(edit, sheet, header_row)
    bottom = max(last_row, table.area.bottom) if table else last_row
    lasts = {number: xml.last_column(number) for number in xml.rows}
    blocked = [
        *splice_guard.merged(xml),
        *splice_guard.pivots(edit.package, edit.sheet_part(sheet)),
        *splice_guard.anchors(edit.package, edit.sheet_part(sheet)),
        *(other.area for other in _tables(edit, sheet) if table is None or other.part != table.part),
    ]
    wanted = Area(header_row, last + 1, bottom, last + count)
    free = not any(_overlap(wanted, area) for area in blocked) and not _occupied(xml, lasts, wanted)
    column = last + 1 if free else max([*lasts.values(), last, *(area.right for area in blocked)]) + 1
    grows = table if free and table and not table.linked else None
    return Spot(column, max(last, 0), header_row, range(header_row + 1, bottom + 1), grows, free)


def _overlap(one: Area, other: Area) -> bool:
    return one.left <= other.right and other.left <= one.right and one.top <= other.bottom and other.top <= one.bottom


def _occupied(xml: SheetXml, lasts: Mapping[int, int], wanted: Area) -> bool:
    """Whether a cell with content stands in the way; ``lasts`` are the last columns of the rows."""
    for number, last in lasts.items():
        if wanted.top <= number <= wanted.bottom and last >= wanted.left:
            row = xml.row(number)
            cells = (cell for cell in xml.cells(number) if wanted.left <= cell.column <= wanted.right)
            if any(not row[cell.start : cell.end].endswith(b"/>") for cell in cells):
                return True
    return False


def _last_header(edit: Edit, sheet: str, header_row: int) -> int:
    """The last column with content in the header row."""
    xml = edit.sheet(sheet)
    row = xml.row(header_row)
    filled = [cell.column for cell in xml.cells(header_row) if not row[cell.start : cell.end].endswith(b"/>")]
    return max(filled, default=-1)


def _tables(edit: Edit, sheet: str) -> list[TableXml]:
    """The tables of a sheet as they stand now."""
    found = []
    for link in edit.package.relationships(edit.sheet_part(sheet).part).values():
        if link.kind == "table" and edit.package.entry(link.target):
            data = edit.part(link.target)
            prefix = root_prefix(data, "table")
            table = TableXml.parse(link.target, data, prefix) if prefix is not None else None
            found += [table] if table else []
    return found


def _table(edit: Edit, sheet: str, header_row: int) -> TableXml | None:
    """The table whose header is the data's."""
    return next((table for table in _tables(edit, sheet) if table.area.top == header_row), None)


def headers(spot: Spot, wanted: Sequence[str]) -> list[str]:
    """The headers as they can stand in the table: no two alike."""
    taken = set(spot.table.names()) if spot.table else set()
    made = []
    for header in map(clean, wanted):
        name, turn = header, 1
        while spot.table and (escape(name).casefold() in taken or name.casefold() in taken):
            turn += 1
            name = f"{header}{turn}"
        taken.add(name.casefold())
        made.append(name)
    return made


def grow(edit: Edit, sheet: str, spot: Spot, titles: Sequence[str], columns: Sequence["NewColumn"]) -> None:
    """Widths, table, filter and coloured ranges reach over the new columns."""
    xml = edit.sheet(sheet)
    right = spot.column + len(columns) - 1
    for k, (title, column) in enumerate(zip(titles, columns, strict=True)):
        shown = [str(settle(value, column.kind, edit.lang)[0] or "") for value in list(column.values.values())[:200]]
        width = fitting_width([title + "  ", *shown], least=8, most=60)
        xml.shell = with_column(xml.shell, xml.prefix, spot.column + k, width, spot.model)
    if not spot.joined:
        return
    block = Area(spot.header_row, 0, spot.rows.stop - 1, spot.model)
    if spot.table:
        block = spot.table.area
        edit.put(spot.table.part, spot.table.extended(list(titles)))
    area = filter_area(xml.shell)
    if area and area.top == spot.header_row and area.right == spot.model:
        xml.shell = with_filter(xml.shell, area.widened(right))
        edit.refer(sheet, area, area.widened(right))
        block = area
    xml.shell = with_coloured_ranges(xml.shell, block, right)
