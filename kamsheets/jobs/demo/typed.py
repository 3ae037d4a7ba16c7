"""From the words of an invented row to typed values, as a reader would have made them."""

from datetime import date
from fractions import Fraction

from kamsheets.forms.catalogue import Field, Form
from kamsheets.jobs.demo.words import Row
from kamsheets.policy.view import PolicyView


def typed(form: Form, row: Row, policy: PolicyView) -> Row:
    """``row`` with names of closed lists as codes, percents as shares and yes/no as truth."""
    return {field.id: value(field, row[field.id], policy) for field in form.fields if row.get(field.id) is not None}


def value(field: Field, raw: object, policy: PolicyView) -> object:
    """One value of a field; row tables and groups are typed column by column."""
    if isinstance(raw, list):
        return [_record(field, item, policy) for item in raw]
    if isinstance(raw, dict):
        return _record(field, raw, policy)
    if field.type == "enum" and field.choices and isinstance(raw, str):
        return _code(policy, field.choices, raw)
    if field.type == "pct":
        return Fraction(str(raw)) / 100
    if field.type == "bool" and isinstance(raw, str):
        return raw == "是"
    return raw


def _record(field: Field, record: Row, policy: PolicyView) -> Row:
    return {one.id: value(one, record[one.id], policy) for one in field.columns if record.get(one.id) is not None}


def _code(policy: PolicyView, listing: str, name: str) -> str:
    """The code of a name; ``KeyError`` when the list has no such entry: the sample would not be valid."""
    for choice in policy.choices.get(listing, ()):
        if name in (choice.code, choice.label.zh, *choice.label.aliases):
            return choice.code
    raise KeyError(f"{listing}: {name}")


def day(raw: object) -> date:
    """A date of an invented row."""
    assert isinstance(raw, date)
    return raw


def fen(raw: object) -> int:
    """An amount of an invented row."""
    assert isinstance(raw, int)
    return raw
