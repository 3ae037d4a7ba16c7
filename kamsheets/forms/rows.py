"""Which row of a sheet is what: the header below title rows, totals (合计), repeated headers, notes (domain §7.10).

>>> row_kind([None, "合计", 12]), row_kind(["注：金额含税", None]), row_kind([None, " "])
('total', 'note', 'blank')
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kamsheets.core.table import Cell
from kamsheets.formats import text
from kamsheets.forms.catalogue import Form
from kamsheets.forms.headers import candidates, normalise

RowKind = Literal["data", "blank", "total", "header", "note"]

LEAST_HITS = 3
"""A row that names this many fields is a header."""
HEADER_WITHIN = 30
"""Rows looked at from the top of a sheet."""
_TITLE_BONUS = 2
_LONGEST_TOTAL = 16
_TOTAL = re.compile(r".*[合小总共]计|[合小总共]计.{0,6}|(sub|grand)?totals?|sum")
_NOTE = re.compile(
    r"(注|备注|说明|填表说明|填写说明|(制表|审核|复核|批准|填报|填表|编制|经办|制单|单位负责|部门负责)(人|日期)?|日期|签字|签名|notes?)"
    r"\d?[:：].*",
    re.DOTALL | re.IGNORECASE,
)

_NOTICED = re.compile(rf".*[计計]|\W*[sgtｓｇｔ]|{_NOTE.pattern}", re.DOTALL | re.IGNORECASE)
"""A first text that may open a totals row or a note; any other row is data unless it repeats the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a sheet stands and which form it belongs to."""

    index: int
    """0-based position among the rows given."""
    form: Form
    hits: int


def named(row: Sequence[Cell]) -> list[str]:
    """The texts of a row that might be a header."""
    return [cell for cell in row if isinstance(cell, str) and cell and not cell.isspace()]


def hits(headers: Iterable[str], form: Form) -> int:
    """How many distinct fields of ``form`` the texts of a row name."""
    found = {fields[0].id for name in set(headers) for _, fields in [candidates(normalise(name), form)] if fields}
    return len(found)


def recognise(headers: Sequence[str], forms: Iterable[Form], title: str = "") -> tuple[Form, int] | None:
    """The form a header row of these texts belongs to, and its hits; None below three hits.

    More hits win, a sheet name or title (``title``) that names the form counts as two; equal ones are decided by the
    share of required columns that are present, then by the order of ``forms``.
    """
    return _recognised(tuple(headers), tuple(forms), title)


@lru_cache(maxsize=1024)
def _recognised(headers: tuple[str, ...], forms: tuple[Form, ...], title: str) -> tuple[Form, int] | None:
    """The workbooks of a batch mostly have one and the same header."""
    best: tuple[tuple[int, int], Form, int] | None = None
    for form in forms:
        found = hits(headers, form)
        score = (found + _TITLE_BONUS * _names(title, form), _required_share(headers, form))
        if found >= LEAST_HITS and (best is None or score > best[0]):
            best = (score, form, found)
    return (best[1], best[2]) if best else None


def _names(title: str, form: Form) -> bool:
    folded = text.key(text.simplified(title))
    return bool(folded) and any(text.key(name) in folded for name in (form.zh, form.en, *form.aliases))


def _required_share(headers: Sequence[str], form: Form) -> int:
    needed = {f.id for f in form.fields if f.required == "Y"}
    named = {f.id for header in headers for f in candidates(normalise(header), form)[1]}
    return 1000 * len(needed & named) // len(needed) if needed else 0


def find_header(rows: Sequence[Sequence[Cell]], forms: Sequence[Form], title: str = "") -> Header | None:
    """The first row that names at least three fields of one form; titles above it help to tell forms apart."""
    above = title
    for i, row in enumerate(rows[:HEADER_WITHIN]):
        texts = named(row)
        if len(texts) >= LEAST_HITS and (found := recognise(texts, forms, above)):
            return Header(i, *found)
        above = f"{above} {' '.join(texts)}"
    return None


def row_kind(row: Sequence[Cell], header: frozenset[str] = frozenset()) -> RowKind:
    """What a row below the header is; ``header`` holds the header's texts (``header_texts``), to see it repeated."""
    first = _first_text(row)
    if first is None:
        return "data" if any(cell is not None and not isinstance(cell, str) for cell in row) else "blank"
    if first not in header and not _NOTICED.match(first):
        return "data"  # nearly every row of a long sheet
    filled = [
        cell for cell in row if cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())
    ]
    texts = [cell for cell in filled if isinstance(cell, str)]
    if len(first) <= _LONGEST_TOTAL and _TOTAL.fullmatch(normalise(first).key):
        return "total"
    if len(texts) == len(filled) and all(_NOTE.fullmatch(one.strip()) for one in texts):
        return "note"
    same = sum(cell.strip() in header for cell in texts) if len(texts) == len(filled) else 0
    return "header" if same >= LEAST_HITS and same * 2 > len(filled) else "data"


def _first_text(row: Sequence[Cell]) -> str | None:
    for cell in row:
        if cell.__class__ is str and (words := cell.strip()):
            return words
    return None


def header_texts(headers: Iterable[Cell]) -> frozenset[str]:
    """The texts of a header row, for seeing it again further down."""
    return frozenset(h.strip() for h in headers if isinstance(h, str) and h.strip())
