"""Checks between keys: bounds that rise, shares that make a whole, pairs that are a band."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import cast

from kamsheets.core.finding import Finding, finding
from kamsheets.policy.cells import write
from kamsheets.policy.dated import in_force
from kamsheets.policy.list_terms import CHOICES
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Value

RISING = (
    ("ab_split", "top_n", "cd_split"),
    ("small_amount", "major_amount", "large_amount"),
    ("plan_fin_amount", "plan_mgm_amount"),
    ("bid_cfo_amount", "bid_gm_amount"),
    ("event_kad_amount", "event_mgm_amount"),
    ("expense_amber", "expense_red"),
    ("contact_high_days", "contact_medium_days", "contact_low_days"),
    ("influence_medium_min", "influence_high_min"),
    ("nps_passive_min", "nps_promoter_min"),
)
"""Keys each of which must be below the next; one that is not set is passed over."""
ORDERED = (("coef_min", "coef_default", "coef_max"), ("span_min", "span_max"))
"""Keys none of which may be above the next."""
WHOLE = ("payout_shares", "value_class_shares", "value_class_revenue", "value_weights")
"""Shares that make a whole."""
BANDS = (
    "exchange_size", "roadshow_size", "clarification_minutes", "bench_deciders", "bench_cycle_days", "bench_rivals",
    "portfolio_pilots", "replacement_accounts", "pay_fixed", "pay_variable",
)  # fmt: skip
"""Two numbers, the lower first."""
PER_CHOICE = (
    ("value_class_shares", "value_class", 0), ("value_class_revenue", "value_class", 0),
    ("value_class_cuts", "value_class", -1), ("value_weights", "value_dimension", 0),
    ("sla_response_hours", "sla_level", 0), ("sla_fix_hours", "sla_level", 0),
    ("internal_review_days", "internal_review", 0),
)  # fmt: skip
"""(key, enumeration, how many more): one value for each choice, a cut between two."""
CUTS = ("value_class_cuts",)
"""Shares that rise."""


def rising_keys(policy: Policy, day: date) -> Iterator[Finding]:
    """Thresholds in their order."""
    for keys in RISING:
        for lower, upper in _neighbours(policy, keys, day):
            if not lower.value < upper.value:  # type: ignore[operator]
                yield _misplaced("PO73", policy, lower, upper, day)


def ordered_keys(policy: Policy, day: date) -> Iterator[Finding]:
    """Bounds and what lies between them."""
    for keys in ORDERED:
        for lower, upper in _neighbours(policy, keys, day):
            if lower.value > upper.value:  # type: ignore[operator]
                yield _misplaced("PO76", policy, lower, upper, day)


def _neighbours(policy: Policy, keys: tuple[str, ...], day: date) -> Iterator[tuple[Value, Value]]:
    yield from pairwise(value for value in (policy.value(key, day) for key in keys) if value.value is not None)


def _misplaced(code: str, policy: Policy, lower: Value, upper: Value, day: date) -> Finding:
    place = policy.place(upper.key, day)
    ends = {"low": shown(lower), "high": shown(upper)}
    return finding(code, place, upper.key, day=day, lower=lower.label, upper=upper.label, **ends)


def whole_shares(policy: Policy, day: date) -> Iterator[Finding]:
    """Shares that total 100 %."""
    for key in WHOLE:
        value = policy.value(key, day)
        total = sum(cast("tuple[Fraction, ...]", value.value))
        if total != 1:
            percent = f"{write('rate', total)}%"
            yield finding("PO74", policy.place(key, day), shown(value), day=day, name=value.label, total=percent)


def bands(policy: Policy, day: date) -> Iterator[Finding]:
    """Pairs with a lower and an upper end."""
    for key in BANDS:
        value = policy.value(key, day)
        ends = cast("tuple[Fraction, ...]", value.value)
        if len(ends) != 2 or ends[0] > ends[1]:
            yield finding("PO75", policy.place(key, day), shown(value), day=day, name=value.label)


def values_per_choice(policy: Policy, day: date) -> Iterator[Finding]:
    """Lists of values that belong to the choices of an enumeration: as many as these."""
    held = Counter(row.item.enumeration for row in in_force(policy.choices, day, CHOICES.key))
    for key, enumeration, more in PER_CHOICE:
        value, wanted = policy.value(key, day), held[enumeration] + more
        given = len(cast("tuple[object, ...]", value.value))
        if given != wanted:
            listing, place = policy.enumerations[enumeration].label, policy.place(key, day)
            yield finding(
                "PO77", place, shown(value), day=day, name=value.label, listing=listing, given=given, wanted=wanted
            )


def rising_cuts(policy: Policy, day: date) -> Iterator[Finding]:
    """Cuts each above the one before it."""
    for key in CUTS:
        value = policy.value(key, day)
        cuts = cast("tuple[Fraction, ...]", value.value)
        if any(low >= high for low, high in pairwise((Fraction(), *cuts, Fraction(1)))):
            yield finding("PO78", policy.place(key, day), shown(value), day=day, name=value.label)


def shown(value: Value) -> str:
    """A value in the unit of its key, as it would stand in the sheet."""
    return f"{write(value.kind, value.value, value.unit)}"
