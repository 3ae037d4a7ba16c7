"""What was issued: the printed text of every field, kept so that a returned form can be compared with it."""

from collections.abc import Collection, Iterator
from typing import Any

from kamsheets.document.context import Printing, listed, matrix, shown, turned, value
from kamsheets.document.naming import LISTS, MATRIX
from kamsheets.document.record import Record
from kamsheets.document.values import Matrix
from kamsheets.forms.catalogue import Field, Form, catalogue

NUMBER = "form_no"
LOCKED_TYPES = frozenset({"money", "pct", "uscc", "ref"})
"""Figures and identities: changed on a returned form they are an error, not an edit."""


def locked(one: Field) -> bool:
    """Whether a returned form may not change the field: header, figures, identities, and what is computed."""
    return one.id in catalogue()["F0"].by_id or one.type in LOCKED_TYPES or one.required == "computed"


def scalars(form: Form) -> Iterator[tuple[str, Field]]:
    """Fields and parts of groups that are printed as one text, by key."""
    for one in form.fields if form.kind == "block" else ():
        if one.type == "group":
            yield from ((f"{one.id}.{part.id}", part) for part in one.columns)
        elif one.type not in ("table", "checklist", "sign"):
            yield one.id, one


def tables(form: Form, record: Record, printing: Printing) -> Iterator[Field]:
    """The row tables a form prints, sheets printed as tables among them; restricted ones where the batch shows them."""
    yield from (one for one in form.fields if one.type in ("table", "checklist"))
    for form_id in LISTS:
        if form_id in record.tables and (printing.restricted or not catalogue()[form_id].restricted):
            yield listed(form_id)


def _printed(column: Field, raw: object, printing: Printing) -> str:
    """A cell as printed."""
    if column.restricted and not printing.restricted:
        return value(column, raw, printing, column.id, needed=False).blank
    return shown(column, raw, printing)


def matrices(
    form: Form, record: Record, printing: Printing, shown_keys: Collection[str]
) -> Iterator[tuple[str, list[list[str]]]]:
    """Amounts by two lists, as a form prints them: heads, then label, amounts and sum of every row."""
    if record.matrix and MATRIX[1] in shown_keys:
        yield MATRIX[1], _grid(matrix(record.matrix.heads, record.matrix.rows, printing.lang))
    for one in form.fields:
        if f"{one.id}.matrix" in shown_keys and (found := turned(one, record.tables.get(one.id, ()), printing)):
            yield one.id, _grid(found)


def _grid(found: Matrix) -> list[list[str]]:
    lines = [[str(row.label), *map(str, row.cells), str(row.total)] for row in (*found.rows, found.total_row)]  # type: ignore[call-overload]
    return [list(map(str, found.heads)), *lines]


def snapshot(
    record: Record,
    form: Form,
    printing: Printing,
    code: str,
    number: str,
    digest: str,
    shown_keys: Collection[str],
    template: str = "",
) -> dict[str, Any]:
    """The issued form as plain data; ``shown_keys`` are the fields and tables its template prints at all.

    ``template``: its content digest.
    """
    fields = {
        key: {
            "label": one.label(printing.lang),
            "text": shown(one, record.values.get(key), printing),
            "locked": locked(one),
        }
        for key, one in scalars(form)
        if key in shown_keys and (printing.restricted or not one.restricted)
    }
    if NUMBER in fields:
        fields[NUMBER]["text"] = number
    printed = [one for one in tables(form, record, printing) if one.id in shown_keys]
    rows = {
        one.id: [
            {c.id: _printed(c, cells[c.id], printing) for c in one.columns if cells.get(c.id) is not None}
            for cells in record.tables.get(one.id, ())
        ]
        for one in printed
    }
    return {
        "form": code, "form_id": form.id, "number": number, "lang": printing.lang,
        "as_of": printing.as_of.isoformat(), "data_sha": record.digest, "digest": digest, "tpl_sha": template,
        "fields": fields, "tables": rows, "matrices": dict(matrices(form, record, printing, shown_keys)),
        "locked": {one.id: [c.id for c in one.columns if locked(c)] for one in printed},
    }  # fmt: skip
