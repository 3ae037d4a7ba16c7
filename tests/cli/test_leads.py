"""``kamsheets leads`` at the door: options, refusals, both languages, marked copies."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from leads.workbooks import cells, found, kamsheets, lead_book, other
from openpyxl import load_workbook

from kamsheets.cli.main import cli

BAD = {"需求描述": "", "下次联系日期": "2026-06-01"}


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return lead_book(tmp_path / "华东.xlsx", {}, {**other(1), **BAD}, other(2), titles=["六月"])


def test_only_bad_needs_a_folder(leads: Path) -> None:
    result = kamsheets("check", leads, "--only-bad")
    assert (result.exit_code, "--report" in result.stderr) == (2, True)


def test_a_copy_and_the_file_itself_are_not_graded_at_once(leads: Path, tmp_path: Path) -> None:
    before = leads.read_bytes()
    assert kamsheets("grade", leads, "--in-place", "-o", tmp_path / "out").exit_code == 2
    assert leads.read_bytes() == before


def test_a_copy_into_the_folder_of_the_file_is_refused_even_with_force(leads: Path) -> None:
    before = leads.read_bytes()
    result = kamsheets("grade", leads, "-o", leads.parent, "--force")
    assert (result.exit_code, "--in-place" in result.stderr) == (2, True)
    assert leads.read_bytes() == before


def test_nothing_to_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    result = kamsheets("check", tmp_path / "没有.xlsx")
    assert (result.exit_code, "没有.xlsx" in result.stderr) == (2, True)


def test_the_invariant_is_printed(leads: Path) -> None:
    assert "读取 3 行：合格 2，有错 1，空行 0" in kamsheets("check", leads).stdout
    assert "3 rows read: 2 accepted, 1 rejected, 0 blank" in kamsheets("check", leads, "--lang", "en").stdout


def test_the_marked_copy_colours_and_explains_the_bad_cells(leads: Path, tmp_path: Path) -> None:
    before = leads.read_bytes()
    (copy,) = found("check", leads, "--report", tmp_path / "退回")["outputs"]
    sheet = load_workbook(copy)["线索"]
    assert Path(copy).name == "华东_问题.xlsx"
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"F2", "X4", "AF4"}
    assert "CT01" in sheet["X4"].comment.text
    assert sheet["X4"].fill.fill_type == "solid"
    assert sheet["X3"].fill.fill_type != "solid"
    assert leads.read_bytes() == before


def test_only_bad_shows_the_rows_to_be_answered(leads: Path, tmp_path: Path) -> None:
    (copy,) = found("check", leads, "--report", tmp_path / "退回", "--only-bad")["outputs"]
    sheet = load_workbook(copy)["线索"]
    assert [row for row in (2, 3, 4, 5) if not sheet.row_dimensions[row].hidden] == [2, 4]
    assert len(cells(Path(copy))) == 3


def test_a_sound_workbook_gets_no_copy(tmp_path: Path) -> None:
    path = lead_book(tmp_path / "a.xlsx", {})
    assert found("check", path, "--report", tmp_path / "退回")["outputs"] == []


def test_a_marked_copy_never_replaces_a_file_unasked(leads: Path, tmp_path: Path) -> None:
    assert kamsheets("check", leads, "--report", tmp_path).exit_code == 1
    assert kamsheets("check", leads, "--report", tmp_path).exit_code == 2
    assert kamsheets("check", leads, "--report", tmp_path, "--force").exit_code == 1


@pytest.mark.parametrize("command", ["check", "grade", "merge"])
def test_help_speaks(command: str) -> None:
    result = CliRunner().invoke(cli, ["leads", command, "--help"])
    assert (result.exit_code, "--register" in result.stdout) == (0, True)
