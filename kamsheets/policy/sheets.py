"""The policy workbook as plain data: for each sheet its columns and rows, to be written by whoever writes workbooks.

``kamsheets.policy.workbook.overlay`` reads the sheets back: a shipped policy written and read is the shipped policy.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kamsheets.formats import provinces
from kamsheets.policy.cells import Names, write
from kamsheets.policy.dated import Dated
from kamsheets.policy.listing import DAYS, Column, Listing
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.matrix import input_kind, matrix
from kamsheets.policy.names import names_of
from kamsheets.policy.parameters import PARAMETER_COLUMNS, PARAMETERS
from kamsheets.policy.policy import Policy
from kamsheets.policy.unary import parse, spell

ORDER = (
    "stages", "matrix", "tiers", "people", "regions", "industries",
    "choices", "roles", "grades", "delegations", "holidays", "headers",
)  # fmt: skip
"""The sheets after 参数, as they stand in the workbook."""
_KINDS = {"int": "int", "dec": "dec", "money": "money", "rate": "pct", "flag": "bool", "date": "date", "any": "raw"}
_SEPARATORS = frozenset(",，、；;()（）{}[]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to write; ``kind`` is text, int, dec, money (fen), pct (Fraction), bool, date or raw."""

    label: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    """Names a person may pick from; other spellings are read too."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet of the policy workbook."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[object, ...], ...]


Naming = Mapping[str, Mapping[str, str]]
"""Shown name by code, for each closed list."""


def sheet_specs(policy: Policy, lang: str) -> list[SheetSpec]:
    """All sheets of the policy workbook, in order, labelled in ``lang``."""
    shown, names = _shown(policy, lang), names_of(policy)
    kinds = {name: input_kind(entry) for name, entry in policy.inputs.items()}
    testing = partial(_test, kinds, names, shown, lang)
    listings = {listing.name: listing for listing in (*LISTINGS, matrix(policy.inputs, names))}
    lists = (_list_sheet(policy, listings[name], shown, testing, lang) for name in ORDER)
    return [_parameters(policy, shown, lang), *lists]


def _parameters(policy: Policy, shown: Naming, lang: str) -> SheetSpec:
    rows: list[tuple[object, ...]] = []
    for key in policy.keys.values():
        unit = key.unit if lang == "zh" else policy.units.get(key.unit, key.unit)
        for dated in policy.values[key.key]:
            value = write(key.kind, _named(key.kind, dated.item, shown), key.unit)
            note = dated.note or key.note.of(lang)
            rows.append((key.key, key.label.of(lang), value, unit, dated.since, dated.source, note))
    columns = tuple(
        SheetColumn(c.header(lang, policy.units), _KINDS.get(c.kind, "text"), c.required) for c in PARAMETER_COLUMNS
    )
    return SheetSpec(PARAMETERS.of(lang), columns, tuple(rows))


def _list_sheet(
    policy: Policy, listing: Listing, shown: Naming, testing: Callable[[str, str], str], lang: str
) -> SheetSpec:
    rows: Sequence[Dated[Any]] = getattr(policy, listing.name)
    asked = {f"if:{name}" for row in policy.matrix for name, _ in row.item.conditions}
    columns = [column for column in listing.columns if not column.field.startswith("if:") or column.field in asked]
    labels = tuple(_column(column, shown, column.header(lang, policy.units)) for column in columns)
    cells = (tuple(_cells(listing, columns, row, shown, testing)) for row in rows)
    return SheetSpec(listing.label.of(lang), labels, tuple(cells))


def _cells(
    listing: Listing, columns: Sequence[Column], row: Dated[Any], shown: Naming, testing: Callable[[str, str], str]
) -> Iterator[object]:
    days = {"since": row.since, "until": row.until, "source": row.source}
    cells = {**listing.spell(row.item), **(days if listing.columns[-1] in DAYS else {})}
    for column in columns:
        value = _named(column.kind, cells.get(column.field), shown)
        if column.field.startswith("if:"):
            value = testing(column.field[3:], cells.get(column.field, ""))
        elif column.field == "mode":
            value = shown["approval_mode"].get(str(value), value)
        plain = column.kind in ("money", "rate", "flag", "date", "int")
        yield value if plain else write(column.kind, value, column.unit)


def _column(column: Column, shown: Naming, header: str) -> SheetColumn:
    listing = column.kind.removeprefix("ref:") if column.kind.startswith("ref:") else ""
    listing = "approval_mode" if column.field == "mode" else listing
    kind = "raw" if column.field == "max_rank" else _KINDS.get(column.kind, "text")
    return SheetColumn(header, kind, column.required, tuple(shown.get(listing, {}).values()))


def _named(kind: str, value: Any, shown: Naming) -> Any:
    """Codes as the names people read; other values as they are."""
    if not kind.startswith("ref:") or value is None:
        return value
    names = shown[kind.removeprefix("ref:").removesuffix("_list")]
    return tuple(names[code] for code in value) if isinstance(value, tuple) else names.get(value, value)


def _test(kinds: Mapping[str, str], names: Names, shown: Naming, lang: str, name: str, text: str) -> str:
    """A condition in the words of its sheet; a name that would read as several stands as its code."""
    kind = kinds[name]
    words = {"true": "是", "false": "否"} if lang == "zh" else {"true": "yes", "false": "no"}
    known = words if kind == "flag" else shown.get(kind.removeprefix("ref:"), {})
    safe = {code: word for code, word in known.items() if not _SEPARATORS & set(word)}
    return spell(parse(text, kind, names), kind, lambda code: safe.get(code, code))


def _shown(policy: Policy, lang: str) -> Naming:
    members = [row.item for row in policy.choices]
    shown: dict[str, dict[str, str]] = {name: {} for name in policy.enumerations}
    for member in members:
        shown[member.enumeration][member.choice.code] = member.choice.label.of(lang)
    for listing in LISTINGS:
        if listing.choices:
            shown[listing.choices] = {row.item.code: row.item.label.of(lang) for row in getattr(policy, listing.name)}
    shown["province"] = {
        code: provinces.short(code) if lang == "zh" else provinces.english(code) for code in provinces.CODES
    }
    shown["form_code"] = {code: code for code in shown["form_code"]}
    shown["enumerations"] = {name: entry.label.of(lang) for name, entry in policy.enumerations.items()}
    return shown
