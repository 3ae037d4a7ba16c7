"""Results into the open workbook: columns beside the data, or a sheet of our own; what is overwritten is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamsheets.core.errors import UsageError
from kamsheets.core.finding import column_letters
from kamsheets.core.messages import has, text
from kamsheets.macros import backup, undo
from kamsheets.macros.bridge import own_sheet, write_rows
from kamsheets.workbook.live_dump import LiveSheet
from kamsheets.workbook.splice import NewColumn, SheetColumns

if TYPE_CHECKING:
    from xlwings import Book, Range, Sheet


@dataclass(frozen=True)
class _Run:
    """Cells of a column below each other that are written in one block."""

    column: int
    """From 0."""
    first: int
    before: Sequence[object]
    after: Sequence[object]
    what: str = backup.CELLS

    @property
    def rows(self) -> range:
        return range(self.first, self.first + len(self.after))

    def area(self, sheet: "Sheet") -> "Range":
        return sheet.range((self.rows[0], self.column + 1), (self.rows[-1], self.column + 1))


def beside(book: "Book", live: LiveSheet, edits: Sequence[SheetColumns], lang: str) -> int:
    """Write columns at the right of the data, or over those of an earlier run; the number of cells written.

    Raises ``UsageError`` before anything is written when rows are hidden: Excel then writes the first value of a
    block into every visible cell (xlwings issue 747).
    """
    sheet = book.sheets[live.name]
    runs = [run for edit in edits for run in _runs(sheet, live, edit)]
    if any(live.hidden.intersection(run.rows) for run in runs):
        raise UsageError(reason=text("macros.said.hidden_rows", lang, sheet=live.name))
    blocks = (
        backup.blocks(run.what, sheet.name, column_letters(run.column), run.first, run.before, run.after)
        for run in runs
    )
    with undo.kept(book, [block for made in blocks for block in made], lang):
        for run in runs:
            area = run.area(sheet)
            if run.what == backup.COLUMN:
                area.number_format = "@"
            area.value = [[value] for value in run.after]
    return sum(len(column.values) for edit in edits for column in edit.columns)


def _runs(sheet: "Sheet", live: LiveSheet, edit: SheetColumns) -> Iterator[_Run]:
    new = [column for column in edit.columns if column.at is None]
    last = max((row for column in edit.columns for row in column.values), default=edit.header_row)
    free = _free(live, edit.header_row, last, len(new))
    for column in edit.columns:
        if column.at is not None:
            yield from _over(sheet, live, column, column.at)
        else:
            after = [column.header, *(column.values.get(row) or None for row in range(edit.header_row + 1, last + 1))]
            yield _Run(free, edit.header_row, [None] * len(after), after, backup.COLUMN)
            free += 1


def _free(live: LiveSheet, header_row: int, last: int, count: int) -> int:
    """The first of ``count`` free columns (from 0) beside the headers, or beside everything when those are taken."""
    rows = live.values[header_row - live.row : last - live.row + 1]
    width = 1 + max((c for c, cell in enumerate(rows[0]) if cell is not None), default=-1)
    taken = any(cell is not None for row in rows for cell in row[width : width + count])
    return live.column - 1 + (len(rows[0]) if taken else width)


def _over(sheet: "Sheet", live: LiveSheet, column: NewColumn, at: int) -> Iterator[_Run]:
    """The cells of a column that is there, in runs: a blank cell inside a run is blank again, others end the run."""
    rows = sorted(column.values)
    if not rows:
        return
    typed = _typed(sheet, at, rows[0], rows[-1])
    before = [
        _kept(live.values[rows[0] + k - live.row][at - live.column + 1], formula) for k, formula in enumerate(typed)
    ]  # fmt: skip
    start = rows[0]
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        if following is None or any(typed[k - rows[0]] for k in range(row + 1, following)):
            after = [column.values.get(one) or None for one in range(start, row + 1)]
            yield _Run(at, start, before[start - rows[0] : row - rows[0] + 1], after)
            start = following or 0


def _typed(sheet: "Sheet", at: int, first: int, last: int) -> list[str]:
    """What was typed into each cell of a column: formulas as formulas, empty text for blank cells."""
    found = sheet.range((first, at + 1), (last, at + 1)).formula
    cells = [row[0] for row in found] if isinstance(found, list | tuple) else [found]
    return [str(cell) if cell is not None else "" for cell in cells]


def _kept(value: object, typed: str) -> object:
    """A cell as the backup holds it; text that only looks like a formula shows itself as its value."""
    return {"formula": typed} if typed.startswith("=") and typed != value else value


def table(book: "Book", name: str, rows: Sequence[Mapping[str, object]], lang: str) -> None:
    """Rows of a job as a sheet of our own (``macros.sheet.<name>``), which comes to the front."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    sheet = own_sheet(book, text(f"macros.sheet.{name}", lang))
    if keys:
        write_rows(sheet, [_header(key, lang) for key in keys], [[row.get(key) for key in keys] for row in rows])
    sheet.activate()


def _header(key: str, lang: str) -> str:
    code = f"macros.column.{key}"
    return text(code, lang) if has(code) else key
