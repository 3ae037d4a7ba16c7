"""What was issued: the printed text of every field, kept so that a returned form can be compared with it."""

from collections.abc import Collection, Iterator
from typing import Any

from kamsheets.document.context import Printing, listed, shown
from kamsheets.document.naming import LISTS
from kamsheets.document.record import Record
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


def tables(form: Form, record: Record) -> Iterator[Field]:
    """The row tables a form prints, sheets printed as tables among them."""
    yield from (one for one in form.fields if one.type in ("table", "checklist"))
    yield from (listed(form_id) for form_id in LISTS if form_id in record.tables)


def snapshot(
    record: Record, form: Form, printing: Printing, code: str, number: str, digest: str, shown_keys: Collection[str]
) -> dict[str, Any]:
    """The issued form as plain data; ``shown_keys`` are the fields and tables its template prints at all."""
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
    printed = [one for one in tables(form, record) if one.id in shown_keys]
    rows = {
        one.id: [
            {c.id: shown(c, cells[c.id], printing) for c in one.columns if cells.get(c.id) is not None}
            for cells in record.tables.get(one.id, ())
        ]
        for one in printed
    }
    return {
        "form": code, "form_id": form.id, "number": number, "lang": printing.lang,
        "as_of": printing.as_of.isoformat(), "data_sha": record.digest, "digest": digest,
        "fields": fields, "tables": rows,
        "locked": {one.id: [c.id for c in one.columns if locked(c)] for one in printed},
    }  # fmt: skip
