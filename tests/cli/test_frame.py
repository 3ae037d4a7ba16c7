"""What the frame of all commands does when work is broken off."""

import click
from click.testing import CliRunner

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session


def test_ctrl_c_is_one_sentence_and_the_exit_code_shells_expect() -> None:
    def stopped(session: Session) -> Outcome:
        raise KeyboardInterrupt

    done = CliRunner().invoke(click.command("x")(job_command(stopped)), [])
    assert (done.exit_code, done.output) == (130, t("cli.interrupted") + "\n")
