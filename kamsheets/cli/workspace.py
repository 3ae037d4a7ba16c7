"""``kamsheets init``, ``run`` and ``demo``: a folder for the month, and the month on it."""

from pathlib import Path

import click

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

FOLDER = click.Path(path_type=Path, file_okay=False)
EXISTING = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command("init", help=t("cli.init.help"))
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--macros", is_flag=True, help=t("cli.init.macros"))
@job_command
def init(session: Session, folder: Path, macros: bool) -> Outcome:
    """Blank workbooks and the policy."""
    from kamsheets.jobs.workspace import init_workspace

    return init_workspace(folder, session, macros=macros)


@click.command("run", help=t("cli.run.help"))
@click.argument("folder", type=EXISTING, metavar="DIR")
@job_command
def run(session: Session, folder: Path) -> Outcome:
    """The month."""
    from kamsheets.jobs.month import run_month

    return run_month(folder, session)


@click.command("demo", help=t("cli.demo.help"))
@click.argument("target", type=FOLDER, metavar="[DIR]", default=Path("kamsheets-demo"), required=False)
@job_command
def demo(session: Session, target: Path) -> Outcome:
    """A sample workspace and its month."""
    from kamsheets.jobs.demo_workspace import make_demo

    return make_demo(target, session)
