"""Fixtures of the reader's tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from workbook_read.builders import book, workbook

from kamsheets.workbook import read
from kamsheets.workbook.rawbook import RawSheet


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., RawSheet]:
    """The one sheet of a workbook whose rows are given as XML."""

    def made(cells: str, **options: str) -> RawSheet:
        (only,) = read.raw(book(tmp_path / "x.xlsx", cells, **options)).sheets
        return only

    return made


@pytest.fixture
def grid(tmp_path: Path) -> Callable[..., RawSheet]:
    """The one sheet of a workbook whose values are given."""

    def made(rows: list[list[object]], **options: object) -> RawSheet:
        (only,) = read.raw(workbook(tmp_path / "x.xlsx", {"表": rows}, **options)).sheets
        return only

    return made
