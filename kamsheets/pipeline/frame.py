"""Counted projects as a pandas frame over integer fen: one row a project, the columns that sums and groups need."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from kamsheets.pipeline.ageing import days_late
from kamsheets.pipeline.outcomes import Standing, standing
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


def _row(project: Project, view: PolicyView, owner: Callable[[str], str]) -> tuple[str | int, ...]:
    stands = standing(project, view)
    amount, is_open = project.est_amount or 0, stands is Standing.OPEN
    return (
        project.region or BLANK,
        project.milestone or BLANK,
        stands,
        project.outcome or BLANK,
        owner(project.project_lead) if project.project_lead else BLANK,
        project.industry or BLANK,
        project.lead_grade or BLANK,
        project.project_level or BLANK,
        month(project),
        amount,
        weighted(amount, probability(project, view)) if is_open else 0,
        int(is_open and days_late(project, view) > 0),
    )


def month(project: Project) -> str:
    """The month of expected signing, ``2026-07``; blank without a day."""
    expected = project.est_sign_date
    return f"{expected.year}-{expected.month:02d}" if expected else BLANK


def frame(projects: Iterable[Project], view: PolicyView) -> "pd.DataFrame":
    """All counted projects. ``amount`` and ``weighted`` are fen; ``weighted`` and ``late`` are 0 unless open."""
    import pandas as pd

    owner = cache(lambda reference: called(reference, view))
    columns = list(zip(*(_row(project, view, owner) for project in projects), strict=True)) or [()] * 12
    keys = {name: pd.Categorical(list(map(str, column))) for name, column in zip(KEYS, columns, strict=False)}
    sums = {name: pd.Series(column, dtype="int64") for name, column in zip(AMOUNTS, columns[len(KEYS) :], strict=True)}
    return pd.DataFrame({**keys, **sums})
