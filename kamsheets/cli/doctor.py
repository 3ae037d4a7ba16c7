"""``kamsheets doctor``: can Excel on this machine use us?"""

import click

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


@click.command("doctor", help=t("cli.doctor.help"))
@job_command
def doctor(session: Session) -> Outcome:
    """Every check, with what to do."""
    from kamsheets.jobs.excel_doctor import examine
    from kamsheets.jobs.excel_install import Machine

    return examine(session, Machine())
