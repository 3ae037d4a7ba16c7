"""The rows a person selected: of a list, those alone are routed or printed; a form of one project goes as a whole."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kamsheets.core.errors import UsageError
from kamsheets.core.finding import Place
from kamsheets.core.messages import text
from kamsheets.core.table import Table
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.session import Session
from kamsheets.macros.bridge import active_sheet, data_sheets, passing_file
from kamsheets.workbook.live_dump import LiveSheet

if TYPE_CHECKING:
    from xlwings import Book

_TOO_LONG = 240
"""Excel cuts the address of a selection off at 255 characters."""
_ROWS = re.compile(r"\d+")


@dataclass(frozen=True)
class Selection:
    """What a person means: the sheet in front with the selected rows, and the sheets that tell more about them."""

    name: str
    """The sheet in front."""
    sheets: Sequence[LiveSheet]
    """Other sheets of the same kind are not among them: nothing in those is selected."""
    is_list: bool
    """Whether the sheet in front has one record a row."""

    def has(self, place: Place) -> bool:
        """Whether a result comes from the sheet in front; what sums rows of a list up names no sheet."""
        return place.sheet == self.name or (self.is_list and not place.sheet)


def selected(book: "Book", session: Session) -> Selection:
    """The selection in the sheet in front, addresses unchanged.

    Rows that a filter hides are not selected: the person does not see them. Raises ``UsageError`` for an empty sheet
    or one of ours, when no row of data is selected, or so many pieces that Excel does not name them all.
    """
    live = active_sheet(book, session.lang)
    sheets = [live, *data_sheets(book, session.lang, but=live.name)]
    lists = _lists(book, sheets, session)
    if live.name not in lists:
        return Selection(live.name, sheets, is_list=False)
    form, table = lists[live.name]
    others = [one for one in sheets[1:] if one.name not in lists or lists[one.name][0] != form]
    return Selection(live.name, [_cut(book, live, table, session.lang), *others], is_list=True)


def _cut(book: "Book", live: LiveSheet, table: Table, lang: str) -> LiveSheet:
    """The sheet with the data rows that are not selected blank."""
    chosen = frozenset(_rows(book, live, lang)) - live.hidden
    if not chosen.intersection(table.row_numbers):
        raise UsageError(reason=text("macros.said.select_rows", lang))
    return replace(
        live,
        values=[
            row if number <= table.header_row or number in chosen else [None] * len(row)
            for number, row in enumerate(live.values, live.row)
        ],
    )


def _lists(book: "Book", sheets: Sequence[LiveSheet], session: Session) -> Mapping[str, tuple[str, Table]]:
    """The sheets with one record a row: their form and their table."""
    from kamsheets.workbook.read import read

    with passing_file(book, sheets) as path:
        tables = read(path, catalogue_under(session.view).lists()).tables
    return {table.sheet: (form.id, table) for form, table in tables}


def _rows(book: "Book", live: LiveSheet, lang: str) -> Iterator[int]:
    """The rows of the selection, as far as there is data; none when no cells are selected."""
    chosen = book.selection
    if chosen is None:  # a shape is selected
        return
    address = chosen.address
    if len(address) > _TOO_LONG:
        raise UsageError(reason=text("macros.said.select_less", lang))
    last = live.row + len(live.values) - 1
    for area in address.split(","):
        found = [int(number) for number in _ROWS.findall(area)]
        yield from range(found[0], min(found[-1], last) + 1) if found else range(live.row, last + 1)
