"""Rules about what must not stand in a lead sheet: unlawful means (§1.10) and private facts (§7.5). They only warn."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import cast

from kamsheets.core import messages
from kamsheets.core.finding import Finding
from kamsheets.formats import privacy, text, words
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet

FREE_TEXT = ("source_detail", "need_summary", "product_interest", "competitor", "override_reason", "remark")
"""Fields in which people write sentences."""
AT_ONCE = 1000
"""Texts looked at together."""


def unlawful_words(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """No listed word of unlawful or unethical means in any free text."""
    listed = cast("tuple[str, ...]", desk.view.items("scan_words"))

    def scan(value: str) -> list[str]:
        return [hit.word for hit in words.scan(value, listed)]

    for row, field_id, hits in _hits(sheet, scan, lambda joined: words.clear(joined, listed)):
        yield sheet.finding("WD01", row, field_id, words="、".join(hits))


def private_facts(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """No ID number, family, health or other private fact in any free text."""

    def scan(value: str) -> list[str]:
        return [hit.kind for hit in privacy.scan(value)]

    for row, field_id, kinds in _hits(sheet, scan, privacy.clear):
        zh, en = ([messages.text(f"leads.private.{kind}", lang) for kind in kinds] for lang in ("zh", "en"))
        found = sheet.finding("PI02", row, field_id, kinds="、".join(zh), kinds_en=", ".join(en))
        yield replace(found, value="")  # a list of problems does not repeat the private fact


def _hits(
    sheet: LeadSheet, scan: Callable[[str], list[str]], clear: Callable[[str], bool]
) -> Iterator[tuple[int, str, list[str]]]:
    """(row, field, what was found, each once). Texts are looked at closely only where a quick look was not clear."""
    once = cache(scan)
    for field_id, texts, joined in _blocks(sheet):
        if not clear(joined):
            yield from ((row, field_id, list(dict.fromkeys(hits))) for row, v in texts.items() if (hits := once(v)))


@lru_cache(maxsize=1)
def _blocks(sheet: LeadSheet) -> list[tuple[str, dict[int, str], str]]:
    """(field, texts by row, all of them in one line and in their usual width); both rules look at the same."""
    found = []
    for field_id in FREE_TEXT:
        column = sheet.column(field_id)
        for start in range(0, len(column), AT_ONCE):
            texts = {row: v for row, v in enumerate(column[start : start + AT_ONCE], start) if isinstance(v, str)}
            if texts:
                found.append((field_id, texts, text.folded(" ".join(texts.values()))))
    return found
