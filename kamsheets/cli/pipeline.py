"""``kamsheets pipeline``: region workbooks checked and rolled up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_file
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

F = TypeVar("F", bound=Callable[..., Any])


def since_option(function: F) -> F:
    """``--since PREVIOUS`` (repeatable, oldest first), as ``since: tuple[Path, ...]``."""
    return click.option(
        "--since",
        type=click.Path(path_type=Path, exists=True),
        multiple=True,
        metavar="PREVIOUS",
        help=t("cli.pipeline.option.since"),
    )(function)


@group("pipeline")
def pipeline() -> None:
    """Region workbooks."""


@pipeline.command("check", help=t("cli.pipeline.check.help"))
@files_argument
@since_option
@job_command
def check(session: Session, files: list[Path], since: tuple[Path, ...]) -> Outcome:
    """Findings by cell."""
    from kamsheets.jobs.pipeline_check import check_pipeline

    return check_pipeline(files, session, since)


@pipeline.command("rollup", help=t("cli.pipeline.rollup.help"))
@files_argument
@output_file()
@since_option
@click.option(
    "--brief", type=click.Path(path_type=Path, dir_okay=False), metavar="DOCX", help=t("cli.pipeline.option.brief")
)
@job_command
def rollup(
    session: Session, files: list[Path], output: Path | None, since: tuple[Path, ...], brief: Path | None
) -> Outcome:
    """The summary of all regions."""
    from kamsheets.jobs.pipeline_rollup import roll_up_pipeline

    return roll_up_pipeline(files, session, output, since, brief)
