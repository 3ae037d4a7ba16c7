"""经理调整: a manager's judgement as rows of its own, never an overwritten amount (semantics A2, B2.4).

A row says region, amount (plus or minus, in fen, on the weighted forecast), who, when and why. Without author or
reason it is not applied.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kamsheets.core.finding import Finding, finding
from kamsheets.core.money import Fen
from kamsheets.pipeline.project import Tab, Values

if TYPE_CHECKING:
    from kamsheets.pipeline.rollup import Line


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One judgement on a region's weighted forecast."""

    tab: Tab
    row: int
    region: str | None
    amount: Fen | None
    reason: str | None
    author: str | None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A region's forecast: as computed, what managers add or take away, and the two together."""

    region: str
    raw: Fen
    adjustment: Fen

    @property
    def forecast(self) -> Fen:
        """Raw plus adjustments."""
        return self.raw + self.adjustment


FIELDS = ("region", "adjust_amount", "adjust_reason", "adjuster", "adjust_date")


def adjustments(tab: Tab, rows: Sequence[int], values: Values) -> Iterator[Adjustment]:
    """The rows of an adjustment sheet (``rows``: sheet rows, blank ones left out)."""
    for number, row in zip(rows, zip(*(values[name] for name in FIELDS), strict=True), strict=True):
        yield Adjustment(tab, number, *row)


def refused(row: Adjustment) -> Finding | None:
    """Why a row is not applied: no region, no amount, nobody who stands for it, or no reason."""
    for name, value, code in (
        ("region", row.region, "PL70"),
        ("adjust_amount", row.amount, "PL71"),
        ("adjuster", row.author, "PL72"),
        ("adjust_reason", row.reason, "PL73"),
    ):
        if value is None:
            return finding(code, row.tab.place(row.row, name))
    return None


def applied(rows: Iterable[Adjustment]) -> tuple[tuple[Adjustment, ...], tuple[Finding, ...]]:
    """The rows that count, and what keeps the others out."""
    kept, said = [], []
    for row in rows:
        if (why := refused(row)) is None:
            kept.append(row)
        else:
            said.append(why)
    return tuple(kept), tuple(said)


def adjusted(regions: "Iterable[Line]", rows: Iterable[Adjustment]) -> tuple[Adjusted, ...]:
    """One line a region: those of the roll-up in their order, then regions that only have adjustments."""
    raw = {line.key: line.weighted_amount for line in regions}
    extra: dict[str, Fen] = {}
    for row in rows:
        region = row.region or ""
        extra[region] = extra.get(region, 0) + (row.amount or 0)
    return tuple(Adjusted(key, raw.get(key, 0), extra.get(key, 0)) for key in dict.fromkeys((*raw, *extra)))
