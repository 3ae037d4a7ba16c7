"""Three-way comparison of a returned form: as issued, as the register says now, as it came back. A person decides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from kamsheets.document.aligned import aligned
from kamsheets.document.filters import mask
from kamsheets.document.naming import described
from kamsheets.document.readback import Returned
from kamsheets.formats import dates

_NUMBERED = re.compile(r"(\S+?)（([A-Za-z]+\d+)）")
"""林晓（E002）."""
Row = Mapping[str, str]
TABLE = "table"
"""The layer of what stands in a row table."""


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
    other: str = ""
    """What another layer of the form says, where two disagree."""


def compare(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> list[Line]:
    """Every field of the issued snapshot, then what differs in its row tables; ``now`` is a snapshot of today."""
    return [
        *_fields(returned, issued, now, lang),
        *_tables(returned, issued, now, lang),
        *_matrices(returned, issued, now, lang),
    ]


def _fields(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> Iterator[Line]:
    current = now["fields"] if now else None
    for key, facts in issued["fields"].items():
        found, disagreed = returned.fields.get(key), False
        today = None if current is None else str(current.get(key, {}).get("text", "")) or None
        before, back = tidy(facts["text"]), tidy(found.text) if found else ""
        if found is None:
            verdict = Verdict.LOST
        elif disagreed := found.other is not None and not alike(found.other, back):
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
                (found.other or "-") if found and disagreed else "",
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
    """Whether a printed text says the same as the full one.

    A template may print a short date, a name without its number, or mask; a person may type an amount without commas.
    """
    one, other = tidy(full), tidy(printed)
    if one == other or (one and mask(one) == other):
        return True
    if _NUMBERED.sub(r"\1", one) == other or _NUMBERED.sub(r"\2 \1", one) == _NUMBERED.sub(r"\2 \1", other):
        return True
    if (amount := _amount(one)) is not None:
        return amount == _amount(other)
    try:
        return dates.parse(one) == dates.parse(other)
    except ValueError:
        return False


def _amount(text: str) -> Decimal | None:
    """The number of 1,234.50 and 1234.5 alike; codes and phone numbers with leading zeros are none."""
    bare = text.replace(",", "").replace("，", "")
    try:
        return Decimal(bare) if bare[:1] != "0" or bare[1:2] in ("", ".") else None
    except InvalidOperation:
        return None


def _tables(returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str) -> Iterator[Line]:
    for table, before in issued["tables"].items():
        if table not in returned.tables:
            if before:
                yield _lost(returned, table, "；".join("、".join(row.values()) for row in before), lang)
            continue
        after = returned.tables[table]
        today = None if now is None else _by_place(before, now["tables"].get(table, []))
        locked = issued.get("locked", {}).get(table, ())
        for old, new in aligned(before, after):
            row: Row = {} if old is None else before[old]
            if new is None:
                yield _lost(returned, f"{table}.{(old or 0) + 1}", "、".join(row.values()), lang)
                continue
            place = (new if old is None else old) + 1
            then = None if today is None else today.get(old, {})
            for column in dict.fromkeys((*row, *after[new])):
                if column in _printed(after) and not alike(row.get(column, ""), after[new].get(column, "")):
                    key = f"{table}.{place}.{column}"
                    yield _cell(returned, key, row, after[new], then, lang, locked=column in locked)


def _by_place(before: Sequence[Row], today: Sequence[Row]) -> dict[int | None, Row]:
    """The rows of today by the place of the issued row they were."""
    return {old: today[new] for old, new in aligned(before, today) if old is not None and new is not None}


def _cell(returned: Returned, key: str, old: Row, new: Row, then: Row | None, lang: str, *, locked: bool) -> Line:
    column = key.rpartition(".")[2]
    issued, back = tidy(old.get(column, "")), tidy(new.get(column, ""))
    now = None if then is None else tidy(then.get(column, ""))
    label = described(returned.form, key, lang)
    return Line(key, label, issued, now, back, TABLE, judge(issued, now, back, locked=locked))


def _lost(returned: Returned, key: str, issued: str, lang: str) -> Line:
    return Line(key, described(returned.form, key, lang), issued, None, "", "", Verdict.LOST)


def _printed(rows: Sequence[Row]) -> set[str]:
    """Columns the form shows at all: a narrower template does not delete data."""
    return {column for row in rows for column in row}


def _matrices(
    returned: Returned, issued: Mapping[str, Any], now: Mapping[str, Any] | None, lang: str
) -> Iterator[Line]:
    """Amounts by two lists: every one is a figure that may not be changed on the form."""
    for name, (heads, *rows) in issued.get("matrices", {}).items():
        found = _grid(returned, heads)
        current = {row[0]: row for row in now.get("matrices", {}).get(name, [[]])[1:]} if now else {}
        title = described(returned.form, name, lang)
        for label, *amounts in rows:
            back = found.get(label)
            if back is None:
                yield Line(f"{name}.{label}", f"{title} {label}", "、".join(amounts), None, "", "", Verdict.LOST)
                continue
            for k, (amount, read) in enumerate(zip(amounts, back, strict=False)):
                if not alike(amount, read):
                    head = heads[k] if k < len(heads) else ""
                    then = current[label][k + 1] if label in current and k + 1 < len(current[label]) else None
                    where = " ".join(filter(None, (title, label, head)))
                    yield Line(f"{name}.{label}.{head}", where, amount, then, tidy(read), TABLE, Verdict.LOCKED)


def _grid(returned: Returned, heads: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The rows below a row of these heads: label -> what stands to its right."""
    wanted = tuple(map(tidy, heads))
    for grid in returned.grids:
        for at, row in enumerate(grid):
            texts = tuple(map(tidy, row))
            starts = [k for k in range(1, len(texts)) if texts[k : k + len(wanted)] == wanted]
            if starts:
                first = starts[0]
                return {tidy(line[first - 1]): line[first:] for line in reversed(grid[at + 1 :]) if len(line) > first}
    return {}
