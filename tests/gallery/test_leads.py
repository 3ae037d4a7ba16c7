"""The error gallery of lead sheets: each smallest bad workbook gives its finding, at its cell, in its words."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gallery.builder import Case, build, cases, sound

from kamsheets.cli.main import cli
from kamsheets.core.finding import severities

CASES = cases()
OURS = ("IO", "HD", "CT", "LD", "PI", "WD")
NOT_IN_LEADS = {
    "IO020": "only conversion leaves restricted sheets out",
    "IO021": "a workbook of ours beside the others is passed over by every command (tests/cli/test_frame.py)",
    "HD02": "every doubtful header of the lead register is settled by what stands below it",
    "CT09": "the lead register holds no rates",
    "CT15": "the lead register holds no rates",
    "CT43": "the lead register limits no decimals",
    "CT80": "the lead register holds no yes or no",
}
"""Codes that no lead sheet can give, and why."""


def run(case: Case, folder: Path) -> dict[str, Any]:
    arguments = ["leads", *build(case, folder), "--as-of", "2026-06-30", "--json", "--jobs", "1"]
    result = CliRunner().invoke(cli, arguments)
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (1 if any(f["severity"] == "error" for f in found["findings"]) else 0)
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code} {case.about}" for case in CASES])
def test_the_smallest_bad_workbook_says_what_is_wrong_and_where(case: Case, tmp_path: Path) -> None:
    found = run(case, tmp_path)["findings"]
    hits = [(f["cell"], f["message"]) for f in found if f["code"] == case.code]
    assert (case.cell, case.text) in hits
    beside = {f["code"] for f in found if f["severity"] != "info"} - {case.code}
    assert beside == set(case.beside)


@pytest.mark.parametrize("case", CASES, ids=[case.code for case in CASES])
def test_rows_read_are_accepted_rejected_or_blank(case: Case, tmp_path: Path) -> None:
    summary = run(case, tmp_path)["summary"]
    assert summary["rows_read"] == summary["accepted"] + summary["rejected"] + summary["blank"]


def test_the_sound_lead_is_sound(tmp_path: Path) -> None:
    found = run(Case("LD028", "", "", "", people=True), tmp_path)
    assert found["findings"] == []
    assert found["summary"]["accepted"] == 1


def test_every_code_that_a_lead_sheet_can_give_has_a_case() -> None:
    wanted = {code for code in severities() if code.startswith(OURS)} - set(NOT_IN_LEADS)
    assert wanted == {case.code for case in CASES}


def test_the_sound_lead_stands_in_the_columns_the_cases_count_by() -> None:
    assert list(sound()).index("预计金额") == 24
