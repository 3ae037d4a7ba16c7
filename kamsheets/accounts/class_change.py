"""Accounts whose value class is another one than it was a year ago, by today's rule (domain §6.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamsheets.accounts.register import Figures
from kamsheets.accounts.value_class import value_classes
from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class ClassChange:
    """An account's class of the year before and of now, with the revenue of both years."""

    account: str
    before: str
    now: str
    revenue_before: Fen
    revenue: Fen


def class_changes(
    figures: Mapping[str, Sequence[Figures]], now: Mapping[str, str], year: int | None, view: PolicyView
) -> list[ClassChange]:
    """Accounts of another class than the year before ``year``, the largest revenue first; ``now``: class by account.

    The year before is classed among the accounts that have a row for it; one that joined since had no class.
    """
    if year is None:
        return []
    revenue = {key: {f.year: f.revenue for f in own} for key, own in figures.items()}
    earlier = {key: years[year - 1] for key, years in revenue.items() if year - 1 in years}
    before = value_classes(earlier, view).of
    changed = [
        ClassChange(key, before[key], now[key], earlier[key], revenue[key].get(year, 0))
        for key in earlier
        if before[key] != now[key]
    ]
    return sorted(changed, key=lambda change: (-change.revenue, change.account))
