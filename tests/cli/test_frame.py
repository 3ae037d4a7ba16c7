"""What the frame of all commands does when work is broken off."""

import json
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner
from leads.workbooks import DAY, lead_book

from kamsheets.cli.frame import job_command
from kamsheets.cli.language import t
from kamsheets.cli.main import cli
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


def test_results_of_ours_in_a_folder_are_no_input_and_are_named(tmp_path: Path) -> None:
    """What `-o` wrote last time lies beside the inputs: read by its own name, passed over with the folder."""
    lead_book(tmp_path / "线索.xlsx", {})
    merged = tmp_path / "合并.xlsx"
    first = CliRunner().invoke(cli, ["leads", "merge", str(tmp_path), "-o", str(merged), "--as-of", DAY])
    assert first.exit_code == 0, first.output
    folder, named = (
        json.loads(CliRunner().invoke(cli, ["leads", "check", str(what), "--as-of", DAY, "--json"]).stdout)
        for what in (tmp_path, merged)
    )
    assert folder["summary"]["rows_read"] == named["summary"]["rows_read"] == 1
    assert [f["file"] for f in folder["findings"] if f["code"] == "IO021"] == ["合并.xlsx"]
    (tmp_path / "线索.xlsx").unlink()
    alone = json.loads(CliRunner().invoke(cli, ["leads", "check", str(tmp_path), "--as-of", DAY, "--json"]).stdout)
    assert alone["summary"]["rows_read"] == 1, "a folder of results alone is meant"
