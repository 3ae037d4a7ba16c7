"""Every workbook we make: one builder over XlsxWriter, one look, the same bytes for the same input.

    with Book(path, lang) as book:
        book.sheet("线索", [Col("客户名称"), Col("预计金额", "money", total="sum")], rows, title="线索汇总表")

Sheets come in the order they are added; labels come from the caller, in the caller's language.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kamsheets.core.messages import text
from kamsheets.workbook import write_names
from kamsheets.workbook.results import MARK
from kamsheets.workbook.write_block import Block
from kamsheets.workbook.write_bulk import Bulk, finish
from kamsheets.workbook.write_cells import Cell, Col, Formula, Kind, Tone, to_cell, to_file
from kamsheets.workbook.write_checks import Highlight, highlight
from kamsheets.workbook.write_sheet import Sheet
from kamsheets.workbook.write_style import FONTS, Look

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "Block", "Book", "Cell", "Col", "Formula", "Highlight", "Kind", "Sheet", "Tone", "highlight", "to_cell", "to_file",
]  # fmt: skip

_CREATED = datetime(2026, 1, 1)  # noqa: DTZ001  a fixed day, so that the same input gives the same bytes
_A4 = 9


class Book:
    """A new workbook; nothing is on disk before ``save`` (or the end of the ``with`` block without an error)."""

    def __init__(self, path: Path, lang: str = "zh", *, title: str = "", result: bool = False) -> None:
        """``result``: a workbook to be looked at, which is no input when a folder is read."""
        from xlsxwriter import Workbook

        self.path, self.lang = path, lang
        self._book = Workbook(
            str(path),
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONTS[lang], "font_size": 10},
            },
        )
        facts = {"title": title, "author": "kamsheets", "created": _CREATED}
        self._book.set_properties(facts | ({"category": MARK} if result else {}))
        self.look = Look(self._book, lang)
        self._names: set[str] = set()
        self._tables: set[str] = set()
        self._options: dict[tuple[str, ...], str] = {}
        self.bulk: list[Bulk] = []
        """Long tables whose middle rows are put in after XlsxWriter is done."""
        self.file_links = False

    def page(self, name: str, *, landscape: bool = True) -> Sheet:
        """An empty sheet to be filled block by block; the name is cleaned and made unique (``Sheet.name``)."""
        clean = write_names.sheet_name(name, self._names)
        self._names.add(clean.casefold())
        raw = self._book.add_worksheet(clean)
        self._print_setup(raw, landscape)
        return Sheet(self, raw, clean, f"xl/worksheets/sheet{len(self._names)}.xml")

    def sheet(
        self,
        name: str,
        columns: Sequence[Col],
        rows: Iterable[Sequence[object]] = (),
        *,
        title: str = "",
        lines: Sequence[str] = (),
        table: str | bool = True,
        spare: int = 0,
        highlights: Sequence[Highlight] = (),
        landscape: bool = True,
        freeze_columns: int = 0,
    ) -> Block:
        """A sheet with one table: title, lines that explain it, header, rows, totals. Returns where it stands."""
        page = self.page(name, landscape=landscape)
        if title:
            page.title(title)
        if lines:
            page.lines(*lines, span=min(len(columns), 8), width=_line_width(columns))
        block = page.table(columns, rows, table=table, spare=spare)
        page.freeze(block, freeze_columns)
        for rule in highlights:
            highlight(page, block, rule)
        return block

    def define(self, name: str, formula: str) -> None:
        """A name of the workbook for a formula, which must come from us, never from a cell."""
        self._book.define_name(name, formula)

    def table_name(self, wanted: str) -> str:
        """A table name nobody has taken, now taken."""
        name = write_names.table_name(wanted, self._tables)
        self._tables.add(name.casefold())
        return name

    def options(self, choices: Sequence[str]) -> str:
        """The range on the options sheet that holds these choices, for a drop-down too long for its rule."""
        key = tuple(choices)
        if key not in self._options:
            self._options[key] = f"_options_{len(self._options) + 1}"
        return f"={self._options[key]}"

    def chart(self, options: dict[str, str]) -> object:
        """An empty chart of the workbook, for ``charts``."""
        return self._book.add_chart(options)

    def save(self) -> Path:
        """Writes the file."""
        self._write_options()
        self._book.close()
        if self.bulk or self.file_links:
            finish(self.path, self.bulk)
        return self.path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.save()

    def _print_setup(self, raw: "Worksheet", landscape: bool) -> None:
        """A4, one page wide, page numbers."""
        raw.set_paper(_A4)
        if landscape:
            raw.set_landscape()
        raw.fit_to_pages(1, 0)
        raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        raw.center_horizontally()
        raw.set_footer("&L&8&F&C&8" + text("writing.page", self.lang) + "&R&8&A")
        raw.hide_gridlines(2)

    def _write_options(self) -> None:
        """The sheet of long drop-downs, last."""
        if not self._options:
            return
        page = self.page(text("writing.options", self.lang))
        for column, (choices, name) in enumerate(self._options.items()):
            for row, choice in enumerate(choices):
                page.put(row, column, choice, "text")
            page.widen(column, write_names.fitting_width(choices))
            end = write_names.absolute(0, column, len(choices) - 1, column)
            self._book.define_name(name, f"='{page.name}'!{end}")
        page.raw.hide()


def _line_width(columns: Sequence[Col]) -> int:
    """About how many characters the first columns hold together."""
    return sum(int(col.width or max(10, min(24, write_names.display_width(col.label) + 4))) for col in columns[:8])
