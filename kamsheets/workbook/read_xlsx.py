"""Reading Open XML workbooks: the guard first, then python-calamine; openpyxl only where calamine cannot.

The guard inflates every sheet within its declared size before calamine sees it, so that a bomb or a cell at XFD1048576
is refused and not tried. openpyxl sees no sheets in Strict workbooks (ISO 29500) and is never asked for those.
"""

import io
import warnings
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kamsheets.workbook import guard
from kamsheets.workbook.calamine import CalamineFailedError, tame
from kamsheets.workbook.door import package
from kamsheets.workbook.normalise import normalise, pad
from kamsheets.workbook.package import BUILTIN_FORMATS, LIMITS, Limits, Package, SheetPart, is_date, is_percent
from kamsheets.workbook.rawbook import RawBook, RawSheet, Reason, Skipped
from kamsheets.workbook.refusal import RefusedFileError

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from python_calamine import CalamineWorkbook

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


def read_xlsx(data: bytes, file: str, only: Collection[str] | None = None, limits: Limits = LIMITS) -> RawBook:
    """The visible sheets of a workbook, or just those named in ``only``; raises ``RefusedFileError``."""
    reader = _Reader(package(data, file, limits))
    wanted = [sheet for sheet in reader.package.sheets if only is None or sheet.name in only]
    read = [reader.sheet(sheet, hidden_too=only is not None) for sheet in wanted]
    return RawBook(
        file,
        sheets=tuple(sheet for sheet in read if isinstance(sheet, RawSheet)),
        skipped=tuple(sheet for sheet in read if isinstance(sheet, Skipped)),
        date1904=reader.package.date1904,
    )


class _Reader:
    """One workbook with the engines opened for it, each at most once."""

    def __init__(self, opened: Package) -> None:
        self.package = opened

    def sheet(self, sheet: SheetPart, hidden_too: bool) -> RawSheet | Skipped:
        if sheet.kind != "worksheet" or not sheet.part:
            return Skipped(sheet.name, Reason.NOT_CELLS)
        if sheet.state != "visible" and not hidden_too:
            return Skipped(sheet.name, Reason.HIDDEN)
        markup = guard.plain(self.package.markup(sheet.part))
        if guard.far_cells(markup):
            return Skipped(sheet.name, Reason.TOO_FAR)
        facts = guard.facts(markup, self.package.number_formats, self.package.reckoned)
        del markup  # as large as all that calamine is about to need
        rows, long_numbers = normalise(self._rows(sheet))
        pad(rows, facts.error_cells)
        for row, column in facts.error_cells:
            rows[row - 1][column] = None
        return RawSheet(sheet.name, rows, facts, long_numbers, self._percent(sheet.part))

    def _percent(self, part: str) -> Callable[[Collection[int] | None], frozenset[guard.CellKey]]:
        def find(columns: Collection[int] | None) -> frozenset[guard.CellKey]:
            formats = self.package.number_formats
            if not any(map(is_percent, formats)):
                return frozenset()
            return guard.percent_cells(guard.plain(self.package.markup(part)), formats, columns)

        return find

    def _rows(self, sheet: SheetPart) -> Sequence[Sequence[object]]:
        try:
            found: Sequence[Sequence[object]] = tame(
                lambda: self._calamine.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            )
            return found
        except CalamineFailedError as error:
            if _STRICT in self.package.read(self.package.workbook):
                raise RefusedFileError(self.package.file, "read.damaged") from error
            return self._openpyxl_rows(sheet)

    @cached_property
    def _calamine(self) -> "CalamineWorkbook":
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_object(io.BytesIO(self.package.data))

    @cached_property
    def _openpyxl(self) -> "Workbook":
        from openpyxl import load_workbook

        return load_workbook(io.BytesIO(self.package.data), read_only=True, data_only=True, keep_links=False)

    def _openpyxl_rows(self, sheet: SheetPart) -> Sequence[Sequence[object]]:
        try:
            with warnings.catch_warnings(action="ignore"):
                return [[self._openpyxl_value(cell) for cell in row] for row in self._openpyxl[sheet.name].iter_rows()]
        except Exception as error:  # openpyxl raises whatever its parser meets: KeyError, ValueError, ParseError …
            raise RefusedFileError(self.package.file, "read.damaged") from error

    def _openpyxl_value(self, cell: Any) -> object:
        """A value as calamine would give it: midnight as a date, and dates in the formats of a Chinese Excel."""
        from openpyxl.utils.datetime import from_excel

        value = cell.value
        if isinstance(value, int | float) and is_date(BUILTIN_FORMATS.get(cell.style_array.numFmtId, "General")):
            value = from_excel(value, self._openpyxl.epoch)
        return value.date() if isinstance(value, datetime) and value.time() == time() else value
