"""Visit discipline: how long, how much of our own product, who talks, what comes next (domain §6.2, S0)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kamsheets.policy.view import PolicyView

FLAGS = ("long", "intro", "talk", "next")
"""Longer than a visit should be; too much product; the customer talks too little; no next step."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A contact with what was recorded of it; None: not recorded."""

    account: str
    day: date
    minutes: int | None = None
    intro_minutes: int | None = None
    customer_talk: Fraction | None = None
    """Share of the talk held by the customer."""
    next_step: bool = False
    kind: str = ""
    """Code of ``visit_type``."""

    @property
    def recorded(self) -> bool:
        """Whether anything beside the day was written down: a bare date is not judged."""
        return self.next_step or (self.minutes, self.intro_minutes, self.customer_talk) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Discipline:
    """Recorded visits, those without a flag, and how often each flag stands."""

    judged: int
    kept: int
    flags: Counter[str]

    @property
    def share(self) -> Fraction | None:
        """Of the visits without a flag; None without a recorded visit."""
        return Fraction(self.kept, self.judged) if self.judged else None


def is_visit(visit: Visit, view: PolicyView) -> bool:
    """Whether a contact was a visit: its kind is tagged so in the policy; a phone call is none."""
    choice = view.choice("visit_type", visit.kind)
    return choice is not None and "visit" in choice.tags


def flags(visit: Visit, view: PolicyView) -> tuple[str, ...]:
    """What a recorded visit lacks, in the order of ``FLAGS``; the policy's bounds themselves are in order.

    The customer talks ``talk_ratio_min`` times as long as we do: at 2 to 1 from two thirds of the talk on.
    """
    ratio = Fraction(view.rate("talk_ratio_min"))
    found = (
        visit.minutes is not None and visit.minutes > view.number("visit_minutes_max"),
        visit.intro_minutes is not None and visit.intro_minutes > view.number("intro_minutes_max"),
        visit.customer_talk is not None and visit.customer_talk < ratio / (ratio + 1),
        not visit.next_step,
    )
    return tuple(flag for flag, holds in zip(FLAGS, found, strict=True) if holds)


def discipline(visits: Iterable[Visit], view: PolicyView) -> Discipline:
    """All recorded visits together."""
    judged = [flags(visit, view) for visit in visits if visit.recorded]
    return Discipline(len(judged), judged.count(()), Counter(flag for one in judged for flag in one))
