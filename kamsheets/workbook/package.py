"""The parts of an Office Open XML workbook: zip directory, bounded inflating, relationships, sheets, number formats.

Shared by the reader, which must not trust a file that came by mail, and by the splicer, which must not lose a byte.
Sources: ECMA-376 part 2 (packages), part 1 §18.8.30 (number formats); PKWARE APPNOTE (zip).
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

from kamsheets.workbook.refusal import RefusedFileError


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. All sizes in bytes; checked against the directory before anything is inflated."""

    file: int = 256 << 20
    entries: int = 20_000
    inflated: int = 1 << 30
    """All parts together; 50,000 rows x 20 columns are about 40 MB."""
    ratio: int = 300
    """Inflated to packed size of one part, counted from ``ratio_from`` on. Workbooks of real offices stay under 60."""
    ratio_from: int = 32 << 20


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another. ``kind`` is the last word of its type (worksheet, styles, drawing …)."""

    id: str
    kind: str
    target: str
    """Name of the part, resolved; the address as written when ``external``."""
    external: bool = False


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it, in the order of its tabs."""

    name: str
    part: str
    """Name of its part; empty when the link leads nowhere."""
    kind: str
    """worksheet, chartsheet, dialogsheet, xlMacrosheet, xlIntlMacrosheet."""
    state: str = "visible"
    """visible, hidden, veryHidden."""
    sheet_id: int = 0


class Package:
    """A workbook file held in memory, its parts inflated on demand and never beyond what the directory declares."""

    def __init__(self, data: bytes, file: str, limits: Limits = LIMITS) -> None:
        """Raises ``RefusedFileError`` for a damaged, encrypted or unreasonably large zip."""
        self.data = data
        self.file = file
        self._links: dict[str, dict[str, Relationship]] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self.entries: tuple[zipfile.ZipInfo, ...] = tuple(archive.infolist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
            raise RefusedFileError(file, "read.damaged") from error
        self._check(limits)

    @classmethod
    def open(cls, path: Path, limits: Limits = LIMITS) -> "Package":
        """The workbook at ``path``; raises ``RefusedFileError``."""
        return cls(path.read_bytes(), path.name, limits)

    def _check(self, limits: Limits) -> None:
        if len(self.entries) > limits.entries or sum(e.file_size for e in self.entries) > limits.inflated:
            raise RefusedFileError(self.file, "read.bomb")
        for entry in self.entries:
            if entry.file_size > max(limits.ratio_from, limits.ratio * entry.compress_size):
                raise RefusedFileError(self.file, "read.bomb")
            if entry.flag_bits & 0x1:
                raise RefusedFileError(self.file, "read.encrypted")
        if len(self._by_name) < len(list(self.names())):
            raise RefusedFileError(self.file, "read.damaged")  # two parts of one name: readers would disagree

    @cached_property
    def _by_name(self) -> Mapping[str, zipfile.ZipInfo]:
        return {_key(entry.filename): entry for entry in self.entries if not entry.filename.endswith("/")}

    def entry(self, part: str) -> zipfile.ZipInfo | None:
        """The directory entry of a part; names are compared without case, as OPC asks."""
        return self._by_name.get(_key(part))

    def names(self) -> Iterator[str]:
        """Names of all parts in directory order."""
        return (entry.filename for entry in self.entries if not entry.filename.endswith("/"))

    def raw(self, part: str) -> bytes:
        """The packed bytes of a part as they stand in the file; raises ``KeyError`` when there is none."""
        return self._packed(self._by_name[_key(part)])

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        head = self.data[entry.header_offset : entry.header_offset + 30]
        if head[:4] != b"PK\x03\x04":
            raise RefusedFileError(self.file, "read.damaged")
        start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        return self.data[start : start + entry.compress_size]

    def read(self, part: str) -> bytes:
        """The inflated bytes of a part, exactly as long as declared and with the right checksum.

        Raises ``KeyError`` for a part that is not there, ``RefusedFileError`` for one that is damaged.
        """
        entry = self._by_name[_key(part)]
        data = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            try:
                data = zlib.decompressobj(-15).decompress(data, entry.file_size + 1)
            except zlib.error as error:
                raise RefusedFileError(self.file, "read.damaged") from error
        elif entry.compress_type != zipfile.ZIP_STORED:
            raise RefusedFileError(self.file, "read.damaged")
        if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
            raise RefusedFileError(self.file, "read.damaged")
        return data

    def markup(self, part: str) -> bytes:
        """An XML part in UTF-8 without entity declarations; raises like ``read``."""
        data = self.read(part)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            data = data.decode("utf-16").encode().replace(b"UTF-16", b"UTF-8", 1).replace(b"utf-16", b"utf-8", 1)
        if _DECLARES.match(data):
            raise RefusedFileError(self.file, "read.entities")
        return data

    def tree(self, part: str) -> ElementTree.Element:
        """A small XML part as a tree; raises like ``read``."""
        try:
            return ElementTree.fromstring(self.markup(part))  # noqa: S314 - parts with declarations are refused
        except (ElementTree.ParseError, LookupError, ValueError) as error:  # the latter: an encoding nobody knows
            raise RefusedFileError(self.file, "read.damaged") from error

    def relationships(self, part: str = "") -> Mapping[str, Relationship]:
        """The links of a part by their id; the links of the package itself for an empty name."""
        if part not in self._links:
            folder, name = posixpath.split(part)
            links = posixpath.join(folder, "_rels", f"{name}.rels")
            nodes = children(self.tree(links), "Relationship") if self.entry(links) else ()
            self._links[part] = {link.id: link for link in (_relationship(node, folder) for node in nodes)}
        return self._links[part]

    def related(self, part: str, kind: str) -> str | None:
        """The first part of a kind that ``part`` links to, if it is there."""
        hits = (link.target for link in self.relationships(part).values() if link.kind == kind and not link.external)
        return next((hit for hit in hits if self.entry(hit)), None)

    @cached_property
    def workbook(self) -> str:
        """Name of the workbook part; raises ``RefusedFileError`` when the zip is not a workbook."""
        part = self.related("", "officeDocument")
        if part is None or local(self.tree(part).tag) != "workbook":
            raise RefusedFileError(self.file, "read.not_workbook")
        return part

    @cached_property
    def _book(self) -> ElementTree.Element:
        return self.tree(self.workbook)

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """All sheets in the order of their tabs."""
        links = self.relationships(self.workbook)
        return tuple(
            self._sheet(node, links) for group in children(self._book, "sheets") for node in children(group, "sheet")
        )

    def _sheet(self, node: ElementTree.Element, links: Mapping[str, Relationship]) -> SheetPart:
        facts = {local(name): value for name, value in node.attrib.items()}
        link = links.get(facts.get("id", ""))
        part = link.target if link and self.entry(link.target) else ""
        kind = link.kind if link else "worksheet"
        return SheetPart(
            facts.get("name", ""), part, kind, facts.get("state", "visible"), _number(facts.get("sheetId"))
        )

    @cached_property
    def date1904(self) -> bool:
        """Whether day 0 is 1904-01-01 (old Macintosh workbooks)."""
        return any(node.get("date1904") in _TRUE for node in children(self._book, "workbookPr"))

    @cached_property
    def reckoned(self) -> bool:
        """Whether a spreadsheet program has stored the formulas' results; tools leave a request to do so on opening."""
        return not any(node.get("fullCalcOnLoad") in _TRUE for node in children(self._book, "calcPr"))

    @cached_property
    def number_formats(self) -> tuple[str, ...]:
        """The number format code of each cell style (``s`` of a cell), by index."""
        part = self.related(self.workbook, "styles")
        if part is None:
            return ()
        root = self.tree(part)
        codes = dict(BUILTIN_FORMATS)
        for group in children(root, "numFmts"):
            codes.update({_number(node.get("numFmtId")): node.get("formatCode", "") for node in group})
        styles = (xf for group in children(root, "cellXfs") for xf in group)
        return tuple(codes.get(_number(xf.get("numFmtId")), "General") for xf in styles)


BUILTIN_FORMATS: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Formats that a workbook names by number only; 27-36 and 50-58 are those of a Chinese Excel (ECMA-376 §18.8.30)."""

_TRUE = ("1", "true", "on")
_DECLARES = re.compile(rb"(?:[^<]++|<\?.*?\?>|<!--.*?-->)*+<!", re.DOTALL)
"""A document type declaration can only stand before the first element; it is what entities need to exist."""

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def is_percent(code: str) -> bool:
    """Whether a number format shows its value times 100.

    >>> [is_percent(code) for code in ("0.00%", '0"%"', "General", "[Red]0%;-0%")]
    [True, False, False, True]
    """
    return "%" in _LITERAL.sub("", code)


def is_date(code: str) -> bool:
    """Whether a number format shows a date or a time.

    >>> [is_date(code) for code in ("yyyy/m/d", "[h]:mm", "0.00", '0" day"', "General", "[$-804]aaaa")]
    [True, True, False, False, False, True]
    """
    return code != "General" and any(letter in _LITERAL.sub("", code.split(";")[0]).lower() for letter in "ymdhsa")


def local(tag: str) -> str:
    """The name of an element or attribute without its namespace (Strict and Transitional workbooks differ in it)."""
    return tag.rpartition("}")[2]


def children(node: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """The children of one name, whatever their namespace."""
    return (child for child in node if local(child.tag) == name)


def _number(written: str | None) -> int:
    return int(written) if written and written.isdigit() else 0


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _relationship(node: ElementTree.Element, folder: str) -> Relationship:
    external = node.get("TargetMode") == "External"
    target = node.get("Target", "")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
    return Relationship(node.get("Id", ""), node.get("Type", "").rpartition("/")[2], target, external)
