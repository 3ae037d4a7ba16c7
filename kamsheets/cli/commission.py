"""``kamsheets commission``: bonuses split by stage effort and released with the money."""

from pathlib import Path

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_file
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@group("commission")
def commission() -> None:
    """Bonus workbooks."""


@commission.command("split", help=t("cli.commission.split.help"))
@files_argument
@output_file()
@job_command
def split(session: Session, files: list[Path], output: Path | None) -> Outcome:
    """Pool over stages and members."""
    from kamsheets.jobs.commission_split import split_commissions

    return split_commissions(files, session, output)


@commission.command("release", help=t("cli.commission.release.help"))
@files_argument
@output_file()
@click.option(
    "--ledger",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=t("cli.commission.release.ledger"),
)
@job_command
def release(session: Session, files: list[Path], output: Path | None, ledger: Path | None) -> Outcome:
    """Instalments by receipt."""
    from kamsheets.jobs.commission_release import release_commissions

    return release_commissions(files, session, output, ledger)
