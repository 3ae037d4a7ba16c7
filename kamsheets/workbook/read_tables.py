"""From sheets of plain values to tables of known forms, with everything said that a person would want to know.

Nothing is dropped in silence: a sheet that is passed over, a hidden row, a totals row, a note below the table, a cell
that shows an error or lies under a merge are each named, once a sheet or column, with their place.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kamsheets.core.finding import Finding, Place, cell_name, finding
from kamsheets.core.table import Cell, Column, Table
from kamsheets.forms import headers
from kamsheets.forms.catalogue import Form
from kamsheets.forms.rows import Header, RowKind, find_header, header_texts, row_kind
from kamsheets.workbook import read_known
from kamsheets.workbook.guard import CellKey, Merged
from kamsheets.workbook.rawbook import RawBook, RawSheet, Reason, Skipped

GUIDES = frozenset({
    "说明", "填写说明", "填表说明", "使用说明", "汇总", "总表", "目录", "封面", "选项", "字典", "下拉",
    "instructions", "guide", "summary", "notes", "readme", "contents", "options", "lists", "cover",
})  # fmt: skip
"""Names of sheets that explain or repeat; they are read only when the file holds nothing else."""
_LEVELS = 3
"""Rows of a header at most."""
_SAMPLE = 200
"""Data rows shown to the header matcher, which tells 手机 from 电话 by what stands below."""


@dataclass
class Reading:
    """What a file held: tables with their form, what is wrong with it, and the sheets passed over."""

    tables: list[tuple[Form, Table]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def tables(book: RawBook, forms: Sequence[Form]) -> Reading:
    """The tables of a workbook, each sheet as the form whose fields its header names most."""
    lists = [form for form in forms if form.kind == "list"]
    reading = Reading(findings=list(book.findings), skipped=list(book.skipped))
    guides: list[tuple[RawSheet, Header]] = []
    for sheet in book.sheets:
        header = None if _is_empty(sheet) else find_header(sheet.rows, lists, sheet.name)
        if _is_empty(sheet):
            reading.skipped.append(Skipped(sheet.name, Reason.EMPTY))
        elif kind := _elsewhere(book, sheet, header, lists):
            reading.skipped.append(Skipped(sheet.name, Reason.OTHER, kind))
        elif header is None:
            reading.skipped.append(Skipped(sheet.name, Reason.GUIDE if is_guide(sheet) else Reason.UNRECOGNISED))
        elif is_guide(sheet):
            guides.append((sheet, header))
        else:
            _add(reading, book, sheet, header)
    for sheet, header in guides:
        if reading.tables:
            reading.skipped.append(Skipped(sheet.name, Reason.GUIDE))
        else:
            _add(reading, book, sheet, header)
    reading.findings += _passed_over(book.file, reading.skipped)
    if not reading.tables and lists and all(one.reason is not Reason.OTHER for one in reading.skipped):
        names, names_en = "、".join(form.zh for form in lists), ", ".join(form.en for form in lists)
        reading.findings.append(finding("IO001", Place(book.file), forms=names, forms_en=names_en))
    return reading


def _elsewhere(book: RawBook, sheet: RawSheet, header: Header | None, wanted: Sequence[Form]) -> tuple[str, str] | None:
    """(zh, en) name of what a sheet is instead, or None."""
    if read_known.is_policy(book, sheet):
        return read_known.POLICY
    if header is None:
        return None if is_guide(sheet) else read_known.elsewhere(sheet, wanted)
    other = read_known.better(sheet.rows, header.index, header.form, wanted)
    return (other.zh, other.en) if other else None


def _is_empty(sheet: RawSheet) -> bool:
    return not sheet.facts.error_cells and all(row_kind(row) == "blank" for row in sheet.rows)


def is_guide(sheet: RawSheet) -> bool:
    """Whether a sheet explains (说明) or sums up (汇总), by its name: it is never data."""
    return sheet.name.strip().lower() in GUIDES


def _passed_over(file: str, skipped: Sequence[Skipped]) -> Iterator[Finding]:
    empty = [sheet.sheet for sheet in skipped if sheet.reason is Reason.EMPTY]
    if empty:
        yield finding(Reason.EMPTY, Place(file), count=len(empty), sheets="、".join(empty))
    policy = [sheet for sheet in skipped if sheet.kind == read_known.POLICY]
    for sheet in skipped:
        if sheet.reason is not Reason.EMPTY and sheet not in policy[1:]:
            facts = {"kind": sheet.kind[0], "kind_en": sheet.kind[1]} if sheet.reason is Reason.OTHER else {}
            whole = len(policy) > 1 and sheet is policy[0]  # a policy workbook is named once, not sheet by sheet
            yield finding(sheet.reason, Place(file, "" if whole else sheet.sheet), **facts)


def _add(reading: Reading, book: RawBook, sheet: RawSheet, header: Header) -> None:
    names, last = _header_cells(sheet, header.index)
    below = sheet.rows[last + 1 :]
    match = headers.match(names, header.form, file=book.file, sheet=sheet.name, row=last + 1, samples=below[:_SAMPLE])
    parts = _sort(below, last + 2, header_texts(names), {row for row, _ in sheet.facts.error_cells})
    percent = {c.index for c in match.columns if c.field and header.form[c.field].type in ("pct", "dec")}
    table = Table(
        book.file,
        sheet.name,
        match.columns,
        parts.rows,
        parts.numbers,
        header_row=last + 1,
        blank_rows=frozenset(parts.blank),
        totals=tuple(parts.aside["total"]),
        percent_cells=sheet.percent(percent) if percent else frozenset(),
        error_cells=sheet.facts.error_cells,
        hidden_rows=sheet.facts.hidden_rows,
        date1904=book.date1904,
    )
    reading.tables.append((header.form, table))
    reading.findings += [*match.findings, *_about(sheet, table, parts)]


def _header_cells(sheet: RawSheet, index: int) -> tuple[list[Cell], int]:
    """(header of each column, 0-based last header row).

    A header of two levels shows in its merged cells: a name merged downwards counts for its column, and below a name
    merged sideways stand the names of its columns.
    """
    row = index + 1
    merged = [m for m in sheet.facts.merged if m.top <= row <= m.bottom]
    last = min(max((m.bottom for m in merged), default=row), row + _LEVELS - 1, len(sheet.rows))
    tops = {m.left: m.top for m in merged if m.left == m.right}
    names = [_name(sheet.rows, k, tops.get(k, row), last) for k in range(len(sheet.rows[index]))]
    return names, last - 1


def _name(rows: Sequence[Sequence[Cell]], column: int, top: int, bottom: int) -> Cell:
    """The lowest text of a column between two sheet rows."""
    return next((rows[r - 1][column] for r in range(bottom, top - 1, -1) if rows[r - 1][column] is not None), None)


@dataclass
class _Parts:
    """The rows below a header by kind."""

    rows: list[Sequence[Cell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    aside: dict[RowKind, list[tuple[int, Sequence[Cell]]]] = field(default_factory=lambda: defaultdict(list))

    def title_above(self) -> None:
        """A lone text before a repeated header is the title of what follows, not data."""
        at = next((k for k in reversed(range(len(self.rows))) if k not in self.blank), None)
        if at is not None and [isinstance(cell, str) for cell in self.rows[at] if cell not in (None, "")] == [True]:
            self.aside["note"].append((self.numbers.pop(at), self.rows.pop(at)))
            self.blank = [k - (k > at) for k in self.blank]


def _sort(rows: Sequence[Sequence[Cell]], first: int, header: frozenset[str], marked: Collection[int]) -> _Parts:
    """Rows by kind; ``marked`` rows hold an error cell and so are not blank. Blank rows at the end are no rows."""
    parts = _Parts()
    for number, row in enumerate(rows, first):
        kind = row_kind(row, header)
        if kind in ("data", "blank"):
            if kind == "blank" and number not in marked:
                parts.blank.append(len(parts.rows))
            parts.rows.append(row)
            parts.numbers.append(number)
        else:
            if kind == "header":
                parts.title_above()
            parts.aside[kind].append((number, row))
    while parts.blank and parts.blank[-1] == len(parts.rows) - 1:
        parts.blank.pop(), parts.rows.pop(), parts.numbers.pop()
    return parts


def _about(sheet: RawSheet, table: Table, parts: _Parts) -> Iterator[Finding]:
    """What a person should know about a table beside its cells."""
    whole = Place(table.file, table.sheet)
    if hidden := sorted(table.hidden_rows & set(parts.numbers)):
        yield finding("IO010", whole, count=len(hidden), rows=ranges(hidden))
    for code, kind in (("IO011", "total"), ("IO012", "header"), ("IO013", "note")):
        if aside := [number for number, _ in parts.aside[kind]]:  # type: ignore[index]
            yield finding(code, whole, count=len(aside), rows=ranges(aside))
    if sheet.facts.unreckoned:
        yield finding("IO014", Place(table.file, table.sheet, sheet.facts.unreckoned))
    unknown = {column.index for column in table.columns if not column.field}
    errors = [key for key, shown in table.error_cells.items() if shown]
    unreckoned = [key for key, shown in table.error_cells.items() if not shown]
    for code, keys in (("IO015", errors), ("IO016", unreckoned), ("IO017", sheet.long_numbers)):
        wanted = [(row, column) for row, column in keys if column in unknown and row > table.header_row]
        yield from _by_column(code, table, wanted)
    yield from _merges(table, sheet.facts.merged)


def _by_column(code: str, table: Table, keys: Iterable[CellKey]) -> Iterator[Finding]:
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(keys):
        columns[column].append(row)
    for column, rows in columns.items():
        place = Place(table.file, table.sheet, cell_name(rows[0], column))
        shown = table.error_cells.get((rows[0], column), "")
        yield finding(code, place, shown, header=_header(table, column), count=len(rows), rows=ranges(rows))


def _merges(table: Table, merged: Iterable[Merged]) -> Iterator[Finding]:
    """Merged cells among the data: only the upper left one has a value, the others read as blank."""
    columns: dict[int, list[Merged]] = defaultdict(list)
    for one in merged:
        if one.top > table.header_row and table.row_numbers and one.top <= table.row_numbers[-1]:
            columns[one.left].append(one)
    for column, found in sorted(columns.items()):
        first = found[0]
        cells = f"{cell_name(first.top, first.left)}:{cell_name(first.bottom, first.right)}"
        yield finding("IO018", Place(table.file, table.sheet, cells), header=_header(table, column), count=len(found))


def _header(table: Table, index: int) -> str:
    column: Column | None = next((c for c in table.columns if c.index == index), None)
    return column.header if column else ""


def ranges(numbers: Sequence[int], most: int = 12) -> str:
    """Ascending numbers in short, at most ``most`` stretches.

    >>> ranges([3, 4, 5, 9, 12, 13])
    '3-5, 9, 12-13'
    """
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    shown = [str(low) if low == high else f"{low}-{high}" for low, high in stretches[:most]]
    return ", ".join(shown) + (" …" if len(stretches) > most else "")
