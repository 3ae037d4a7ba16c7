"""What the duplicate search found, said at the cell of every lead that it concerns."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamsheets.core.finding import Finding, Place
from kamsheets.core.table import Cell
from kamsheets.leads.duplicates import Duplicates, Group, Pair
from kamsheets.leads.sheet import LeadSheet

CODES = {"uscc": "LD040", "phone": "LD041", "name": "LD042", "similar": "LD043"}
"""Finding code by the evidence that joined a lead to its group."""


@dataclass(frozen=True, slots=True)
class LeadRef:
    """A lead by its sheet and row."""

    sheet: LeadSheet
    row: int

    @property
    def place(self) -> Place:
        """The whole row."""
        return self.sheet.table.place(self.row)

    @property
    def spot(self) -> str:
        """Where it stands, in one phrase."""
        place, number = self.place, self.sheet.table.row_numbers[self.row]
        return "｜".join(
            part for part in (place.file, f"{place.sheet}!{number}" if place.sheet else str(number)) if part
        )

    def raw(self, field_id: str) -> Cell:
        """What the reader found in a cell."""
        position = self.sheet.table.position(field_id)
        return None if position is None else self.sheet.table.rows[self.row][position]

    def text(self, field_id: str) -> str:
        """A typed value as text; what stands there when it could not be read, empty when nothing does."""
        value = self.sheet.column(field_id)[self.row]
        return self.sheet.typed(self.row, field_id) if value is None else str(value)


def findings(found: Duplicates, leads: Sequence[LeadRef], known: frozenset[int]) -> Iterator[Finding]:
    """One finding for each lead of a group that is not its holder, and for the later lead of a weak pair.

    ``known``: positions of leads of an earlier register; nothing is said at them.
    """
    pairs: dict[int, list[Pair]] = defaultdict(list)
    for pair in found.strong:
        pairs[pair.first].append(pair)
        pairs[pair.second].append(pair)
    for group in found.groups:
        for member in group.members:
            if member != group.holder and member not in known:
                yield _joined(group, member, pairs[member], leads)
    yield from _weak(found.weak, leads, known)


def _joined(group: Group, member: int, pairs: Sequence[Pair], leads: Sequence[LeadRef]) -> Finding:
    """What joins a lead to its group: to the holder if they share something, by the best rule."""
    order = list(CODES)
    best = min(pairs, key=lambda p: (group.holder not in (p.first, p.second), order.index(_rule(p))))
    other = leads[best.second if best.first == member else best.first]
    lead, holder = leads[member], leads[group.holder]
    return lead.sheet.finding(
        CODES[_rule(best)],
        lead.row,
        "customer_name",
        other=other.spot,
        group=group.label,
        holder=" ".join(part for part in (holder.text("registrant"), holder.text("reg_date"), holder.spot) if part),
        until=group.protected_until or "—",
    )


def _rule(pair: Pair) -> str:
    return next(item.code for item in pair.evidence if item.strong)


def _weak(pairs: Sequence[Pair], leads: Sequence[LeadRef], known: frozenset[int]) -> Iterator[Finding]:
    others: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        member, other = (pair.first, pair.second) if pair.second in known else (pair.second, pair.first)
        others[member].append(other)
    for member in sorted(others):
        lead, first = leads[member], leads[others[member][0]]
        yield lead.sheet.finding(
            "LD044", lead.row, "customer_name", other=first.spot, other_name=first.text("customer_name"),
            count=len(others[member]),
        )  # fmt: skip
