"""What customers say of us: NPS and CSAT, always with the number of answers (domain §6.14, 6.15, S1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Nps:
    """Answers on the scale 0–10."""

    n: int
    promoters: int
    passives: int
    detractors: int

    @property
    def value(self) -> Fraction | None:
        """−100 … 100; None without an answer."""
        return Fraction((self.promoters - self.detractors) * 100, self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Csat:
    """Answers on one scale from 1 to ``highest``."""

    highest: int
    n: int
    total: int
    satisfied: int
    """Answers among the best scores."""

    @property
    def mean(self) -> Fraction | None:
        """The mean score; None without an answer."""
        return Fraction(self.total, self.n) if self.n else None

    @property
    def share(self) -> Fraction | None:
        """Of the satisfied; None without an answer."""
        return Fraction(self.satisfied, self.n) if self.n else None


def is_low(likely: int | None, satisfied: int | None, view: PolicyView) -> bool:
    """Whether an answer calls for action: a detractor, or one of the lowest scores of satisfaction."""
    detractor = likely is not None and likely < view.number("nps_passive_min")
    return detractor or (satisfied is not None and satisfied <= view.number("csat_low"))


def nps(scores: Sequence[int], view: PolicyView) -> Nps:
    """Promoters, passives and detractors by the policy's bounds; raises ``ValueError`` for a score outside 0–10."""
    if any(not 0 <= score <= 10 for score in scores):
        raise ValueError("NPS scores run from 0 to 10")
    promoter, passive = view.number("nps_promoter_min"), view.number("nps_passive_min")
    promoters = sum(score >= promoter for score in scores)
    detractors = sum(score < passive for score in scores)
    return Nps(len(scores), promoters, len(scores) - promoters - detractors, detractors)


def csat(scores: Sequence[int], highest: int, view: PolicyView) -> Csat:
    """Mean and satisfied share; raises ``ValueError`` for a scale the policy lacks or a score outside it."""
    if highest not in view.items("csat_scales"):
        raise ValueError(f"the policy has no scale up to {highest}")
    if any(not 1 <= score <= highest for score in scores):
        raise ValueError(f"scores run from 1 to {highest}")
    least = highest - view.number("csat_top") + 1
    return Csat(highest, len(scores), sum(scores), sum(score >= least for score in scores))
