"""An Excel for tests: what our macros use of xlwings' engine interface, over openpyxl, as COM answers.

Written from xlwings' base_classes and main. Numbers are floats, empty cells None, text that looks like a number becomes
one in a cell of format General (leading zeros are lost), a format of mixed cells is None. Every call is counted.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes as base


class Calls:
    def __init__(self) -> None:
        self.count = 0


class Apps(base.Apps):
    """The one Excel that runs."""

    def __iter__(self) -> Iterator["App"]:
        return iter([App()])

    def __len__(self) -> int:
        return 1


class TestEngine:
    name, type = "kam-test", "desktop"
    apps = Apps()
    __test__ = False

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        def clean(value: Any) -> Any:
            if value is None:
                return empty_as
            if isinstance(value, datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper():
                return value if err_to_str else None
            return number_builder(value) if number_builder and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        return x


class App(base.App):
    engine = TestEngine()
    pid = 1  # type: ignore[assignment]
    status_bar: Any = None  # type: ignore[assignment]
    screen_updating = True  # type: ignore[assignment]

    def __init__(self) -> None:
        self.said: list[str] = []

    def activate(self, steal_focus: bool = False) -> None:
        return None

    def alert(self, prompt: str, *args: Any) -> str:
        self.said.append(prompt)
        return "ok"


class Book(base.Book):
    name = fullname = None  # type: ignore[assignment]
    app = None  # type: ignore[assignment]

    def __init__(self, path: Path, calls: Calls) -> None:
        self.book, self.calls, self.app = openpyxl.load_workbook(path, data_only=True), calls, App()
        self.name, self.fullname = path.name, str(path)
        self.chosen: tuple[int, int, int, int] = (1, 1, 1, 1)

    def activate(self) -> None:
        return None

    @property
    def sheets(self) -> "Sheets":
        return Sheets(self)


class Sheets(base.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, key: int | str) -> "Sheet":
        names = self.book.book.sheetnames
        return Sheet(self.book, names[key - 1] if isinstance(key, int) else names[names.index(key)])

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, name) for name in self.book.book.sheetnames)

    def __len__(self) -> int:
        return len(self.book.book.sheetnames)

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.book.active.title)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> "Sheet":
        self.book.calls.count += 1
        self.book.book.active = self.book.book.index(self.book.book.create_sheet(name))
        return Sheet(self.book, name or "")


class Sheet(base.Sheet):
    name = book = None  # type: ignore[assignment]

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name, self.cells_ = book, name, book.book[name]

    @property
    def visible(self) -> bool:
        return bool(self.cells_.sheet_state == "visible")

    def activate(self) -> None:
        self.book.book.active = self.book.book.index(self.cells_)

    def clear(self) -> None:
        self.book.calls.count += 1
        self.cells_.delete_rows(1, self.cells_.max_row)

    @property
    def used_range(self) -> "Range":
        top, left = self.cells_.min_row or 1, self.cells_.min_column or 1
        return Range(self, [(top, left, self.cells_.max_row or 1, self.cells_.max_column or 1)])

    def range(self, one: Any, two: Any = None) -> "Range":
        if isinstance(one, str):
            areas = [range_boundaries(part) for part in one.split(",")]
            assert len(one) <= 255, "Excel takes addresses of 255 characters"
            return Range(self, [(a[1], a[0], a[3], a[2]) for a in areas])
        if isinstance(one, Range):
            one = one.areas[0][:2]
        if isinstance(two, Range):
            two = two.areas[0][2:]
        return Range(self, [(*one, *(two or one))])


class Range(base.Range):
    row = column = shape = sheet = None  # type: ignore[assignment]
    api = True
    max_cells_per_read = max_cells_per_write = None  # type: ignore[assignment]

    def __init__(self, sheet: Sheet, areas: list[Any]) -> None:
        self.sheet, self.areas, self.options = sheet, areas, {}
        top, left, bottom, right = areas[0]
        self.row, self.column, self.shape = top, left, (bottom - top + 1, right - left + 1)

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    def __call__(self, row: int, column: int | None = None) -> "Range":
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            row, column = row + 1, column + 1
        spot = (self.row + row - 1, self.column + column - 1)
        return Range(self.sheet, [(*spot, *spot)])

    @property
    def address(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    def _cells(self) -> Iterator[Any]:
        self.sheet.book.calls.count += 1
        for top, left, bottom, right in self.areas:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield self.sheet.cells_.cell(row, column)

    @property
    def raw_value(self) -> Any:
        flat = [float(c.value) if type(c.value) is int else c.value for c in self._cells()]
        width = self.shape[1]
        block = tuple(tuple(flat[k : k + width]) for k in range(0, len(flat), width))
        return block[0][0] if self.shape == (1, 1) else block

    @raw_value.setter
    def raw_value(self, block: Any) -> None:
        flat = [value for row in block for value in row] if isinstance(block, list | tuple) else [block] * len(self)
        for cell, value in zip(self._cells(), flat, strict=True):
            cell.value = self._typed(cell, value)

    @staticmethod
    def _typed(cell: Any, value: Any) -> Any:
        if isinstance(value, str) and cell.number_format != "@":
            assert not value.startswith("="), "text became a formula"
            try:
                return float(value)
            except ValueError:
                return value or None
        return value if value != "" else None

    @property
    def number_format(self) -> Any:
        found = {cell.number_format for cell in self._cells()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for cell in self._cells():
            cell.number_format = code

    @property
    def color(self) -> Any:
        found = {self._colour(cell) for cell in self._cells()}
        return found.pop() if len(found) == 1 else (0, 0, 0)

    @staticmethod
    def _colour(cell: Any) -> Any:
        if cell.fill.fill_type != "solid":
            return None
        code = str(cell.fill.fgColor.rgb)[-6:]
        return tuple(int(code[k : k + 2], 16) for k in (0, 2, 4)) if len(code) == 6 else (1, 1, 1)

    @color.setter
    def color(self, colour: Any) -> None:
        code = "FF{:02X}{:02X}{:02X}".format(*colour) if colour else None
        for cell in self._cells():
            cell.fill = PatternFill("solid", fgColor=code) if code else PatternFill()


class Selected(xlwings.Book):
    """The workbook as a macro gets it, with a selection that the test sets."""

    __test__ = False

    def select(self, first: int, last: int) -> None:
        self.impl.chosen = (first, 1, last, 1)

    @property
    def selection(self) -> xlwings.Range:
        return xlwings.Range(impl=Range(self.impl.sheets.active, [self.impl.chosen]))

    @property
    def said(self) -> list[str]:
        return list(self.app.impl.said)


def opened(path: Path) -> tuple[Selected, Calls]:
    calls = Calls()
    xlwings.Engine(impl=TestEngine()).activate()
    return Selected(impl=Book(path, calls)), calls
