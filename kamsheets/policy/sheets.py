"""The policy workbook as plain data: for each sheet its columns and rows, to be written by whoever writes workbooks.

``kamsheets.policy.workbook.overlay`` reads the sheets back: a shipped policy written and read is the shipped policy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kamsheets.core.messages import has, text
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
    hint: str = ""
    """How to fill it in, where the header does not say it."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet of the policy workbook."""

    name: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[object, ...], ...]


def sheet_specs(policy: Policy, lang: str) -> list[SheetSpec]:
    """All sheets of the policy workbook, in order, labelled in ``lang``."""
    names = names_of(policy)
    writer = _Writer(policy, lang, names, _shown(policy, lang))
    listings = {listing.name: listing for listing in (*LISTINGS, matrix(policy.inputs, names))}
    return [writer.parameters(), *(writer.listing(listings[name]) for name in ORDER)]


def _shown(policy: Policy, lang: str) -> Mapping[str, Mapping[str, str]]:
    """The name to show for each code, by closed list."""
    shown: dict[str, dict[str, str]] = {name: {} for name in policy.enumerations}
    for member in (row.item for row in policy.choices):
        shown[member.enumeration][member.choice.code] = member.choice.label.of(lang)
    for listing in LISTINGS:
        if listing.choices:
            shown[listing.choices] = {row.item.code: row.item.label.of(lang) for row in getattr(policy, listing.name)}
    name = provinces.short if lang == "zh" else provinces.english
    shown["province"] = {code: name(code) for code in provinces.CODES}
    shown["form_code"] = {code: code for code in shown["form_code"]}
    shown["enumerations"] = {name: entry.label.of(lang) for name, entry in policy.enumerations.items()}
    return shown


@dataclass(frozen=True, slots=True)
class _Writer:
    policy: Policy
    lang: str
    names: Names
    shown: Mapping[str, Mapping[str, str]]

    def parameters(self) -> SheetSpec:
        """The sheet 参数: one row a key and day."""
        rows: list[tuple[object, ...]] = []
        for key in self.policy.keys.values():
            unit = key.unit if self.lang == "zh" else self.policy.units.get(key.unit, key.unit)
            for dated in self.policy.values[key.key]:
                value = write(key.kind, self._named(key.kind, dated.item), key.unit)
                note = dated.note or key.note.of(self.lang)
                rows.append((key.key, key.label.of(self.lang), value, unit, dated.since, dated.source, note))
        return SheetSpec(PARAMETERS.of(self.lang), tuple(map(self._column, PARAMETER_COLUMNS)), tuple(rows))

    def listing(self, listing: Listing) -> SheetSpec:
        """The sheet of a list; of the conditions only those that some row has."""
        asked = {f"if:{name}" for row in self.policy.matrix for name, _ in row.item.conditions}
        columns = [column for column in listing.columns if not column.field.startswith("if:") or column.field in asked]
        rows: Sequence[Dated[Any]] = getattr(self.policy, listing.name)
        cells = (tuple(self._cells(listing, columns, row)) for row in rows)
        return SheetSpec(listing.label.of(self.lang), tuple(map(self._column, columns)), tuple(cells))

    def _column(self, column: Column) -> SheetColumn:
        choices = self.shown.get(_list_of(column), {}).values()
        kind = "raw" if column.field == "max_rank" else _KINDS.get(column.kind, "text")
        header = column.header(self.lang, self.policy.units)
        return SheetColumn(header, kind, column.required, tuple(choices), self._hint(column))

    def _hint(self, column: Column) -> str:
        if column.field.startswith("if:"):
            entry = self.policy.inputs[column.field.removeprefix("if:")]
            return text(f"policy.hint.{entry.kind}", self.lang) + entry.note.of(self.lang)
        code = f"policy.hint.{column.field}"
        several = column.kind == "texts" or column.kind.endswith("_list")
        return text(code, self.lang) if has(code) else text("policy.hint.several", self.lang) if several else ""

    def _cells(self, listing: Listing, columns: Sequence[Column], row: Dated[Any]) -> Iterator[object]:
        days = {"since": row.since, "until": row.until, "source": row.source}
        cells = {**listing.spell(row.item), **(days if listing.columns[-1] in DAYS else {})}
        for column in columns:
            value = self._named(column.kind, cells.get(column.field))
            if column.field.startswith("if:"):
                value = self._test(column.field.removeprefix("if:"), cells.get(column.field, ""))
            elif column.field == "mode":
                value = self.shown["approval_mode"].get(str(value), value)
            plain = column.kind in ("money", "rate", "flag", "date", "int")
            yield value if plain else write(column.kind, value, column.unit)

    def _named(self, kind: str, value: Any) -> Any:
        """Codes as the names people read; other values as they are."""
        if not kind.startswith("ref:") or value is None:
            return value
        names = self.shown[kind.removeprefix("ref:").removesuffix("_list")]
        return tuple(names[code] for code in value) if isinstance(value, tuple) else names.get(value, value)

    def _test(self, name: str, test: str) -> str:
        """A condition in the words of its sheet; a name that would read as several stands as its code."""
        kind = input_kind(self.policy.inputs[name])
        words = {"true": "是", "false": "否"} if self.lang == "zh" else {"true": "yes", "false": "no"}
        known = words if kind == "flag" else self.shown.get(kind.removeprefix("ref:"), {})
        safe = {code: word for code, word in known.items() if not _SEPARATORS & set(word)}
        return spell(parse(test, kind, self.names), kind, lambda code: safe.get(code, code))


def _list_of(column: Column) -> str:
    """The closed list whose names a drop-down offers; empty where there is none or several may stand."""
    return "approval_mode" if column.field == "mode" else column.kind.removeprefix("ref:")
