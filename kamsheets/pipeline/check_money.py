"""Probability, margin, expenses: within what the policy allows, and never before initiation (H s13, domain §2.2)."""

from collections.abc import Iterator
from fractions import Fraction

from kamsheets.core.finding import Finding, finding
from kamsheets.core.money import grouped, round_half_up
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import is_open
from kamsheets.pipeline.weight import probability, weighted
from kamsheets.policy.view import PolicyView


def percent(share: Fraction) -> str:
    """A share as people write it, with at most two decimals.

    >>> percent(Fraction(1, 2)), percent(Fraction(3776, 10000)), percent(Fraction(-1, 3))
    ('50%', '37.76%', '-33.33%')
    """
    sign, (whole, rest) = "-" if share < 0 else "", divmod(round_half_up(abs(share) * 10_000), 100)
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def probability_off(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A typed probability far from the stage's default asks for a reason."""
    stage = view.stage(project.milestone or "")
    if project.win_prob is None or stage is None or not is_open(project, view):
        return
    if abs(project.win_prob - stage.win_probability) > view.rate("win_prob_tolerance"):
        facts = {"stage": stage.code, "default": percent(stage.win_probability)}
        allowed = percent(view.rate("win_prob_tolerance"))
        yield finding("PL40", project.place("win_prob"), percent(project.win_prob), tolerance=allowed, **facts)


def margin_low(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A margin below the floor asks for a justification."""
    margin, floor = project.est_margin_pct, view.rate("margin_floor")
    if margin is not None and margin < floor and is_open(project, view):
        yield finding("PL41", project.place("est_margin_pct"), percent(margin), floor=percent(floor))


def weighted_off(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The sheet's own weighted amount agrees with amount times probability."""
    if project.weighted_amount is None or project.est_amount is None or not is_open(project, view):
        return
    right = weighted(project.est_amount, probability(project, view))
    if project.weighted_amount != right:
        yield finding(
            "PL42", project.place("weighted_amount"), grouped(project.weighted_amount), proposed=grouped(right)
        )


def expense_before_initiation(project: Project, view: PolicyView) -> Iterator[Finding]:
    """No sales expense before initiation (H s13): money was spent, but nothing was approved by then."""
    spent, approved = project.expense_actual or 0, project.approved_date
    stage, initiation = view.stage(project.milestone or ""), view.marked("initiation")
    early = stage is not None and initiation is not None and stage.order < initiation.order
    if spent > 0 and (approved is None or approved > view.day or early):
        yield finding("EX01", project.place("expense_actual"), grouped(spent), approved=approved or "—")


def expense_over_budget(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Spent against budget: beyond the alarm line, or beyond the line that warns."""
    spent, budget = project.expense_actual, project.expense_budget
    if not spent or not budget:
        return
    usage = Fraction(spent, budget)
    for code, line in (("EX02", view.rate("expense_red")), ("EX03", view.rate("expense_amber"))):
        if usage > line:
            facts = {"budget": grouped(budget), "usage": percent(usage), "line": percent(line)}
            yield finding(code, project.place("expense_actual"), grouped(spent), **facts)
            return


def expense_without_budget(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Money was spent and no budget stands against it."""
    if project.expense_actual and not project.expense_budget:
        yield finding("EX04", project.place("expense_budget"), spent=grouped(project.expense_actual))


def budget_ratio_high(project: Project, view: PolicyView) -> Iterator[Finding]:
    """Budget against the estimated contract amount, where the company sets a limit."""
    budget, amount, limit = project.expense_budget, project.est_amount, view.get("expense_ratio_max").value
    if budget and amount and isinstance(limit, Fraction) and (ratio := Fraction(budget, amount)) > limit:
        yield finding(
            "EX05", project.place("expense_budget"), grouped(budget), ratio=percent(ratio), limit=percent(limit)
        )


RULES = (
    probability_off, margin_low, weighted_off, expense_before_initiation, expense_over_budget,
    expense_without_budget, budget_ratio_high,
)  # fmt: skip
