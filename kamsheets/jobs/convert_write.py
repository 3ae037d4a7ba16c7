"""Converted tables as files: a workbook with a sheet a table, a .csv a table, or one .json."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from kamsheets.core.money import yuan
from kamsheets.core.table import Cell
from kamsheets.jobs.canonical import Canon, as_typed
from kamsheets.jobs.convert_sheet import Converted, Record, origin_headers
from kamsheets.workbook.write import Book, Col
from kamsheets.workbook.write_csv import Number, write_csv

FORMAT = "kamsheets-tables"
"""Marks a .json of ours."""


def write_workbook(sheets: Sequence[Converted], path: Path, *, lang: str) -> None:
    """One sheet a table, in order."""
    with Book(path, lang) as book:
        for sheet in sheets:
            columns = [canon.col for canon in sheet.fields]
            columns += [Col(header, "raw") for header in (*sheet.extra, *origin_headers(lang))]
            rows = ([*_canonical(record, sheet.fields), *record.extra, *record.origin] for record in sheet.records())
            book.sheet(sheet.name(lang), columns, rows)


def _canonical(record: Record, fields: Sequence[Canon]) -> Iterator[object]:
    for canon in fields:
        field_id = canon.field.id
        yield record.unread.get(field_id) or canon.shown(record.values[field_id], None)


def write_text(sheet: Converted, path: Path, *, lang: str) -> None:
    """A .csv of one table."""
    header = [*(canon.col.label for canon in sheet.fields), *sheet.extra, *origin_headers(lang)]
    write_csv(path, header, (_texts(record, sheet.fields) for record in sheet.records()))


def _texts(record: Record, fields: Sequence[Canon]) -> Iterator[str | None]:
    for canon in fields:
        field_id = canon.field.id
        yield record.unread.get(field_id) or _text(canon, record.values[field_id])
    for cell in (*record.extra, *record.origin):
        yield _bare(cell)


def _text(canon: Canon, value: object) -> str | None:
    """A typed value as it stands in a .csv."""
    shown = canon.shown(value, None)
    if canon.field.type == "money" and isinstance(shown, int):
        return Number(yuan(shown))
    if isinstance(shown, Fraction):
        return Number(percent(shown))
    return _bare(shown)


def _bare(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    return Number(as_typed(cell)) if isinstance(cell, int | float | Decimal) else as_typed(cell)


def percent(rate: Fraction) -> str:
    """A rate with all its decimals.

    >>> percent(Fraction(13, 100)), percent(Fraction(49, 2000))
    ('13%', '2.45%')
    """
    points = Decimal(rate.numerator * 100) / rate.denominator
    return f"{points.normalize():f}%"


def write_json(sheets: Sequence[Converted], path: Path, *, file: str, lang: str) -> None:
    """All tables of a file: field ids, codes of lists, amounts in yuan with two decimals as text; a line a row."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"format": {_line(FORMAT)}, "file": {_line(file)}, "tables": [')
        for k, sheet in enumerate(sheets):
            stream.write(",\n" if k else "\n")
            stream.writelines(_table(sheet, lang))
        stream.write("\n]}\n")


def _table(sheet: Converted, lang: str) -> Iterator[str]:
    """One table: what its columns are called, and its rows, never all of them in memory."""
    about = {
        "form": sheet.form.id,
        "form_code": sheet.form.code,
        "sheet": sheet.table.sheet,
        "columns": {canon.field.id: canon.field.label(lang) for canon in sheet.fields},
    }
    yield f'{_line(about).removesuffix("}")}, "rows": ['
    for k, record in enumerate(sheet.records()):
        yield f"{',' if k else ''}\n{_line(_row(record, sheet))}"
    yield "\n]}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(record: Record, sheet: Converted) -> dict[str, object]:
    file, tab, row = record.origin
    found: dict[str, object] = {
        canon.field.id: _jsonable(record.values[canon.field.id], money=canon.field.type == "money")
        for canon in sheet.fields
    }
    found["extra"] = {header: _jsonable(cell) for header, cell in zip(sheet.extra, record.extra, strict=True)}
    found["unread"] = dict(record.unread)
    return {**found, "file": file, "sheet": tab, "row": row}


def _jsonable(value: object, *, money: bool = False) -> object:
    if isinstance(value, tuple):
        return [_jsonable(part) for part in value]
    if isinstance(value, Fraction):
        return percent(value)
    if money and isinstance(value, int):
        return yuan(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
