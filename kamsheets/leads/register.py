"""One register from many sheets: numbers issued once, and what the sheets say differently of one customer.

Nothing is dropped and nothing is merged: every row of every sheet is a row of the register.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kamsheets.core.finding import Place
from kamsheets.leads.desk import Desk
from kamsheets.leads.places import region
from kamsheets.leads.sheet import LeadSheet

CUSTOMER_FIELDS = (
    "customer_name", "uscc", "ownership", "industry", "province", "city", "address",
    "rank_sales", "rank_profit", "annual_sales", "annual_op_profit",
)  # fmt: skip
"""What describes the customer and should not differ between two leads of one customer."""
PRINT = ("customer_name", "reg_date", "registrant", "contact_name", "need_summary", "est_amount")
"""What makes two rows the same lead when neither has a number."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A lead on its way into the register."""

    number: str
    """As written, well-formed or not; empty when it has none yet."""
    region: str
    month: str
    """yyyymm of the registration; empty when the date is not known."""
    print: Hashable
    """What the lead is recognised by on a later run."""


def draft(sheet: LeadSheet, row: int, desk: Desk) -> Draft:
    """The draft of one row; a lead of no known region belongs to head office."""
    registered = sheet.column("reg_date")[row]
    home = region(sheet, desk, row) or min(desk.headquarters, default="")
    month = f"{registered:%Y%m}" if registered is not None else ""
    return Draft(sheet.typed(row, "lead_no"), home, month, tuple(sheet.column(f)[row] for f in PRINT))


def numbered(drafts: Sequence[Draft], earlier: Iterable[Draft]) -> list[str]:
    """A number for every draft: its own, else the one an earlier run gave it, else the next free of region and month.

    Numbers of leads that have gone are not given again. A lead without region or date stays without number.
    """
    known: dict[Hashable, list[str]] = defaultdict(list)
    last: Counter[tuple[str, str]] = Counter()
    taken = {draft.number for draft in drafts}
    for old in earlier:
        _count(last, old.number)
        if old.number and old.number not in taken:
            taken.add(old.number)
            known[old.print].append(old.number)
    for draft_ in drafts:
        _count(last, draft_.number)
    return [d.number or _again(known[d.print]) or _next(last, d) for d in drafts]


def _again(numbers: list[str]) -> str:
    """The next of the numbers that an earlier run gave to leads which look the same, in their order."""
    return numbers.pop(0) if numbers else ""


def _next(last: Counter[tuple[str, str]], draft_: Draft) -> str:
    if not draft_.region or not draft_.month:
        return ""
    last[draft_.region, draft_.month] += 1
    return f"XS-{draft_.region}-{draft_.month}-{last[draft_.region, draft_.month]:04d}"


def _count(last: Counter[tuple[str, str]], number: str) -> None:
    parts = number.split("-")
    if len(parts) == 4 and parts[3].isdecimal():
        key = (parts[1], parts[2])
        last[key] = max(last[key], int(parts[3]))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that the leads of one group state differently."""

    group: str
    field_id: str
    statements: tuple[tuple[str, Place], ...]
    """(what is written, where), one for each different value."""


def conflicts(groups: Mapping[str, Sequence[tuple[LeadSheet, int]]]) -> Iterator[Conflict]:
    """What the members of each group disagree on; a blank says nothing."""
    for group, members in groups.items():
        for field_id in CUSTOMER_FIELDS:
            found: dict[object, tuple[str, Place]] = {}
            for sheet, row in members:
                value = sheet.column(field_id)[row]
                if value is not None:
                    same = str(value).removesuffix("市") if field_id == "city" else value
                    found.setdefault(same, (sheet.typed(row, field_id), sheet.table.place(row, field_id)))
            if len(found) > 1:
                yield Conflict(group, field_id, tuple(found.values()))
