"""What the frame of all commands does when work is broken off."""

from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.workbook.templates import find


def test_ctrl_c_is_one_sentence_and_the_exit_code_shells_expect() -> None:
    def stopped(session: Session) -> Outcome:
        raise KeyboardInterrupt

    done = CliRunner().invoke(click.command("x")(job_command(stopped)), [])
    assert (done.exit_code, done.output) == (130, t("cli.interrupted") + "\n")


def test_the_policy_of_the_environment_stands_in_where_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visits(session: Session) -> Outcome:
        return Outcome(lines=[str(session.view.number("min_visits"))])

    book = openpyxl.load_workbook(find("policy"))
    next(row for row in book["参数"].iter_rows() if row[0].value == "min_visits")[2].value = 9
    book.save(tmp_path / "own.xlsx")

    def said(*arguments: str) -> str:
        return CliRunner().invoke(click.command("x")(job_command(visits)), arguments).output.split("\n")[0]

    assert said() == "4"
    monkeypatch.setenv("KAMSHEETS_POLICY", str(tmp_path / "own.xlsx"))
    assert said() == "9"
    assert said("--policy", str(find("policy"))) == "4"
