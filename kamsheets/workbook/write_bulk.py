"""Long tables, fast: XlsxWriter writes a few rows, the others are made in their likeness and put into the file.

XlsxWriter keeps an object per cell; making a row's XML at once, each distinct value of a column once, takes a third of
the time. The rows it does write are the first, the last, the first of every kind of value in every column (they teach
the style numbers), and rows with marks, links or formulas.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import escape

from kamsheets.core.finding import column_letters
from kamsheets.workbook.write_cells import Cell, Col, Formula, Kind, settle

if TYPE_CHECKING:
    from kamsheets.workbook.write_block import Block

LONG = 5_000
"""From so many rows on the fast way pays."""
Made: TypeAlias = "dict[type, dict[object, tuple[Kind, str]]]"
"""Of one column: every value, by type, with the kind it is shown as and its XML after the style number."""


@dataclass(frozen=True)
class Bulk:
    """A table of which only ``written`` rows are in the saved file."""

    part: str
    """Name of the sheet's part in the package."""
    block: "Block"
    rows: Sequence[Sequence[object]]
    made: Sequence[Made]
    written: Sequence[int]
    """Indices of the rows that XlsxWriter has, ascending; the first and the last row are among them."""


def worth(rows: Sequence[Sequence[object]], columns: Sequence[Col]) -> bool:
    """Whether a table is long, and plain enough."""
    return len(rows) > LONG and not any(col.formula for col in columns)


def plan(part: str, block: "Block", rows: Sequence[Sequence[object]], lang: str) -> Bulk:
    """Makes the XML of every value and chooses the rows that XlsxWriter must write."""
    chosen, made = {0, len(rows) - 1}, []
    for k, col in enumerate(block.columns):
        column, known = _column(rows, k, col.kind, lang)
        made.append(column)
        chosen.update(known)
    return Bulk(part, block, rows, made, sorted(chosen))


def _column(rows: Sequence[Sequence[object]], k: int, kind: Kind, lang: str) -> tuple[Made, set[int]]:
    made: Made = {}
    taught: set[Kind] = set()
    chosen = set()
    for i, row in enumerate(rows):
        value = row[k]
        values = made.setdefault(type(value), {})
        if isinstance(value, Cell | Formula):
            chosen.add(i)
        elif value not in values:
            values[value] = _made(value, kind, lang)
            if (shown := values[value][0]) not in taught:
                taught.add(shown)
                chosen.add(i)
    return made, chosen


def _made(value: object, kind: Kind, lang: str) -> tuple[Kind, str]:
    content, shown = settle(value, kind, lang)
    if content is None:
        return shown, "/>"
    if isinstance(content, str):
        return shown, f' t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'
    return shown, f"><v>{content:.16G}</v></c>"


def finish(path: Path, tables: Sequence[Bulk]) -> None:
    """Puts the missing rows of all tables into the saved workbook, and gives links to files the slashes of a URL."""
    with zipfile.ZipFile(path) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w") as package:
        for info, content in parts:
            for bulk in tables:
                if bulk.part == info.filename:
                    content = filled(content, bulk)
            if info.filename.startswith("xl/worksheets/_rels/"):
                content = content.replace(b"\\", b"/")  # XlsxWriter turns them for Windows; a Mac needs them as written
            package.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)


_ROW_END = b"</row>"


def filled(sheet: bytes, bulk: Bulk) -> bytes:
    """The XML of a sheet with the missing rows in their places; ``ValueError`` when a written row is not there."""
    ends: list[int] = []
    styles: dict[tuple[int, Kind], str] = {}
    for i in bulk.written:
        start = sheet.find(b'<row r="%d"' % (bulk.block.first_row + i + 1), ends[-1] if ends else 0)
        if start < 0:
            raise ValueError(f"row {i} of {bulk.block.sheet} is not in the saved sheet")
        end = sheet.index(_ROW_END, start) + len(_ROW_END)
        _learn(styles, sheet[start:end], bulk, i)
        ends.append(end)
    rows = _rows(styles, bulk)
    pieces, start = [], 0
    for i, following, end in zip(bulk.written, [*bulk.written[1:], len(bulk.rows)], ends, strict=True):
        pieces.append(sheet[start:end])
        start = end
        pieces.extend(row.encode() for row in (next(rows) for _ in range(i, following)) if row)
    return b"".join([*pieces, sheet[start:]])


def _learn(styles: dict[tuple[int, Kind], str], row: bytes, bulk: Bulk, i: int) -> None:
    """Style numbers of the cells of a written row, by column and kind."""
    numbers = {letters.decode(): style.decode() for letters, style in re.findall(rb'<c r="([A-Z]+)\d+" s="(\d+)"', row)}
    for k, value in enumerate(bulk.rows[i]):
        if not isinstance(value, Cell | Formula):
            shown = bulk.made[k][type(value)][value][0]
            styles.setdefault((k, shown), numbers[column_letters(bulk.block.left + k)])


def _rows(styles: dict[tuple[int, Kind], str], bulk: Bulk) -> Iterator[str]:
    """The XML of every row in order; nothing for those already written."""
    letters = [column_letters(bulk.block.left + k) for k in range(len(bulk.block.columns))]
    finished = [
        {t: {v: f' s="{styles[k, shown]}"{xml}' for v, (shown, xml) in values.items()} for t, values in made.items()}
        for k, made in enumerate(bulk.made)
    ]
    written = set(bulk.written)
    for i, row in enumerate(bulk.rows):
        if i in written:
            yield ""
            continue
        number = bulk.block.first_row + i + 1
        cells = [
            f'<c r="{at}{number}"{values[type(value)][value]}'
            for at, values, value in zip(letters, finished, row, strict=True)
        ]
        yield f'<row r="{number}">{"".join(cells)}</row>'
