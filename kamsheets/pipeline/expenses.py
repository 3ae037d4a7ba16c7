"""费用: spent against budget, by region; all counted projects, open and ended (domain §2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.core.money import Fen
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Expense:
    """Budget and expense of one region, in fen; ``over`` counts projects beyond the alarm line."""

    region: str
    projects: int
    budget: Fen
    actual: Fen
    over: int

    @property
    def usage(self) -> Fraction | None:
        """Spent over budget; None without a budget."""
        return usage(self.budget, self.actual)


def usage(budget: Fen | None, actual: Fen | None) -> Fraction | None:
    """费用使用率 as a fraction of one; None without a budget."""
    return Fraction(actual or 0, budget) if budget else None


def over_budget(projects: Iterable[Project], view: PolicyView) -> tuple[Project, ...]:
    """Projects whose use of the budget is beyond the alarm line, or that spent without one; most overspent first."""
    red = view.rate("expense_red")
    found = [
        p
        for p in projects
        if p.expense_actual and ((use := usage(p.expense_budget, p.expense_actual)) is None or use > red)
    ]
    return tuple(sorted(found, key=lambda p: (p.expense_budget or 0) - (p.expense_actual or 0)))


def expenses(projects: Iterable[Project], view: PolicyView) -> tuple[Expense, ...]:
    """One line a region, in the policy's order."""
    by_region: dict[str, list[Project]] = {}
    for project in projects:
        by_region.setdefault(project.region or "", []).append(project)
    return tuple(
        Expense(
            region.code,
            len(own),
            sum(p.expense_budget or 0 for p in own),
            sum(p.expense_actual or 0 for p in own),
            len(over_budget(own, view)),
        )
        for region in view.regions
        if (own := by_region.get(region.code))
    )
