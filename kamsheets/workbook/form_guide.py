"""说明: what stands in the columns and cells of a workbook, in words: required, type, rule, example."""

from collections.abc import Sequence

from kamsheets.core.messages import text
from kamsheets.forms.catalogue import Field, Form
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.form_columns import choices, label
from kamsheets.workbook.write import Book, Cell, Col, Sheet

_MOST_CHOICES = 12
_MARKS = {"Y": "error", "C": "warning", "computed": "muted", "N": ""}


def guide(book: Book, title: str, notes: Sequence[str], forms: Sequence[Form], view: PolicyView) -> Sheet:
    """Adds the sheet: how to fill in, then a table of its fields for each form."""
    page = book.page(text("form.guide", book.lang), landscape=True)
    page.title(title)
    page.lines(*notes, span=6, width=130)
    for form in forms:
        restricted = text("form.restricted_title", book.lang) if form.restricted else ""
        page.heading(f"{form.label(book.lang)} {form.code}".strip() + restricted)
        page.table(_columns(book.lang), [_row(field, view, book.lang) for field in _all(form)], table=False)
    return page


def _all(form: Form) -> list[Field]:
    """The fields, and after a compound one its parts."""
    return [one for field in form.fields for one in (field, *(_part(field, part) for part in field.columns))]


def _part(field: Field, part: Field) -> Field:
    from dataclasses import replace

    return replace(part, zh=f"{field.zh} · {part.zh}", en=f"{field.en} · {part.en}")


def _columns(lang: str) -> list[Col]:
    names = ("field", "required", "type", "rule", "example", "remark")
    widths = (30, 10, 14, 56, 30, 24)
    return [Col(text(f"form.guide.{name}", lang), width=width) for name, width in zip(names, widths, strict=True)]


def _row(field: Field, view: PolicyView, lang: str) -> list[object]:
    required = Cell(text(f"form.required.{field.required}", lang), tone=_MARKS[field.required])  # type: ignore[arg-type]
    rule = [field.rule(lang)] if field.rule(lang) else []
    allowed = choices(field, view, lang)
    if allowed and field.type == "enum":
        more = " …" if len(allowed) > _MOST_CHOICES else ""
        rule.append(("、" if lang == "zh" else ", ").join(allowed[:_MOST_CHOICES]) + more)
    remarks = [text(f"form.remark.{name}", lang) for name in ("restricted", "personal", "many") if getattr(field, name)]
    kind = text(f"form.type.{field.type}", lang)
    separator = "；" if lang == "zh" else "; "
    return [label(field, lang), required, kind, "\n".join(rule), field.example, separator.join(remarks)]
