"""The shape of a check: a project and the policy in, findings at its cells out."""

from collections.abc import Callable, Iterator

from kamsheets.core.finding import Finding
from kamsheets.pipeline.outcomes import Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.policy.view import PolicyView

Rule = Callable[[Project, PolicyView], Iterator[Finding]]


def is_open(project: Project, view: PolicyView) -> bool:
    """Whether the project is still being worked on (进行中)."""
    return standing(project, view) is Standing.OPEN


def reached(project: Project, view: PolicyView, mark: str) -> bool:
    """Whether the project stands in or after the stage marked so; False when either is unknown."""
    stage, wanted = view.stage(project.milestone or ""), view.marked(mark)
    return stage is not None and wanted is not None and stage.order >= wanted.order


def shown(view: PolicyView, enumeration: str, code: str | None) -> str:
    """The name of a code as it stands in the sheets; '' for None, the code itself when the policy has no such value."""
    return next((c.label.zh for c in view.choices.get(enumeration, ()) if c.code == code), code or "")
