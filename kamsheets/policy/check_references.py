"""Checks between lists: what one refers to and another no longer holds, names that mean two things."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kamsheets.core.finding import Finding, finding
from kamsheets.policy.cells import CellError, spelling
from kamsheets.policy.check_lists import rows_on
from kamsheets.policy.dated import Dated
from kamsheets.policy.list_terms import CHOICES
from kamsheets.policy.listing import Listing
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.matrix import input_kind, matrix
from kamsheets.policy.names import names_of
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Label, Member
from kamsheets.policy.unary import parse


def dangling_references(policy: Policy) -> Iterator[Finding]:
    """Rows that refer to a code which its list does not hold (any more)."""
    names = names_of(policy)
    held = {name: frozenset(codes.values()) for name, codes in names.codes.items()}
    for listing in (*LISTINGS, matrix(policy.inputs, names)):
        refers = [column for column in listing.columns if column.kind.startswith("ref:")]
        for row in getattr(policy, listing.name):
            cells = listing.spell(row.item)
            for column in refers:
                name = column.kind.removeprefix("ref:").removesuffix("_list")
                for code in _codes(cells.get(column.field)):
                    if code not in held[name]:
                        yield _dangling(listing, row, column.field, code, names.title(name))


def _codes(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (str(value),) if value else ()


def _dangling(listing: Listing, row: Dated[Any], field: str, value: str, name: Label) -> Finding:
    key = listing.key(row.item)
    what = " ".join(map(str, key)) if isinstance(key, tuple) else key
    return finding("PO83", row.origin.place(field), value, sheet=listing.label, what=what, listing=name)


def conditions(policy: Policy) -> Iterator[Finding]:
    """Conditions of the matrix that name an unknown key, one of another measure, or a value that is gone."""
    names = names_of(policy)
    approvals = matrix(policy.inputs, names)
    kinds = {name: input_kind(entry) for name, entry in policy.inputs.items()}
    for row in policy.matrix:
        for name, text in row.item.conditions:
            place = row.origin.place(f"if:{name}")
            try:
                keys = parse(text, kinds[name], names).keys()
            except CellError:
                yield _dangling(approvals, row, f"if:{name}", text, names.title(kinds[name].removeprefix("ref:")))
                continue
            for key in keys:
                if key not in policy.keys:
                    yield finding("PO42", place, text, key=key)
                elif policy.keys[key].kind != kinds[name]:
                    yield finding("PO43", place, text, key=key)


def codes_relied_on(policy: Policy) -> Iterator[Finding]:
    """Enumerations whose codes rules ask for keep them all."""
    asked = _members(Policy.shipped())
    for name, rows in _members(policy).items():
        kept = {row.item.choice.code for row in rows}
        for code in (row.item.choice.code for row in asked[name] if policy.enumerations[name].relied_on):
            if code not in kept:
                label = policy.enumerations[name].label
                yield finding("PO80", rows[0].origin.place("code"), code, listing=label)


def _members(policy: Policy) -> dict[str, list[Dated[Member]]]:
    found: dict[str, list[Dated[Member]]] = {}
    for row in policy.choices:
        found.setdefault(row.item.enumeration, []).append(row)
    return found


def superior_circles(policy: Policy) -> Iterator[Finding]:
    """Roles whose superiors lead back to them."""
    above = {row.item.code: row.item.superior for row in policy.roles}
    for chain in circles(above):
        row = next(row for row in policy.roles if row.item.code == chain[0])
        yield finding("PO52", row.origin.place("superior"), chain[0], chain=" → ".join(chain))


def circles(above: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Each circle once, as the chain from its first member back to it."""
    done: set[str] = set()
    for start in above:
        chain: list[str] = []
        here: str | None = start
        while here is not None and here not in done and here not in chain:
            chain.append(here)
            here = above.get(here)
        if here in chain:
            yield [*chain[chain.index(here) :], here]
        done.update(chain)


def doubtful_names(policy: Policy, day: date) -> Iterator[Finding]:
    """A name or alias that stands for two codes of one list."""
    members = rows_on(policy, CHOICES, day)
    for name in policy.enumerations:
        rows = [(row.item.choice, row) for row in members if row.item.enumeration == name]
        yield from _doubtful(policy.enumerations[name].label, rows)
    for listing in LISTINGS:
        if listing.choices:
            yield from _doubtful(listing.label, [(row.item, row) for row in rows_on(policy, listing, day)])


def _doubtful(listing: Label, rows: list[tuple[Any, Dated[Any]]]) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for item, row in rows:
        names = (item.label.zh, item.label.en, *item.label.aliases)
        for name in dict.fromkeys((item.code, *names)):
            first = taken.setdefault(spelling(name), item.code)
            if first != item.code:
                field = "aliases" if name in item.label.aliases else "zh"
                yield finding("PO81", row.origin.place(field), name, listing=listing, first=first, second=item.code)


def values_in_lists(policy: Policy, day: date) -> Iterator[Finding]:
    """Keys that name a code of a list name one that is in force."""
    titles = names_of(policy)
    for key in policy.keys.values():
        if key.kind.startswith("ref:"):
            name = key.kind.removeprefix("ref:").removesuffix("_list")
            held = _in_force(policy, name, day)
            for code in _codes(policy.value(key.key, day).value):
                if code not in held:
                    place = policy.place(key.key, day)
                    yield finding("PO82", place, code, day=day, key=key.key, listing=titles.title(name))


def _in_force(policy: Policy, name: str, day: date) -> frozenset[str]:
    if name in policy.enumerations:
        members = (row.item for row in rows_on(policy, CHOICES, day))
        return frozenset(member.choice.code for member in members if member.enumeration == name)
    listing = next(listing for listing in LISTINGS if listing.choices == name)
    return frozenset(row.item.code for row in rows_on(policy, listing, day))
