"""Long tables, fast: XlsxWriter writes a few rows, the others are made in their likeness and put into the file.

XlsxWriter keeps an object per cell; formatting a row's XML at once takes a third of the time. The rows it does
write are the first, the last, the first of every kind of value in every column (they teach the style numbers),
and rows with marks, links or formulas.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kamsheets.core.finding import column_letters
from kamsheets.workbook.write_cells import Cell, Col, Formula, Kind, settle

if TYPE_CHECKING:
    from kamsheets.workbook.write_sheet import Block

LONG = 5_000
"""From so many rows on the fast way pays."""


@dataclass(frozen=True)
class Bulk:
    """A table of which only ``written`` rows are in the saved file."""

    part: str
    """Name of the sheet's part in the package."""
    block: "Block"
    rows: Sequence[Sequence[object]]
    written: Sequence[int]
    """Indices of the rows that XlsxWriter has, ascending; the first and the last row are among them."""
    lang: str


def worth(rows: Sequence[Sequence[object]], columns: Sequence[Col]) -> bool:
    """Whether a table is long, and plain enough."""
    return len(rows) > LONG and not any(col.formula for col in columns)


def exemplars(rows: Sequence[Sequence[object]], columns: Sequence[Col], lang: str) -> list[int]:
    """Indices of the rows XlsxWriter must write."""
    chosen = {0, len(rows) - 1}
    known: set[tuple[int, object]] = set()
    for i, row in enumerate(rows):
        for k, value in enumerate(row):
            kind = type(value)
            if (k, kind) in known:
                continue
            if kind is Cell or kind is Formula:
                chosen.add(i)
            elif kind is str or value is None:
                known.add((k, kind))
                chosen.add(i)
            elif (look := (k, settle(value, columns[k].kind, lang)[1])) not in known:
                known.add(look)
                chosen.add(i)
    return sorted(chosen)


def fill(path: Path, tables: Sequence[Bulk]) -> None:
    """Puts the missing rows of all tables into the saved workbook."""
    with zipfile.ZipFile(path) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w") as package:
        for info, content in parts:
            for bulk in tables:
                if bulk.part == info.filename:
                    content = filled(content, bulk)
            package.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)


def filled(sheet: bytes, bulk: Bulk) -> bytes:
    """The XML of a sheet with the missing rows in their places."""
    pieces, end = [], 0
    present = set(bulk.written)
    styles: dict[tuple[int, Kind], str] = {}
    for i in bulk.written:
        found = re.compile(rb'<row r="%d"[^>]*>(.*?)</row>' % (bulk.block.first_row + i + 1), re.DOTALL).search(
            sheet, end
        )
        if found is None:
            raise ValueError(f"row {i} of {bulk.block.sheet} is not in the saved sheet")
        _learn(styles, found[1], bulk.rows[i], bulk)
        pieces.append((i, end, found.end()))
        end = found.end()
    made = []
    for i, start, stop in pieces:
        made.append(sheet[start:stop])
        made.extend(_rows_after(i, present, styles, bulk))
    return b"".join([*made, sheet[end:]])


def _learn(styles: dict[tuple[int, Kind], str], row: bytes, values: Sequence[object], bulk: Bulk) -> None:
    """Style numbers of the cells of a written row, by column and kind."""
    numbers = re.findall(rb'<c r="([A-Z]+)\d+" s="(\d+)"', row)
    by_letters = {letters.decode(): number.decode() for letters, number in numbers}
    for k, (col, value) in enumerate(zip(bulk.block.columns, values, strict=True)):
        if not isinstance(value, Cell | Formula):
            shown = settle(value, col.kind, bulk.lang)[1]
            styles.setdefault((k, shown), by_letters[column_letters(bulk.block.left + k)])


def _rows_after(i: int, present: set[int], styles: dict[tuple[int, Kind], str], bulk: Bulk) -> Iterator[bytes]:
    """The rows that follow written row ``i`` up to the next written one."""
    columns = [(column_letters(bulk.block.left + k), col.kind, k) for k, col in enumerate(bulk.block.columns)]
    if i == len(bulk.rows) - 1:
        return
    for j in range(i + 1, len(bulk.rows)):
        if j in present:
            return
        number = bulk.block.first_row + j + 1
        cells = []
        for (letters, kind, k), value in zip(columns, bulk.rows[j], strict=True):
            content, shown = settle(value, kind, bulk.lang)
            head = f'<c r="{letters}{number}" s="{styles[k, shown]}"'
            if content is None:
                cells.append(f"{head}/>")
            elif isinstance(content, str):
                cells.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>')
            else:
                cells.append(f"{head}><v>{content:.16G}</v></c>")
        yield f'<row r="{number}">{"".join(cells)}</row>'.encode()
