"""The values of an open workbook as a file with the same sheets and addresses, for jobs that take files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ERRORS = frozenset({"#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_DAY, _MOMENT, _TIME, _PERCENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss", "0.00%"
_NO_DAY = date(1899, 12, 30)
"""The day of a time of day, as Excel hands it over."""


@dataclass(frozen=True)
class LiveSheet:
    """The used cells of one sheet."""

    name: str
    row: int
    """Sheet row of the first value, from 1."""
    column: int
    """Sheet column of the first value, from 1."""
    values: Sequence[Sequence[object]]
    percents: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Cells shown as percents: rows by column, both counted from 0 within ``values``."""
    merged: Sequence[tuple[int, int, int, int]] = ()
    """Merged areas: top, left, bottom, right in the sheet, from 1."""
    hidden: frozenset[int] = frozenset()
    """Rows of the sheet that are hidden or filtered away."""


def dump(path: Path, sheets: Sequence[LiveSheet]) -> Path:
    """Write ``sheets`` to ``path``: text as text, days as days, errors as errors, percents as percents."""
    from xlsxwriter import Workbook

    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        formats = {code: book.add_format({"num_format": code}) for code in (_DAY, _MOMENT, _TIME, _PERCENT)}
        for sheet in sheets:
            _sheet(book.add_worksheet(sheet.name), sheet, formats)
    return path


def _sheet(page: "Worksheet", sheet: LiveSheet, formats: "dict[str, Format]") -> None:
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for row in sheet.hidden:
        page.set_row(row - 1, None, None, {"hidden": True})
    for r, values in enumerate(sheet.values):
        for c, value in enumerate(values):
            if value is not None:
                percent = r in sheet.percents.get(c, ())
                _cell(page, sheet.row - 1 + r, sheet.column - 1 + c, value, percent, formats)


def _cell(page: "Worksheet", row: int, column: int, value: object, percent: bool, formats: "dict[str, Format]") -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, datetime):
        plain = value.replace(tzinfo=None)
        if plain.date() == _NO_DAY:
            page.write_datetime(row, column, plain.time(), formats[_TIME])
            return
        page.write_datetime(row, column, plain, formats[_DAY if plain.time() == time() else _MOMENT])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats[_DAY])
    elif isinstance(value, str):
        if value in ERRORS:
            page.write_formula(row, column, "=NA()", None, value)
        else:
            page.write_string(row, column, value)
    else:
        page.write_number(row, column, value, formats[_PERCENT] if percent else None)
