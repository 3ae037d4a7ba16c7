"""What is wrong with one row of a register beyond its cells: dates out of order, parts above their whole, days to come.

``RULES`` is what is looked for; a finding of severity error keeps the row out.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kamsheets.forms.catalogue import Form
from kamsheets.policy.view import PolicyView

Record = Mapping[str, Any]


class Wrong(NamedTuple):
    """A finding to be made: its code, the field it stands at, and the facts of its sentence."""

    code: str
    field: str
    facts: Mapping[str, object] = {}


IN_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "F16f": ("reported", "responded", "solved"),
    "F16k": ("started", "signed", "accepted", "closed"),
}
"""Days and times none of which lies before the one named earlier; blanks are passed over."""
PARTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "F16b": (("gross_profit", "revenue"), ("renewals_done", "renewals_due")),
    "F16e": (("intro_minutes", "minutes"),),
}
"""(part, whole): the part is not larger."""
NOT_TO_COME: Final[Mapping[str, str]] = {
    "F16c": "scored_on", "F16e": "contact_date", "F16f": "reported", "F16g": "survey_date", "F16h": "signal_date",
    "F16l": "saved_on", "F16m": "recorded_on", "F16n": "done_on", "F16o": "held_on",
}  # fmt: skip
"""The day on which something happened; one after the policy's day does not count yet."""
ENERGY: Final = ("saved_kw", "hours_a_year", "kwh_price", "years")
"""What a saving is computed from when no amount is given."""


def at_once(value: date) -> datetime:
    """A day without an hour stands for its first minute."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def order(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """Solved before reported, signed before started."""
    held = [(name, day) for name in IN_ORDER.get(form.id, ()) if (day := record[name]) is not None]
    for (first, early), (second, late) in pairwise(held):
        if at_once(late) < at_once(early):
            yield Wrong("AC17", second, _names(form, first=first, second=second))


def parts(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """More renewed than was due."""
    for part, whole in PARTS.get(form.id, ()):
        if record[part] is not None and record[whole] is not None and record[part] > max(0, record[whole]):
            yield Wrong("AC21", part, _names(form, part=part, whole=whole))


def days_to_come(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """A contact of next week."""
    field = NOT_TO_COME.get(form.id)
    if field and record[field] is not None and at_once(record[field]).date() > view.day:
        yield Wrong("AC20", field, {"day": view.day})


def year_to_come(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """Results of a year that has not begun."""
    if form.id == "F16b" and record["year"] > view.day.year:
        yield Wrong("AC14", "year")


def scale(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """A score outside its scale, or on a scale the policy lacks."""
    if form.id == "F16g" and record["csat"] is not None:
        scales = view.items("csat_scales")
        if record["csat_scale"] not in scales or record["csat"] > record["csat_scale"]:
            yield Wrong("AC05", "csat", {"scales": "、".join(map(str, scales))})


def kept_too_long(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """Personal information past the day it may be kept is not used any more (个人信息保护法 19)."""
    if form.id == "F16d" and record["retain_until"] < view.day:
        yield Wrong("AC06", "retain_until")


def coach(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """教练 is no role: read as a stance."""
    choice = view.choice("buyer_role", record["buyer_role"]) if form.id == "F16d" and record["buyer_role"] else None
    if choice and any(view.choice("stance", tag) for tag in choice.tags):
        yield Wrong("AC16", "buyer_role")


def unowned(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """A signal nobody sees to."""
    if form.id == "F16h" and not (record["owner"] and record["action"]):
        yield Wrong("AC07", "action" if record["owner"] else "owner")


def savings(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """A saving without an amount, or confirmed by no paper."""
    if form.id == "F16l":
        if record["saving"] is None and any(record[name] is None for name in ENERGY):
            yield Wrong("AC19", "saving")
        if record["confirmed"] and not record["evidence"]:
            yield Wrong("AC18", "evidence")


RULES: Final[tuple[Callable[[Form, Record, PolicyView], Iterator[Wrong]], ...]] = (
    order, parts, days_to_come, year_to_come, scale, kept_too_long, coach, unowned, savings,
)  # fmt: skip


def wrong(form: Form, record: Record, view: PolicyView) -> Iterator[Wrong]:
    """Everything that is wrong with a row."""
    for rule in RULES:
        yield from rule(form, record, view)


def _names(form: Form, **fields: str) -> Mapping[str, object]:
    return {name: form[field].zh for name, field in fields.items()} | {
        f"{name}_en": form[field].en for name, field in fields.items()
    }
