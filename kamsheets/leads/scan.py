"""Rules about what must not stand in a lead sheet: unlawful means (§1.10) and private facts (§7.5). They only warn."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import cast

from kamsheets.core.finding import Finding
from kamsheets.core.messages import text
from kamsheets.formats import privacy, words
from kamsheets.leads.desk import Desk
from kamsheets.leads.sheet import LeadSheet

FREE_TEXT = ("source_detail", "need_summary", "product_interest", "competitor", "override_reason", "remark")
"""Fields in which people write sentences."""


def unlawful_words(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """No listed word of unlawful or unethical means in any free text."""
    listed = cast("tuple[str, ...]", desk.view.items("scan_words"))
    for row, field_id, hits in _hits(sheet, lambda value: [hit.word for hit in words.scan(value, listed)]):
        yield sheet.finding("WD01", row, field_id, words="、".join(hits))


def private_facts(sheet: LeadSheet, desk: Desk) -> Iterator[Finding]:
    """No ID number, family, health or other private fact in any free text."""
    for row, field_id, kinds in _hits(sheet, lambda value: [hit.kind for hit in privacy.scan(value)]):
        zh, en = ([text(f"leads.private.{kind}", lang) for kind in kinds] for lang in ("zh", "en"))
        yield sheet.finding("PI02", row, field_id, kinds="、".join(zh), kinds_en=", ".join(en))


def _hits(sheet: LeadSheet, scan: Callable[[str], Sequence[str]]) -> Iterator[tuple[int, str, list[str]]]:
    """(row, field, what was found, each once); equal texts are looked at once."""
    once = cache(scan)
    for field_id in FREE_TEXT:
        for row, value in enumerate(sheet.column(field_id)):
            if isinstance(value, str) and (found := once(value)):
                yield row, field_id, list(dict.fromkeys(found))
