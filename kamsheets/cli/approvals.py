"""``kamsheets approvals``: who signs, in which order, why, and what is late."""

from pathlib import Path

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_file
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@group("approvals")
def approvals() -> None:
    """Approval routes."""


@approvals.command("route", help=t("cli.approvals.route.help"))
@files_argument
@click.option("--form", "forms", multiple=True, metavar="JTF-002", help=t("cli.approvals.option.form"))
@output_file()
@job_command
def route(session: Session, files: list[Path], forms: tuple[str, ...], output: Path | None) -> Outcome:
    """Who must sign what."""
    from kamsheets.jobs.approvals_route import route_approvals

    return route_approvals(files, session, forms=forms, output=output)


@approvals.command("explain", help=t("cli.approvals.explain.help"))
@files_argument
@click.option("--project", required=True, metavar="NO", help=t("cli.approvals.option.project"))
@click.option("--form", required=True, metavar="JTF-002", help=t("cli.approvals.option.one_form"))
@job_command
def explain(session: Session, files: list[Path], project: str, form: str) -> Outcome:
    """One route, rule by rule."""
    from kamsheets.jobs.approvals_explain import explain_approval

    return explain_approval(files, session, project=project, form=form)


@approvals.command("due", help=t("cli.approvals.due.help"))
@files_argument
@output_file()
@job_command
def due(session: Session, files: list[Path], output: Path | None) -> Outcome:
    """What is late, stopped, or to be signed again."""
    from kamsheets.jobs.approvals_due import follow_up

    return follow_up(files, session, output=output)
