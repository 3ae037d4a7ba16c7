"""A new workbook, filled by a test and read back by another library than the one that wrote it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from kamsheets.workbook.write import Book


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Workbook]:
    """Fills a book with a function; hands it back with formulas, or with their stored results (``values=True``)."""

    def make(fill: Callable[[Book], object], lang: str = "zh", *, values: bool = False) -> Workbook:
        path = tmp_path / "made.xlsx"
        with Book(path, lang) as book:
            fill(book)
        return load_workbook(path, data_only=values)

    return make
