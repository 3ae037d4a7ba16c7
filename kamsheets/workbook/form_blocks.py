"""A form of the catalogue as labels and values with row tables below, empty or filled in.

A label stands in the first column with its value to the right; a row table begins with its name, then its column names,
and ends at a free row: what ``forms.blocks`` reads.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from kamsheets.core.messages import text
from kamsheets.forms.catalogue import Field, Form
from kamsheets.policy.types import Choice
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.form_columns import choices, column, hint, kind, label, scalar, shown, shown_choice
from kamsheets.workbook.write import Book, Col, Sheet
from kamsheets.workbook.write_checks import validate

if TYPE_CHECKING:
    from xlsxwriter.format import Format

Record = Mapping[str, object]
"""Typed values by field id; a row table is a list of records, a group a record."""
_VALUE_COLUMNS: Final = 5
"""Columns a value lies over at least, so that row tables below find narrow ones."""
_WIDTHS: Final = (24, *[12] * 10)
_FREE_ROWS: Final = 6
_TEXT_HEIGHT: Final = 48


def form_block(book: Book, form: Form, view: PolicyView, record: Record | None = None) -> Sheet:
    """Adds the sheet of a form; ``record`` fills it in."""
    record = record or {}
    page = book.page(f"{form.code} {form.label(book.lang)}", landscape=False)
    page.title(f"{form.label(book.lang)} {form.code}")
    right = _right(form, view)
    page.lines(text("form.legend_block", book.lang), span=right + 1, width=24 + 12 * right)
    page.raw.freeze_panes(page.row, 1)
    page.raw.repeat_rows(0)
    for index, width in enumerate(_WIDTHS):
        page.widen(index, width)
    for field in form.fields:
        if scalar(field):
            _pair(page, field, view, record.get(field.id), right)
        elif field.type == "group":
            _group(page, field, view, record.get(field.id), right)
    for field in form.fields:
        if field.type in ("table", "checklist"):
            _table(page, field, view, record.get(field.id))
    if form.restricted:
        page.mark_restricted()
    return page


def _right(form: Form, view: PolicyView) -> int:
    """The last column of the sheet's widest row table; values lie over all columns up to it."""
    widths = [len(_across(field, view)) or len(field.columns) - 1 for field in form.fields if field.type == "table"]
    return max([_VALUE_COLUMNS, *widths])


def _group(page: Sheet, field: Field, view: PolicyView, values: object, right: int) -> None:
    parts = values if isinstance(values, Mapping) else {}
    page.raw.write_string(page.row, 0, field.label(page.lang), page.look.format(bold=True))
    page.row += 1
    for part in field.columns:
        _pair(page, part, view, parts.get(part.id), right)


def _pair(page: Sheet, field: Field, view: PolicyView, value: object, right: int) -> None:
    """One label and its value, which lies over several columns."""
    mark = "*" if field.required == "Y" else ""
    page.raw.write_string(page.row, 0, label(field, page.lang) + mark, _label_style(page, field))
    style = page.look.cell(kind(field))
    page.raw.merge_range(page.row, 1, page.row, right, "", style)
    page.put(page.row, 1, shown(field, value, view, page.lang), kind(field))
    if field.type == "text":
        page.raw.set_row(page.row, _TEXT_HEIGHT)
    rule = Col(
        label(field, page.lang),
        kind(field),
        choices=choices(field, view, page.lang),
        strict=not field.open,
        hint=hint(field, page.lang),
    )
    validate(page, rule, page.row, page.row, 1)
    page.row += 1


def _label_style(page: Sheet, field: Field) -> "Format":
    return page.look.label(
        required=field.required == "Y", computed=field.required == "computed", restricted=field.restricted
    )


def _table(page: Sheet, field: Field, view: PolicyView, values: object) -> None:
    """A row table: its name, its column names, its rows; a list of checks has its items written already."""
    page.heading(field.label(page.lang) + ("*" if field.required == "Y" else ""))
    records = [row for row in values if isinstance(row, Mapping)] if isinstance(values, Sequence) else []
    if field.type == "checklist" and not records:
        items = view.choices.get(field.choices or "", ())
        records = [{field.columns[0].id: item.label.of(page.lang)} for item in items]
    across = _across(field, view)
    if across:
        _crossed(page, field, view, across, records)
        return
    columns = [column(one, view, page.lang) for one in field.columns]
    rows = [[shown(one, row.get(one.id), view, page.lang) for one in field.columns] for row in records]
    free = 0 if field.type == "checklist" else max(2, _FREE_ROWS - len(rows))
    block = page.table(columns, rows, table=False, spare=free, fixed=True)
    page.row = block.last_row + 1


def _across(field: Field, view: PolicyView) -> Sequence[Choice]:
    """The second list of a table of amounts by two lists (科目 x 阶段), whose entries become columns."""
    types = [one.type for one in field.columns]
    if types != ["enum", "enum", "money"]:
        return ()
    closed = {stage.code for stage in view.stages if stage.closed}
    return [choice for choice in view.choices.get(field.columns[1].choices or "", ()) if choice.code not in closed]


def _crossed(page: Sheet, field: Field, view: PolicyView, across: Sequence[Choice], records: Sequence[Record]) -> None:
    down, second, amount = field.columns
    listed = {choice.code: choice for choice in view.choices.get(down.choices or "", ())}
    cells = {(row.get(down.id), row.get(second.id)): row.get(amount.id) for row in records}
    columns = [Col(label(down, page.lang), key=down.id)]
    columns += [
        Col(shown_choice(second, choice, page.lang), "money", key=choice.code, total="sum") for choice in across
    ]
    rows = [
        [choice.label.of(page.lang), *(cells.get((code, one.code)) for one in across)]
        for code, choice in listed.items()
    ]
    block = page.table(columns, rows, table=False, fixed=True)
    page.row = (block.total_row or block.last_row) + 1
