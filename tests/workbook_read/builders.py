"""Workbooks for the reader's tests: by XlsxWriter, by openpyxl, part by part in a raw zip, and as OLE containers."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

Rows = Sequence[Sequence[object]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(path: Path, sheets: Mapping[str, Rows], **options: object) -> Path:
    """A workbook as XlsxWriter makes it; dates get a date format, None stays an empty cell."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False, **options})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                put(sheet, r, c, value, formats)
    book.close()
    return path


_FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm:ss", time: "hh:mm:ss"}


def put(sheet: xlsxwriter.workbook.Worksheet, r: int, c: int, value: object, formats: Mapping[type, object]) -> None:
    """One value into a cell, by its type."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(r, c, value)
    elif isinstance(value, int | float):
        sheet.write_number(r, c, value)
    elif isinstance(value, date | time):
        sheet.write_datetime(r, c, value, formats[type(value)])
    else:
        sheet.write_string(r, c, str(value))


def edit(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with one part's text changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    return zipped(path, parts)


def zipped(path: Path, parts: Mapping[str, bytes | str]) -> Path:
    """A zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parts(
    cells: str,
    *,
    styles: str = "",
    main: str = MAIN,
    links: str = LINKS,
    root: str = "worksheet",
    tail: str = "",
    calc: str = "",
) -> dict[str, str]:
    """The parts of a workbook whose one sheet 表 holds ``cells``, the XML of its rows."""
    prefix, _, _ = root.rpartition("worksheet")
    declared = f'xmlns:{prefix[:-1]}="{main}"' if prefix else f'xmlns="{main}"'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{_CONTENT_TYPES}</Types>',
        "_rels/.rels": _relations([("rId1", f"{links}/officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{_SHEETS}{calc}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            [("rId1", f"{links}/worksheet", "worksheets/sheet1.xml"), ("rId2", f"{links}/styles", "styles.xml")]
        ),
        "xl/worksheets/sheet1.xml": f"<{root} {declared}><{prefix}sheetData>{cells}</{prefix}sheetData>{tail}</{root}>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles or STYLES}</styleSheet>',
    }


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT_TYPES = (
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
)
_SHEETS = '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets>'
STYLES = (
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="0.0%;[Red]\\-0.0%"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="9"/>'
    '<xf numFmtId="31"/><xf numFmtId="10"/></cellXfs>'
)
"""Cell styles 0 General, 1 date, 2 percent of our own, 3 built-in 0%, 4 built-in yyyy年m月d日, 5 built-in 0.00%."""


def book(path: Path, cells: str, **options: str) -> Path:
    """A workbook written part by part."""
    return zipped(path, parts(cells, **options))


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in links)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def ole(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container ([MS-CFB]) of these streams, each filled up to 4096 bytes so that none needs the mini stream."""
    sector, free, end, fat_mark = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    bodies, chain, starts, at = [], [], [], 0
    for content in streams.values():
        body = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\x00")
        count = len(body) // sector
        starts.append((at, len(body)))
        chain += [*range(at + 1, at + count), end]
        bodies.append(body)
        at += count
    entries = [_entry("Root Entry", 5, child=1, start=end, size=0)]
    for k, (name, (start, size)) in enumerate(zip(streams, starts, strict=True), 1):
        right = k + 1 if k < len(streams) else free
        entries.append(_entry(name, 2, right=right, start=start, size=size))
    entries += [_entry("", 0)] * (-len(entries) % 4)
    directory, first_directory = b"".join(entries), at
    sectors = len(directory) // sector
    chain += [*range(at + 1, at + sectors), end, fat_mark]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    assert len(fat) == sector, "one sector of the allocation table is enough for tests"
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, first_directory, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    head += struct.pack("<109I", at + sectors, *[free] * 108)
    return head + b"".join(bodies) + directory + fat


def _entry(
    name: str, kind: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF, start: int = 0, size: int = 0
) -> bytes:
    encoded = name.encode("utf-16-le")
    free = 0xFFFFFFFF
    length = len(encoded) + 2 if name else 0
    return struct.pack("<64sHBBIII16sIQQIQ", encoded, length, kind, 1, free, right, child, b"", 0, 0, 0, start, size)


def records(*items: tuple[int, bytes]) -> bytes:
    """A stream of .xls records."""
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in items)


def openpyxl_book(path: Path, rows: Rows) -> Path:
    """A workbook as openpyxl makes it: formulas (text starting with =) without results."""
    import openpyxl

    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    path.write_bytes(target.getvalue())
    return path
