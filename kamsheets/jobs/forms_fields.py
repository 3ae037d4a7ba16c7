"""``forms fields``: the names a form's template may use, with what they print, to copy into Word."""

from collections.abc import Iterator
from dataclasses import dataclass

from kamsheets.core.errors import UsageError
from kamsheets.core.messages import text as say
from kamsheets.document import archive, properties, templates
from kamsheets.document.coded import coded, named
from kamsheets.document.naming import FACTS, LISTS, MATRIX, SYSTEM, spelling
from kamsheets.document.template_tags import labelled
from kamsheets.forms.catalogue import Field, Form
from kamsheets.jobs.fields import catalogue_under
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@dataclass(frozen=True, slots=True)
class Tag:
    """One name: the tag to copy, the field's label, type, whether it is required, an example."""

    tag: str
    label: str
    type: str
    required: str
    example: str


def form_named(code: str, session: Session) -> Form:
    """The form of a code in any spelling; raises ``UsageError`` for one nobody knows."""
    known = catalogue_under(session.view)
    found = named(code, known)
    if found is None:
        codes = ", ".join([*sorted(coded(known)), *documents()])
        raise UsageError(reason=say("forms.fields.unknown", session.lang, code=code, known=codes))
    return found


def documents() -> list[str]:
    """Templates that print no form but what a command worked out: the weekly brief, the papers of key accounts."""
    kinds = {path: properties.read_custom(archive.read(path).get(archive.CUSTOM)) for path in templates.documents()}
    names = (path.name.split(".")[0] for path, facts in kinds.items() if facts.get(properties.KIND) is None)
    return list(dict.fromkeys(name for name in names if not name.isascii()))


def list_fields(code: str, session: Session) -> Outcome:
    """All names of a form; of a document that is none, the names its shipped template uses."""
    if code.strip() in documents():
        name = code.strip()
        rows = [
            Tag(tag, label, "", "", "") for tag, label in labelled(archive.read(templates.find(name, session.lang)))
        ]
        return _listed(name, rows)
    form = form_named(code, session)
    return _listed(f"{form.code or code} {form.label(session.lang)}", list(tags(form, session.lang)))


def _listed(title: str, rows: list[Tag]) -> Outcome:
    width = max(len(row.tag) for row in rows)
    lines = [title]
    lines += [f"  {row.tag:<{width}}  {row.label}  {row.type}  {row.required}  {row.example}".rstrip() for row in rows]
    shown = [
        {"tag": row.tag, "label": row.label, "type": row.type, "required": row.required, "example": row.example}
        for row in rows
    ]
    return Outcome(summary={"fields": len(rows)}, data={"fields": shown}, lines=lines)


def tags(form: Form, lang: str) -> Iterator[Tag]:
    """Fields, parts of groups, columns of row tables (inside their loop), and the names every template has."""
    if form.kind == "list":
        name = LISTS.get(form.id, (form.id, form.id))[0 if lang == "zh" else 1]
        yield from _table(Field(form.id, form.zh, form.en, "table", columns=form.fields), name, lang)
    else:
        for one in form.fields:
            yield from _field(form, one, lang)
    facts = [pair[0 if lang == "zh" else 1] for pair in FACTS.get(form.id, {}).items()]
    yield from (Tag(f"{{{{ {name} }}}}", name, "", "", "") for name in facts)
    names = [pair[0 if lang == "zh" else 1] for pair in SYSTEM.items()]
    yield from (Tag(f"{{{{ {name} }}}}", say("forms.fields.system", lang), "", "", "") for name in names)
    if form.id == "F10":
        yield Tag(MATRIX[0 if lang == "zh" else 1], say("forms.fields.matrix", lang), "", "", "")


def _field(form: Form, one: Field, lang: str) -> Iterator[Tag]:
    name = spelling(form.fields, one, lang)
    if one.type in ("table", "checklist"):
        yield from _table(one, name, lang)
    elif one.type == "group":
        for part in one.columns:
            yield _tag(f"{{{{ {name}.{spelling(one.columns, part, lang)} }}}}", part, lang)
    elif one.type == "enum":
        yield _tag(f"{{{{ {name} }}}}", one, lang)
        yield _tag(f"{{{{ {name}|{'勾选' if lang == 'zh' else 'boxes'} }}}}", one, lang)
    elif one.type == "money":
        yield _tag(f"{{{{ {name} }}}}", one, lang)
        yield _tag(f"{{{{ {name}|{'大写金额' if lang == 'zh' else 'in_words'} }}}}", one, lang)
    else:
        yield _tag(f"{{{{ {name} }}}}", one, lang)


def _table(one: Field, name: str, lang: str) -> Iterator[Tag]:
    row = "行" if lang == "zh" else "row"
    yield Tag(f"{{%tr for {row} in {name} %}}", one.label(lang), say(f"forms.type.{one.type}", lang), one.required, "")
    for column in one.columns:
        yield _tag(f"{{{{ {row}.{spelling(one.columns, column, lang)} }}}}", column, lang)
    yield Tag("{%tr endfor %}", one.label(lang), "", "", "")


def _tag(tag: str, one: Field, lang: str) -> Tag:
    return Tag(tag, one.label(lang), say(f"forms.type.{one.type}", lang), one.required, one.example)
