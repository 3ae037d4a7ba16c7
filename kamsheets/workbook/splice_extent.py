"""What must grow when a sheet gets new columns: dimension, column widths, filter, coloured ranges, tables."""

import re
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

from kamsheets.workbook.splice_outline import WORKSHEET, inserted, outline, top
from kamsheets.workbook.splice_refs import Area, areas
from kamsheets.workbook.splice_xml import appended, attribute, children, element, with_attribute


def with_dimension(shell: bytes, prefix: bytes, written: Area) -> bytes:
    """The sheet's declared extent, reaching over what was written."""
    found = element(shell, prefix, "dimension")
    area = Area.parse(attribute(found.tag, "ref") or "") if found else None
    if found is None or area is None:
        return shell
    tag = with_attribute(found.tag, "ref", area.around(written).ref)
    return shell[: found.start] + tag + shell[found.inner :]


@dataclass(frozen=True, slots=True)
class _ColumnRange:
    first: int
    last: int
    tag: bytes


def _columns(shell: bytes, prefix: bytes) -> list[_ColumnRange]:
    found = element(shell, prefix, "cols")
    if found is None:
        return []
    tags = children(shell[found.inner : found.close], prefix, "col")
    return [_ColumnRange(int(attribute(t, "min") or 1), int(attribute(t, "max") or 1), t) for t in tags]


def column_style(shell: bytes, prefix: bytes, column: int) -> int:
    """The style of a column (0-based) for cells that are not there."""
    for one in _columns(shell, prefix):
        if one.first <= column + 1 <= one.last:
            return int(attribute(one.tag, "style") or 0)
    return 0


_UNWANTED: Final = ("hidden", "outlineLevel", "collapsed", "bestFit")


def with_column(shell: bytes, prefix: bytes, column: int, width: float, model: int) -> bytes:
    """The sheet with a visible column (0-based) of that width, otherwise like the column ``model``."""
    number, made = column + 1, b"<%bcol/>" % prefix
    kept: list[_ColumnRange] = []
    for one in _columns(shell, prefix):
        if one.first <= model + 1 <= one.last:
            made = one.tag
        if not one.first <= number <= one.last:
            kept.append(one)
            continue
        if one.first < number:
            kept.append(_ColumnRange(one.first, number - 1, with_attribute(one.tag, "max", str(number - 1))))
        if number < one.last:
            kept.append(_ColumnRange(number + 1, one.last, with_attribute(one.tag, "min", str(number + 1))))
    for name in _UNWANTED:
        made = re.sub(rb"""\s%b\s*=\s*(?:"[^"]*"|'[^']*')""" % name.encode(), b"", made)
    for name, value in (("min", str(number)), ("max", str(number)), ("width", f"{width:g}"), ("customWidth", "1")):
        made = with_attribute(made, name, value)
    kept.append(_ColumnRange(number, number, made))
    listed = b"".join(one.tag for one in sorted(kept, key=lambda one: one.first))
    whole = b"<%bcols>%b</%bcols>" % (prefix, listed, prefix)
    if (found := element(shell, prefix, "cols")) is None:
        return inserted(shell, "cols", whole, WORKSHEET)
    return shell[: found.start] + whole + shell[found.end :]


def filter_area(shell: bytes) -> Area | None:
    """The range of the sheet's own filter."""
    found = top(shell, "autoFilter")
    return Area.parse(attribute(_tag(shell, found.start), "ref") or "") if found else None


def with_filter(shell: bytes, area: Area) -> bytes:
    """The sheet with its filter over another range."""
    found = top(shell, "autoFilter")
    assert found
    tag = _tag(shell, found.start)
    return shell[: found.start] + with_attribute(tag, "ref", area.ref) + shell[found.start + len(tag) :]


def with_coloured_ranges(shell: bytes, block: Area, right: int) -> bytes:
    """Conditional formats and validations of whole rows of ``block`` reach over its new columns up to ``right``."""
    for found in reversed(outline(shell)):
        if found.name == "conditionalFormatting":
            shell = _widened(shell, found.start, block, right)
        elif found.name == "dataValidations":
            spots = [
                m.start() for m in re.finditer(rb"<(?:[\w.-]+:)?dataValidation[\s]", shell[found.start : found.end])
            ]
            for spot in reversed(spots):
                shell = _widened(shell, found.start + spot, block, right)
    return shell


def _widened(shell: bytes, start: int, block: Area, right: int) -> bytes:
    tag = _tag(shell, start)
    before = areas(attribute(tag, "sqref") or "")
    wide = [a.left < a.right == block.right and a.left <= block.left and a.bottom >= block.top for a in before]
    if not any(wide):
        return shell
    refs = " ".join((a.widened(right) if w else a).ref for a, w in zip(before, wide, strict=True))
    return shell[:start] + with_attribute(tag, "sqref", refs) + shell[start + len(tag) :]


def _tag(data: bytes, start: int) -> bytes:
    found = re.compile(rb"""<(?:[^>"']++|"[^"]*"|'[^']*')*+>""").match(data, start)
    assert found
    return found[0]


@dataclass(frozen=True, slots=True)
class TableXml:
    """An Excel table of a sheet."""

    part: str
    data: bytes
    prefix: bytes
    area: Area
    linked: bool
    """Fed by a query, which decides its columns."""

    @classmethod
    def parse(cls, part: str, data: bytes, prefix: bytes) -> "TableXml | None":
        """The table, or None when it has no header row or cannot be read."""
        found = element(data, prefix, "table")
        area = Area.parse(attribute(found.tag, "ref") or "") if found else None
        if found is None or area is None or attribute(found.tag, "headerRowCount") == "0":
            return None
        return cls(part, data, prefix, area, attribute(found.tag, "tableType") in ("queryTable", "xml"))

    def names(self) -> list[str]:
        """The names of its columns, without case."""
        found = element(self.data, self.prefix, "tableColumns")
        assert found
        columns = children(self.data[found.inner : found.close], self.prefix, "tableColumn")
        return [(attribute(column, "name") or "").casefold() for column in columns]

    def extended(self, headers: list[str]) -> bytes:
        """The part with columns added at its right."""
        data, right = self.data, self.area.right + len(headers)
        found = element(data, self.prefix, "tableColumns")
        assert found
        ids = [
            int(attribute(c, "id") or 0) for c in children(data[found.inner : found.close], self.prefix, "tableColumn")
        ]
        names = [quoteattr(header.replace("\n", "_x000a_"), {'"': "&quot;"}).encode() for header in headers]
        made = [
            b'<%btableColumn id="%d" name=%b/>' % (self.prefix, max(ids) + k, name) for k, name in enumerate(names, 1)
        ]
        data = appended(data, self.prefix, "tableColumns", made)
        for name in ("autoFilter", "table"):
            if one := element(data, self.prefix, name):
                area = Area.parse(attribute(one.tag, "ref") or "")
                assert area
                data = data[: one.start] + with_attribute(one.tag, "ref", area.widened(right).ref) + data[one.inner :]
        return data
