"""``kamsheets commission`` from the command line: the worked example in JSON, exit codes, refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from commissions.builders import RELEASES, TOTALS
from jobs.commission_books import deal, receipts, write
from openpyxl import load_workbook

from kamsheets.cli.commission import commission


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commission, [str(one) for one in arguments])


def told(result: Result) -> dict[str, Any]:
    return dict(json.loads(result.stdout))


def test_the_worked_example_in_json(tmp_path: Path) -> None:
    result = run("split", write(tmp_path / "奖金.xlsx"), "--json", "--as-of", "2026-06-30")
    (project,) = told(result)["projects"]
    assert result.exit_code == 0
    assert project["pool"] == "68318.58"
    assert {one["emp_id"]: one["amount"] for one in project["members"]} == TOTALS


def test_the_releases_of_the_example_in_json(tmp_path: Path) -> None:
    result = run("release", write(tmp_path / "奖金.xlsx"), "--json", "--as-of", "2026-06-30")
    rows = told(result)["instalments"]
    assert [row["released"] for row in rows if row["emp_id"] == "E010"] == [row[1] for row in RELEASES]
    assert {"project_no", "instalment", "emp_id", "released", "paid_before", "balance"} <= set(rows[0])


def test_an_error_gives_exit_code_1_and_the_cell(tmp_path: Path) -> None:
    result = run("split", write(tmp_path / "奖金.xlsx", [deal(税率=0.13)]), "--json", "--as-of", "2026-06-30")
    errors = [one for one in told(result)["findings"] if one["severity"] == "error"]
    assert (result.exit_code, [one["cell"] for one in errors]) == (1, ["E2"])


@pytest.mark.parametrize("task", ["split", "release"])
def test_an_output_is_written_and_then_refused(tmp_path: Path, task: str) -> None:
    source, out = write(tmp_path / "奖金.xlsx"), tmp_path / "out.xlsx"
    assert run(task, source, "-o", out, "--as-of", "2026-06-30").exit_code == 0
    before = out.read_bytes()
    assert run(task, source, "-o", out, "--as-of", "2026-06-30").exit_code == 2
    assert out.read_bytes() == before
    assert run(task, source, "-o", out, "--as-of", "2026-06-30", "--force").exit_code == 0


def test_the_ledger_of_the_release_before_locks_it(tmp_path: Path) -> None:
    first = write(tmp_path / "三月.xlsx", paid=receipts(2))
    assert run("release", first, "-o", tmp_path / "发放3.xlsx", "--as-of", "2026-03-31").exit_code == 0
    june = write(tmp_path / "六月.xlsx", [deal(项目系数=1.2)])
    result = run("release", june, "--ledger", tmp_path / "发放3.xlsx", "--json", "--as-of", "2026-06-30")
    assert result.exit_code == 1
    assert told(result)["summary"]["settled_total"] == "40991.13"
    assert len(told(result)["differences"]) == 8


def test_a_changed_ledger_gives_exit_code_2_and_writes_nothing(tmp_path: Path) -> None:
    source, ledger = write(tmp_path / "奖金.xlsx"), tmp_path / "发放.xlsx"
    run("release", source, "-o", ledger, "--as-of", "2026-06-30")
    book = load_workbook(ledger, data_only=True)
    row = next(row for row in book["结算台账"].iter_rows() if row[0].value == 1)
    row[0].value = 5
    book.save(ledger)
    result = run("release", source, "--ledger", ledger, "-o", tmp_path / "新.xlsx", "--json", "--as-of", "2026-06-30")
    assert result.exit_code == 2
    assert "CM28" in [one["code"] for one in told(result)["findings"]]
    assert not (tmp_path / "新.xlsx").exists()


def test_help_names_the_ledger() -> None:
    assert "--ledger" in run("release", "--help").output
