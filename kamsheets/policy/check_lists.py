"""Checks inside one list: stages, tiers, grades, regions; rows that stand twice or never hold."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.money import grouped
from kamsheets.formats import provinces as gb2260
from kamsheets.policy.dated import Dated, in_force
from kamsheets.policy.list_process import GRADES, STAGES, TIERS
from kamsheets.policy.list_terms import REGIONS, ROLES
from kamsheets.policy.listing import Listing
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Grade, RateTier, Region, Stage

WHOLE_WEIGHT = 10_000
"""Commission weights are parts per ten thousand."""
_APART = frozenset({"people", "delegations"})
_NEEDED = (STAGES, ROLES, GRADES, REGIONS, TIERS)


def rows_on(policy: Policy, listing: Listing, day: date) -> tuple[Dated[Any], ...]:
    """The rows of a list in force on ``day``."""
    return in_force(getattr(policy, listing.name), day, listing.key)


def rows_given_twice(policy: Policy) -> Iterator[Finding]:
    """Two rows of one key that begin on the same day: neither can be meant to replace the other."""
    for listing in LISTINGS:
        if listing.name not in _APART:
            named = ((listing.key(row.item), row) for row in getattr(policy, listing.name))
            yield from _twice(named, listing.columns[0].field)
    yield from _twice(((row.item.number, row) for row in policy.matrix), "number")


def _twice(rows: Iterator[tuple[object, Dated[Any]]], field: str) -> Iterator[Finding]:
    seen: dict[object, Dated[Any]] = {}
    for key, row in rows:
        if (key, row.since) in seen:
            other = seen[key, row.since].origin.phrase()
            shown = " ".join(map(str, key)) if isinstance(key, tuple) else key
            yield finding("PO21", row.origin.place(field), shown, day=row.since, other=other)
        seen[key, row.since] = row


def rows_never_in_force(policy: Policy) -> Iterator[Finding]:
    """Rows that end before they begin."""
    lists: list[tuple[Dated[Any], ...]] = [getattr(policy, listing.name) for listing in LISTINGS]
    for row in (row for rows in (*lists, policy.matrix) for row in rows):
        if row.until is not None and row.until <= row.since:
            yield finding("PO84", row.origin.place("until"), row.until)


def empty_lists(policy: Policy, day: date) -> Iterator[Finding]:
    """Lists without which nothing can be decided, and of which no row is in force."""
    for listing in _NEEDED:
        rows: tuple[Dated[Any], ...] = getattr(policy, listing.name)
        if not rows_on(policy, listing, day):
            place = rows[0].origin.place("since") if rows else Place(sheet=listing.label.zh)
            yield finding("PO25", place, listing=listing.label, day=day)


def stage_figures(policy: Policy) -> Iterator[Finding]:
    """Win probabilities outside 0 … 100 % and weights below nothing."""
    for row in policy.stages:
        stage: Stage = row.item
        if not 0 <= stage.win_probability <= 1:
            yield finding("PO23", row.origin.place("win_probability"), f"{stage.win_probability * 100}%")
        if stage.commission_weight < 0:
            yield finding("PO27", row.origin.place("commission_weight"), stage.commission_weight)


def stage_weights(policy: Policy, day: date) -> Iterator[Finding]:
    """The weights of the open stages make a whole."""
    rows = [row for row in rows_on(policy, STAGES, day) if not row.item.closed]
    total = sum(row.item.commission_weight for row in rows)
    if rows and total != WHOLE_WEIGHT:
        yield finding("PO20", rows[0].origin.place("commission_weight"), total, day=day, total=total)


def stage_order(policy: Policy, day: date) -> Iterator[Finding]:
    """Every stage has its own place, and closed stages come last."""
    rows = sorted(rows_on(policy, STAGES, day), key=lambda row: row.item.order)
    for before, after in pairwise(rows):
        if before.item.order == after.item.order:
            yield finding("PO22", after.origin.place("order"), after.item.order, day=day)
        if before.item.closed and not after.item.closed:
            yield finding("PO24", after.origin.place("order"), after.item.code, day=day)


def stage_marks(policy: Policy, day: date) -> Iterator[Finding]:
    """A meaning that one stage only can have (tag ``single``) is not given to two."""
    single = {
        row.item.choice.code: row.item.choice.label.zh
        for row in policy.choices
        if row.item.enumeration == "stage_mark" and "single" in row.item.choice.tags
    }
    held: dict[str, Dated[Stage]] = {}
    for row in rows_on(policy, STAGES, day):
        for mark in single.keys() & set(row.item.marks):
            if mark in held:
                other = held[mark].origin.phrase()
                yield finding("PO26", row.origin.place("marks"), single[mark], day=day, other=other)
            held[mark] = row


def tier_figures(policy: Policy) -> Iterator[Finding]:
    """Rates and bounds below nothing."""
    for row in policy.tiers:
        tier: RateTier = row.item
        for field, bad in (("lower", tier.lower < 0), ("rate", tier.rate < 0)):
            if bad:
                yield finding("PO31", row.origin.place(field))


def tiers_from_zero(policy: Policy, day: date) -> Iterator[Finding]:
    """Every scale begins at 0, and the scale in use is there."""
    lowest: dict[str, Dated[RateTier]] = {}
    for row in sorted(rows_on(policy, TIERS, day), key=lambda row: row.item.lower):
        lowest.setdefault(row.item.scale, row)
    for scale, row in lowest.items():
        if row.item.lower > 0:
            yield finding("PO30", row.origin.place("lower"), scale, day=day, first=grouped(row.item.lower))
    used = policy.value("rate_scale", day)
    if lowest and used.value not in lowest:
        yield finding("PO32", policy.place("rate_scale", day), used.value, day=day)


def grade_bounds(policy: Policy, day: date) -> Iterator[Finding]:
    """Bounds rise from the best grade on, and the last grade takes everybody."""
    for row in policy.grades:
        if row.item.bound_key and row.item.bound_key not in policy.keys:
            yield finding("PO42", row.origin.place("max_rank"), row.item.bound_key, key=row.item.bound_key)
    bounds = [(row, _bound(policy, row.item, day)) for row in rows_on(policy, GRADES, day)]
    ranked = sorted(bounds, key=lambda pair: pair[0].item.order)
    fixed = [(row, bound) for row, bound in ranked if bound is not None]
    for (_, before), (row, bound) in pairwise(fixed):
        if bound <= before:
            place = row.origin.place("max_rank")
            yield finding("PO70", place, row.item.code, day=day, bound=bound, before=before)
    if ranked and ranked[-1][1] is not None:
        yield finding("PO71", ranked[-1][0].origin.place("max_rank"), ranked[-1][0].item.code, day=day)


def _bound(policy: Policy, grade: Grade, day: date) -> int | None:
    if not grade.bound_key:
        return grade.max_rank
    if grade.bound_key not in policy.keys:
        return None
    bound = policy.value(grade.bound_key, day).value
    return bound if isinstance(bound, int) else None


def provinces(policy: Policy, day: date) -> Iterator[Finding]:
    """Every province belongs to one region."""
    held: dict[str, Dated[Region]] = {}
    rows = rows_on(policy, REGIONS, day)
    for row in rows:
        for code in row.item.provinces:
            if code in held:
                other = held[code].item.label
                yield finding("PO60", row.origin.place("provinces"), gb2260.short(code), day=day, other=other)
            held[code] = row
    for code in gb2260.CODES:
        if rows and code not in held:
            yield finding("PO61", rows[0].origin.place("provinces"), gb2260.short(code), day=day)


def headquarters(policy: Policy, day: date) -> Iterator[Finding]:
    """Steps that find nobody in their region need somewhere to go."""
    rows = rows_on(policy, REGIONS, day)
    if rows and not any(row.item.headquarters for row in rows):
        yield finding("PO63", rows[0].origin.place("headquarters"), day=day)
