"""A column at a glance: one whose every cell is plainly right is taken whole, without reading it cell by cell.

What a reader minds about one kind of cell only grows worse towards its ends: with the shortest and the longest of plain
words, the first and the last day, the smallest and the largest number right, all between them are. Any other column is
left to its reader; the values are the same either way.
"""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from types import NoneType
from typing import Any

from kamsheets.core.money import UNITS
from kamsheets.core.table import Cell
from kamsheets.forms.catalogue import Field
from kamsheets.forms.cells import Reader

_WORDS = frozenset({"str", "text", "ref", "person_ref"})
"""Types whose value is what stands there."""
_PLAIN = re.compile(
    "(?:[A-Za-z一-鿿][A-Za-z0-9一-鿿（）()《》“”、，；。,;.:&/+-]*+(?: [A-Za-z0-9一-鿿（）()&/+-]++)*+\x1f)+"
)
"""Texts, each closed by a sign of its own, in which nothing is unseen, in full width, garbled, or a blank too many."""


def at_a_glance(f: Field, unit: str, raw: Sequence[Cell], read: Reader) -> list[object] | None:
    """The values of a column of ``f``, blank cells as None, where ``read`` minds nothing; else None.

    ``unit``: of the header, as in ``cells.money_reader``. Equal cells become one object, which keeps what goes to
    another process small.
    """
    if raw.count(None) == len(raw):
        return list(raw)
    kinds = set(map(type, raw))
    kinds.discard(NoneType)
    judge = _JUDGES.get((kinds.pop(), _family(f)))
    if judge is None or kinds:
        return None
    known: dict[Any, Any] = dict(zip(raw, raw, strict=True))
    blanks = {None: known.pop(None)} if None in known else {}
    if not judge(known, read):
        return None
    if f.type == "money":
        scale = UNITS[unit if unit in UNITS else f.unit or "元"]
        known = {cell: cell * scale for cell in known}
    elif f.type == "date":
        known = {cell: read(cell)[0] for cell in known}  # the same object in every table of a batch
    known |= blanks
    return [known[cell] for cell in raw]


def _family(f: Field) -> str:
    if f.type in _WORDS:
        return "" if f.pattern or f.many else "words"
    return f.type


def _plain_words(words: Collection[str], read: Reader) -> bool:
    if not _PLAIN.fullmatch("\x1f".join((*words, ""))):
        return False
    return not read(min(words, key=len))[1] and not read(max(words, key=len))[1]


def _between(cells: Collection[Any], read: Reader) -> bool:
    return not read(min(cells))[1] and not read(max(cells))[1]


_JUDGES: dict[tuple[type, str], Callable[[Collection[Any], Reader], bool]] = {
    (str, "words"): _plain_words,
    (date, "date"): _between,
    (int, "money"): _between,
}
"""By kind of cell and family of field."""
