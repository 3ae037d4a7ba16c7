"""``kamsheets policy``: check a company's workbook, show what is in force."""

from pathlib import Path

import click

from kamsheets.cli.frame import group, job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@group("policy")
def policy() -> None:
    """The policy workbook."""


@policy.command("check", help=t("cli.policy.check.help"))
@click.argument("workbooks", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@job_command
def check(session: Session, workbooks: tuple[Path, ...]) -> Outcome:
    """Findings of policy workbooks; they are not the policy of this run, so that a broken one can be looked at."""
    from kamsheets.jobs.policy_tasks import check_policy

    return check_policy(workbooks, session)


@policy.command("show", help=t("cli.policy.show.help"))
@click.argument("key", required=False)
@job_command
def show(session: Session, key: str | None) -> Outcome:
    """Values in force on the day."""
    from kamsheets.jobs.policy_tasks import show_policy

    return show_policy(key, session)
