"""What was issued: the printed text of every field, kept so that a returned form can be compared with it."""

from collections.abc import Iterator
from typing import Any

from kamsheets.document.context import Printing, listed, shown
from kamsheets.document.naming import LISTS
from kamsheets.document.record import Record
from kamsheets.forms.catalogue import Field, Form, catalogue

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


def snapshot(record: Record, form: Form, printing: Printing, number: str, digest: str) -> dict[str, Any]:
    """The issued form as plain data."""
    fields = {
        key: {
            "label": one.label(printing.lang),
            "text": shown(one, record.values.get(key), printing),
            "locked": locked(one),
        }
        for key, one in scalars(form)
        if not one.restricted or printing.restricted
    }
    rows = {
        one.id: [
            {c.id: shown(c, cells[c.id], printing) for c in one.columns if cells.get(c.id) is not None}
            for cells in record.tables.get(one.id, ())
        ]
        for one in tables(form, record)
    }
    return {
        "form": form.code or record.form, "form_id": form.id, "number": number, "lang": printing.lang,
        "as_of": printing.as_of.isoformat(), "data_sha": record.digest(), "digest": digest,
        "fields": fields, "tables": rows,
    }  # fmt: skip
