"""``kamsheets erase``: personal data past its day, or of persons who asked, cleared from registers."""

from pathlib import Path

import click

from kamsheets.cli.frame import files_argument, job_command, output_file
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@click.command("erase", help=t("cli.erase.help"))
@files_argument
@click.option("--person", "persons", multiple=True, help=t("cli.erase.option.person"))
@click.option("--in-place", is_flag=True, help=t("cli.erase.option.in_place"))
@output_file()
@job_command
def erase(
    session: Session, files: list[Path], persons: tuple[str, ...], in_place: bool, output: Path | None
) -> Outcome:
    """Erase personal data."""
    from kamsheets.jobs.erase import erase_personal

    return erase_personal(files, session, persons, output, in_place=in_place)
