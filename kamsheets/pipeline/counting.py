"""What counts: every row is counted once or excluded with a reason; nothing is dropped (semantics B2).

``EXCLUSIONS`` reads top to bottom: the first rule that speaks decides.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from kamsheets.core.finding import Finding, finding
from kamsheets.core.money import Fen, grouped
from kamsheets.pipeline.outcomes import Standing, closed_outcomes, standing
from kamsheets.pipeline.project import Project, Tab
from kamsheets.pipeline.regions import region_named
from kamsheets.policy.view import PolicyView

BASE_CURRENCY = "CNY"
_DECISIVE = ("region", "milestone", "est_amount", "outcome")


@dataclass(frozen=True, slots=True)
class Excluded:
    """A row that is in no total, and the finding that says why, at the cell that decides."""

    project: Project
    finding: Finding

    @property
    def amount(self) -> Fen:
        """The amount that is missing from the totals: 0 where it cannot be read or is of another currency."""
        return (self.project.est_amount or 0) if self.project.currency in (None, BASE_CURRENCY) else 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Every project once, in reading order; what was left out; what a person should know beside it."""

    projects: tuple[Project, ...]
    excluded: tuple[Excluded, ...] = ()
    findings: tuple[Finding, ...] = ()


Unusable = Mapping[tuple[str, str, int], Finding]
"""By (file, sheet, row): what is wrong with a cell that decides a figure, said when the row was read."""
Exclusion = Callable[[Project, PolicyView, Mapping[str, Project]], Finding | None]
"""(project, policy, projects counted so far by number) -> why it cannot be counted, or None."""


def _no_amount(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    return finding("PL05", project.place("est_amount")) if project.est_amount is None else None


def _other_currency(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    if project.currency in (None, BASE_CURRENCY):
        return None
    return finding("PL06", project.place("currency"), project.currency, amount=grouped(project.est_amount or 0))


def _no_stage(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    """A closed project needs no stage: its outcome says where it belongs."""
    if project.milestone is not None or standing(project, view) is Standing.CLOSED:
        return None
    return finding("PL04", project.place("milestone"))


def _no_region(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    return finding("PL03", project.place("region")) if project.region is None else None


def _duplicate(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    first = seen.get(project.project_no or "")
    if first is None:
        return None
    same = all(getattr(first, name) == getattr(project, name) for name in _DECISIVE)
    spot = first.place("project_no")
    facts = {"first_file": spot.file, "first_sheet": spot.sheet, "first_cell": spot.cell}
    return finding("PL01" if same else "PL02", project.place("project_no"), project.project_no, **facts)


EXCLUSIONS: tuple[Exclusion, ...] = (_no_amount, _other_currency, _no_stage, _no_region, _duplicate)


def home(tab: Tab, view: PolicyView) -> str | None:
    """The region a tab's name says, else its file's name."""
    stem = tab.file.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return region_named(tab.sheet, view.regions) or region_named(stem, view.regions)


def _name(view: PolicyView, region: str | None) -> str:
    return next((known.label.zh for known in view.regions if known.code == region), region or "")


def settled(project: Project, tab_region: str | None, ends: Container[str]) -> Project:
    """The project with what its place tells: a blank region is the tab's; a stage named Closed Won is an outcome."""
    if project.region is None and tab_region is not None:
        project = project._replace(region=tab_region)
    if project.milestone is not None and project.milestone in ends:
        project = project._replace(milestone=None, outcome=project.outcome or project.milestone)
    return project


def count(projects: Iterable[Project], view: PolicyView, unusable: Unusable | None = None) -> Counted:
    """Each project once; rows that cannot be read or placed or would count twice are set apart with their reason.

    ``unusable`` may be filled while ``projects`` are taken, each row's before the row.
    """
    unreadable: Unusable = {} if unusable is None else unusable
    ends = closed_outcomes(view)
    homes: dict[tuple[str, str], str | None] = {}
    seen: dict[str, Project] = {}
    counted: list[Project] = []
    excluded: list[Excluded] = []
    findings: list[Finding] = []
    for raw in projects:
        where = raw.tab.key
        if where not in homes:
            homes[where] = home(raw.tab, view)
        tab_region = homes[where]
        project = settled(raw, tab_region, ends)
        if tab_region is not None and project.region != tab_region:
            findings.append(
                finding("PL07", project.place("region"), _name(view, project.region), tab=_name(view, tab_region))
            )
        refused = unreadable.get((*where, raw.row)) if unreadable else None
        if (refused := refused or _refused(project, view, seen)) is not None:
            excluded.append(Excluded(project, refused))
        else:
            counted.append(project)
            if project.project_no is not None:
                seen[project.project_no] = project
    return Counted(tuple(counted), tuple(excluded), tuple(findings))


def _refused(project: Project, view: PolicyView, seen: Mapping[str, Project]) -> Finding | None:
    for rule in EXCLUSIONS:
        if (said := rule(project, view, seen)) is not None:
            return said
    return None
