"""Reading .xls files (Excel 95 to 2003): values by python-calamine, the rest by the record guard."""

import io
from collections.abc import Callable, Collection, Sequence

from kamsheets.workbook.calamine import CalamineFailedError, tame
from kamsheets.workbook.guard import CellKey
from kamsheets.workbook.guard_xls import XlsSheet, scan
from kamsheets.workbook.normalise import normalise, pad
from kamsheets.workbook.rawbook import RawBook, RawSheet, Reason, Skipped
from kamsheets.workbook.refusal import RefusedFileError


def read_xls(data: bytes, file: str, only: Collection[str] | None = None) -> RawBook:
    """The visible sheets of a .xls, or just those named in ``only``; raises ``RefusedFileError``."""
    guarded, date1904 = scan(data, file)
    try:
        return tame(lambda: _read(data, file, only, guarded, date1904))
    except CalamineFailedError as error:
        raise RefusedFileError(file, "read.damaged") from error


def _read(data: bytes, file: str, only: Collection[str] | None, guarded: list[XlsSheet], date1904: bool) -> RawBook:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_object(io.BytesIO(data))
    sheets: list[RawSheet] = []
    skipped: list[Skipped] = []
    for index, (sheet, guard) in enumerate(zip(book.sheets_metadata, guarded, strict=True)):
        if only is not None and sheet.name not in only:
            continue
        if sheet.typ != SheetTypeEnum.WorkSheet:
            skipped.append(Skipped(sheet.name, Reason.NOT_CELLS))
        elif only is None and sheet.visible != SheetVisibleEnum.Visible:
            skipped.append(Skipped(sheet.name, Reason.HIDDEN))
        else:
            values = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            sheets.append(_sheet(sheet.name, values, guard))
    return RawBook(file, tuple(sheets), tuple(skipped), date1904=date1904)


def _sheet(name: str, values: Sequence[Sequence[object]], guard: XlsSheet) -> RawSheet:
    rows, long_numbers = normalise(values)
    pad(rows, guard.error_cells)
    for row, column in guard.error_cells:
        rows[row - 1][column] = None
    return RawSheet(name, rows, guard.facts(), long_numbers, _percent(guard))


def _percent(guard: XlsSheet) -> Callable[[Collection[int] | None], frozenset[CellKey]]:
    return lambda columns: frozenset(key for key in guard.percent if columns is None or key[1] in columns)
