"""Everything one meeting needs: the roll-up, what moved since, what is stuck, how it ties out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
from kamsheets.pipeline.outcomes import Standing, standings
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
    unread: bool = False
    """Whether there was a file that could not be read."""


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
    """The figures of one roll-up, each computed when it is first asked for; amounts in fen."""

    now: Snapshot
    view: PolicyView
    earlier: Sequence[Snapshot] = ()
    """Oldest first: they give the history, the last of them the movement."""

    @property
    def projects(self) -> tuple[Project, ...]:
        """All counted projects, whatever their outcome."""
        return self.now.counted.projects

    @cached_property
    def live(self) -> list[Project]:
        """The open ones."""
        stands = standings(self.projects, self.view)
        return [p for p, stand in zip(self.projects, stands, strict=True) if stand is Standing.OPEN]

    @cached_property
    def rollup(self) -> Rollup:
        """Sums by everything a meeting asks for."""
        return roll_up(self.projects, self.view)

    @cached_property
    def ties(self) -> tuple[TabTie, ...]:
        """How each tab is accounted for."""
        return tie_out(self.now.sources, self.now.counted)

    @cached_property
    def _adjustments(self) -> tuple[tuple[Adjustment, ...], tuple[Finding, ...]]:
        return applied(self.now.adjustments)

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """The managers' rows that count."""
        return self._adjustments[0]

    @cached_property
    def adjusted(self) -> tuple[Adjusted, ...]:
        """The weighted forecast of each region with them."""
        return adjusted(self.rollup.regions, self.adjustments)

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """Forecast categories, surest first."""
        return categories(self.rollup.milestones, self.projects, self.view)

    @cached_property
    def ageing(self) -> tuple[StageAge, ...]:
        """How long open projects stand in their stages."""
        return ageing(self.live, self.view)

    @cached_property
    def stuck(self) -> tuple[Stuck, ...]:
        """Open projects that do not move, largest first."""
        return stuck(self.live, self.view)

    @cached_property
    def agenda(self) -> Mapping[str, tuple[Item, ...]]:
        """What each region's meeting has to talk about."""
        return agenda(self.stuck, self.view)

    @cached_property
    def top(self) -> tuple[Project, ...]:
        """The largest open projects."""
        return tuple(sorted(self.live, key=lambda project: -(project.est_amount or 0))[:TOP])

    @cached_property
    def expenses(self) -> tuple[Expense, ...]:
        """Spent against budget, by region."""
        return expenses(self.projects, self.view)

    @cached_property
    def over_budget(self) -> tuple[Project, ...]:
        """Projects beyond their budget."""
        return over_budget(self.projects, self.view)

    @cached_property
    def history(self) -> tuple[Visit, ...]:
        """Every stay of every project that any snapshot shows."""
        handed_on = [visit for snapshot in self.earlier for visit in snapshot.history]
        return visits([*(snapshot.counted.projects for snapshot in self.earlier), self.projects], handed_on)

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """Median days per stage."""
        return stays(self.history, self.view)

    @cached_property
    def cohort(self) -> Cohort:
        """Conversion from stage to stage."""
        return cohort(self.projects, stages_seen(self.history), self.view)

    @cached_property
    def win_rates(self) -> tuple[WinRate, ...]:
        """Three rates with their denominators."""
        return win_rates(self.projects, self.view)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why projects ended as they did."""
        return reasons(self.projects, self.view)

    @cached_property
    def movement(self) -> Movement | None:
        """What happened since the last of the earlier snapshots; None without one."""
        return movement(self.earlier[-1], self.now, self.view) if self.earlier else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know: rows left out, totals that disagree, refused adjustments, odd moves."""
        counted = self.now.counted
        found = [*counted.findings, *(item.finding for item in counted.excluded)]
        found += [said for tie in self.ties for said in tie.findings]
        found += self._adjustments[1]
        if self.movement is not None:
            found += [*check_moves(self.movement.changes), *check_history(self.projects, self.history, self.view)]
        return tuple(found)


def movement(then: Snapshot, now: Snapshot, view: PolicyView) -> Movement:
    """The changes and the waterfalls between two snapshots."""
    found = changes(then.counted, now.counted, view, unread=now.unread)
    seen = {project.region for side in (then, now) for project in side.counted.projects}
    return Movement(
        since=then.day,
        changes=found,
        amount=by_amount(found, view),
        weighted=by_weight(found, view),
        regions={region.code: by_amount(found, view, region.code) for region in view.regions if region.code in seen},
    )
