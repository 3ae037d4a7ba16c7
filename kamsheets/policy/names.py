"""All spellings of a policy's names: what a cell of its workbook may refer to."""

from collections.abc import Iterable, Mapping
from typing import Any

from kamsheets.policy.cells import Names, spelling
from kamsheets.policy.decisions import Decisions
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.types import Choice
from kamsheets.policy.view import PROVINCES


def names_of(policy: Decisions) -> Names:
    """Codes by spelling for each enumeration and for the lists that cells refer to."""
    members: dict[str, list[Choice]] = {name: [] for name in policy.enumerations}
    for row in policy.choices:
        members[row.item.enumeration].append(row.item.choice)
    codes: dict[str, Mapping[str, str]] = {name: _spellings(choices) for name, choices in members.items()}
    for listing in LISTINGS:
        if listing.choices:
            codes[listing.choices] = _spellings(row.item for row in getattr(policy, listing.name))
    codes["province"] = _spellings(PROVINCES)
    enumerations = policy.enumerations.values()
    codes["enumerations"] = {
        spelling(name): entry.name for entry in enumerations for name in (entry.label.en, entry.label.zh, entry.name)
    }
    titles = {listing.choices: listing.label for listing in LISTINGS}
    titles |= {name: entry.label for name, entry in policy.enumerations.items()}
    return Names(codes, titles)


def _spellings(rows: Iterable[Any]) -> dict[str, str]:
    """Codes by spelling; a code comes before any name, an earlier row before a later one."""
    items = list(rows)
    known: dict[str, str] = {}
    for item in items:
        label = item.label
        for name in (label.zh, label.en, *label.aliases, f"{item.code}{label.zh}", f"{item.code}{label.en}"):
            known.setdefault(spelling(name), item.code)
    return known | {spelling(item.code): item.code for item in items}
