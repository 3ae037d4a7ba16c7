"""Counted projects as a pandas frame over integer fen: one row a project, the columns that sums and groups need."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kamsheets.pipeline.ageing import days_late
from kamsheets.pipeline.outcomes import Standing, standings
from kamsheets.pipeline.people import called
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.weight import probability, weighted
from kamsheets.policy.view import PolicyView

if TYPE_CHECKING:
    import pandas as pd

BLANK = ""
"""Key of a group whose field was left blank; shown as 未填, never dropped."""
KEYS = ("region", "milestone", "standing", "outcome", "owner", "industry", "grade", "level", "month")
AMOUNTS = ("amount", "weighted", "late")


def ready() -> None:
    """Import pandas, which takes half a second, while others work."""
    import pandas  # noqa: F401


def month(project: Project) -> str:
    """The month of expected signing, ``2026-07``; blank without a day."""
    return _month(project.est_sign_date)


@lru_cache(maxsize=4096)
def _month(expected: date | None) -> str:
    return f"{expected.year}-{expected.month:02d}" if expected else BLANK


def frame(projects: Iterable[Project], view: PolicyView) -> "pd.DataFrame":
    """All counted projects. ``amount`` and ``weighted`` are fen; ``weighted`` and ``late`` are 0 unless open."""
    import pandas as pd

    known = list(projects)
    stands = standings(known, view)
    owner = cache(lambda reference: called(reference, view) if reference else BLANK)
    keys: dict[str, list[str]] = {
        "region": [project.region or BLANK for project in known],
        "milestone": [project.milestone or BLANK for project in known],
        "standing": [stand.value for stand in stands],
        "outcome": [project.outcome or BLANK for project in known],
        "owner": [owner(project.project_lead) for project in known],
        "industry": [project.industry or BLANK for project in known],
        "grade": [project.lead_grade or BLANK for project in known],
        "level": [project.project_level or BLANK for project in known],
        "month": [_month(project.est_sign_date) for project in known],
    }
    live = [stand is Standing.OPEN for stand in stands]
    amounts = [project.est_amount or 0 for project in known]
    sums: dict[str, list[int]] = {
        "amount": amounts,
        "weighted": [
            weighted(amount, probability(project, view)) if is_open else 0
            for project, amount, is_open in zip(known, amounts, live, strict=True)
        ],
        "late": [int(is_open and days_late(project, view) > 0) for project, is_open in zip(known, live, strict=True)],
    }
    return pd.DataFrame(
        {name: _categories(column) for name, column in keys.items()}
        | {name: pd.Series(column, dtype="int64") for name, column in sums.items()}
    )


def _categories(column: Sequence[str]) -> "pd.Categorical[Any]":
    import pandas as pd

    names = sorted(set(column))
    position = {name: k for k, name in enumerate(names)}
    return pd.Categorical.from_codes([position[name] for name in column], categories=pd.Index(names))
