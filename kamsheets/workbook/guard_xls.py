"""The guard for .xls files: error cells, percent formats, hidden rows and merged cells out of the record stream.

A .xls is an OLE container with one stream of records (type, length, data) per [MS-XLS] §2.3; calamine reads the values
and, as in .xlsx, keeps silent on all this. Record numbers and layouts: [MS-XLS] §2.4.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import error as struct_error
from struct import unpack_from

from kamsheets.workbook.guard import CellKey, Merged, SheetFacts
from kamsheets.workbook.package import BUILTIN_FORMATS, is_date, is_percent
from kamsheets.workbook.refusal import RefusedFileError

_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET, _XF, _FORMAT = 0x809, 0x0A, 0x2F, 0x22, 0x85, 0xE0, 0x41E
_DIMENSIONS, _ROW, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _MERGED = (
    0x200,
    0x208,
    0x203,
    0x27E,
    0xBD,
    0x06,
    0x205,
    0xE5,
)
_CELLS = frozenset({_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, 0x204, 0xFD, 0x201, 0xBE, 0xD6})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_ROWS, _COLUMNS = 65_536, 256
_ROW_IS_HIDDEN = 0x20


@dataclass
class XlsSheet:
    """What the guard found in one sheet of a .xls."""

    error_cells: dict[CellKey, str] = field(default_factory=dict)
    percent: set[CellKey] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)

    def facts(self) -> SheetFacts:
        """The same as the guard of .xlsx says."""
        return SheetFacts(self.error_cells, frozenset(self.hidden_rows), tuple(self.merged))


@dataclass
class _Styles:
    formats: dict[int, str]
    by_style: list[int]

    def code(self, style: int) -> str:
        """The number format code of a cell style."""
        number = self.by_style[style] if style < len(self.by_style) else 0
        return self.formats.get(number, "General")


def scan(data: bytes, file: str) -> tuple[list[XlsSheet], bool]:
    """(one entry a sheet in the order of the tabs, whether dates count from 1904); raises ``RefusedFileError``."""
    try:
        return _scan(_stream(data), file)
    except (OSError, IndexError, OverflowError, ValueError, struct_error) as error:  # olefile's own errors are OSErrors
        raise RefusedFileError(file, "read.damaged") from error


def _scan(stream: bytes, file: str) -> tuple[list[XlsSheet], bool]:
    styles, starts, date1904 = _Styles(dict(BUILTIN_FORMATS), []), [], False
    for kind, at, size in _records(stream, 0):
        if kind == _FILEPASS:
            raise RefusedFileError(file, "read.encrypted")
        if kind == _BOUNDSHEET:
            starts.append(int.from_bytes(stream[at : at + 4], "little"))
        elif kind == _XF:
            styles.by_style.append(int.from_bytes(stream[at + 2 : at + 4], "little"))
        elif kind == _FORMAT:
            styles.formats[int.from_bytes(stream[at : at + 2], "little")] = _format(stream[at + 2 : at + size])
        elif kind == _DATEMODE:
            date1904 = stream[at] == 1
    return [_sheet(stream, start, styles, file) for start in starts], date1904


def _stream(data: bytes) -> bytes:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as container:
        content: bytes = container.openstream("Workbook" if container.exists("Workbook") else "Book").read()
    return content


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """(type, where its data starts, length) of the records up to the end of the substream."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, at)
        yield kind, at + 4, size
        depth += (kind == _BOF) - (kind == _EOF)  # an embedded chart is a substream within the sheet's
        if kind == _EOF and depth <= 0:
            return
        at += 4 + size


def _format(record: bytes) -> str:
    """A format code: in BIFF8 (length in two bytes, a flag for wide characters), else one byte of length."""
    size, wide = int.from_bytes(record[:2], "little"), record[2:3] == b"\x01"
    if len(record) == 3 + size * (2 if wide else 1):
        return record[3:].decode("utf-16-le" if wide else "latin-1", "replace")
    return record[1:].decode("latin-1")


def _sheet(stream: bytes, start: int, styles: _Styles, file: str) -> XlsSheet:
    found = XlsSheet()
    for kind, at, size in _records(stream, start):
        if kind == _ROW and size >= 14 and stream[at + 12] & _ROW_IS_HIDDEN:
            found.hidden_rows.add(int.from_bytes(stream[at : at + 2], "little") + 1)
        elif kind == _DIMENSIONS and not _fits(stream[at : at + size]):
            raise RefusedFileError(file, "read.damaged")
        elif kind == _MERGED:
            corners = unpack_from(f"<{(size - 2) // 8 * 4}H", stream, at + 2)
            quads = zip(*[iter(corners)] * 4, strict=True)
            found.merged += [Merged(top + 1, left, bottom + 1, right) for top, bottom, left, right in quads]
        elif kind in _CELLS and size >= 6:
            row, column, style = unpack_from("<3H", stream, at)
            if column >= _COLUMNS:
                raise RefusedFileError(file, "read.damaged")
            _cell(found, kind, (row + 1, column), stream[at : at + size], styles, style)
    return found


def _fits(dimensions: bytes) -> bool:
    """Whether the extent a sheet claims is possible: calamine reserves memory by it, and aborts when it gets none."""
    top, bottom, left, right = unpack_from("<2I2H" if len(dimensions) >= 14 else "<4H", dimensions)
    return bool(top <= bottom <= _ROWS and left <= right <= _COLUMNS)


def _cell(found: XlsSheet, kind: int, key: CellKey, record: bytes, styles: _Styles, style: int) -> None:
    if kind == _BOOLERR and record[7]:
        found.error_cells[key] = _ERRORS.get(record[6], "#N/A")
    elif kind == _FORMULA and record[12:14] == b"\xff\xff":  # the result is not a number
        if record[6] == 2:
            found.error_cells[key] = _ERRORS.get(record[8], "#N/A")
    elif kind == _MULRK:
        for k in range((len(record) - 6) // 6):
            part_style, number = unpack_from("<HI", record, 4 + 6 * k)
            _number(found, (key[0], key[1] + k), styles.code(part_style), _rk_is_negative(number))
    elif kind == _RK:
        _number(found, key, styles.code(style), _rk_is_negative(int.from_bytes(record[6:10], "little")))
    elif kind in (_NUMBER, _FORMULA):
        _number(found, key, styles.code(style), bool(record[13] & 0x80))


def _number(found: XlsSheet, key: CellKey, code: str, negative: bool) -> None:
    if is_percent(code):
        found.percent.add(key)
    elif negative and is_date(code):
        found.error_cells[key] = "######"


def _rk_is_negative(number: int) -> bool:
    """The sign of an RK number stands in its highest bit, whether integer or shortened float."""
    return bool(number & 0x8000_0000)
