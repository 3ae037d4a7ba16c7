"""Service agreements: response and solution within the hours of the level (domain §6.12, S1)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast

from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint or service case; times without a zone, all of one place."""

    number: str
    account: str
    level: str
    """Code of ``sla_level``."""
    reported: datetime
    responded: datetime | None = None
    solved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One promise of a case."""

    due: datetime
    done: datetime | None
    met: bool | None
    """Done on the minute counts as met; None: not done, not yet due."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with both promises."""

    case: Case
    response: Deadline
    solution: Deadline

    @property
    def met(self) -> bool | None:
        """False as soon as one promise is broken, None while one is open."""
        both = (self.response.met, self.solution.met)
        return False if False in both else None if None in both else True


def judge(case: Case, now: datetime, view: PolicyView) -> Judged:
    """The case as it stands at ``now``, by the policy's clock; raises ``ValueError`` for a level the policy lacks."""
    levels = [choice.code for choice in view.choices["sla_level"]]
    if case.level not in levels:
        raise ValueError(f"no service level {case.level}")
    k = levels.index(case.level)
    response, fix = (cast("tuple[int, ...]", view.items(f"sla_{name}_hours"))[k] for name in ("response", "fix"))
    return Judged(
        case,
        _deadline(due(case.reported, response, view), case.responded, now),
        _deadline(due(case.reported, fix, view), case.solved, now),
    )


def _deadline(due: datetime, done: datetime | None, now: datetime) -> Deadline:
    return Deadline(due, done, done <= due if done else False if now > due else None)


def due(start: datetime, hours: int, view: PolicyView) -> datetime:
    """``hours`` after ``start``: by the calendar, or within the working hours of working days (``sla_clock``)."""
    left = timedelta(hours=hours)
    if view.text("sla_clock") == "calendar":
        return start + left
    opens, closes = (timedelta(hours=hour) for hour in cast("tuple[int, int]", view.items("sla_working_day")))
    midnight = datetime.combine(start.date(), time())
    while True:
        begin, end = max(start, midnight + opens), midnight + closes
        open_ = max(timedelta(), end - begin) if view.holidays.get(midnight.date(), midnight.weekday() < 5) else None
        if open_ is not None and left <= open_:
            return begin + left
        left -= open_ or timedelta()
        midnight += timedelta(days=1)
