"""The shipped book: ``keys/*.toml`` (dated values), ``lists/*.toml`` (dated rows), enumerations and matrix inputs.

Read through ``importlib.resources``, numbers as ``Decimal``, by the same cells and columns as a company's workbook.
A mistake in the book is ours: it raises ``ValueError`` and the tests find it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from importlib.resources import files
from typing import Any, cast

from kamsheets.policy.cells import Names, Reading, read
from kamsheets.policy.dated import BOOK, Dated
from kamsheets.policy.decisions import Decisions
from kamsheets.policy.list_terms import CHOICES
from kamsheets.policy.listing import Listing
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.matrix import matrix
from kamsheets.policy.names import names_of
from kamsheets.policy.rows import RawRow, records
from kamsheets.policy.types import NO_LABEL, Enumeration, Input, Key, Label

_parse = partial(tomllib.loads, parse_float=Decimal)


def load() -> Decisions:
    """Read the whole book; raises ``ValueError`` where it contradicts its own columns."""
    book, enumerations = _toml("book.toml"), _toml("enumerations.toml")
    policy = Decisions(
        beginning=book["beginning"],
        keys={},
        values={},
        enumerations={name: _enumeration(name, entry) for name, entry in enumerations.items()},
        inputs={name: _input(name, entry) for name, entry in _toml("inputs.toml").items()},
        units=book["units"],
    )
    members = [{"enumeration": name, **row} for name, entry in enumerations.items() for row in entry["values"]]
    policy = _with(policy, CHOICES, {"rows": members})
    for listing in LISTINGS[1:]:
        policy = _with(policy, listing, _toml(f"lists/{listing.name}.toml", {}))
    policy = _with(policy, matrix(policy.inputs, names_of(policy)), _toml("lists/matrix.toml"))
    entries = {key: entry for name in book["keys"] for key, entry in _toml(f"keys/{name}.toml").items()}
    return _with_keys(policy, entries)


def _toml(path: str, missing: dict[str, Any] | None = None) -> dict[str, Any]:
    source = files("kamsheets.policy").joinpath("book", *path.split("/"))
    if missing is not None and not source.is_file():
        return missing
    return _parse(source.read_text("utf-8"))


def _label(entry: Mapping[str, Any]) -> Label:
    return Label(entry["zh"], entry["en"])


def _note(entry: Mapping[str, Any]) -> Label:
    return _label(entry["note"]) if "note" in entry else NO_LABEL


def _enumeration(name: str, entry: Mapping[str, Any]) -> Enumeration:
    return Enumeration(name, _label(entry), entry.get("relied_on", False))


def _input(name: str, entry: Mapping[str, Any]) -> Input:
    return Input(name, _label(entry), entry["kind"], entry.get("choices", ""), _note(entry))


def _with(policy: Decisions, listing: Listing, content: Mapping[str, Any]) -> Decisions:
    """``policy`` with a list read from the book; a row takes the file's ``source`` where it names none."""
    source = content.get("source", "P")
    rows = [RawRow({"source": source, **cells}, BOOK) for cells in content.get("rows", ())]
    found, problems = records(listing, rows, names_of(policy), policy.beginning)
    if problems:
        raise ValueError(f"{listing.name}: {problems}")
    changed: dict[str, Any] = {listing.name: tuple(found)}
    return replace(policy, **changed)


def _with_keys(policy: Decisions, entries: Mapping[str, Any]) -> Decisions:
    names = names_of(policy)
    keys = {name: _key(name, entry, names) for name, entry in entries.items()}
    values = {name: _values(keys[name], entry, policy.beginning, names) for name, entry in entries.items()}
    return replace(policy, keys=keys, values=values)


def _key(name: str, entry: Mapping[str, Any], names: Names) -> Key:
    kind, reading = entry["kind"].removesuffix("_list"), Reading(names, entry.get("unit", ""))

    def bound(end: str) -> Fraction | None:
        return Fraction(cast("int | Fraction", read(kind, entry[end], reading))) if end in entry else None

    return Key(
        key=name,
        label=_label(entry),
        kind=entry["kind"],
        unit=entry.get("unit", ""),
        optional=entry.get("optional", False),
        reference=entry.get("reference", False),
        minimum=bound("minimum"),
        maximum=bound("maximum"),
        note=_note(entry),
    )


def _values(key: Key, entry: Mapping[str, Any], beginning: date, names: Names) -> tuple[Dated[object], ...]:
    dated = entry.get("since") or [{"value": entry.get("value")}]
    rows = [
        Dated(
            item=read(key.kind, row.get("value"), Reading(names, key.unit)),
            since=row.get("from", beginning),
            source=row.get("source", entry.get("source", "P")),
        )
        for row in dated
    ]
    return tuple(sorted(rows, key=lambda row: row.since))
