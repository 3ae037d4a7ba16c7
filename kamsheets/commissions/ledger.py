"""结算台账: what was settled, one row a member and instalment, added to and never changed.

Every row carries a code over its own values and the code of the row before (a hash chain), so that a row that was
changed, taken out or put in between is found, and its place named. The code of the last row is repeated in the totals
row, so that rows missing at the end are found too.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kamsheets.commissions.records import NOWHERE
from kamsheets.commissions.release import Key, Line
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.money import yuan

START = "0" * 16
"""What the first row's code follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One settled line: the line as it was, who it was for, when, and its code."""

    seq: int
    statement_no: str
    settled_on: date | None
    member: str
    line: Line
    code: str = ""
    place: Place = NOWHERE
    """Where the released amount stands."""
    code_place: Place = NOWHERE


def code(entry: Entry, before: str) -> str:
    """The code of an entry that follows one with the code ``before``: 16 hexadecimal digits of SHA-256.

    The text is: code before | number | statement | settlement | day | project | instalment | part | receipt |
    its day | its amount | received | contract | employee | name | plan | released | change | paid before |
    应扣回 | reverses, amounts with two decimals, days as 2026-06-30, nothing for a blank.
    """
    line = entry.line
    amounts = (line.plan, line.released, line.change, line.paid_before, line.clawback)
    values = (
        before, entry.seq, entry.statement_no, line.settled, entry.settled_on or "", line.project_no, line.instalment,
        line.part, line.receipt_no, line.day or "", yuan(line.receipt), yuan(line.received), yuan(line.contract),
        line.emp_id, entry.member, *map(yuan, amounts), line.reverses,
    )  # fmt: skip
    return hashlib.sha256("|".join(map(str, values)).encode()).hexdigest()[:16].upper()


def verify(entries: Sequence[Entry], seal: str | None, seal_place: Place) -> Iterator[Finding]:
    """CM27 for a row whose values are not those that were settled, CM28 where rows are missing or out of order.

    ``seal``: the code that the totals row repeats; None when the sheet has no totals row.
    """
    before = START
    for position, entry in enumerate(entries, start=1):
        if entry.seq != position:
            yield finding("CM28", entry.code_place, entry.seq, expected=position)
            return
        if entry.code != code(entry, before):
            yield finding("CM27", entry.place, yuan(entry.line.released), seq=entry.seq, project=entry.line.project_no)
        before = entry.code
    if seal != before:
        yield finding("CM28", seal_place, seal or "", expected=len(entries) + 1)


def append(earlier: Sequence[Entry], new: Iterable[tuple[Line, str]], day: date) -> list[Entry]:
    """The ledger with the lines of ``new`` (line, member's name) settled on ``day`` under one settlement number."""
    entries = list(earlier)
    prefix = f"JS-{day:%Y%m%d}-"
    numbers = {entry.line.settled for entry in earlier if entry.line.settled.startswith(prefix)}
    settlement = f"{prefix}{len(numbers) + 1:02d}"
    serial = sum(entry.statement_no.startswith(f"TCM-{day:%Y%m}-") for entry in earlier)
    for line, member in new:
        serial += 1
        statement = f"TCM-{day:%Y%m}-{serial:04d}-{line.instalment}"
        entry = Entry(len(entries) + 1, statement, day, member, replace(line, settled=settlement))
        entries.append(replace(entry, code=code(entry, entries[-1].code if entries else START)))
    return entries


@dataclass(frozen=True, slots=True)
class Difference:
    """A settled line that would come out otherwise today; it stays, and the difference is shown."""

    entry: Entry | None
    """None: a member who has no settled line at a receipt that is settled."""
    line: Line | None
    """The line as it would be today; None: the receipt or the member is there no more."""
    causes: tuple[str, ...]
    """Codes of what changed: plan, contract, receipt, gone, joined, order."""

    @property
    def settled(self) -> int:
        """Fen settled."""
        return self.entry.line.released if self.entry else 0

    @property
    def now(self) -> int:
        """Fen as computed today."""
        return self.line.released if self.line else 0


def differences(entries: Sequence[Entry], fresh: Sequence[Line]) -> list[Difference]:
    """All settled lines of one project that ``fresh`` (computed as if nothing were settled) contradicts."""
    now: Mapping[tuple[Key, str], Line] = {(line.key, line.emp_id): line for line in fresh}
    then = {(entry.line.key, entry.line.emp_id): entry for entry in entries}
    locked = {key for key, _ in then}
    found = [
        Difference(entry, now.get(at), _causes(entry.line, now.get(at)))
        for at, entry in then.items()
        if at[0] != CLOSING and (at not in now or now[at].released != entry.line.released)
    ]
    joined = [line for at, line in now.items() if at[0] in locked and at not in then and line.released]
    return [*found, *(Difference(None, line, ("joined",)) for line in joined)]


CLOSING: Key = ("", 0)
"""The closing line of a deal that closed short: it exists because of what was settled, so nothing contradicts it."""


def _causes(then: Line, now: Line | None) -> tuple[str, ...]:
    if now is None:
        return ("gone",)
    pairs = {"plan": (then.plan, now.plan), "contract": (then.contract, now.contract),
             "receipt": (then.receipt, now.receipt)}  # fmt: skip
    return tuple(name for name, (old, new) in pairs.items() if old != new) or ("order",)
