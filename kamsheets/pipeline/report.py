"""Everything one meeting needs, computed once: the roll-up, what moved since, what is stuck, how it ties out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamsheets.core.finding import Finding
from kamsheets.pipeline.adjustments import Adjusted, Adjustment, adjusted, applied
from kamsheets.pipeline.ageing import StageAge, ageing
from kamsheets.pipeline.agenda import Item, agenda
from kamsheets.pipeline.categories import Category, categories
from kamsheets.pipeline.check_moves import check_history, check_moves
from kamsheets.pipeline.conversion import Cohort, cohort
from kamsheets.pipeline.counting import Counted
from kamsheets.pipeline.expenses import Expense, expenses, over_budget
from kamsheets.pipeline.history import Stay, Visit, stages_seen, stays, visits
from kamsheets.pipeline.movement import Change, changes
from kamsheets.pipeline.outcomes import Standing, standing
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rollup import Rollup, roll_up
from kamsheets.pipeline.stuck import Stuck, stuck
from kamsheets.pipeline.tieout import Source, TabTie, tie_out
from kamsheets.pipeline.waterfall import Waterfall, by_amount, by_weight
from kamsheets.pipeline.winrate import Reason, WinRate, reasons, win_rates
from kamsheets.policy.view import PolicyView

TOP = 20
"""Projects in the list of the largest."""


@dataclass(frozen=True)
class Snapshot:
    """What the files of one day held."""

    counted: Counted
    sources: Sequence[Source] = ()
    adjustments: Sequence[Adjustment] = ()
    history: Sequence[Visit] = ()
    """Stays an earlier summary handed on."""
    day: date | None = None
    """The day the files speak of, where they say so."""


@dataclass(frozen=True)
class Movement:
    """What happened between the previous snapshot and this one."""

    since: date | None
    changes: tuple[Change, ...]
    amount: Waterfall
    weighted: Waterfall
    regions: Mapping[str, Waterfall]
    """The waterfall of amounts of each region that is in either snapshot."""


@dataclass(frozen=True)
class Report:
    """The figures of one roll-up; amounts in fen."""

    view: PolicyView
    projects: tuple[Project, ...]
    rollup: Rollup
    ties: tuple[TabTie, ...]
    adjustments: tuple[Adjustment, ...]
    adjusted: tuple[Adjusted, ...]
    categories: tuple[Category, ...]
    ageing: tuple[StageAge, ...]
    stuck: tuple[Stuck, ...]
    agenda: Mapping[str, tuple[Item, ...]]
    top: tuple[Project, ...]
    expenses: tuple[Expense, ...]
    over_budget: tuple[Project, ...]
    history: tuple[Visit, ...]
    stays: tuple[Stay, ...]
    cohort: Cohort
    win_rates: tuple[WinRate, ...]
    reasons: tuple[Reason, ...]
    movement: Movement | None
    findings: tuple[Finding, ...]


def report(now: Snapshot, view: PolicyView, earlier: Sequence[Snapshot] = ()) -> Report:
    """The report of ``now``; ``earlier`` snapshots, oldest first, give the history, the last of them the movement."""
    projects = now.counted.projects
    live = [project for project in projects if standing(project, view) is Standing.OPEN]
    sums, still = roll_up(projects, view), stuck(projects, view)
    ties = tie_out(now.sources, now.counted)
    kept, refused = applied(now.adjustments)
    handed_on = [visit for snapshot in earlier for visit in snapshot.history]
    history = visits([*(snapshot.counted.projects for snapshot in earlier), projects], handed_on)
    moved = movement(earlier[-1], now, view) if earlier else None
    return Report(
        view=view,
        projects=projects,
        rollup=sums,
        ties=ties,
        adjustments=kept,
        adjusted=adjusted(sums.regions, kept),
        categories=categories(sums.milestones, projects, view),
        ageing=ageing(live, view),
        stuck=still,
        agenda=agenda(still, view),
        top=tuple(sorted(live, key=lambda p: -(p.est_amount or 0))[:TOP]),
        expenses=expenses(projects, view),
        over_budget=over_budget(projects, view),
        history=history,
        stays=stays(history, view),
        cohort=cohort(projects, stages_seen(history), view),
        win_rates=win_rates(projects, view),
        reasons=reasons(projects, view),
        movement=moved,
        findings=(
            *now.counted.findings,
            *(item.finding for item in now.counted.excluded),
            *(found for tie in ties for found in tie.findings),
            *refused,
            *(check_moves(moved.changes) if moved else ()),
            *check_history(projects, history, view),
        ),
    )


def movement(then: Snapshot, now: Snapshot, view: PolicyView) -> Movement:
    """The changes and the waterfalls between two snapshots."""
    found = changes(then.counted, now.counted, view)
    seen = {project.region for side in (then, now) for project in side.counted.projects}
    return Movement(
        since=then.day,
        changes=found,
        amount=by_amount(found, view),
        weighted=by_weight(found, view),
        regions={region.code: by_amount(found, view, region.code) for region in view.regions if region.code in seen},
    )
