"""Whose project it is when the row does not say: the region named by a tab or a file (华东, 华东大区2026, HD)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kamsheets.policy.types import Region


def _names(region: Region) -> Iterator[str]:
    yield from map(_key, (region.code, region.label.zh, region.label.en, *region.label.aliases))


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _within(name: str, text: str) -> bool:
    """Chinese names may stand anywhere; Latin ones only as whole words, since letters occur inside other words."""
    if not name.isascii():
        return name in text
    return bool(re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text))


def region_named(text: str, regions: Iterable[Region]) -> str | None:
    """The code of the region that ``text`` names; the longest name wins; None when none or several remain."""
    wanted = _key(text)
    hits: dict[int, set[str]] = {}
    for region in regions:
        for name in _names(region):
            if name and _within(name, wanted):
                hits.setdefault(len(name), set()).add(region.code)
    longest = hits.get(max(hits, default=0), set())
    return next(iter(longest)) if len(longest) == 1 else None
