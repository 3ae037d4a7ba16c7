"""``kamsheets forms``: exit codes, one JSON object, one sentence for whatever is wrong."""
# ruff: noqa: E501 - rows of tables

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from kamsheets.cli.forms import forms
from kamsheets.document import templates

ROWS = [
    ["JTF-014 整改计划"], ["区域", "华东"], ["项目编号", "XM-HD-2025-0012"], ["项目名称", "华锐焊接线"], ["偏差", "晚 3 周"],
    ["原因", "排产冲突"], ["整改措施", "外协试焊"], ["责任人", "E002 林晓"], ["完成期限", "2026-07-15"],
]  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(forms, [*map(str, arguments)])


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "档案.xlsx")
    return tmp_path / "档案.xlsx"


def test_print_gives_the_documents_of_the_contract(dossier: Path, tmp_path: Path) -> None:
    done = run("print", dossier, "-o", tmp_path / "out", "--as-of", "2026-06-30", "--json")
    assert done.exit_code == 0
    (row,) = json.loads(done.stdout)["documents"]
    assert row.keys() == {"form_code", "form_no", "project_no", "path"}
    assert (row["form_code"], row["form_no"], row["project_no"]) == (
        "JTF-014",
        "JTF-014-HD-202606-001",
        "XM-HD-2025-0012",
    )
    assert Path(row["path"]).is_file()


def test_a_second_print_without_force_writes_nothing_and_exits_two(dossier: Path, tmp_path: Path) -> None:
    assert run("print", dossier, "-o", tmp_path / "out").exit_code == 0
    again = run("print", dossier, "-o", tmp_path / "out")
    assert again.exit_code == 2
    assert "--force" in again.output


def test_a_missing_field_exits_one_and_names_its_cell(dossier: Path, tmp_path: Path) -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row if row[0] != "原因" else ["原因", None])
    book.save(dossier)
    done = run("print", dossier, "-o", tmp_path / "out", "--json")
    assert done.exit_code == 1
    assert [(f["code"], f["cell"]) for f in json.loads(done.stdout)["findings"]] == [("DC01", "B6")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_forms_are_printed_in_both_languages(dossier: Path, tmp_path: Path, lang: str) -> None:
    done = run("print", dossier, "-o", tmp_path / lang, "--lang", lang, "--json")
    (row,) = json.loads(done.stdout)["documents"]
    assert ("Rectification plan" in row["path"]) == (lang == "en")


def test_shipped_templates_pass_the_check_and_a_broken_one_does_not(tmp_path: Path) -> None:
    assert run("check", templates.shipped_folder()).exit_code == 0
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"nothing")
    done = run("check", bad)
    assert done.exit_code == 2
    assert len(done.output.splitlines()) <= 3


def test_an_unknown_form_is_one_sentence_with_the_known_ones() -> None:
    done = run("fields", "JTF-999")
    assert done.exit_code == 2
    assert "JTF-002" in done.output


def test_read_needs_a_place_for_its_review(dossier: Path, tmp_path: Path) -> None:
    run("print", dossier, "-o", tmp_path / "out")
    done = run("read", tmp_path / "out", "-o", tmp_path / "核对.xlsx", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert (tmp_path / "核对.xlsx").is_file()


@pytest.mark.parametrize("command", ["print", "check", "read"])
def test_an_empty_folder_is_one_sentence(tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    output = () if command == "check" else ("-o", tmp_path / "out.xlsx" if command == "read" else tmp_path / "out")
    done = run(command, tmp_path / "empty", *output)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
