"""里程碑: is the stage late, are its days in order, does the outcome agree with it (H s20-s21, domain §2.2)."""

from collections.abc import Iterator

from kamsheets.core.finding import Finding, finding
from kamsheets.pipeline.ageing import days_in_stage, days_late, days_over_limit, deadline
from kamsheets.pipeline.outcomes import OPEN, WON, closed_outcomes
from kamsheets.pipeline.project import Project
from kamsheets.pipeline.rule import is_open, shown
from kamsheets.policy.view import PolicyView


def stage_late(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The stage is past its planned day."""
    if is_open(project, view) and (days := days_late(project, view)):
        due = deadline(project, view)
        yield finding("PL10", project.place("milestone_due"), due, days=days, stage=project.milestone)


def stage_over_limit(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The project stands in its stage longer than the policy allows, whatever day was planned."""
    if is_open(project, view) and (over := days_over_limit(project, view)):
        spent = days_in_stage(project, view)
        stage = view.stage(project.milestone or "")
        assert stage is not None
        yield finding(
            "PL11", project.place("milestone_in"), project.milestone_in,
            days=spent, limit=stage.max_days, over=over, stage=stage.code,
        )  # fmt: skip


def entered_in_future(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A stage cannot have been entered on a day that is yet to come."""
    if project.milestone_in is not None and project.milestone_in > view.day:
        yield finding("PL12", project.place("milestone_in"), project.milestone_in, today=view.day)


def due_before_entry(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The planned day must lie after the day of entry."""
    if project.milestone_in and project.milestone_due and project.milestone_due <= project.milestone_in:
        yield finding("PL13", project.place("milestone_due"), project.milestone_due, entered=project.milestone_in)


def signing_past(project: Project, view: PolicyView) -> Iterator[Finding]:
    """The expected signing is past, and the project is still open."""
    if is_open(project, view) and project.est_sign_date is not None and project.est_sign_date < view.day:
        days = (view.day - project.est_sign_date).days
        yield finding("PL14", project.place("est_sign_date"), project.est_sign_date, days=days)


def outcome_against_stage(project: Project, view: PolicyView) -> Iterator[Finding]:
    """After the last milestone nothing is open; what is closed there says how it ended."""
    stage = view.stage(project.milestone or "")
    if stage is not None and stage.closed and project.outcome in (None, OPEN):
        yield finding("PL15", project.place("outcome"), shown(view, "outcome", project.outcome), stage=stage.code)


def won_without_contract(project: Project, view: PolicyView) -> Iterator[Finding]:
    """A won project has its contract: number and amount."""
    if project.outcome == WON:
        for name, code in (("contract_no", "PL16"), ("contract_amount", "PL19")):
            if getattr(project, name) is None:
                yield finding(code, project.place(name))


def ended_without_reason(project: Project, view: PolicyView) -> Iterator[Finding]:
    """What has ended says why."""
    if project.outcome in closed_outcomes(view) and project.outcome_reason is None:
        yield finding("PL17", project.place("outcome_reason"))


def closed_without_report(project: Project, view: PolicyView) -> Iterator[Finding]:
    """结案 needs the close-out report (JTF-009, H s61)."""
    stage = view.stage(project.milestone or "")
    if stage is not None and stage.closed and project.close_no is None:
        yield finding("PL18", project.place("close_no"), stage=stage.code)


RULES = (
    stage_late, stage_over_limit, entered_in_future, due_before_entry, signing_past, outcome_against_stage,
    won_without_contract, ended_without_reason, closed_without_report,
)  # fmt: skip
