"""Writing into a workbook that is not ours, and changing nothing in it but what is written.

openpyxl and its like load a workbook, forget what they do not know (shapes, buttons, slicers, threaded comments, cached
results …) and save the rest. Here the file's parts are copied as packed bytes; a sheet that gets cells is edited by
ranges of its bytes; the result is opened again and compared before it takes the file's place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamsheets.core.finding import column_letters
from kamsheets.workbook import splice_guard, splice_place, splice_strings
from kamsheets.workbook.splice_edit import Edit, Spliced
from kamsheets.workbook.splice_refs import Area
from kamsheets.workbook.splice_refuse import stumbling
from kamsheets.workbook.splice_sheet import Write
from kamsheets.workbook.write_cells import Kind, Tone


@dataclass(frozen=True)
class NewColumn:
    """A column to be written: its header and its values by sheet row (from 1)."""

    header: str
    values: Mapping[int, object]
    kind: Kind = "text"
    tones: Mapping[int, Tone] = field(default_factory=dict)
    """Rows whose cell stands out."""
    at: int | None = None
    """Column (0-based) that is there already and is written over; None: a new one at the right of the data."""


@dataclass(frozen=True)
class SheetColumns:
    """The columns of one sheet, with the row (from 1) that holds its headers."""

    sheet: str
    header_row: int
    columns: Sequence[NewColumn]


@dataclass(frozen=True)
class Put:
    """One cell to be written; its style stays unless a tone or a kind that needs a number format asks for another."""

    value: object
    kind: Kind = "raw"
    tone: Tone = ""


@dataclass(frozen=True)
class SheetCells:
    """Single cells of one sheet by name (``F37``)."""

    sheet: str
    cells: Mapping[str, Put]


def add_columns(source: Path, target: Path, edits: Sequence[SheetColumns], lang: str = "zh") -> Spliced:
    """Writes columns beside the data of a user's workbook; ``target`` may be ``source`` (then ``NAME.bak`` is kept).

    New columns look like their neighbour and stretch table, filter and coloured ranges. Raises ``RefusedWriteError``
    where the workbook cannot be changed without harm, ``UnreadableFileError`` where it is none.
    """
    with stumbling(source.name):
        edit = Edit(source, lang)
        for one in edits:
            _add(edit, one)
        return edit.save(target)


def set_cells(
    source: Path, target: Path, edits: Sequence[SheetCells], lang: str = "zh", *, forget: bool = False
) -> Spliced:
    """Writes single cells of a user's workbook; otherwise like ``add_columns``.

    ``forget``: texts that no cell shows any more are gone from the file as well, not only from the sheet.
    """
    placed = [(one.sheet, [(_cell(name), put) for name, put in one.cells.items()]) for one in edits]
    with stumbling(source.name):
        edit = Edit(source, lang)
        for sheet, puts in placed:
            writes: dict[int, dict[int, Write]] = {}
            for cell, put in puts:
                content, shown = edit.settle(put.value, put.kind)
                kind = None if shown in ("raw", "text") else shown
                writes.setdefault(cell.top, {})[cell.left] = Write(content, kind, put.tone)
            edit.write(sheet, writes)
        if forget:
            splice_strings.forget(edit)
        return edit.save(target)


def _cell(name: str) -> Area:
    area = Area.parse(name)
    if area is None or area.ref != name:
        raise ValueError(f"{name} is no cell")
    return area


def _add(edit: Edit, one: SheetColumns) -> None:
    xml = edit.sheet(one.sheet)
    splice_guard.protection(xml)
    new = [column for column in one.columns if column.at is None]
    last_row = max((row for column in one.columns for row in column.values), default=one.header_row)
    spot = splice_place.find(edit, one.sheet, one.header_row, last_row, len(new))
    places = iter(range(spot.column, spot.column + len(new)))
    writes: dict[int, dict[int, Write]] = {}
    headers = splice_place.headers(spot, [column.header for column in new])
    titles = iter(headers)
    there = [number for number in xml.rows if number in spot.rows]  # a table may be declared down to the last row
    for column in one.columns:
        at = next(places) if column.at is None else column.at
        model = spot.model if column.at is None else None
        if column.at is None:
            writes.setdefault(one.header_row, {})[at] = Write(next(titles), model=model)
        for row in sorted(column.values if column.at is not None else {*there, *column.values}):
            content, shown = edit.settle(column.values.get(row), column.kind)
            writes.setdefault(row, {})[at] = Write(content, shown, column.tones.get(row, ""), model)
        edit.placed(one.sheet, column.header, column_letters(at))
    edit.write(one.sheet, writes)
    if new:
        splice_place.grow(edit, one.sheet, spot, headers, new)
