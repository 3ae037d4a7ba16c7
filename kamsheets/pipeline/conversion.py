"""Cohort conversion M(n) to M(n+1): losers stay in the denominator (domain §6.17, semantics B2.5)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kamsheets.pipeline.outcomes import WON, Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the projects that entered a stage, how many went on; the others have it as their furthest stage.

    ``entered`` = ``advanced`` + ``still_open`` + ``ended`` + ``shelved``.
    """

    stage: str
    next_stage: str | None
    """None after the last milestone: what follows is the signing (won)."""
    entered: int
    advanced: int
    still_open: int
    ended: int
    shelved: int

    @property
    def rate(self) -> Fraction | None:
        """Advanced over entered; None when nobody entered."""
        return Fraction(self.advanced, self.entered) if self.entered else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """One line a milestone; ``unplaced`` projects have ended, and no file says in which stage."""

    lines: tuple[Conversion, ...]
    unplaced: int


def cohort(projects: Iterable[Project], seen: Mapping[str, tuple[str, ...]], view: PolicyView) -> Cohort:
    """The conversions of all counted projects, open and ended; ``seen`` are the stages of each number in earlier files.

    A project has entered every stage up to the furthest one it was seen in; a won project has entered them all.
    """
    stages = [stage.code for stage in view.stages if not stage.closed]
    place = {code: k for k, code in enumerate(stages)}
    furthest: Counter[tuple[int | None, str]] = Counter()
    for project in projects:
        if project.outcome == WON:
            furthest[len(stages), WON] += 1
            continue
        known = [place[code] for code in (*seen.get(project.project_no or "", ()), project.milestone) if code in place]
        furthest[max(known, default=None), standing(project, view)] += 1
    lines = tuple(_line(k, stages, furthest) for k in range(len(stages)))
    return Cohort(lines, sum(count for (where, _), count in furthest.items() if where is None))


def _line(k: int, stages: list[str], furthest: Counter[tuple[int | None, str]]) -> Conversion:
    advanced = sum(count for (where, _), count in furthest.items() if where is not None and where > k)
    here = [furthest[k, kind] for kind in (Standing.OPEN, Standing.CLOSED, Standing.SHELVED)]
    following = stages[k + 1] if k + 1 < len(stages) else None
    return Conversion(stages[k], following, advanced + sum(here), advanced, *here)
