"""``kamsheets doctor``: can Excel on this machine use us?"""

from pathlib import Path

import click

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command("doctor", help=t("cli.doctor.help"))
@click.option("--folder", "at", type=FOLDER, default=Path(), help=t("cli.doctor.folder"))
@click.option("--round-trip", is_flag=True, help=t("cli.doctor.round_trip"))
@job_command
def doctor(session: Session, at: Path, round_trip: bool) -> Outcome:
    """Every check, with what to do."""
    from kamsheets.jobs import excel_look
    from kamsheets.jobs.excel_doctor import examine
    from kamsheets.jobs.excel_install import Machine

    facts = excel_look.look(Machine(), at.resolve(), excel_look.this_machine(), round_trip=round_trip)
    return examine(facts, session.lang)
