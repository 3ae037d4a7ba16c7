"""The roll-up: how much, how far, how sure. Open deals only; closed and shelved stand under their own names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kamsheets.core.money import Fen
from kamsheets.pipeline.frame import BLANK, frame
from kamsheets.pipeline.outcomes import Standing
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Line:
    """Sums of one group of projects; amounts in fen. ``overdue`` counts those past the deadline of their stage."""

    key: str
    projects: int = 0
    est_amount: Fen = 0
    weighted_amount: Fen = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Rollup:
    """All groupings of one set of projects. Every tuple of lines over open deals adds up to ``total``."""

    total: Line
    closed: tuple[Line, ...]
    """One line an outcome, of the projects that have ended."""
    shelved: Line
    regions: tuple[Line, ...]
    milestones: tuple[Line, ...]
    cells: Mapping[tuple[str, str], Line]
    """By (region, milestone); only where there are projects."""
    owners: tuple[Line, ...]
    industries: tuple[Line, ...]
    grades: tuple[Line, ...]
    levels: tuple[Line, ...]
    months: tuple[Line, ...]
    """By month of expected signing, ``2026-07``; blank: no date."""


def roll_up(projects: Iterable[Project], view: PolicyView) -> Rollup:
    """Sums of ``projects`` (each counted once) by everything a meeting asks for."""
    table = frame(projects, view)
    live = table[table["standing"] == Standing.OPEN.value]
    seen = set(table["region"].unique())
    return Rollup(
        total=_total(live),
        closed=_lines(table[table["standing"] == Standing.CLOSED.value], "outcome"),
        shelved=_total(table[table["standing"] == Standing.SHELVED.value]),
        regions=_lines(live, "region", [region.code for region in view.regions if region.code in seen], zeros=True),
        milestones=_lines(live, "milestone", [stage.code for stage in view.stages if not stage.closed], zeros=True),
        cells={key: Line(key[1], *sums) for key, sums in _sums(live, ["region", "milestone"]).items()},
        owners=_largest_first(_lines(live, "owner")),
        industries=_largest_first(_lines(live, "industry")),
        grades=_lines(live, "grade", [grade.code for grade in view.grades]),
        levels=_lines(live, "level", [choice.code for choice in view.choices.get("project_level", ())]),
        months=_lines(live, "month"),
    )


def _sums(table: "pd.DataFrame", by: "str | list[str]") -> "dict[Any, tuple[int, int, int, int]]":
    """Number, amount, weighted amount and late ones by key (a pair of keys for two columns)."""
    groups = table.groupby(by, observed=True)
    sums = groups[["amount", "weighted", "late"]].sum()
    columns = (groups.size(), *(sums[name] for name in ("amount", "weighted", "late")))
    return dict(zip(sums.index, zip(*(column.tolist() for column in columns), strict=True), strict=True))


def _lines(table: "pd.DataFrame", by: str, order: Sequence[str] = (), *, zeros: bool = False) -> tuple[Line, ...]:
    """One line a key: those of ``order`` first, the others by name, blank last; ``zeros`` keeps all of ``order``."""
    found = {str(key): Line(str(key), *sums) for key, sums in _sums(table, by).items()}
    known = [found.get(key, Line(key)) for key in order if zeros or key in found]
    others = sorted(
        (line for key, line in found.items() if key not in order), key=lambda line: (line.key == BLANK, line.key)
    )
    return (*known, *others)


def _total(table: "pd.DataFrame") -> Line:
    amount, sure, late = (int(table[name].sum()) for name in ("amount", "weighted", "late"))
    return Line("", len(table), amount, sure, late)


def _largest_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.est_amount, line.key)))
