"""``kamsheets excel``: the functions in Excel."""

import os
import subprocess
import sys
from pathlib import Path

import click

from kamsheets.cli.frame import group, job_command
from kamsheets.cli.language import LANG, t
from kamsheets.core.errors import KamError
from kamsheets.jobs.excel_actions import ACTIONS
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

NAMES = [action.id for action in ACTIONS]


@group("excel")
def excel() -> None:
    """Add-in, buttons, macros."""


@excel.command("install", help=t("cli.excel.install.help"))
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help=t("cli.excel.install.to"))
@job_command
def install(session: Session, to: Path | None) -> Outcome:
    """The add-in in its place."""
    from kamsheets.jobs import excel_install

    machine = excel_install.Machine()
    asked = click.get_current_context().params["lang"] or os.environ.get("KAMSHEETS_LANG")
    kept = None if asked or to else excel_install.language(machine)
    return excel_install.install(session, machine, to, kept)


@excel.command("uninstall", help=t("cli.excel.uninstall.help"))
@job_command
def uninstall(session: Session) -> Outcome:
    """The add-in gone."""
    from kamsheets.jobs import excel_install

    return excel_install.uninstall(session, excel_install.Machine())


@excel.command("status", help=t("cli.excel.status.help"))
@job_command
def status(session: Session) -> Outcome:
    """Whether it is there and current."""
    from kamsheets.jobs import excel_install

    return excel_install.status(session, excel_install.Machine())


@excel.command("export", help=t("cli.excel.export.help"))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@job_command
def export(session: Session, target: Path) -> Outcome:
    """A workbook with buttons."""
    from kamsheets.jobs.excel_install import export as write

    return write(session, target)


@excel.command("run", help=t("cli.excel.run.help", actions=", ".join(NAMES)))
@click.argument("action", type=click.Choice(NAMES), metavar="ACTION")
@click.option("--book", metavar="NAME", help=t("cli.excel.run.book"))
@click.option("--active", is_flag=True, help=t("cli.excel.run.active"))
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False), help=t("cli.excel.run.file"))
@click.option("--lang", type=click.Choice(["zh", "en"]), default=LANG, help=t("cli.option.lang"))
def run(action: str, book: str | None, active: bool, path: str | None, lang: str) -> None:
    """A macro from outside: in a process of its own, as Excel would start it."""
    if (book is not None) + active + (path is not None) > 1:
        raise click.UsageError(t("cli.excel.run.one"))
    from kamsheets.jobs.excel_build import xlwings_folder

    try:
        xlwings_folder()
    except KamError as error:
        click.secho(error.message(lang), fg="red", err=True)
        sys.exit(2)
    where = ["--book", book] if book else ["--file", path] if path else []
    # -P: no module of the folder one stands in, which may hold files that came by mail.
    command = [sys.executable, "-P", "-m", "kamsheets.macros", action, "--lang", lang, *where]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603  our own interpreter and module
