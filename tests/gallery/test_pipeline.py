"""The error gallery of the pipeline: each smallest bad workbook gives its finding at its cell, and no other."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from gallery.pipeline_builder import Case, build, cases

from kamsheets.cli.main import cli
from kamsheets.core.finding import severities

CASES = cases()
OURS = ("PL", "EX")


def run(case: Case, folder: Path) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["pipeline", *build(case, folder)])
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == (1 if any(f["severity"] == "error" for f in found["findings"]) else 0)
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code} {case.about}" for case in CASES])
def test_the_smallest_bad_workbook_says_what_is_wrong_and_where(case: Case, tmp_path: Path) -> None:
    found = run(case, tmp_path)
    at = [(f["sheet"], f["cell"]) for f in found["findings"] if f["code"] == case.code]
    assert at == [(case.on, case.cell)]
    beside = {f["code"] for f in found["findings"] if f["severity"] != "info"} - {case.code}
    assert beside == set(case.beside)
    assert not any("{" in f["message"] or not f["message"] for f in found["findings"])
    rows = found["summary"]
    parts = ("accepted", "rejected") if case.command == "check" else ("counted", "excluded")
    assert rows["rows_read"] == sum(rows[part] for part in parts) + rows["blank"]


def test_the_sound_project_is_sound(tmp_path: Path) -> None:
    found = run(Case("", "", ""), tmp_path)
    assert [f["code"] for f in found["findings"]] == ["PL29"]
    assert found["summary"]["accepted"] == 1


def test_every_code_of_the_pipeline_has_a_case() -> None:
    assert {code for code in severities() if code.startswith(OURS)} == {case.code for case in CASES}
