"""For any sheet and any writes: what is written is there, the rest is as it was; damage is refused with a reason."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from workbook_write.hard import hard_parts, pack

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, Severity, cell_name
from kamsheets.workbook import mark
from kamsheets.workbook.splice import NewColumn, Put, SheetCells, SheetColumns, add_columns, set_cells

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=12)
VALUES = st.one_of(
    TEXTS, st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6))
)
PLACES = st.tuples(st.integers(1, 12), st.integers(0, 7))
GRIDS = st.dictionaries(PLACES, VALUES, max_size=30)


def book_of(path, grid):
    book = Workbook()
    book.active.title = "表"
    for (row, column), value in grid.items():
        cell = book.active.cell(row, column + 1)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)
    return path


def grid_of(path):
    sheet = load_workbook(path)["表"]
    return {(c.row, c.column - 1): c.value for row in sheet.iter_rows() for c in row if c.value is not None}


@settings(max_examples=60, deadline=None)
@given(GRIDS, st.dictionaries(PLACES, VALUES, min_size=1, max_size=15))
def test_writes_lie_over_the_old_cells(grid, written):
    with tempfile.TemporaryDirectory() as folder:
        source = book_of(Path(folder) / "a.xlsx", grid)
        before = grid_of(source)
        puts = {cell_name(row, column): Put(value) for (row, column), value in written.items()}
        target = set_cells(source, Path(folder) / "b.xlsx", [SheetCells("表", puts)]).target
        assert grid_of(target) == before | written


@settings(max_examples=40, deadline=None)
@given(GRIDS, st.dictionaries(st.integers(2, 12), TEXTS, max_size=8))
def test_new_columns_take_free_cells_and_leave_the_others(grid, values):
    with tempfile.TemporaryDirectory() as folder:
        source = book_of(Path(folder) / "a.xlsx", grid)
        before = grid_of(source)
        column = NewColumn("新列", values)
        spliced = add_columns(source, Path(folder) / "b.xlsx", [SheetColumns("表", 1, [column])])
        after = grid_of(spliced.target)
        added = {place: value for place, value in after.items() if place not in before}
        assert {place: after[place] for place in before} == before
        assert {row: value for (row, _), value in added.items()} == {1: "新列", **values}
        assert len({place[1] for place in added}) == 1


def damaged(content, chance):
    """A part with some bytes changed, lost or doubled."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2))):
        at, what = chance.randrange(len(data)), chance.random()
        if what < 0.4:
            data[at] = chance.randrange(32, 127)
        elif what < 0.7:
            del data[at : at + chance.randrange(1, 30)]
        else:
            data[at:at] = chance.choice((b"-1", b"99999999", b"&", b"'", data[:20]))
    return bytes(data)


WAYS = {
    "columns": lambda source, target: add_columns(
        source, target, [SheetColumns("线索", 3, [NewColumn("级", {4: "A"})])]
    ),
    "cells": lambda source, target: set_cells(source, target, [SheetCells("线索", {"E5": Put(3), "H30": Put("x")})]),
    "mark": lambda source, target: mark.report(
        source,
        target,
        [Finding("IO001", Severity.ERROR, Place(source.name, "线索", "D5"), facts=(("forms", ""), ("forms_en", "")))],
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_damage_is_refused_with_a_reason_or_does_no_harm(tmp_path, way):
    chance, parts = random.Random(way), hard_parts()
    names = [name for name in parts if isinstance(parts[name], str) and len(parts[name]) > 60]
    said = []
    for _ in range(60):
        name = chance.choice(names)
        source = pack(tmp_path / "a.xlsm", {**parts, name: damaged(parts[name].encode(), chance)})
        before = source.read_bytes()
        try:
            WAYS[way](source, tmp_path / "b.xlsm")
        except KamError as error:
            said.append(error.message("en"))
        assert source.read_bytes() == before
    assert 0 < len(said) < 60
    assert all("a.xlsm" in sentence for sentence in said)
