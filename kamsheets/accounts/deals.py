"""The deals of key accounts: stage of the standard process, delivery after signing, win and loss (domain §6.1, 6.17).

Days per stage and conversions over months come from the pipeline, which has the history.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from kamsheets.accounts.benchmarks import Compared, compare
from kamsheets.accounts.process import delivered_stage
from kamsheets.policy.view import PolicyView

WON, LOST = "won", "lost"
"""Codes of the list ``outcome``, which rules rely on."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A project of a key account."""

    account: str
    number: str
    milestone: str
    outcome: str
    name: str = ""
    reason: str | None = None
    started: date | None = None
    deciders: int | None = None
    rivals: int | None = None
    signed: date | None = None
    accepted: date | None = None
    closed: date | None = None

    @property
    def days(self) -> int | None:
        """From start to signing; None while one of both is not known."""
        return (self.signed - self.started).days if self.signed and self.started else None


@dataclass(frozen=True, slots=True)
class WinLoss:
    """How deals ended; ``reasons`` by (outcome, reason), reason None where none was given."""

    won: int
    lost: int
    others: int
    """Cancelled, given up, shelved."""
    running: int
    reasons: tuple[tuple[tuple[str, str | None], int], ...]
    median_days: Fraction | None
    """From start to signing over the won; None without a dated one."""

    @property
    def rate(self) -> Fraction | None:
        """Won of won and lost; None before the first decision."""
        return Fraction(self.won, self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True, slots=True)
class Step:
    """Of the deals that entered a milestone, how many went on; losers stay in the denominator."""

    milestone: str
    entered: int
    advanced: int

    @property
    def rate(self) -> Fraction | None:
        """None when nobody entered."""
        return Fraction(self.advanced, self.entered) if self.entered else None


def standard_stage(deal: Deal, view: PolicyView) -> str:
    """Stage of the standard process: that of the milestone, after signing the last one."""
    if deal.outcome == WON or deal.signed:
        return max(view.choices["standard_stage"], key=lambda choice: choice.score or 0).code
    stage = view.stage(deal.milestone)
    return stage.standard if stage else ""


def delivery_lacks(deal: Deal) -> tuple[str, ...]:
    """Dates a signed deal still lacks, 'acceptance' and 'close'; none before signing."""
    return delivered_stage(deal.accepted, deal.closed) if deal.outcome == WON or deal.signed else ()


def beside_reference(deal: Deal, view: PolicyView) -> tuple[Compared, ...]:
    """The deal beside the reference bands, which have no source."""
    return compare(deal.deciders, deal.days, deal.rivals, view)


def win_loss(deals: Sequence[Deal], view: PolicyView) -> WinLoss:
    """All deals by outcome; an outcome without a tag of the policy still runs."""
    ended = {choice.code for choice in view.choices["outcome"] if choice.tags}
    held = Counter(deal.outcome for deal in deals)
    over = sum(count for code, count in held.items() if code in ended)
    days = [deal.days for deal in deals if deal.outcome == WON and deal.days is not None]
    reasons = Counter((deal.outcome, deal.reason) for deal in deals if deal.outcome in ended)
    return WinLoss(
        won=held[WON],
        lost=held[LOST],
        others=over - held[WON] - held[LOST],
        running=len(deals) - over,
        reasons=tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0][0], one[0][1] or ""))),
        median_days=Fraction(median(days)) if days else None,
    )


def funnel(deals: Sequence[Deal], view: PolicyView) -> tuple[Step, ...]:
    """Entered and advanced by milestone; a won deal has entered all, one that ended after the last one none."""
    stages = [stage.code for stage in view.stages if not stage.closed]
    place = {code: k for k, code in enumerate(stages)}
    reached = [len(stages) if deal.outcome == WON else place.get(deal.milestone, -1) for deal in deals]
    entered = [sum(far >= k for far in reached) for k in range(len(stages) + 1)]
    return tuple(Step(code, entered[k], entered[k + 1]) for k, code in enumerate(stages))
