"""联系方式: cells that hold a mobile, a telephone or an e-mail, whatever the header says.

A column headed 联系方式 may be any of the form's contact fields; each cell decides for itself (domain §7.10). A number
that turns up in the wrong contact column goes to its own field when the sheet has no column for that.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kamsheets.core.table import Cell
from kamsheets.formats import emails, phones
from kamsheets.forms.catalogue import Field
from kamsheets.forms.cells import Note, Read, Reader, blank, plain, unread

TYPES = frozenset({"phone", "email"})
"""Types that can share a column."""
_PHONE_CODES = {"length": "CT51", "area_code": "CT55"}


class Given(NamedTuple):
    """One number or address of a cell and the field it belongs to."""

    field_id: str
    value: str


def _homes(fields: Iterable[Field]) -> Callable[[str], Field | None]:
    """Finds the first of ``fields`` that a number or address (as ``formats`` writes it) belongs to."""
    known = [(f, f.type == "email", re.compile(f.pattern or ".*").fullmatch) for f in fields]

    def home(value: str) -> Field | None:
        address = "@" in value
        for f, email, fits in known:
            if email is address and fits(value):
                return f
        return None

    return home


def likely(cells: Iterable[Cell], fields: Sequence[Field]) -> Field:
    """The field most of ``cells`` belong to; the first one when they say nothing."""
    votes, homes = dict.fromkeys((f.id for f in fields), 0), _homes(fields)
    for cell in cells:
        for value in _readable(plain(cell) if cell is not None else ""):
            if belongs := homes(value):
                votes[belongs.id] += 1
    return max(fields, key=lambda f: votes[f.id])


def _readable(text: str) -> list[str]:
    try:
        return [emails.parse(text)] if "@" in text else [phone.number for phone in phones.split(text)]
    except (phones.PhoneError, emails.EmailError):
        return []


def reader(f: Field, pool: Sequence[Field], others: Sequence[Field]) -> Reader:
    """Numbers and addresses of a cell as ``Given`` values.

    ``pool`` are the fields this column may fill, ``f`` first; ``others`` are contact fields with a column of their own:
    what belongs there stays with ``f`` and is reported.
    """

    homes, elsewhere = _homes(pool), _homes(others)
    numbers = any(one.type == "phone" for one in pool)

    def read(cell: Cell) -> Read:
        if isinstance(cell, str) and phones.is_usual(cell):
            return _given(cell)
        if nothing := blank(cell):
            return nothing
        words = plain(cell)
        return _address(words) if "@" in words or "＠" in words or not numbers else _numbers(words)

    def _address(words: str) -> Read:
        try:
            return _given(emails.parse(words))
        except emails.EmailError as error:
            return unread("CT70", error.proposed)

    def _numbers(words: str) -> Read:
        try:
            found = phones.split(words)
        except phones.PhoneError as error:
            if error.reason == "lost_zero" and error.proposed:
                given, notes = _given(error.proposed)
                return given, (Note("CT52", error.proposed), *notes)
            return unread(_PHONE_CODES.get(error.reason, "CT50"), error.proposed)
        return _given(*(str(phone) for phone in found))

    def _given(*values: str) -> Read:
        given: list[Given] = []
        notes: list[Note] = []
        for value in values:
            belongs = homes(value)
            if belongs is None and (other := elsewhere(value)):
                notes.append(Note("CT54", None, (("other", other.zh), ("other_en", other.en))))
            if belongs or f.type == ("email" if "@" in value else "phone"):
                given.append(Given((belongs or f).id, value))
        return tuple(given) or None, tuple(notes)

    return read
