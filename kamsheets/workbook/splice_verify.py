"""The check after a splice: the new file is opened again, and nothing differs from the old one but what was meant.

It looks at the files, not at what the splicer believes it did: packed bytes of every other part, every element around
the rows, every row without the cells written, and those cells' content.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Final
from xml.parsers import expat

from kamsheets.core.finding import cell_name
from kamsheets.workbook.package import Package
from kamsheets.workbook.splice_outline import outline
from kamsheets.workbook.splice_sheet import SheetXml, Write, Writes

_MAY_CHANGE: Final = "dimension cols sheetData autoFilter conditionalFormatting dataValidations legacyDrawing"
"""Elements of a sheet that growing or marking it may change."""


class SelfCheckError(Exception):
    """The new file differs from the old one where it must not; the old one is still there."""


@dataclass(frozen=True)
class Meant:
    """What a splice was asked to change."""

    changed: Collection[str]
    """Parts given new content."""
    added: Collection[str]
    dropped: Collection[str]
    writes: Mapping[str, Writes] = field(default_factory=dict)
    """Cells written, by sheet part."""
    hidden: Collection[str] = ()
    """Sheet parts of which rows were hidden."""


def check(old: Package, data: bytes, meant: Meant) -> None:
    """Raises ``SelfCheckError`` naming the first difference that was not meant."""
    new = Package(data, old.file)
    expected = [name for name in old.names() if name not in meant.dropped] + list(meant.added)
    _same(expected, list(new.names()), "parts")
    for name in expected:
        if name in meant.writes or name in meant.hidden:
            sheets = [SheetXml(package.read(name), old.file, name, trusted=True) for package in (old, new)]
            looks = _SPANS_HIDDEN if name in meant.hidden else _SPANS
            _sheet(sheets[0], sheets[1], meant.writes.get(name, {}), looks)
        elif name in meant.changed or name in meant.added:
            _well_formed(old, new, name)
        else:
            _untouched(old, new, name)


def _same(left: object, right: object, what: str) -> None:
    if left != right:
        raise SelfCheckError(what)


def _untouched(old: Package, new: Package, name: str) -> None:
    before, after = old.entry(name), new.entry(name)
    assert before
    assert after
    _same((before.CRC, before.date_time, before.compress_type), (after.CRC, after.date_time, after.compress_type), name)
    _same(old.raw(name), new.raw(name), name)


def _well_formed(old: Package, new: Package, name: str) -> None:
    """Raises ``SelfCheckError``, or ``ExpatError`` where the part was not well formed to begin with."""
    if not name.lower().endswith((".xml", ".rels")):
        return
    try:
        expat.ParserCreate().Parse(new.read(name), True)
    except expat.ExpatError as error:
        if old.entry(name):
            expat.ParserCreate().Parse(old.read(name), True)
        raise SelfCheckError(f"{name}: {error}") from error


def _sheet(old: SheetXml, new: SheetXml, writes: Writes, looks: re.Pattern[bytes]) -> None:
    """A sheet that got cells. It is well formed when what stands around its rows is, since its rows are the old ones
    but for cells in the one form that ``_checked`` lets through."""
    before_rows = _around(old.shell)  # raises ExpatError where the sheet was not well formed to begin with
    try:
        _same(before_rows, _around(new.shell), f"{old.name}: around the rows")
    except expat.ExpatError as error:
        raise SelfCheckError(f"{old.name} is not well formed: {error}") from error
    _same(sorted({*old.rows, *writes}), list(new.rows), f"{old.name}: rows")
    for number in new.rows:
        cells = writes.get(number, {})
        before, after = old.row(number), new.row(number)
        for column in sorted(cells, reverse=True):
            before = _without(old, before, number, column, cells[column])
            after = _checked(new, after, number, column, cells[column])
        if before != after:
            _same(_bare(before, looks), _bare(after, looks), f"{old.name}: row {number}")


def _around(shell: bytes) -> list[tuple[str, bytes]]:
    """The elements around the rows that must stay as they are."""
    kept = (top for top in outline(shell) if top.name not in _MAY_CHANGE.split())
    return [(top.name, shell[top.start : top.end].strip()) for top in kept]


_SPANS: Final = re.compile(rb"""\s(?:spans)\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS_HIDDEN: Final = re.compile(rb"""\s(?:spans|hidden)\s*=\s*(?:"[^"]*"|'[^']*')""")
_ROW_TAG: Final = re.compile(rb"<[^>]*>")


def _bare(row: bytes, meant: re.Pattern[bytes]) -> bytes:
    """A row without the attributes that may change, and in one form when it is empty."""
    tag = _ROW_TAG.match(row)
    if tag is None:
        return b""
    looks = meant.sub(b"", tag[0].replace(b"/>", b">")).replace(b" >", b">")
    rest = _ROW_END.sub(b"", row[tag.end() :].strip())
    return b"" if not rest and _ROW_NEW.fullmatch(looks) else looks + rest


_ROW_END: Final = re.compile(rb"</(?:[\w.-]+:)?row>$")
_ROW_NEW: Final = re.compile(rb"<(?:[\w.-]+:)?row r=\"\d+\">")
_OWN_STYLE: Final = re.compile(rb"""^(<[^>]*?)\s+s\s*=\s*(?:"[^"]*"|'[^']*')""")
_TEXT: Final = rb"((?:[^<&>]|&(?:amp|lt|gt);)*+)"
_MADE: Final = re.compile(
    rb'<((?:[\w.-]+:)?)c r="[A-Z]+\d+"(?: s="\d+")?(?:/>|(?:><\1v>' + _TEXT + rb"</\1v>"
    rb'| t="inlineStr"><\1is><\1t xml:space="preserve">' + _TEXT + rb"</\1t></\1is>)</\1c>)"
)
"""A cell as the splicer writes it: blank, number (group 2) or text (group 3)."""


def _without(xml: SheetXml, row: bytes, number: int, column: int, write: Write) -> bytes:
    """A row without one cell, or (where only a style was set) without that cell's style."""
    found = xml.find(row, number, column)
    return row if found is None else row[: found[0]] + _kept(row[slice(*found)], write) + row[found[1] :]


def _kept(cell: bytes, write: Write) -> bytes:
    return b"" if not write.keep or cell.endswith(b"/>") else _OWN_STYLE.sub(rb"\1", cell, count=1)


def _checked(xml: SheetXml, row: bytes, number: int, column: int, write: Write) -> bytes:
    """The same of the new row, once the cell is seen to hold what was meant."""
    found = xml.find(row, number, column)
    name = f"{xml.name}: {cell_name(number, column)}"
    if found is None:
        raise SelfCheckError(f"{name} is missing")
    cell = row[slice(*found)]
    if not write.keep:
        form = _MADE.fullmatch(cell)
        if form is None:
            raise SelfCheckError(f"{name}: {cell[:200]!r}")
        stored = form[2] if form[3] is None else form[3]
        held = None if stored is None else unescape(stored.decode())
        if isinstance(write.content, str):
            _same(held, write.content, name)
        else:
            _same(None if held is None else float(held), _stored(write.content), name)
    return row[: found[0]] + _kept(cell, write) + row[found[1] :]


def _stored(number: int | float | None) -> float | None:
    return None if number is None else float(f"{number:.16G}")
