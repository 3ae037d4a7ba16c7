"""When a user's workbook is left alone: every reason why it could not be changed without harm."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.parsers import expat

from kamsheets.core.errors import RefusedWriteError
from kamsheets.core.messages import DEFAULT_LANGUAGE, text
from kamsheets.workbook import door
from kamsheets.workbook.package import Package, SheetPart
from kamsheets.workbook.refusal import RefusedFileError


class SpliceRefusedError(RefusedWriteError):
    """``why`` names the sentence in the catalogue (``splice.signed``); ``facts`` fill it."""

    def __init__(self, file: str, why: str, **facts: object) -> None:
        super().__init__(file=file, why=why, **facts)

    @property
    def why(self) -> str:
        """The reason's name, for those who decide by it."""
        return str(self.facts["why"])

    def message(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The sentence for a person, in ``lang``."""
        facts = {name: fact for name, fact in self.facts.items() if name != "why"}
        return text(self.code, lang, file=self.facts["file"], reason=text(f"splice.{self.why}", lang, **facts))


_SIGNED: Final = re.compile(r"_xmlsignatures/", re.IGNORECASE)
_SHARED: Final = re.compile(r"xl/(revisions/|userNames\.xml)", re.IGNORECASE)
_LOCKS: Final = ("~${}", ".~lock.{}#")
"""What Excel, WPS and LibreOffice put beside a workbook while it is open."""
_WRITE_BITS: Final = 0o222


@contextmanager
def stumbling(file: str) -> Iterator[None]:
    """XML that no spreadsheet program writes makes the editing stumble; the file is refused rather than guessed at."""
    try:
        yield
    except (AssertionError, IndexError, KeyError, ValueError, expat.ExpatError) as error:
        raise SpliceRefusedError(file, "damaged", detail=f"{type(error).__name__}: {error}"[:200]) from error


def target(path: Path) -> None:
    """Refuses to write over a file that is open in another program or write-protected."""
    if any(path.with_name(lock.format(path.name)).exists() for lock in _LOCKS):
        raise SpliceRefusedError(path.name, "open")
    if path.exists() and not path.stat().st_mode & _WRITE_BITS:
        raise SpliceRefusedError(path.name, "read_only")


def opened(data: bytes, file: str) -> Package:
    """The workbook in ``data`` when it is one that may be changed.

    Raises ``SpliceRefusedError``, and ``RefusedFileError`` for what is no workbook, encrypted or damaged.
    """
    if door.recognise(data, file) is not door.Format.XLSX:
        raise SpliceRefusedError(file, "not_xlsx")
    package = door.package(data, file)
    for name in package.names():
        if _SIGNED.match(name):
            raise SpliceRefusedError(file, "signed")
        if _SHARED.match(name):
            raise SpliceRefusedError(file, "shared")
    if re.search(rb"<(?:\w+:)?fileSharing\b[^>]*(?:reservationPassword|hashValue)=", package.markup(package.workbook)):
        raise SpliceRefusedError(file, "write_password")
    return package


def sheet(package: Package, name: str) -> SheetPart:
    """The worksheet of that name; refuses chart, dialog and macro sheets and names nobody has."""
    part = next((part for part in package.sheets if part.name == name), None)
    if part is None or not part.part:
        raise SpliceRefusedError(package.file, "no_sheet", sheet=name)
    if part.kind != "worksheet":
        raise SpliceRefusedError(package.file, "not_cells", sheet=name)
    return part


_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")


def utf8(package: Package, part: str) -> bytes:
    """An XML part as it stands, which must be UTF-8 without a document type."""
    data = package.read(part)
    named = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (named and named[1].lower() not in (b"utf-8", b"us-ascii")):
        raise SpliceRefusedError(package.file, "encoding", part=part)
    if b"<!DOCTYPE" in data[:65_536]:
        raise RefusedFileError(package.file, "read.entities")
    return data
