"""表头: which column of a sheet is which field, whatever the dialect (domain §7.10).

A header is compared after folding: NFKC, simplified characters, lower case, without blanks, line breaks and signs;
a unit or 含税/不含税 in brackets is taken out and kept. The field's own name wins over an alias, an alias over an
ambiguous one. What stays doubtful is a finding, never a guess; a column nobody knows is kept and reported.

>>> normalise("预计金额\\n（万元） *")
Heading(key='预计金额', unit='万元', vat='')
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from kamsheets.core.finding import Finding, Place, cell_name, finding
from kamsheets.core.table import Cell, Column
from kamsheets.formats import text
from kamsheets.forms import contacts
from kamsheets.forms.catalogue import Field, Form

_UNITS = {
    **dict.fromkeys(("%", "percent", "pct", "百分比"), "%"),
    **{unit: unit for unit in ("元", "千元", "万元", "百万元", "亿元", "分", "‰", "万分比")},
    **{
        unit: unit
        for unit in ("天", "日", "月", "年", "次", "个", "名", "人", "份", "台", "套", "台/套", "小时", "工时")
    },
    **dict.fromkeys(("rmb", "cny", "yuan", "¥", "人民币", "人民币元", "rmb元"), "元"),
    **dict.fromkeys(("万", "人民币万元", "rmb10k", "10krmb", "cny10k", "wan", "rmb'0000"), "万元"),
    **dict.fromkeys(("k", "千", "krmb", "rmbk", "cnyk", "rmb'000"), "千元"),
    **dict.fromkeys(("亿", "人民币亿元"), "亿元"),
}
_VAT = {
    **dict.fromkeys(("含税", "价税合计", "inclvat", "vatincl", "vatincluded", "taxincluded", "gross"), "gross"),
    **dict.fromkeys(("不含税", "未税", "税前价", "exclvat", "vatexcl", "vatexcluded", "taxexcluded", "net"), "net"),
}
_NOISE = frozenset({"", "单位", "必填", "选填", "可选", "必填项", "required", "optional", "mandatory", "in"})
_SIGNS = str.maketrans("", "", "*★※:?\"'“”._- \t\n\r\u3000")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_TAIL = re.compile(r"[/,]?(%|rmb|人民币)$")


class Heading(NamedTuple):
    """A header folded for comparing, and what its brackets said."""

    key: str
    unit: str = ""
    vat: str = ""


@lru_cache(maxsize=4096)
def normalise(header: str) -> Heading:
    """The comparing key of a header with its unit (as in ``core.money.UNITS``) and VAT mark."""
    folded = text.folded(text.simplified(header)).casefold()
    found = {"unit": "", "vat": ""}
    bare = _BRACKETED.sub(lambda bracket: _taken(bracket, found), folded)
    bare = bare.rstrip("*★※: \n") or bare
    if tail := _TAIL.search(bare):
        found["unit"] = found["unit"] or _UNITS[tail[1]]
        bare = bare[: tail.start()] or bare
    key = bare.translate(_SIGNS) or re.sub(r"\s", "", folded)
    return Heading(key, found["unit"], found["vat"])


def _taken(bracket: re.Match[str], found: dict[str, str]) -> str:
    """'' for a bracket that only names unit, VAT or 必填; any other bracket stays part of the name."""
    words = [re.sub(r"[\s*.]", "", word) for word in re.split(r"[,，、;；:：]|(?<=税)/|/(?=含税|不含税)", bracket[1])]
    if not all(word in _UNITS or word in _VAT or word in _NOISE for word in words):
        return bracket[0]
    for word in words:
        found["unit"] = _UNITS.get(word, found["unit"])
        found["vat"] = _VAT.get(word, found["vat"])
    return ""


@cache
def index(form: Form) -> Mapping[str, tuple[tuple[int, Field], ...]]:
    """For every key a header can have: the fields it may mean, with 0 own name, 1 alias, 2 ambiguous alias."""
    found: dict[str, dict[str, tuple[int, Field]]] = {}
    for f in form.fields:
        for rank, names in enumerate(((f.zh, f.en, f.id), f.aliases, f.ambiguous_aliases)):
            for name in names:
                found.setdefault(normalise(name).key, {}).setdefault(f.id, (rank, f))
    return {key: tuple(entries.values()) for key, entries in found.items()}


@lru_cache(maxsize=16_384)
def candidates(heading: Heading, form: Form) -> tuple[int, tuple[Field, ...]]:
    """(rank, fields) that a header may mean; none for an unknown one. Several fields: the header is ambiguous."""
    known = index(form)
    entries = known.get(heading.key) or known.get(re.sub(r"[(\[【〔].*?[)\]】〕]", "", heading.key), ())
    if not entries:
        return 3, ()
    best = min(rank for rank, _ in entries)
    return best, tuple(f for rank, f in entries if rank == best or best == 2)


@dataclass(frozen=True)
class Match:
    """The columns of a sheet, and what is wrong with its header."""

    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]
    hits: int
    """Headers that name a field of the form, doubtful ones included."""
    missing: tuple[Field, ...]
    """Required fields that no column holds."""


def match(
    headers: Sequence[Cell],
    form: Form,
    *,
    file: str = "",
    sheet: str = "",
    row: int = 1,
    samples: Sequence[Sequence[Cell]] = (),
) -> Match:
    """Columns for ``headers`` (one a sheet column) of the header ``row``; ``samples`` are data rows below it.

    Findings: HD01 two columns for one field, HD02 a header that may mean several and HD05 a header that contradicts
    its field on VAT (none of these columns is used), HD04 required columns that are missing: errors.
    HD03 a column nobody knows: information.
    """
    names = ["" if header is None else text.one_line(str(header)) for header in headers]
    headings = [normalise(name) for name in names]
    seats = _seat(headings, form, samples)
    taken = {f.id for f in seats.one.values()} | {f.id for f, _ in seats.doubled} | {f.id for _, f in seats.vat}
    missing = tuple(f for f in form.fields if f.required == "Y" and f.id not in taken)
    findings = [*_told(seats, names, lambda k: Place(file, sheet, cell_name(row, k)))]
    if missing:
        zh, en = "、".join(f.zh for f in missing), ", ".join(f.en for f in missing)
        findings.append(finding("HD04", Place(file, sheet, f"{row}:{row}"), columns=zh, columns_en=en))
    columns = tuple(
        Column(name, k, seats.one[k].id if k in seats.one else None, headings[k].unit) for k, name in enumerate(names)
    )
    return Match(columns, tuple(findings), seats.hits, missing)


@dataclass
class _Seats:
    """Which column (by position) sits on which field, and which are sent away."""

    one: dict[int, Field] = field(default_factory=dict)
    doubled: list[tuple[Field, list[int]]] = field(default_factory=list)
    doubtful: list[tuple[int, tuple[Field, ...]]] = field(default_factory=list)
    vat: list[tuple[int, Field]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)

    @property
    def hits(self) -> int:
        return len(self.one) + sum(len(ks) for _, ks in self.doubled) + len(self.doubtful) + len(self.vat)


def _seat(headings: Sequence[Heading], form: Form, samples: Sequence[Sequence[Cell]]) -> _Seats:
    seats, claims = _Seats(), dict[str, list[int]]()
    open_ones: list[tuple[int, tuple[Field, ...]]] = []
    for k, heading in enumerate(headings):
        rank, fields = candidates(heading, form)
        if not fields:
            seats.unknown.append(k)
        elif rank == 2 or len(fields) > 1:
            open_ones.append((k, fields))
        elif heading.vat and fields[0].vat and heading.vat != fields[0].vat:
            seats.vat.append((k, fields[0]))
        else:
            claims.setdefault(fields[0].id, []).append(k)
    claimed = set(claims)
    for k, fields in open_ones:
        left = tuple(f for f in fields if f.id not in claimed)
        if len(left) > 1 and all(f.type in contacts.TYPES for f in left):
            left = (contacts.likely((row[k] for row in samples if k < len(row)), left),)
            claimed.add(left[0].id)
        if len(left) == 1:
            claims.setdefault(left[0].id, []).append(k)
        elif left:
            seats.doubtful.append((k, left))
        else:
            seats.unknown.append(k)
    for field_id, ks in claims.items():
        if len(ks) == 1:
            seats.one[ks[0]] = form[field_id]
        else:
            seats.doubled.append((form[field_id], ks))
    return seats


def _told(seats: _Seats, names: Sequence[str], place: Callable[[int], Place]) -> Iterator[Finding]:
    for f, ks in seats.doubled:
        cells = "、".join(place(k).cell for k in ks)
        for k in ks:
            yield finding("HD01", place(k), names[k], field=f.zh, field_en=f.en, cells=cells)
    for k, fields in seats.doubtful:
        zh, en = "、".join(f.zh for f in fields), ", ".join(f.en for f in fields)
        yield finding("HD02", place(k), names[k], fields=zh, fields_en=en)
    for k, f in seats.vat:
        yield finding("HD05", place(k), names[k], field=f.zh, field_en=f.en)
    for k in seats.unknown:
        if names[k]:
            yield finding("HD03", place(k), names[k])


def sharing(column: Column, form: Form) -> tuple[Field, ...]:
    """The contact fields that the cells of a 联系方式 column are spread over; empty for any other column."""
    if not column.field or form[column.field].type not in contacts.TYPES:
        return ()
    _, fields = candidates(normalise(column.header), form)
    return fields if len(fields) > 1 else ()
