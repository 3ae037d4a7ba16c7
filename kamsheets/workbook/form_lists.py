"""A list sheet of the catalogue (one record a row), empty for filling in or with records."""

from collections.abc import Mapping, Sequence
from typing import Final

from kamsheets.core.messages import text
from kamsheets.forms.catalogue import Field, Form
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.form_columns import column, scalar, shown
from kamsheets.workbook.write import Block, Book, Highlight, highlight

SPARE: Final = 30
"""Free rows of a new table; formats and drop-downs reach further."""


def fields(form: Form) -> list[Field]:
    """The fields that have a column."""
    return [field for field in form.fields if scalar(field)]


def form_list(
    book: Book,
    form: Form,
    view: PolicyView,
    *,
    name: str = "",
    table: str = "",
    rows: Sequence[Mapping[str, object]] = (),
    freeze: int = 1,
    rules: Sequence[Highlight] = (),
) -> Block:
    """Adds the sheet of a form, with records by field id (typed values: fen, codes, dates) and free rows below."""
    shown_fields = fields(form)
    title = f"{form.label(book.lang)} {form.code}".strip()
    page = book.page(name or form.label(book.lang))
    page.title(title + (text("form.restricted_title", book.lang) if form.restricted else ""))
    page.lines(text("form.legend", book.lang), span=min(8, len(shown_fields)), width=90)
    columns = [column(field, view, book.lang) for field in shown_fields]
    cells = [[shown(field, row.get(field.id), view, book.lang) for field in shown_fields] for row in rows]
    block = page.table(columns, cells, table=table or form.id, spare=SPARE)
    page.freeze(block, freeze)
    for rule in (*rules, *missing(block, shown_fields)):
        highlight(page, block, rule, typing=True)
    if form.restricted:
        page.mark_restricted()
    return block


def missing(block: Block, shown_fields: Sequence[Field]) -> list[Highlight]:
    """A required cell turns red while its row is begun and the cell is empty."""
    first, last = block.columns[0].name, block.columns[-1].name
    begun = f"COUNTA({{{first}}}:{{{last}}})>0"
    required = [field.id for field in shown_fields if field.required == "Y"]
    return [Highlight(f"AND({begun},LEN({{{one}}})=0)", "error", (one,)) for one in required]


def twice(field: str) -> Highlight:
    """A number given twice in its column."""
    return Highlight(f"AND(LEN({{{field}}})>0,COUNTIF({{{field}:column}},{{{field}}})>1)", "warning", (field,))
