"""``kamsheets convert``: any dialect into the canonical sheet, .csv or .json, and back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamsheets.cli.frame import files_of, job_command, output_folder
from kamsheets.cli.language import t
from kamsheets.jobs.inputs import WORKBOOKS
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

if TYPE_CHECKING:
    from kamsheets.jobs.convert import To


@click.command("convert", help=t("cli.convert.help"))
@files_of(*WORKBOOKS, ".json")
@click.option("--to", type=click.Choice(["xlsx", "csv", "json"]), required=True, help=t("cli.convert.option.to"))
@output_folder(required=True)
@click.option("--restricted", is_flag=True, help=t("cli.convert.option.restricted"))
@job_command
def convert(session: Session, files: list[Path], to: "To", output: Path, restricted: bool) -> Outcome:
    """Convert files."""
    from kamsheets.jobs.convert import convert_files

    return convert_files(files, session, to, output, restricted=restricted)
