"""联系方式: cells that hold a mobile, a telephone or an e-mail, whatever the header says.

A column headed 联系方式 may be any of the form's contact fields; each cell decides for itself (domain §7.10).
"""

import re
from collections.abc import Iterable, Sequence

from kamsheets.core.table import Cell
from kamsheets.formats import emails, phones
from kamsheets.forms.catalogue import Field

TYPES = frozenset({"phone", "email"})
"""Types that can share a column."""


def as_text(cell: Cell) -> str:
    """A contact cell as text: a number that Excel made of a phone has no decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def home(value: str, fields: Sequence[Field]) -> Field | None:
    """The first of ``fields`` that a readable number or address (as ``formats`` writes it) belongs to."""
    type_ = "email" if "@" in value else "phone"
    fits = (f for f in fields if f.type == type_ and (f.pattern is None or re.fullmatch(f.pattern, value)))
    return next(fits, None)


def likely(cells: Iterable[Cell], fields: Sequence[Field]) -> Field:
    """The field most of ``cells`` belong to; the first one when they say nothing."""
    votes = dict.fromkeys((f.id for f in fields), 0)
    for cell in cells:
        for value in _readable(as_text(cell)):
            if belongs := home(value, fields):
                votes[belongs.id] += 1
    return max(fields, key=lambda f: votes[f.id])


def _readable(text: str) -> list[str]:
    try:
        return [emails.parse(text)] if "@" in text else [phone.number for phone in phones.split(text)]
    except (phones.PhoneError, emails.EmailError):
        return []
