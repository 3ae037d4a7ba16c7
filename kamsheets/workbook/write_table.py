"""One table of a sheet: group band, header, rows, totals, filter, drop-downs; an Excel table where it can be one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kamsheets.core.finding import column_letters
from kamsheets.core.messages import text
from kamsheets.core.money import round_half_up
from kamsheets.workbook import write_bulk
from kamsheets.workbook.write_block import Block
from kamsheets.workbook.write_cells import Cell, Col, Formula, Kind, filled, plain
from kamsheets.workbook.write_checks import TYPED_ROWS, validate

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from kamsheets.workbook.write_sheet import Sheet

SUBTOTALS = {"sum": 109, "count": 103, "average": 101}
"""Function numbers of SUBTOTAL that leave out rows hidden by a filter."""


@dataclass(frozen=True)
class TableWriter:
    """Writes one table at the sheet's next free row."""

    sheet: "Sheet"
    columns: tuple[Col, ...]
    rows: Sequence[Sequence[object]]
    left: int
    spare: int
    table: str | bool
    fixed: bool

    def write(self) -> Block:
        """Everything; returns where it stands."""
        self._bands()
        block = self._block()
        name = self._excel_table(block)
        self._headers(block)
        self._data(block)
        self._totals(block)
        self._prepare_typing(block)
        return replace(block, table=name)

    def _block(self) -> Block:
        header = self.sheet.row
        last = header + max(1, len(self.rows) + self.spare)
        totals = last + 1 if any(col.total for col in self.columns) else None
        return Block(self.sheet.name, self.columns, self.left, header, header + 1, last, totals)

    def _bands(self) -> None:
        """Headings over neighbouring columns of one group."""
        if not any(col.group for col in self.columns):
            return
        k = 0
        while k < len(self.columns):
            end = k
            while end + 1 < len(self.columns) and self.columns[end + 1].group == self.columns[k].group:
                end += 1
            if self.columns[k].group:
                self._band(k, end)
            k = end + 1
        self.sheet.row += 1

    def _band(self, first: int, last: int) -> None:
        row, style, name = self.sheet.row, self.sheet.look.header(computed=True), self.columns[first].group
        if last > first:
            self.sheet.raw.merge_range(row, self.left + first, row, self.left + last, "", style)
        self.sheet.raw.write_string(row, self.left + first, name, style)

    def _excel_table(self, block: Block) -> str:
        """Makes the range an Excel table with its filter; its name, or '' where the headers allow only a filter."""
        last = block.last_row if block.total_row is None else block.total_row
        area = (block.header_row, self.left, last, self.left + len(self.columns) - 1)
        labels = [header(col) for col in self.columns]
        single = len({label.casefold() for label in labels}) == len(labels) and all(0 < len(x) <= 255 for x in labels)
        if not self.table or not single:
            if self.table:
                self.sheet.raw.autofilter(*area[:2], block.last_row, area[3])
            return ""
        name = self.sheet.book.table_name(self.sheet.name if self.table is True else self.table)
        columns = [{"header": label, **self._total_option(block, k)} for k, label in enumerate(labels)]
        options = {"name": name, "columns": columns, "style": None, "total_row": block.total_row is not None}
        self.sheet.raw.add_table(*area, options)
        return name

    def _total_option(self, block: Block, k: int) -> dict[str, str]:
        """What the table itself must know of a totals cell: the same formula as ``_totals`` writes."""
        return {"total_function": self._total(block, k).code} if self.columns[k].total else {}

    def _headers(self, block: Block) -> None:
        raw, look = self.sheet.raw, self.sheet.look
        for k, col in enumerate(self.columns):
            style = look.header(
                required=col.required, computed=col.computed or bool(col.formula), restricted=col.restricted
            )
            raw.write_string(block.header_row, self.left + k, header(col), style)
            if col.note:
                self.sheet.note(block.header_row, self.left + k, col.note)
            if not self.fixed:
                self.sheet.fit(self.left + k, col, [row[k] for row in self.rows])
        self.sheet.heighten(block.header_row, {self.left + k: header(col) for k, col in enumerate(self.columns)})

    def _data(self, block: Block) -> None:
        chosen: Sequence[int] = range(len(self.rows))
        if write_bulk.worth(self.rows, self.columns):
            bulk = write_bulk.plan(self.sheet.part, block, self.rows, self.sheet.lang)
            self.sheet.book.bulk.append(bulk)
            chosen = bulk.written
        for i in chosen:
            self.put_row(block, i, self.rows[i])
        for i in range(len(self.rows), block.last_row - block.header_row):
            self.put_row(block, i, [None] * len(self.columns))

    def put_row(self, block: Block, i: int, row: Sequence[object]) -> None:
        """Row ``i`` of the data."""
        number = block.first_row + i
        cells, spans = dict[str, str](), dict[str, str]()
        if any(col.formula for col in self.columns):
            cells = {col.name: f"${column_letters(self.left + k)}{number + 1}" for k, col in enumerate(self.columns)}
            spans = {col.name: block.span(col.name) for col in self.columns}
        for k, (col, value) in enumerate(zip(self.columns, row, strict=True)):
            if col.formula:
                code = filled(col.formula, cells, spans)
                value = with_formula(value, code)
            self.sheet.put(number, self.left + k, value, col.kind)
        self.sheet.heighten(number, {self.left + k: value for k, value in enumerate(row)})

    def _totals(self, block: Block) -> None:
        if block.total_row is None:
            return
        for k, col in enumerate(self.columns):
            value: object = None
            kind: Kind = col.kind
            if col.total:
                value = self._total(block, k)
                kind = "int" if col.total == "count" else kind
                self.sheet.fit_number(self.left + k, value, kind)
            elif k == 0:
                value, kind = text("writing.total", self.sheet.lang), "text"
            self.sheet.put(block.total_row, self.left + k, value, kind, bold=True)

    def _total(self, block: Block, k: int) -> Formula:
        """Over plain ranges: a structured reference would have to spell out headers with brackets and stars."""
        col = self.columns[k]
        if isinstance(col.total, Formula):
            return Formula(
                filled(col.total.code, {one.name: block.span(one.name) for one in self.columns}), col.total.value
            )
        value = total_of(col.total, [plain(row[k]) for row in self.rows])
        whole = col.kind in ("money", "int") and isinstance(value, Fraction)
        code = f"=SUBTOTAL({SUBTOTALS[col.total]},{block.span(col.name)})"
        return Formula(code, round_half_up(value) if whole else value)

    def _prepare_typing(self, block: Block) -> None:
        """Number formats and drop-downs for rows that are not there yet."""
        typed = self.spare > 0 and not self.fixed
        last = block.header_row + TYPED_ROWS if typed else block.last_row
        for k, col in enumerate(self.columns):
            if typed:
                self.sheet.widen(self.left + k, 0, self._typing_style(col))
            validate(self.sheet, col, block.first_row, last, self.left + k)

    def _typing_style(self, col: Col) -> "Format":
        return self.sheet.look.cell(col.kind, boxed=False)


def header(col: Col) -> str:
    """The header as it stands in the sheet: a star marks what must be filled in."""
    return f"{col.label}*" if col.required else col.label


def with_formula(value: object, code: str) -> object:
    """A cell of a computed column: the formula, with the given value stored beside it."""
    if isinstance(value, Cell):
        return Cell(Formula(code, value.value), value.tone, value.note, value.link, value.tip)
    return Formula(code, value)


def total_of(function: str, values: Sequence[object]) -> int | Fraction:
    """What SUBTOTAL yields for these values, exactly; text and blanks do not count as numbers."""
    if function == "count":
        return sum(value is not None and value != "" for value in values)
    numbers = [v for v in values if isinstance(v, int | float | Decimal | Fraction) and not isinstance(v, bool)]
    whole = sum(v for v in numbers if isinstance(v, int))
    result = whole + sum((Fraction(v) for v in numbers if not isinstance(v, int)), Fraction())
    if function == "average":
        result = result / len(numbers) if numbers else Fraction()
    return int(result) if result.denominator == 1 else result
