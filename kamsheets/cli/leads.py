"""``kamsheets leads``: lead sheets checked, graded, put into one register."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_file, output_folder, refuse
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

F = TypeVar("F", bound=Callable[..., Any])


def _reference(name: str) -> Callable[[F], F]:
    """A workbook that the leads are compared with."""
    kind = click.Path(path_type=Path, exists=True, dir_okay=False)
    return click.option(f"--{name}", type=kind, metavar="FILE", help=t(f"cli.leads.option.{name}"))


rankings_option = _reference("rankings")
register_option = _reference("register")


@group("leads")
def leads() -> None:
    """Lead sheets."""


@leads.command("check", help=t("cli.leads.check.help"))
@files_argument
@rankings_option
@register_option
@click.option("--report", type=click.Path(path_type=Path, file_okay=False), help=t("cli.leads.option.report"))
@click.option("--only-bad", is_flag=True, help=t("cli.leads.option.only_bad"))
@job_command
def check(
    session: Session,
    files: list[Path],
    rankings: Path | None,
    register: Path | None,
    report: Path | None,
    only_bad: bool,
) -> Outcome:
    """Findings by cell."""
    from kamsheets.jobs.leads_check import check_leads

    if only_bad and report is None:
        refuse("cli.leads.only_bad_where")
    return check_leads(files, session, rankings=rankings, register=register, report=report, only_bad=only_bad)


@leads.command("grade", help=t("cli.leads.grade.help"))
@files_argument
@output_folder()
@click.option("--in-place", is_flag=True, help=t("cli.leads.option.in_place"))
@rankings_option
@register_option
@job_command
def grade(
    session: Session,
    files: list[Path],
    output: Path | None,
    in_place: bool,
    rankings: Path | None,
    register: Path | None,
) -> Outcome:
    """Grade, follow-up mode and next step beside each lead."""
    from kamsheets.jobs.leads_grade import grade_leads

    if in_place and output:
        refuse("cli.leads.grade_where")
    return grade_leads(files, session, folder=output, in_place=in_place, rankings=rankings, register=register)


@leads.command("merge", help=t("cli.leads.merge.help"))
@files_argument
@output_file(required=True)
@rankings_option
@register_option
@job_command
def merge(session: Session, files: list[Path], output: Path, rankings: Path | None, register: Path | None) -> Outcome:
    """One register from many."""
    from kamsheets.jobs.leads_merge import merge_leads

    return merge_leads(files, session, output, rankings=rankings, register=register)
