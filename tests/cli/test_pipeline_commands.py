"""``kamsheets pipeline``: exit codes, JSON on standard output, files named, refusals in one sentence."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from pipeline.region_books import row, write_book

from kamsheets.cli.main import cli


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(cli, ["pipeline", *map(str, arguments)])


@pytest.fixture
def sheet(tmp_path):
    return write_book(tmp_path / "台账.xlsx", {"华东": [row(1), row(2)]})


def test_rollup_prints_the_contract_as_json(run, sheet):
    result = run("rollup", sheet, "--json", "--as-of", "2026-06-30")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["total"] == {"projects": 2, "est_amount": "7720000.00", "weighted_amount": "3860000.00", "overdue": 0}
    assert [r["region"] for r in found["regions"]] == ["HD"]
    assert {"findings", "summary", "milestones", "closed", "shelved", "tabs", "excluded"} <= found.keys()


def test_rollup_of_a_folder_writes_the_workbook(run, sheet, tmp_path):
    target = tmp_path / "out" / "汇总.xlsx"
    result = run("rollup", tmp_path, "-o", target, "--as-of", "2026-06-30")
    assert result.exit_code == 0
    assert target.is_file()
    assert str(target) in result.output
    assert "7,720,000.00" in result.output


def test_a_second_run_refuses_to_overwrite(run, sheet, tmp_path):
    target = tmp_path / "out" / "汇总.xlsx"
    assert run("rollup", sheet, "-o", target).exit_code == 0
    before = target.read_bytes()
    assert run("rollup", sheet, "-o", target).exit_code == 2
    assert target.read_bytes() == before
    assert run("rollup", sheet, "-o", target, "--force").exit_code == 0


def test_errors_in_the_data_are_exit_code_1_and_broken_files_2(run, sheet, tmp_path):
    double = write_book(tmp_path / "b.xlsx", {"华东": [row(1), row(1)]})
    assert run("rollup", double).exit_code == 1
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    result = run("rollup", sheet, tmp_path / "坏.xlsx", "--json", "--as-of", "2026-06-30")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["total"]["projects"] == 2
    assert run("rollup", sheet, "--since", tmp_path / "none.xlsx").exit_code == 2


def test_since_may_be_given_several_times(run, tmp_path):
    weeks = {n: row(1, 当前里程碑=f"M{n}", 进入日期=date(2026, n, 1)) for n in (3, 4, 5)}
    paths = [write_book(tmp_path / f"{n}.xlsx", {"华东": [line]}) for n, line in weeks.items()]
    result = run("rollup", paths[2], "--since", paths[0], "--since", paths[1], "--json", "--as-of", "2026-06-30")
    assert [c["moves"] for c in json.loads(result.stdout)["changes"]] == [["advanced"]]


def test_check_speaks_english_when_asked(run, sheet):
    result = run("check", sheet, "--lang", "en", "--as-of", "2026-06-30")
    assert result.exit_code == 1, "the sheet lacks required columns"
    assert "2 rows: 2 accepted" in result.output


def test_a_run_on_nothing_is_one_sentence(run, tmp_path):
    empty = tmp_path / "空"
    empty.mkdir()
    result = run("rollup", empty)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
