"""字段目录: every sheet and form that people fill in, as data.

One TOML file a form in ``book/``, read once. A field written ``like = "F0"`` starts from the field of the same id in
that form and states only what differs. Closed lists are not here: ``choices`` names a list of the policy.

Source: domain §2 and §5.3; handbook slides stand in ``source`` of each field.

>>> book = catalogue()
>>> book["JTF001"].zh, book["F2"]["est_amount"].unit
('潜在客户线索汇总表', '元')
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from kamsheets.forms.choices import Choices

FieldType = Literal[
    "str", "text", "int", "dec", "money", "pct", "date", "datetime", "period", "bool", "enum",
    "phone", "email", "uscc", "person_ref", "ref", "table", "checklist", "group", "sign",
]  # fmt: skip
Required = Literal["Y", "N", "C", "computed"]
"""Y always, N never, C when another field asks for it (a rule of the room), computed by kamsheets."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form, or one column of a table-typed field."""

    id: str
    zh: str
    en: str
    type: FieldType
    aliases: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    """Headers that may mean this field when nothing else in the sheet claims them."""
    unit: str = ""
    """元 or 万元 for money, % for pct, else what is counted."""
    vat: Literal["", "gross", "net"] = ""
    """Whether an amount includes VAT (含税) or not (不含税); empty: not an amount with tax."""
    required: Required = "N"
    choices: str | None = None
    """Name of the policy's list an enum is taken from."""
    open: bool = False
    """A value outside the list is kept as written, with a warning."""
    many: bool = False
    """Several values in one cell, separated by ; or 、."""
    restricted: bool = False
    """Left out of shared prints and exports."""
    personal: bool = False
    """Personal information (个人信息保护法 4)."""
    pattern: str | None = None
    """Regular expression of the whole value; ``{region}`` stands for the region codes of the policy."""
    min_length: int | None = None
    max_length: int | None = None
    at_least: Decimal | None = None
    """Smallest allowed value in the field's unit (percent points for pct)."""
    at_most: Decimal | None = None
    more_than: Decimal | None = None
    decimals: int | None = None
    per: str | None = None
    """The field stands once per entry of this policy list, as 难度M1 … 难度M8 do."""
    rule_zh: str = ""
    rule_en: str = ""
    example: str = ""
    source: str = ""
    columns: tuple["Field", ...] = ()
    """Row columns of a table, or parts of a group."""

    def __hash__(self) -> int:
        return hash(self.id)

    def label(self, lang: str) -> str:
        """The field's name in ``lang`` (zh or en)."""
        return self.zh if lang == "zh" else self.en

    def rule(self, lang: str) -> str:
        """What a person has to know to fill it in, in ``lang``; may be empty."""
        return self.rule_zh if lang == "zh" else self.rule_en


@dataclass(frozen=True)
class Form:
    """A sheet with one record a row (``kind`` list), or a form of label and value cells (``kind`` block)."""

    id: str
    code: str
    """Printed code such as JTF-002; empty for sheets that are not forms."""
    zh: str
    en: str
    kind: Literal["list", "block"]
    fields: tuple[Field, ...]
    aliases: tuple[str, ...] = ()
    """Other names of the sheet or form (domain C5)."""
    restricted: bool = False
    by_id: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {f.id: f for f in self.fields})  # a plain dict: forms go to worker processes

    def __getitem__(self, field_id: str) -> Field:
        return self.by_id[field_id]

    def __hash__(self) -> int:
        return hash(self.id)

    def label(self, lang: str) -> str:
        """The form's name in ``lang`` (zh or en)."""
        return self.zh if lang == "zh" else self.en

    def expanded(self, choices: Choices) -> "Form":
        """The form with every ``per`` field repeated for each entry of its list: ``difficulty.M1``, 难度M1 …"""
        fields = tuple(one for f in self.fields for one in (_repeated(f, choices) if f.per else (f,)))
        return replace(self, fields=fields)


def _repeated(family: Field, choices: Choices) -> Iterator[Field]:
    assert family.per is not None
    for entry in choices.get(family.per, ()):
        names = (entry.code, entry.label.zh, f"{entry.code}{entry.label.zh}", *entry.label.aliases)
        spellings = [f"{family.zh}{name}" for name in names] + [f"{name}{family.zh}" for name in names]
        yield replace(
            family,
            id=f"{family.id}.{entry.code}",
            zh=f"{family.zh}{entry.code}",
            en=f"{family.en} {entry.code}",
            aliases=(*spellings[1:], f"{family.en} {entry.label.en}"),
        )


def form_code(text: str) -> str:
    """The canonical form code of any spelling (domain C6), or the text itself when it is none.

    >>> form_code("jtf－1"), form_code("JTF 001"), form_code("F4b")
    ('JTF-001', 'JTF-001', 'F4b')
    """
    found = re.fullmatch(r"JTF[\s\-_‐–—]*(\d{1,3})", unicodedata.normalize("NFKC", text).strip().upper())
    return f"JTF-{int(found[1]):03d}" if found else text.strip()


class Catalogue(Mapping[str, Form]):
    """All forms by id (``F1``) or form code (``JTF-001`` in any spelling), in the book's order."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._by_id = {form.id: form for form in forms}
        self._by_code: dict[str, Form] = {}
        for form in forms:
            if form.code:
                self._by_code.setdefault(form.code, form)

    def __getitem__(self, key: str) -> Form:
        return self._by_id.get(key) or self._by_code[form_code(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def expanded(self, choices: Choices) -> "Catalogue":
        """The catalogue for one policy: fields that stand once per stage are written out."""
        return Catalogue(tuple(form.expanded(choices) for form in self.values()))

    def lists(self) -> tuple[Form, ...]:
        """The sheets with one record a row."""
        return tuple(form for form in self.values() if form.kind == "list")

    def blocks(self) -> tuple[Form, ...]:
        """The forms of label and value cells."""
        return tuple(form for form in self.values() if form.kind == "block" and form.code)


Entry = dict[str, Any]


@cache
def catalogue() -> Catalogue:
    """The shipped field catalogue; raises ``ValueError`` for a book that contradicts itself."""
    sources = [entry for entry in (files("kamsheets.forms") / "book").iterdir() if entry.name.endswith(".toml")]
    raw = [tomllib.loads(source.read_text("utf-8"), parse_float=Decimal) for source in sources]
    raw.sort(key=lambda entry: _order(entry["id"]))
    resolved: dict[str, list[Entry]] = {}
    for entry in raw:
        resolved[entry["id"]] = _resolve(entry, resolved)
    return Catalogue(tuple(_form(entry, resolved[entry["id"]]) for entry in raw))


def _order(form_id: str) -> tuple[int, str]:
    found = re.fullmatch(r"F(\d+)([a-z]?)", form_id)
    if not found:
        raise ValueError(f"{form_id} is no form id")
    return int(found[1]), found[2]


def _resolve(entry: Entry, earlier: Mapping[str, list[Entry]]) -> list[Entry]:
    without = entry.get("without", ())
    inherited = [f for f in earlier[entry["like"]] if f["id"] not in without] if "like" in entry else []
    own = [_like(f, earlier) for f in entry.get("field", ())]
    ids = [f["id"] for f in (*inherited, *own)]
    if len(ids) != len(set(ids)):
        raise ValueError(f"{entry['id']}: a field stands twice")
    return inherited + own


def _like(entry: Entry, earlier: Mapping[str, list[Entry]]) -> Entry:
    if "like" not in entry:
        return entry
    base = next(f for f in earlier[entry["like"]] if f["id"] == entry["id"])
    return {**base, **{key: value for key, value in entry.items() if key != "like"}}


def _form(entry: Entry, fields: list[Entry]) -> Form:
    return Form(
        id=entry["id"],
        code=entry.get("code", ""),
        zh=entry["zh"],
        en=entry["en"],
        kind=entry["kind"],
        fields=tuple(_field(f) for f in fields),
        aliases=tuple(entry.get("aliases", ())),
        restricted=entry.get("restricted", False),
    )


def _field(entry: Entry) -> Field:
    if entry["type"] not in get_args(FieldType) or entry.get("required", "N") not in get_args(Required):
        raise ValueError(f"{entry['id']}: unknown type or requirement")
    plain: Entry = {k: v for k, v in entry.items() if k not in {"aliases", "ambiguous", "rule", "columns"}}
    plain.update({key: Decimal(entry[key]) for key in ("at_least", "at_most", "more_than") if key in entry})
    return Field(
        **plain,
        aliases=tuple(entry.get("aliases", ())),
        ambiguous_aliases=tuple(entry.get("ambiguous", ())),
        rule_zh=entry.get("rule", {}).get("zh", ""),
        rule_en=entry.get("rule", {}).get("en", ""),
        columns=tuple(_field(column) for column in entry.get("columns", ())),
    )
