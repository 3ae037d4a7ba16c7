"""Churn in four stages from dated signals (domain §6.21, S3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal of churn, who sees to it and how."""

    account: str
    kind: str
    """Code of ``churn_signal``."""
    day: date
    owner: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Churn:
    """The stage of an account and the signals that count, the latest first."""

    stage: int
    """0 none, 1–4 as scored in the list ``churn_signal``."""
    signals: tuple[Signal, ...]
    repeated: int
    """Complaints within the window."""

    @property
    def owned(self) -> bool:
        """Whether every signal that counts has an owner and a next action."""
        return all(signal.owner and signal.action for signal in self.signals)


def in_window(day: date, view: PolicyView) -> bool:
    """Whether ``day`` is within the last N days up to the policy's day; the N-th day back still counts."""
    return view.day - timedelta(days=view.number("churn_window_days")) <= day <= view.day


def churn(signals: Sequence[Signal], complaints: Sequence[date], view: PolicyView) -> Churn:
    """The highest stage with a signal in the window; repeated complaints alone make the first stage."""
    counted = sorted((s for s in signals if in_window(s.day, view)), key=lambda s: (s.day, s.kind), reverse=True)
    score = {choice.code: choice.score or 0 for choice in view.choices["churn_signal"]}
    repeated = sum(in_window(day, view) for day in complaints)
    least = 1 if repeated >= view.number("churn_repeat") else 0
    return Churn(max([least, *(score[s.kind] for s in counted)]), tuple(counted), repeated)
