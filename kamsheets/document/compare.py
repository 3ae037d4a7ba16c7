"""Three-way comparison of a returned form: as issued, as the register says now, as it came back. A person decides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kamsheets.document.filters import mask
from kamsheets.document.naming import described
from kamsheets.document.readback import Returned
from kamsheets.formats import dates

_WORDS = re.compile(r"\w+")


class Verdict(StrEnum):
    """What became of a value."""

    SAME = "same"
    FILLED = "filled"
    """Was empty when issued, the form fills it."""
    CHANGED = "changed"
    """Changed on the form, the register stands as issued: may be accepted."""
    ACCEPTED = "accepted"
    """Changed on the form, and the register says so already."""
    REGISTER = "register"
    """The form is as issued, the register has changed since."""
    CONFLICT = "conflict"
    """Form and register have both changed, or two layers of the form disagree."""
    LOCKED = "locked"
    """Changed on the form, which it may not."""
    LOST = "lost"
    """Not found on the form."""


@dataclass(frozen=True, slots=True)
class Line:
    """One value in three versions. ``now`` None: the register was not there to be asked."""

    key: str
    label: str
    issued: str
    now: str | None
    returned: str
    layer: str
    verdict: Verdict


def compare(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> list[Line]:
    """Every field of the issued snapshot, then the cells of row tables that differ; ``now`` is a snapshot of today."""
    return [*_fields(returned, issued, now, lang), *_tables(returned, issued, now, lang)]


def _fields(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> Iterator[Line]:
    current = now["fields"] if now else None
    for key, facts in issued["fields"].items():
        found = returned.fields.get(key)
        today = None if current is None else str(current.get(key, {}).get("text", "")) or None
        before, back = tidy(facts["text"]), tidy(found.text) if found else ""
        if found is None:
            verdict = Verdict.LOST
        elif found.other is not None and not alike(found.other, back):
            verdict = Verdict.CONFLICT
        else:
            verdict = judge(before, None if today is None else tidy(today), back, locked=facts["locked"])
        if found or before:
            yield Line(
                key,
                described(returned.form, key, lang),
                facts["text"],
                today,
                back,
                found.layer if found else "",
                verdict,
            )


def judge(issued: str, now: str | None, returned: str, *, locked: bool) -> Verdict:
    """The verdict on one value."""
    moved = now is not None and not alike(now, issued)
    if alike(issued, returned):
        return Verdict.REGISTER if moved else Verdict.SAME
    if now is not None and alike(now, returned):
        return Verdict.ACCEPTED
    if locked:
        return Verdict.LOCKED
    if moved:
        return Verdict.CONFLICT
    return Verdict.CHANGED if issued else Verdict.FILLED


def tidy(text: str) -> str:
    """A printed text for comparing: blanks and line ends do not matter."""
    return " ".join(text.split())


def alike(full: str, printed: str) -> bool:
    """Whether a printed text says the same as the full one: a template may print a short date, a name, or mask."""
    one, other = tidy(full), tidy(printed)
    if one == other or one.partition("（")[0] == other or (one and mask(one) == other):
        return True
    if one and sorted(_WORDS.findall(one)) == sorted(_WORDS.findall(other)):
        return True  # E002 林晓 and 林晓（E002）
    try:
        return dates.parse(one) == dates.parse(other)
    except ValueError:
        return False


def _tables(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> Iterator[Line]:
    for table, before in issued["tables"].items():
        if table not in returned.tables:
            continue
        today = now["tables"].get(table, []) if now else None
        after = returned.tables[table]
        for n in range(max(len(before), len(after))):
            old, back = (rows[n] if n < len(rows) else {} for rows in (before, after))
            current = None if today is None else (today[n] if n < len(today) else {})
            for column in dict.fromkeys((*old, *back)):
                versions = tidy(old.get(column, "")), tidy(back.get(column, ""))
                if not alike(*versions) and column in _printed(after, back):
                    key = f"{table}.{n + 1}.{column}"
                    then = None if current is None else tidy(current.get(column, ""))
                    locked = column in issued.get("locked", {}).get(table, ())
                    verdict = judge(versions[0], then, versions[1], locked=locked)
                    yield Line(
                        key, described(returned.form, key, lang), versions[0], then, versions[1], "table", verdict
                    )


def _printed(rows: list[dict[str, str]], row: dict[str, str]) -> set[str]:
    """Columns the form shows at all: a narrower template does not delete data."""
    return {column for one in rows for column in one} | row.keys()
