"""A file that cannot be written into, as a fresh workbook of ours: values in their places, no formats."""

from collections.abc import Sequence
from pathlib import Path

from kamsheets.workbook import read, write_bulk
from kamsheets.workbook.write import Block, Book, Col, Sheet

CSV_SHEET = "CSV"
"""Name of the sheet of a .csv file, which has none."""


def copy(source: Path, target: Path, lang: str = "zh") -> dict[str, str]:
    """Writes the sheets of ``source`` to a new workbook; returns the new name of each sheet.

    Raises ``UnreadableFileError``.
    """
    names = {}
    with Book(target, lang) as book:
        for sheet in read.raw(source).sheets:
            page = book.page(sheet.name or CSV_SHEET)
            names[sheet.name] = page.name
            put(page, sheet.rows, lang)
    return names


def put(page: Sheet, rows: Sequence[Sequence[object]], lang: str) -> None:
    """Rows of any values from the first cell of a sheet on; long ones by the fast way."""
    width = max((len(row) for row in rows), default=0)
    cells = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = tuple(Col(str(k), "raw") for k in range(width))
    chosen: Sequence[int] = range(len(cells))
    if write_bulk.worth(cells, columns):
        bulk = write_bulk.plan(page.part, Block(page.name, columns, 0, -1, 0, len(cells) - 1), cells, lang)
        page.book.bulk.append(bulk)
        chosen = bulk.written
    for i in chosen:
        for k, value in enumerate(cells[i]):
            page.put(i, k, value)
    for k, col in enumerate(columns):
        page.fit(k, col, [row[k] for row in cells])
