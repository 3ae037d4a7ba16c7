"""The field catalogue as one company sees it: with the headers its policy adds (表头别名), families written out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kamsheets.core.finding import Finding, finding
from kamsheets.forms.catalogue import Catalogue, Field, Form, catalogue
from kamsheets.forms.headers import normalise
from kamsheets.policy.dated import Dated
from kamsheets.policy.types import HeaderNames
from kamsheets.policy.view import PolicyView


def catalogue_under(view: PolicyView) -> Catalogue:
    """All forms, their headers extended by the policy's; a row that names no form or field adds nothing."""
    added: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in view.headers:
        form, field = _named(row)
        if form and field:
            own = added.setdefault(form.id, {})
            own[field.id] = own.get(field.id, ()) + row.names
    forms = (_extended(form, added[form.id]) if form.id in added else form for form in catalogue().values())
    return Catalogue(tuple(forms)).expanded(view.choices)


def unknown_headers(rows: Iterable[Dated[HeaderNames]]) -> Iterator[Finding]:
    """Rows of 表头别名 whose form or field the catalogue does not have."""
    for row in rows:
        form, field = _named(row.item)
        if form is None:
            yield finding("PO85", row.origin.place("form"), row.item.form)
        elif field is None:
            yield finding("PO86", row.origin.place("field"), row.item.field, form=form.zh, form_en=form.en)


def _named(row: HeaderNames) -> tuple[Form | None, Field | None]:
    """A form goes by id, code or name, a field by id or name."""
    wanted = normalise(row.form).key
    book = catalogue()
    named = (f for f in book.values() if wanted in {normalise(name).key for name in (f.id, f.code, f.zh, f.en)})
    form = next(named, None)
    if form is None:
        return None, None
    key = normalise(row.field).key
    return form, next((f for f in form.fields if key in {normalise(n).key for n in (f.id, f.zh, f.en)}), None)


def _extended(form: Form, names: dict[str, tuple[str, ...]]) -> Form:
    fields = (replace(f, aliases=(*f.aliases, *names[f.id])) if f.id in names else f for f in form.fields)
    return replace(form, fields=tuple(fields))
