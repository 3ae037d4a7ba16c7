"""行业排名: places in the industry from a list of companies with yearly sales and profit (H s7).

The newest year of each industry that is not after the day counts. Equal figures share a place (1, 2, 2, 4).
A company that the list does not hold has no place: nothing is guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kamsheets.core.finding import Place
from kamsheets.core.money import Fen
from kamsheets.leads.grade import Ranks


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of a ranking list; figures in fen, None where they are not known."""

    industry: str
    """Code of the policy's industry, or the name as written where the policy has none."""
    company: str
    """Comparison key of the company's name."""
    year: int
    sales: Fen | None
    profit: Fen | None
    place: Place = field(default_factory=Place)
    name: str = ""
    """As written."""


@dataclass(frozen=True)
class Rankings:
    """Places by company and industry."""

    places: Mapping[str, Mapping[str, Ranks]] = field(default_factory=dict)
    """company key -> industry -> ranks."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """industry -> number of companies ranked."""
    years: Mapping[str, int] = field(default_factory=dict)
    """industry -> the year that counts."""

    def of(self, company: str, industry: str) -> tuple[str, Ranks] | None:
        """(industry, ranks) of a company; one that stands in several industries is looked up in its own only."""
        entries = self.places.get(company, {})
        if industry in entries:
            return industry, entries[industry]
        return next(iter(entries.items())) if len(entries) == 1 else None


def rankings(rows: Iterable[Standing], day: date) -> Rankings:
    """The places that a list gives on ``day``."""
    by_year: dict[str, dict[int, list[Standing]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.year <= day.year:
            by_year[row.industry][row.year].append(row)
    places: dict[str, dict[str, Ranks]] = defaultdict(dict)
    years = {industry: max(editions) for industry, editions in by_year.items()}
    sizes = {}
    for industry, year in years.items():
        members = by_year[industry][year]
        sizes[industry] = len(members)
        sales, profit = _places([m.sales for m in members]), _places([m.profit for m in members])
        for member in members:
            places[member.company][industry] = Ranks(sales.get(member.sales), profit.get(member.profit))
    return Rankings(places, sizes, years)


def _places(figures: Sequence[Fen | None]) -> dict[Fen | None, int]:
    """Place of each known figure, the highest first."""
    found: dict[Fen | None, int] = {}
    for place, figure in enumerate(sorted((f for f in figures if f is not None), reverse=True), 1):
        found.setdefault(figure, place)
    return found


def doubled(rows: Iterable[Standing]) -> list[tuple[Standing, Standing]]:
    """Rows that name the same company, industry and year twice: (first, again)."""
    seen: dict[tuple[str, str, int], Standing] = {}
    again = []
    for row in rows:
        first = seen.setdefault((row.industry, row.company, row.year), row)
        if first is not row:
            again.append((first, row))
    return again
