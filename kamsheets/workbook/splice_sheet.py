"""The XML of one sheet, edited by ranges of bytes: rows and cells are found, never parsed and written again.

What is not touched stays as it was, byte by byte. Elements may carry a namespace prefix; a sheet that does what Excel
never does (comments or CDATA among the cells, rows or cells out of order) is refused.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TypeAlias
from xml.sax.saxutils import escape

from kamsheets.core.finding import cell_name, column_letters
from kamsheets.workbook.splice_refs import Area, column_index
from kamsheets.workbook.splice_refuse import SpliceRefusedError
from kamsheets.workbook.splice_xml import ATTRIBUTES, attribute, element, root_prefix, with_attribute
from kamsheets.workbook.write_cells import Content, Kind, Tone


@dataclass(frozen=True, slots=True)
class Write:
    """What one cell becomes."""

    content: Content = None
    kind: Kind | None = None
    """The number format it must have; None: that of its style."""
    tone: Tone = ""
    model: int | None = None
    """Column whose style in the same row it takes; None: its own style."""
    keep: bool = False
    """Only the style changes; the content stays."""


Writes: TypeAlias = Mapping[int, Mapping[int, Write]]
"""By row (from 1) and column (from 0)."""
Restyle: TypeAlias = Callable[[int, "Kind | None", Tone], int]
"""The style number of a style with another number format and fill."""
ColumnStyles: TypeAlias = Callable[[int], int]
"""The style number of a column, for cells whose row has none."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What elements look like under one namespace prefix."""

    prefix: bytes
    row: re.Pattern[bytes]
    """Group 1: its number, where it stands first."""
    names: re.Pattern[bytes]
    """The start of a cell; group 1: the letters of its name, where that stands first."""
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]


@cache
def _grammar(prefix: bytes) -> _Grammar:
    p = re.escape(prefix)
    return _Grammar(
        prefix,
        row=re.compile(rb"<" + p + rb"row(?=[\s/>])(?: r=\"(\d+)\")?" + ATTRIBUTES + rb">"),
        names=re.compile(rb"<" + p + rb"c(?=[\s/>])(?: r=\"([A-Z]+)\d+\")?"),
        cell=re.compile(rb"<" + p + rb"c(?=[\s/>])" + ATTRIBUTES + rb">"),
        formula=re.compile(rb"<" + p + rb"f(?=[\s/>])" + ATTRIBUTES + rb">"),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    start: int
    end: int
    tag: bytes
    """The opening tag."""


class _Layout:
    """The cells of one row; each is looked up once, when it is asked for."""

    def __init__(self, columns: list[int], look_up: Callable[[int], _Cell | None]) -> None:
        self._columns, self._look_up = columns, look_up
        self._known: dict[int, _Cell | None] = {}

    def at(self, column: int) -> _Cell | None:
        """The cell of a column."""
        if column not in self._known:
            self._known[column] = self._look_up(column) if column in self._columns else None
        return self._known[column]

    def gap(self, column: int) -> tuple[int, int]:
        """Where a new cell of that column goes."""
        following = bisect_left(self._columns, column)
        if following < len(self._columns):
            cell = self.at(self._columns[following])
            return (cell.start, cell.start) if cell else (0, 0)
        last = self.at(self._columns[-1]) if self._columns else None
        return (last.end, last.end) if last else (0, 0)


@cache
def _column(letters: bytes) -> int:
    return column_index(letters.decode())


@cache
def _letters(column: int) -> bytes:
    return column_letters(column).encode()


class SheetXml:
    """The bytes of a sheet, split into what stands before, in and after its rows."""

    def __init__(self, data: bytes, file: str, name: str, *, trusted: bool = False) -> None:
        """Raises ``SpliceRefusedError`` for XML this module cannot edit safely; ``trusted``: that was seen before."""
        self.file, self.name = file, name
        prefix = root_prefix(data, "worksheet")
        found = None if prefix is None else element(data, prefix, "sheetData")
        if prefix is None or found is None or b"sheetData" in data[found.end :]:
            raise self.refused("unusual")
        self.prefix = prefix
        self._g = _grammar(prefix)
        self._mark = b"<%bsheetData/>" % prefix
        self.body = data[found.inner : found.close]
        self.shell = data[: found.start] + self._mark + data[found.end :]
        """The part with its rows left out."""
        if not trusted and any(sign in self.body and b"<" + sign in self.body for sign in (b"!", b"?")):
            raise self.refused("unusual")
        self._shell_before, self._rows_touched = self.shell, False
        self.formulas_lost = False
        """Whether a formula was overwritten."""

    def refused(self, why: str, cell: str = "") -> SpliceRefusedError:
        """The error for this sheet."""
        return SpliceRefusedError(self.file, why, sheet=self.name, cell=cell)

    @property
    def data(self) -> bytes:
        """The whole part."""
        if not self.body:
            return self.shell
        rows = b"<%bsheetData>%b</%bsheetData>" % (self.prefix, self.body, self.prefix)
        head, tail = self.shell.split(self._mark)
        return b"".join([head, rows, tail])

    @cached_property
    def rows(self) -> dict[int, tuple[int, int]]:
        """Where every row stands in ``body``, by its number."""
        tags = list(self._g.row.finditer(self.body))
        rows: dict[int, tuple[int, int]] = {}
        number = 0
        ends = [tag.start() for tag in tags[1:]] + [len(self.body)] * bool(tags)
        for tag, following in zip(tags, ends, strict=True):
            named = tag[1] or attribute(tag[0], "r")
            before, number = number, int(named) if named else number + 1
            if number <= before:
                raise self.refused("disorder")
            rows[number] = tag.start(), following
        return rows

    def row(self, number: int) -> bytes:
        """The XML of a row, empty when there is none."""
        start, end = self.rows.get(number, (0, 0))
        return self.body[start:end]

    def cells(self, number: int) -> list[_Cell]:
        """The cells of a row, in order."""
        return list(self._cells(self.row(number), number))

    def _cells(self, row: bytes, number: int) -> Iterator[_Cell]:
        close, column = b"</" + self.prefix + b"c>", -1
        for tag in self._g.cell.finditer(row):
            named = attribute(tag[1], "r")
            before, column = column, column_index(named.rstrip("0123456789")) if named else column + 1
            if column <= before:
                raise self.refused("disorder", cell_name(number, column))
            end = tag.end() if tag[1].endswith(b"/") else row.find(close, tag.end()) + len(close)
            yield _Cell(column, tag.start(), end, tag[0])

    def last_column(self, number: int) -> int:
        """The rightmost cell of a row, -1 when it has none."""
        last = self._last_cell(self.row(number))
        if last is not None and (named := attribute(last[1], "r")):
            return column_index(named.rstrip("0123456789"))
        return max((cell.column for cell in self.cells(number)), default=-1)

    def _last_cell(self, row: bytes) -> tuple[int, bytes] | None:
        """Start and opening tag of the last cell, found from the end."""
        mark, spot = b"<" + self.prefix + b"c", len(row)
        while (spot := row.rfind(mark, 0, spot)) >= 0:
            tag = self._g.cell.match(row, spot)
            if tag:
                return spot, tag[0]
        return None

    def write(self, writes: Writes, restyle: Restyle, column_styles: ColumnStyles = lambda column: 0) -> None:
        """Puts cells in."""
        pieces, at = [], 0
        numbers = list(self.rows)
        for number in sorted(writes):
            if number in self.rows:
                start, end = self.rows[number]
                made = self._edited(self.body[start:end], number, writes[number], restyle, column_styles)
            else:
                following = bisect_left(numbers, number)
                start = end = self.rows[numbers[following]][0] if following < len(numbers) else len(self.body)
                blank = b'<%brow r="%d"></%brow>' % (self.prefix, number, self.prefix)
                made = self._edited(blank, number, writes[number], restyle, column_styles)
            pieces += [self.body[at:start], made]
            at = end
        self.body = b"".join([*pieces, self.body[at:]])
        del self.rows
        self._rows_touched = True

    def show(self, shown: Container[int], hidden: Container[int]) -> int:
        """Shows and hides those rows that are there; how many are hidden."""
        pieces, at, count = [], 0, 0
        for number, (start, _) in self.rows.items():
            tag = self._g.row.match(self.body, start)
            assert tag
            off = number in hidden
            if off or (number in shown and attribute(tag[0], "hidden")):
                pieces += [self.body[at:start], with_attribute(tag[0], "hidden", "1" if off else "0")]
                at, count = tag.end(), count + off
        self.body = b"".join([*pieces, self.body[at:]])
        del self.rows
        self._rows_touched = True
        return count

    @property
    def touched(self) -> bool:
        """Whether anything differs from what was read."""
        return self._rows_touched or self.shell is not self._shell_before

    def _edited(
        self, row: bytes, number: int, writes: Mapping[int, Write], restyle: Restyle, column_styles: ColumnStyles
    ) -> bytes:
        """A row with its cells written."""
        opening = self._g.row.match(row)
        assert opening
        tag, content = opening[0], row[opening.end() :]
        if tag.endswith(b"/>"):
            tag, content = tag[:-2].rstrip() + b">", b"</%brow>" % self.prefix + content
        tag = _spanning(tag, min(writes), max(writes))
        cells = self._layout(content, number)

        def style(column: int) -> int:
            own = cells.at(column)
            set_by = attribute(own.tag if own else tag, "s")
            return int(set_by) if set_by else 0 if own else column_styles(column)

        pieces, at = [], 0
        for column, write in sorted(writes.items()):
            old = cells.at(column)
            base = style(column if write.model is None else write.model)
            made = self._cell(number, column, write, restyle(base, write.kind, write.tone), content, old)
            start, end = (old.start, old.end) if old else cells.gap(column)
            pieces += [content[at:start], made]
            at = end
        return b"".join([tag, *pieces, content[at:]])

    def _layout(self, content: bytes, number: int) -> "_Layout":
        """Which cells a row has; where they stand is looked up when it is asked."""
        letters = self._g.names.findall(content)
        if b"" in letters:
            counted = {cell.column: cell for cell in self._cells(content, number)}
            return _Layout(list(counted), counted.__getitem__)
        columns = [_column(name) for name in letters]
        if columns != sorted(set(columns)):
            raise self.refused("disorder", f"{number}:{number}")
        return _Layout(columns, lambda column: self._found(content, number, column))

    def find(self, row: bytes, number: int, column: int) -> tuple[int, int] | None:
        """Where a cell that carries its name stands in a row, found without looking at the others."""
        found = self._found(row, number, column)
        return (found.start, found.end) if found else None

    def _found(self, row: bytes, number: int, column: int) -> _Cell | None:
        name = b"%b%d" % (_letters(column), number)
        spot = row.find(b'r="%b"' % name)
        if spot < 0 and b"'" in row:
            spot = row.find(b"r='%b'" % name)
        start = row.rfind(b"<", 0, spot) if spot >= 0 else -1
        tag = self._g.cell.match(row, start) if start >= 0 else None
        if tag is None:
            return None
        close = b"</%bc>" % self.prefix
        end = tag.end() if tag[1].endswith(b"/") else row.index(close, tag.end()) + len(close)
        return _Cell(column, start, end, tag[0])

    def _cell(self, row: int, column: int, write: Write, style: int, content: bytes, old: _Cell | None) -> bytes:
        if write.keep and old:
            return with_attribute(old.tag, "s", str(style)) + content[old.start + len(old.tag) : old.end]
        if old:
            self._give_up(content[old.start : old.end], cell_name(row, column))
        return cell_xml(self.prefix.decode(), cell_name(row, column), style, write.content)

    def _give_up(self, old: bytes, name: str) -> None:
        """Checks that the formula of a cell may be overwritten."""
        formula = self._g.formula.search(old)
        if formula is None:
            return
        area = Area.parse(attribute(formula[1], "ref") or "")
        kind = attribute(formula[1], "t")
        if kind in ("array", "dataTable") or (kind == "shared" and area and area.ref != name):
            raise self.refused("formula_of_many", name)
        self.formulas_lost = True


def cell_xml(prefix: str, name: str, style: int, content: Content) -> bytes:
    """One cell: text as an inline string, so that the shared strings stay as they are."""
    head = f'<{prefix}c r="{name}"' + (f' s="{style}"' if style else "")
    if content is None:
        return f"{head}/>".encode()
    if isinstance(content, str):
        shown = f'<{prefix}t xml:space="preserve">{escape(content)}</{prefix}t>'
        return f'{head} t="inlineStr"><{prefix}is>{shown}</{prefix}is></{prefix}c>'.encode()
    return f"{head}><{prefix}v>{content:.16G}</{prefix}v></{prefix}c>".encode()


def _spanning(tag: bytes, first: int, last: int) -> bytes:
    """A row's tag with its ``spans`` reaching over the columns written."""
    spans = attribute(tag, "spans")
    if not spans or not re.fullmatch(r"\d+:\d+", spans):
        return tag
    left, right = map(int, spans.split(":"))
    return with_attribute(tag, "spans", f"{min(left, first + 1)}:{max(right, last + 1)}")
