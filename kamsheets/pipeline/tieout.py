"""对账: rows read = counted + excluded + blank; tabs = regions = department; shown, not assumed (semantics B2.6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kamsheets.core.finding import Finding, finding
from kamsheets.core.money import Fen, grouped
from kamsheets.pipeline.counting import Counted
from kamsheets.pipeline.project import Tab


@dataclass(frozen=True, slots=True)
class Stated:
    """A totals row (合计, 小计) a region wrote itself: sheet row and amount in fen."""

    row: int
    amount: Fen


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one tab: rows, blank rows among them, its own totals rows and, where there are any, every
    readable amount by row to hold them against."""

    tab: Tab
    rows_read: int
    blank: int
    amounts: Sequence[tuple[int, Fen]] = ()
    stated: Sequence[Stated] = ()


@dataclass(frozen=True, slots=True)
class TabTie:
    """One tab: how its rows and amounts are accounted for (all outcomes together, in fen; other currencies count 0)."""

    tab: Tab
    regions: tuple[str, ...]
    rows_read: int
    counted: int
    excluded: int
    blank: int
    counted_amount: Fen
    excluded_amount: Fen
    stated: Stated | None
    """The last totals row of the tab."""
    findings: tuple[Finding, ...]
    """Totals rows that agree with nothing above them."""

    @property
    def rows_gap(self) -> int:
        """Rows not accounted for; always 0."""
        return self.rows_read - self.counted - self.excluded - self.blank

    @property
    def agrees(self) -> bool:
        """Whether every totals row of the tab agrees with its rows."""
        return not self.findings


def tie_out(sources: Iterable[Source], counted: Counted) -> tuple[TabTie, ...]:
    """One line a tab, in the order read."""
    kept: dict[tuple[str, str], list[tuple[str, Fen]]] = defaultdict(list)
    for project in counted.projects:
        kept[project.tab.key].append((project.region or "", project.est_amount or 0))
    out: dict[tuple[str, str], list[Fen]] = {}
    for item in counted.excluded:
        out.setdefault(item.project.tab.key, []).append(item.amount)
    return tuple(_tie(source, kept.get(source.tab.key, []), out.get(source.tab.key, [])) for source in sources)


def _tie(source: Source, kept: Sequence[tuple[str, Fen]], out: Sequence[Fen]) -> TabTie:
    return TabTie(
        source.tab,
        tuple(dict.fromkeys(region for region, _ in kept)),
        source.rows_read,
        len(kept),
        len(out),
        source.blank,
        sum(amount for _, amount in kept),
        sum(out),
        source.stated[-1] if source.stated else None,
        tuple(_disagreements(source)),
    )


def _disagreements(source: Source) -> Iterable[Finding]:
    """A totals row may state all rows above it, or those since the totals row before (小计)."""
    previous = 0
    for stated in source.stated:
        above = sum(amount for row, amount in source.amounts if row < stated.row)
        section = sum(amount for row, amount in source.amounts if previous < row < stated.row)
        everything = sum(amount for _, amount in source.amounts)
        if stated.amount not in (above, section, everything):
            place = source.tab.place(stated.row, "est_amount")
            facts: Mapping[str, str] = {"difference": grouped(stated.amount - above)}
            yield finding("PL08", place, grouped(stated.amount), grouped(above), **facts)
        previous = stated.row
