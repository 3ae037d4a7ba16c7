"""Fields of the catalogue as columns and cells of a workbook people fill in: kind, drop-down, hint, shown value."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kamsheets.core.messages import text
from kamsheets.core.money import FEN_PER_YUAN, UNITS
from kamsheets.forms.catalogue import Field
from kamsheets.policy.types import Choice
from kamsheets.policy.view import PolicyView
from kamsheets.workbook.write_cells import Col, Kind

_KINDS: Final[dict[str, Kind]] = {
    "int": "int",
    "dec": "dec",
    "money": "money",
    "pct": "pct",
    "date": "date",
    "datetime": "datetime",
    "bool": "enum",
    "enum": "enum",
    "phone": "code",
    "uscc": "code",
    "ref": "code",
    "period": "code",
}
_CODE_LIKE: Final = re.compile(r"(^|_)(no|id|code|account|bank_no)$")
_COMPOUND: Final = frozenset({"table", "checklist", "group", "sign"})
_SHORT_CODE: Final = re.compile(r"[A-Z]{1,4}\d{0,3}")
_CODED: Final = re.compile(r"[A-Z]{1,4}\d{0,3}(\s|$)")


def kind(field: Field) -> Kind:
    """What a cell of the field holds; numbers and names that look like codes stay text."""
    if field.type == "money" and UNITS.get(field.unit or "元") != FEN_PER_YUAN:
        return "dec"
    if field.type == "str" and (field.pattern or _CODE_LIKE.search(field.id)):
        return "code"
    return _KINDS.get(field.type, "text")


def label(field: Field, lang: str) -> str:
    """The header: the field's name, with the unit of an amount and whether it includes VAT."""
    inside = [field.unit] if field.type == "money" and field.unit else []
    inside += [text(f"form.{field.vat}", lang)] if field.vat else []
    name = field.label(lang)
    if not inside:
        return name
    return f"{name}（{'，'.join(inside)}）" if lang == "zh" else f"{name} ({', '.join(inside)})"


def scalar(field: Field) -> bool:
    """Whether one cell holds the field."""
    return field.type not in _COMPOUND


def column(field: Field, view: PolicyView, lang: str) -> Col:
    """The column a list sheet gives the field."""
    return Col(
        label(field, lang),
        kind(field),
        key=field.id,
        choices=choices(field, view, lang),
        strict=not field.open,
        hint=hint(field, lang),
        required=field.required == "Y",
        computed=field.required == "computed",
        restricted=field.restricted,
        width=24 if field.type == "text" else None,
    )


def choices(field: Field, view: PolicyView, lang: str) -> Sequence[str]:
    """The drop-down of a field; none where several values may stand in one cell."""
    if field.type == "bool":
        return (text("writing.yes", lang), text("writing.no", lang))
    if field.type != "enum" or field.many or not field.choices:
        return ()
    return tuple(shown_choice(field, choice, lang) for choice in view.choices.get(field.choices, ()))


def shown_choice(field: Field, choice: Choice, lang: str) -> str:
    """A choice as people see it: its name, after its code (M5 技术突破) unless the field's example shows none."""
    name = choice.label.of(lang)
    coded = _SHORT_CODE.fullmatch(choice.code) and name != choice.code
    return f"{choice.code} {name}" if coded and (not field.example or _CODED.match(field.example)) else name


def shown(field: Field, value: object, view: PolicyView, lang: str) -> object:
    """A typed value (fen, code, date …) as its cell is written."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return "；".join(str(shown(field, one, view, lang)) for one in value)
    if field.type == "enum":
        known = {choice.code: choice for choice in view.choices.get(field.choices or "", ())}
        return shown_choice(field, known[str(value)], lang) if value in known else value
    if field.type == "money" and kind(field) == "dec" and isinstance(value, int):
        return Decimal(value) / UNITS[field.unit]
    return value


def hint(field: Field, lang: str) -> str:
    """What is shown while a cell is selected: the rule and an example."""
    rule, parts = field.rule(lang), []
    parts += [rule] if rule else []
    parts += [text("form.example", lang, example=field.example)] if field.example else []
    return "\n".join(parts)
