"""One sheet of a workbook of ours: blocks (title, lines, pairs, tables, charts) one below the other."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kamsheets.core.messages import text as message
from kamsheets.workbook.write_block import Block
from kamsheets.workbook.write_cells import Cell, Col, Formula, Kind, plain, settle
from kamsheets.workbook.write_names import display_width, fitting_width
from kamsheets.workbook.write_style import HEAD_RESTRICTED

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from kamsheets.workbook.charts import Chart
    from kamsheets.workbook.write import Book

_POINTS_PER_LINE = 15
_SAMPLE = 400
_TALLEST = 400
_WEB = ("http://", "https://", "mailto:")
_ADDRESSES = (*_WEB, "internal:", "external:")


class Sheet:
    """A sheet being filled from the top; made by ``Book.sheet`` and ``Book.page``."""

    def __init__(self, book: "Book", raw: "Worksheet", name: str, part: str) -> None:
        self.book, self.raw, self.name, self.part = book, raw, name, part
        self.look, self.lang = book.look, book.lang
        self.row = 0
        """The next free row, 0-based."""
        self._widths: dict[int, float] = {}
        self._styles: dict[int, Format | None] = {}
        self._links = 0

    def title(self, text: str) -> None:
        """The sheet's name for people."""
        self.raw.set_row(self.row, 26)
        self.raw.write_string(self.row, 0, text, self.look.title())
        self.row += 1

    def heading(self, text: str) -> None:
        """A block's name, with a free row above it."""
        self.row += 1 if self.row else 0
        self.raw.set_row(self.row, 20)
        self.raw.write_string(self.row, 0, text, self.look.heading())
        self.row += 1

    def lines(self, *texts: str, span: int = 8, width: float = 100) -> None:
        """Lines of explanation over ``span`` columns that are ``width`` characters wide together."""
        for text in texts:
            rows = max(1, -(-display_width(text) // max(1, int(width))))
            self.raw.set_row(self.row, _POINTS_PER_LINE * rows)
            if span > 1:
                self.raw.merge_range(self.row, 0, self.row, span - 1, "", self.look.line())
            self.raw.write_string(self.row, 0, text, self.look.line())
            self.row += 1

    def mark_restricted(self) -> None:
        """Shows on screen and on paper that the sheet is not for everybody."""
        self.raw.set_tab_color(HEAD_RESTRICTED)
        self.raw.set_header("&R&8" + message("writing.restricted", self.lang))

    def gap(self, rows: int = 1) -> None:
        """Free rows."""
        self.row += rows

    def pairs(self, pairs: Iterable[tuple[str, object, Kind]], *, left: int = 0) -> None:
        """Labels with their values beside them."""
        for label, value, kind in pairs:
            self.raw.write_string(self.row, left, label, self.look.label())
            self.put(self.row, left + 1, value, kind)
            self.widen(left, fitting_width([label]))
            self.widen(left + 1, fitting_width([self._shown(value, kind)], 14))
            self.row += 1

    def table(
        self,
        columns: Sequence[Col],
        rows: Iterable[Sequence[object]],
        *,
        table: str | bool = True,
        spare: int = 0,
        left: int = 0,
        fixed: bool = False,
    ) -> Block:
        """A header row, data rows and, where a column asks for it, a totals row.

        ``table`` names the Excel table (True: after the sheet; False: none). ``spare`` rows below the data are left
        for typing;
        formats and drop-downs reach further down, unless the table is ``fixed``: one of several on a sheet whose
        columns keep their width.
        """
        from kamsheets.workbook.write_table import TableWriter

        writer = TableWriter(
            self, tuple(columns), [tuple(row) for row in rows], left=left, spare=spare, table=table, fixed=fixed
        )
        block = writer.write()
        self.row = (block.last_row if block.total_row is None else block.total_row) + 1
        return block

    def freeze(self, block: Block, columns: int = 0) -> None:
        """Keeps the header of a table (and its first ``columns``) in view, and repeats it on every printed page."""
        self.raw.freeze_panes(block.first_row, block.left + columns)
        self.repeat(block)

    def repeat(self, block: Block) -> None:
        """Prints the header of a sheet's last table again on the pages it goes on to."""
        self.raw.repeat_rows(block.header_row)

    def chart(self, chart: "Chart", row: int | None = None, column: int = 0) -> None:
        """A native chart with its top left corner in that cell (row None: below what is there)."""
        from kamsheets.workbook.charts import insert

        height = insert(self.book, self.raw, chart, self.row + 1 if row is None else row, column)
        if row is None:
            self.row += height + 2

    def put(
        self, row: int, column: int, value: object, kind: Kind = "raw", *, boxed: bool = True, bold: bool = False
    ) -> None:
        """One value in one cell (0-based)."""
        mark = value if isinstance(value, Cell) else Cell(value)
        inner = mark.value
        cached = inner.value if isinstance(inner, Formula) else inner
        content, shown_as = settle(cached, kind, self.lang)
        link = self._address(mark.link)
        style = self.look.cell(shown_as, mark.tone, link=bool(link), boxed=boxed, bold=bold)
        if link:
            self.raw.write_url(row, column, link, style, " ", mark.tip or None)
        if isinstance(inner, Formula):
            self.raw.write_formula(row, column, inner.code, style, "" if content is None else content)
        else:
            self.put_content(row, column, content, style)
        if mark.note:
            self.note(row, column, mark.note)

    def put_content(self, row: int, column: int, content: "str | int | float | None", style: "Format") -> None:
        """Content already settled: text as text, numbers as numbers."""
        if content is None:
            self.raw.write_blank(row, column, None, style)
        elif isinstance(content, str):
            self.raw.write_string(row, column, content, style)
        else:
            self.raw.write_number(row, column, content, style)

    def note(self, row: int, column: int, text: str) -> None:
        """A comment on a cell, sized to its text."""
        lines = sum(max(1, -(-display_width(line) // 36)) for line in text.split("\n"))
        self.raw.write_comment(
            row, column, text, {"x_scale": 2, "y_scale": max(0.6, lines * 0.22), "font_size": 9, "author": "kamsheets"}
        )

    def _address(self, link: str) -> str:
        """A link Excel can hold; other schemes (file:, javascript:) and the 65,530 limit leave the text without one."""
        if not link.startswith(_ADDRESSES) or self._links >= 65_000 or len(link) > 2_000:
            return ""
        self._links += 1
        self.book.file_links |= link.startswith("external:")
        return link

    def _shown(self, value: object, kind: Kind) -> str:
        """About what the cell shows, to fit its width."""
        content, shown_as = settle(plain(value), kind, self.lang)
        if shown_as in ("date", "datetime"):
            return "2026-12-31 23:59" if shown_as == "datetime" else "2026年12月31日"
        if content is None or isinstance(content, str):
            return content or ""
        return f"{content:,.2f}" if shown_as in ("money", "dec", "pct") else f"{content:,}"

    def fit(self, column: int, col: Col, values: Sequence[object]) -> None:
        """Width of a column by its header and a sample of its values, unless the column says its own."""
        if col.width is not None:
            self.widen(column, max(col.width, self._number_width(values, col.kind)))
            return
        sample = values if len(values) <= _SAMPLE else [*values[: _SAMPLE // 2], *values[-_SAMPLE // 2 :]]
        header = max(display_width(line) for line in col.label.split("\n"))
        self.widen(column, fitting_width([self._shown(v, col.kind) for v in sample], min(header + 4, 24)))

    def fit_number(self, column: int, value: object, kind: Kind) -> None:
        """A column at least as wide as a number, which would show as #### in a narrower one."""
        self.widen(column, self._number_width([value], kind))

    def _number_width(self, values: Sequence[object], kind: Kind) -> int:
        """Half-width characters of the longest number."""
        if kind not in ("money", "int", "dec"):
            return 0
        numbers = [n for v in values if isinstance(n := plain(v), int | float | Fraction | Decimal)]
        return max((len(self._shown(end(numbers), kind)) + 2 for end in (min, max) if numbers), default=0)

    def heighten(self, row: int, values: Mapping[int, object]) -> None:
        """A row high enough for its wrapped texts, for viewers that do not see to it themselves."""
        lines = 1
        for column, value in values.items():
            shown = plain(value)
            if isinstance(shown, str):
                width = max(4, int(self._widths.get(column, 9)) - 1)
                lines = max(lines, sum(max(1, -(-display_width(line) // width)) for line in shown.split("\n")))
        if lines > 1:
            self.raw.set_row(row, min(_TALLEST, _POINTS_PER_LINE * lines))

    def widen(self, column: int, width: float, style: "Format | None" = None) -> None:
        """A column at least this wide; ``style`` is the format of cells not yet written."""
        self._widths[column] = max(width, self._widths.get(column, 0))
        self._styles[column] = style or self._styles.get(column)
        self.raw.set_column(column, column, self._widths[column], self._styles[column])
