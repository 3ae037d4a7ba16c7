"""At the door: what a file is, by its first bytes and never by its name, and whether it may come in.

What people call a workbook is now and then a web page, a PDF or a Word document under a borrowed name; each is refused
with a sentence that says what it is and what to do. Signatures: [MS-CFB], [MS-XLS], PKWARE APPNOTE, ECMA-376.
"""

import io
import re
import struct
from enum import StrEnum
from pathlib import Path

from kamsheets.workbook.package import LIMITS, Limits, Package
from kamsheets.workbook.refusal import RefusedFileError


class Format(StrEnum):
    """How a file that may come in is read."""

    XLSX = "xlsx"
    """Also .xlsm, .xltx, .xltm: any Open XML workbook."""
    XLS = "xls"
    CSV = "csv"


_TEXT_NAMES = (".csv", ".tsv", ".txt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_OLD_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype html|html|head|body|table|meta|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIN_PARTS = (("word/", "read.is_word"), ("ppt/", "read.is_slides"), ("xl/workbook.bin", "read.is_xlsb"))
_OTHER_ZIPS = (("content.xml", "read.is_ods"), ("Index/Document.iwa", "read.is_numbers"))
_OLE_KINDS = (
    ("EncryptedPackage", "read.encrypted"),
    ("WordDocument", "read.is_word"),
    ("PowerPoint Document", "read.is_slides"),
)


def fetch(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file, taken once so that every later check sees the same ones; raises ``RefusedFileError``."""
    name = path.name
    try:
        if path.is_dir():
            raise RefusedFileError(name, "read.folder")
        if path.stat().st_size > limits.file:
            raise RefusedFileError(name, "read.too_large", megabytes=limits.file >> 20)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise RefusedFileError(name, "read.missing") from error
    except PermissionError as error:
        raise RefusedFileError(name, "read.locked") from error
    except OSError as error:
        raise RefusedFileError(name, "read.disk") from error
    if not data:
        raise RefusedFileError(name, "read.empty")
    return data


def recognise(data: bytes, file: str) -> Format:
    """How to read ``data``; raises ``RefusedFileError`` naming what it is when it is no spreadsheet.

    >>> recognise(b"a,b", "x.csv").value
    'csv'
    """
    if data.startswith(_ZIP):
        return Format.XLSX
    if data.startswith(_OLE):
        return _ole(data, file)
    if why := _foreign(data):
        raise RefusedFileError(file, why)
    if file.lower().endswith(_TEXT_NAMES):
        return Format.CSV
    raise RefusedFileError(file, "read.is_text" if _looks_like_text(data) else "read.not_workbook")


def package(data: bytes, file: str, limits: Limits = LIMITS) -> Package:
    """The opened Open XML workbook; raises ``RefusedFileError``, naming a Word or other document in its place."""
    opened = Package(data, file, limits)
    main = opened.related("", "officeDocument") or ""
    for start, why in _MAIN_PARTS:
        if main.startswith(start):
            raise RefusedFileError(file, why)
    for part, why in _OTHER_ZIPS:
        if not main and opened.entry(part):
            raise RefusedFileError(file, why)
    if not opened.sheets:
        raise RefusedFileError(file, "read.no_sheets")
    return opened


def _ole(data: bytes, file: str) -> Format:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {"/".join(stream) for stream in container.listdir(storages=False)}
    except (OSError, IndexError, OverflowError, ValueError, struct.error) as error:  # olefile's own errors are OSErrors
        raise RefusedFileError(file, "read.damaged") from error
    if streams & {"Workbook", "Book"}:
        return Format.XLS
    why = next((sentence for stream, sentence in _OLE_KINDS if stream in streams), "read.not_workbook")
    raise RefusedFileError(file, why)


def _foreign(data: bytes) -> str | None:
    """The sentence for a known other kind of file, or None."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if head.startswith(b"%PDF"):
        return "read.is_pdf"
    if head.startswith(b"{\\rtf"):
        return "read.is_word"
    if head.startswith(_PICTURES):
        return "read.is_picture"
    if _OLD_BIFF.match(head):
        return "read.is_old_xls"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "read.is_xml_table"
    if _PAGE.match(head) or head.startswith(b"MIME-Version:"):
        return "read.is_web_page"
    return None


def _looks_like_text(data: bytes) -> bool:
    return b"\x00" not in data[:4096] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
