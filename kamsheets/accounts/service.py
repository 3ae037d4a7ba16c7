"""Service agreements: response and solution within the hours of the level (domain §6.12, S1)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from fractions import Fraction
from typing import cast

from kamsheets.core.finding import Place
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
    place: Place = field(default=Place(), compare=False)
    """Cell of the number."""


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


@dataclass(frozen=True, slots=True)
class Level:
    """The cases of a service level; ``met`` + ``breached`` + ``open`` = ``cases``."""

    code: str
    cases: int
    met: int
    breached: int
    open: int
    late_response: int
    late_solution: int

    @property
    def share(self) -> Fraction | None:
        """Met of those decided; None before the first."""
        return Fraction(self.met, self.met + self.breached) if self.met + self.breached else None


def by_level(judged: Iterable[Judged], view: PolicyView) -> tuple[Level, ...]:
    """All levels of the policy, also those without a case."""
    held: dict[str, list[Judged]] = {choice.code: [] for choice in view.choices["sla_level"]}
    for one in judged:
        held[one.case.level].append(one)
    return tuple(_level(code, own) for code, own in held.items())


def _level(code: str, judged: list[Judged]) -> Level:
    met, breached = (sum(one.met is said for one in judged) for said in (True, False))
    late = [sum(promise.met is False for promise in kept) for kept in (
        [one.response for one in judged], [one.solution for one in judged])]  # fmt: skip
    return Level(code, len(judged), met, breached, len(judged) - met - breached, *late)


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
