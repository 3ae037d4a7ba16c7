"""An Excel for tests: what our macros use of xlwings' engine interface, over openpyxl, as COM answers.

Written from xlwings' base_classes and main. Numbers are floats, empty cells None, text that looks like a number becomes
one in a cell of format General (leading zeros are lost), a format of mixed cells is None. A block written over hidden
rows puts its first value into every visible cell (xlwings issue 747); a protected sheet refuses. Every call is counted.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from xlwings import base_classes as base

_LAST_ROW = 1_048_576


class Calls:
    def __init__(self) -> None:
        self.count = 0


class com_error(Exception):  # noqa: N801, N818 - the name that pywin32 gives it
    """Excel says no."""


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
        self.path = path
        self.locked: set[str] = set()
        """Cells that refuse a value."""
        self.written: set[tuple[str, str]] = set()
        """Cells that hold what was written, no formula any more."""
        self.name, self.fullname = path.name, str(path)
        self.chosen: list[tuple[int, int, int, int]] = [(1, 1, 1, 1)]

    def activate(self) -> None:
        return None

    @cached_property
    def formulas(self) -> dict[tuple[str, str], str]:
        """By sheet and cell, as they were in the file."""
        return {
            (sheet.title, cell.coordinate): cell.value
            for sheet in openpyxl.load_workbook(self.path)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and isinstance(cell.value, str)
        }

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
        if self.book.book.security and self.book.book.security.lockStructure:
            raise com_error(-2146827284, "the workbook is protected")
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

    def changing(self, *cells: Any) -> None:
        """A change: counted, and refused where the sheet, or one of its ``cells``, is protected."""
        self.book.calls.count += 1
        if self.cells_.protection.sheet or any(cell.coordinate in self.book.locked for cell in cells):
            raise com_error(-2146827284, "the sheet is protected")

    def clear(self) -> None:
        self.changing()
        self.cells_.delete_rows(1, self.cells_.max_row)

    def hidden(self, row: int) -> bool:
        return bool(self.cells_.row_dimensions[row].hidden)

    @property
    def used_range(self) -> "Range":
        top, left = self.cells_.min_row or 1, self.cells_.min_column or 1
        return Range(self, [(top, left, self.cells_.max_row or 1, self.cells_.max_column or 1)])

    def range(self, one: Any, two: Any = None) -> "Range":
        if isinstance(one, str):
            areas = [range_boundaries(part) for part in one.split(",")]
            assert len(one) <= 255, "Excel takes addresses of 255 characters"
            return Range(self, [(a[1] or 1, a[0], a[3] or _LAST_ROW, a[2]) for a in areas])
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
        return ",".join(map(_named, self.areas))

    def get_address(self, *args: Any) -> str:
        return ",".join("$" + _named(area).replace(":", ":$") for area in self.areas)[:255]

    def _cells(self) -> Iterator[Any]:
        for top, left, bottom, right in self.areas:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield self.sheet.cells_.cell(row, column)

    def _asked(self) -> Iterator[Any]:
        self.sheet.book.calls.count += 1
        return self._cells()

    def _block(self, flat: list[Any]) -> Any:
        width = self.shape[1]
        block = tuple(tuple(flat[k : k + width]) for k in range(0, len(flat), width))
        return block[0][0] if self.shape == (1, 1) else block

    @property
    def raw_value(self) -> Any:
        return self._block([_as_com(cell.value) for cell in self._asked()])

    @raw_value.setter
    def raw_value(self, block: Any) -> None:
        self.sheet.changing(*self._cells())
        flat = [value for row in block for value in row] if isinstance(block, list | tuple) else [block] * len(self)
        cells = list(self._cells())
        if len(cells) > 1 and any(self.sheet.hidden(cell.row) for cell in cells):
            cells = [cell for cell in cells if not self.sheet.hidden(cell.row)]
            flat = [flat[0]] * len(cells)
        gone = self.sheet.book.written
        for cell, value in zip(cells, flat, strict=True):
            gone.add((self.sheet.name, cell.coordinate))
            cell.value = self._typed(cell, value)

    @property
    def formula(self) -> Any:
        book, name = self.sheet.book, self.sheet.name
        known = {spot: formula for spot, formula in book.formulas.items() if spot not in book.written}
        typed = [known.get((name, cell.coordinate), _as_typed(cell.value)) for cell in self._asked()]
        return self._block(typed)

    @formula.setter
    def formula(self, block: Any) -> None:
        self.sheet.changing()
        flat = [value for row in block for value in row] if isinstance(block, list | tuple) else [block] * len(self)
        for cell, value in zip(self._cells(), flat, strict=True):
            assert value.startswith("=")
            self.sheet.book.formulas[self.sheet.name, cell.coordinate] = value
            self.sheet.book.written.discard((self.sheet.name, cell.coordinate))
            cell.value = None

    def clear(self) -> None:
        self.sheet.changing()
        for cell in self._cells():
            cell.value, cell.number_format, cell.fill = None, "General", PatternFill()

    def delete(self, shift: str | None = None) -> None:
        self.sheet.changing()
        (top, left, bottom, right), *others = self.areas
        assert (top, bottom, others) == (1, _LAST_ROW, []), "whole columns only"
        self.sheet.cells_.delete_cols(left, right - left + 1)

    def get_special_cells(self, cell_type: str, value_type: Any) -> list["Range"]:
        assert cell_type == "visible"
        self.sheet.book.calls.count += 1
        top, left, bottom, right = self.areas[0]
        seen = [row for row in range(top, bottom + 1) if not self.sheet.hidden(row)]
        starts = [row for row in seen if row - 1 not in set(seen)]
        ends = [row for row in seen if row + 1 not in set(seen)]
        self.sheet.book.calls.count += len(starts)
        return [Range(self.sheet, [(a, left, b, right)]) for a, b in zip(starts, ends, strict=True)]

    @property
    def merge_cells(self) -> Any:
        self.sheet.book.calls.count += 1
        (top, left, bottom, right), *_ = self.areas
        count = 0
        for area in self.sheet.cells_.merged_cells.ranges:
            rows = min(bottom, area.max_row) - max(top, area.min_row) + 1
            columns = min(right, area.max_col) - max(left, area.min_col) + 1
            count += max(0, rows) * max(0, columns)
        return {0: False, len(self): True}.get(count)

    @property
    def merge_area(self) -> "Range":
        self.sheet.book.calls.count += 1
        found = next(
            area for area in self.sheet.cells_.merged_cells.ranges if (self.row, self.column) in set(area.cells)
        )  # fmt: skip
        return Range(self.sheet, [(found.min_row, found.min_col, found.max_row, found.max_col)])

    @property
    def note(self) -> "Note | None":
        cell = next(self._asked())
        return Note(self.sheet, cell) if cell.comment else None

    def add_note(self, text: str) -> "Note":
        self.sheet.changing()
        cell = next(self._cells())
        cell.comment = Comment(text, "")
        return Note(self.sheet, cell)

    @staticmethod
    def _typed(cell: Any, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("'"):
            return value[1:]
        if isinstance(value, str) and cell.number_format != "@":
            assert not value.startswith("="), "text became a formula"
            try:
                return float(value)
            except ValueError:
                return value or None
        return value if value != "" else None

    @property
    def number_format(self) -> Any:
        found = {cell.number_format for cell in self._asked()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.sheet.changing()
        for cell in self._cells():
            cell.number_format = code

    @property
    def color(self) -> Any:
        found = {self._colour(cell) for cell in self._asked()}
        return found.pop() if len(found) == 1 else (0, 0, 0)

    @staticmethod
    def _colour(cell: Any) -> Any:
        if cell.fill.fill_type != "solid":
            return None
        code = str(cell.fill.fgColor.rgb)[-6:]
        return tuple(int(code[k : k + 2], 16) for k in (0, 2, 4)) if len(code) == 6 else (1, 1, 1)

    @color.setter
    def color(self, colour: Any) -> None:
        self.sheet.changing()
        code = "FF{:02X}{:02X}{:02X}".format(*colour) if colour else None
        for cell in self._cells():
            cell.fill = PatternFill("solid", fgColor=code) if code else PatternFill()


class Note(base.Note):
    def __init__(self, sheet: Sheet, cell: Any) -> None:
        self.sheet, self.cell = sheet, cell

    @property
    def text(self) -> str:
        self.sheet.book.calls.count += 1
        return str(self.cell.comment.text)

    def delete(self) -> None:
        self.sheet.changing()
        self.cell.comment = None


def _named(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    first, last = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


def _as_com(value: Any) -> Any:
    """A value as COM hands it over: numbers as floats, a time of day on the day before all days."""
    if type(value) is int:
        return float(value)
    if isinstance(value, time):
        return datetime.combine(date(1899, 12, 30), value)
    return value


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, int | float) else str(value)


class Selected(xlwings.Book):
    """The workbook as a macro gets it, with a selection that the test sets."""

    __test__ = False

    def select(self, *rows: tuple[int, int] | int) -> None:
        """Select cells of the first column: of rows, or of stretches of rows."""
        spans = [row if isinstance(row, tuple) else (row, row) for row in rows]
        self.impl.chosen = [(first, 1, last, 1) for first, last in spans]

    @property
    def selection(self) -> xlwings.Range:
        return xlwings.Range(impl=Range(self.impl.sheets.active, self.impl.chosen))

    @property
    def said(self) -> list[str]:
        return list(self.app.impl.said)


def opened(path: Path) -> tuple[Selected, Calls]:
    calls = Calls()
    xlwings.Engine(impl=TestEngine()).activate()
    return Selected(impl=Book(path, calls)), calls
