"""Whether a policy contradicts itself: read the two tuples to know what is checked.

``ALWAYS`` looks at all rows; ``DAILY`` at what is in force together, on every day on which something changes.
"""

from collections.abc import Callable, Iterator
from datetime import date

from kamsheets.core.finding import Finding
from kamsheets.policy import check_lists, check_people, check_references, check_values, dated
from kamsheets.policy.lists import LISTINGS
from kamsheets.policy.policy import Policy

ALWAYS: tuple[Callable[[Policy], Iterator[Finding]], ...] = (
    check_lists.rows_given_twice,
    check_lists.rows_never_in_force,
    check_lists.stage_figures,
    check_lists.tier_figures,
    check_references.dangling_references,
    check_references.conditions,
    check_references.codes_relied_on,
    check_references.superior_circles,
    check_people.people_twice,
    check_people.managers,
    check_people.standing_deputies,
    check_people.employment,
    check_people.deputies,
    check_people.delegation_overlaps,
    check_people.delegation_circles,
)
DAILY: tuple[Callable[[Policy, date], Iterator[Finding]], ...] = (
    check_lists.empty_lists,
    check_lists.stage_weights,
    check_lists.stage_order,
    check_lists.stage_marks,
    check_lists.tiers_from_zero,
    check_lists.grade_bounds,
    check_lists.provinces,
    check_lists.headquarters,
    check_references.doubtful_names,
    check_references.values_in_lists,
    check_values.rising_keys,
    check_values.ordered_keys,
    check_values.whole_shares,
    check_values.bands,
    check_values.values_per_choice,
    check_values.rising_cuts,
)


def check(policy: Policy) -> list[Finding]:
    """All findings on a policy, each once; the day in a finding is the first on which it holds."""
    found = [one for rule in ALWAYS for one in rule(policy)]
    for day in change_days(policy):
        found += [one for rule in DAILY for one in rule(policy, day)]
    once = {(one.code, one.place, one.value): one for one in reversed(found)}
    return list(reversed(once.values()))


def change_days(policy: Policy) -> list[date]:
    """The first day of the book and every later day on which a value or row begins or ends."""
    lists = [getattr(policy, listing.name) for listing in LISTINGS]
    days = dated.change_days(*policy.values.values(), *lists, policy.matrix)
    return sorted({policy.beginning, *(day for day in days if day > policy.beginning)})
