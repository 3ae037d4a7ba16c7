"""The value of a customer from scored indicators under published weights (domain §6.6, S1; semantics B6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from kamsheets.policy.view import PolicyView

FULL = 100
"""A customer with the highest score everywhere."""


@dataclass(frozen=True, slots=True)
class ValueScore:
    """A customer's score with everything it is made of."""

    score: Fraction | None
    """0–100; None: no indicator was scored, or one is missing and the policy wants all (``value_missing``)."""
    dimensions: Mapping[str, Fraction | None]
    """Mean score by code of ``value_dimension``; None: no indicator of it was scored."""
    contributions: Mapping[str, Fraction]
    """Points of each scored indicator; they add up to ``score``. None without a score."""
    missing: tuple[str, ...]
    """Indicators nobody scored: shown, never counted as zero."""


def weights(view: PolicyView) -> dict[str, Fraction]:
    """The weight of every indicator: that of its dimension, in equal parts. They add up to one."""
    shares = cast("tuple[Fraction, ...]", view.items("value_weights"))
    found: dict[str, Fraction] = {}
    for dimension, share in zip(view.choices["value_dimension"], shares, strict=True):
        own = [choice.code for choice in view.choices["value_indicator"] if dimension.code in choice.tags]
        found |= {code: share / len(own) for code in own}
    return found


def value_score(scores: Mapping[str, int | None], view: PolicyView) -> ValueScore:
    """The weighted mean of the scores that were given, as points of 100.

    A missing indicator leaves its weight to the others, or leaves the customer without a score, as the policy says.
    """
    weight, highest = weights(view), view.number("value_score_max")
    given = {code: score for code in weight if (score := scores.get(code)) is not None}
    whole = sum((weight[code] for code in given), Fraction())
    whole = whole if len(given) == len(weight) or view.text("value_missing") == "renormalise" else Fraction()
    points = {code: weight[code] / whole * score * Fraction(FULL, highest) for code, score in given.items() if whole}
    return ValueScore(
        score=sum(points.values(), Fraction()) if points else None,
        dimensions={choice.code: _mean(choice.code, given, view) for choice in view.choices["value_dimension"]},
        contributions=points,
        missing=tuple(code for code in weight if code not in given),
    )


def _mean(dimension: str, given: Mapping[str, int], view: PolicyView) -> Fraction | None:
    own = [given[c.code] for c in view.choices["value_indicator"] if dimension in c.tags and c.code in given]
    return Fraction(sum(own), len(own)) if own else None
