"""``kamsheets forms``: JTF forms printed, their templates checked, returned forms read."""

from pathlib import Path

import click

from kamsheets.cli.frame import files_argument, group, job_command, output_folder
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@group("forms")
def forms() -> None:
    """JTF forms."""


@forms.command("print", help=t("cli.forms.print.help"))
@files_argument
@click.option("--form", "codes", multiple=True, metavar="JTF-002", help=t("cli.forms.option.form"))
@output_folder(required=True)
@click.option("--pdf", is_flag=True, help=t("cli.forms.option.pdf"))
@click.option("--merge", is_flag=True, help=t("cli.forms.option.merge"))
@click.option("--draft", is_flag=True, help=t("cli.forms.option.draft"))
@click.option("--restricted", is_flag=True, help=t("cli.forms.option.restricted"))
@job_command
def print_(
    session: Session,
    files: list[Path],
    codes: tuple[str, ...],
    output: Path,
    pdf: bool,
    merge: bool,
    draft: bool,
    restricted: bool,
) -> Outcome:
    """Print forms."""
    from kamsheets.jobs.forms_print import How, print_forms

    how = How(output, pdf, merge, draft, restricted, workspace=files[0].parent)
    return print_forms(files, session, how, codes)
