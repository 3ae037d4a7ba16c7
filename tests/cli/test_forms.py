"""``kamsheets forms``: exit codes, one JSON object, one sentence for whatever is wrong."""
# ruff: noqa: E501 - rows of tables

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jobs import commission_books
from openpyxl import Workbook

from kamsheets.cli.forms import forms
from kamsheets.document import archive, templates

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


def printed(*arguments: object) -> tuple[int, dict[str, list[str]], list[dict[str, str]]]:
    """(exit code, numbers by form, findings) of a print."""
    done = run("print", *arguments, "--as-of", "2026-06-30", "--json")
    answer = json.loads(done.stdout)
    numbers: dict[str, list[str]] = {}
    for row in answer["documents"]:
        assert Path(row["path"]).is_file()
        numbers.setdefault(row["form_code"], []).append(row["form_no"])
    return done.exit_code, numbers, answer["findings"]


def test_bonus_plans_and_statements_are_printed_and_a_bad_project_is_named_and_does_not_stop_them(
    tmp_path: Path,
) -> None:
    good = commission_books.deal()
    bad = commission_books.deal(**{"分配表编号": "JTF-010-HD-202509-002", "项目编号": "XM-HD-2025-0099"})
    efforts = commission_books.efforts()
    other = [{**row, "项目编号": "XM-HD-2025-0099", "工作量": 1} for row in efforts]
    paid = [commission_books.receipt(6, 1_158_000)]
    book = commission_books.write(tmp_path / "奖金分配.xlsx", [good, bad], [*efforts, *other], paid)
    code, numbers, findings = printed(book, "-o", tmp_path / "out")
    assert code == 1
    assert numbers["JTF-010"] == ["JTF-010-HD-202509-001"]
    assert len(numbers["TCM"]) == len(commission_books.TEAM)
    assert {found["code"] for found in findings if found["severity"] == "error"} == {"CM01"}
    assert printed(book, "-o", tmp_path / "two", "--form", "TCM")[1].keys() == {"TCM"}


def test_a_pipeline_gives_the_sheets_of_the_meetings_when_asked(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "华东"
    heads = (
        "项目编号",
        "项目名称",
        "客户名称",
        "区域",
        "当前里程碑",
        "计划完成日期",
        "预计合同金额",
        "项目结果",
        "项目小组负责人",
    )
    book.active.append(heads)
    book.active.append(
        ["XM-HD-2026-0001", "焊接线", "华锐", "华东", "M5", "2026-05-01", 3_860_000, "进行中", "E002 林晓"]
    )
    book.active.append(["XM-HD-2026-0002", "切割机", "华锐", "华东", "M5", "2026-05-01", 860_000, "输单", "E002 林晓"])
    path = tmp_path / "区域项目台账.xlsx"
    book.save(path)
    code, numbers, findings = printed(path, "-o", tmp_path / "out")
    assert (code, numbers, [found["code"] for found in findings]) == (0, {}, ["DC27"])
    code, numbers, findings = printed(path, "-o", tmp_path / "out", "--form", "jtf 8")
    assert (code, numbers) == (1, {})
    assert "DC01" in {found["code"] for found in findings}
    code, numbers, _ = printed(path, "-o", tmp_path / "out", "--form", "JTF-008", "--draft")
    assert (code, numbers) == (0, {"JTF-008": [""]})
    (made,) = (tmp_path / "out").glob("*.docx")
    text = archive.read(made)["word/document.xml"].decode()
    assert "XM-HD-2026-0001" in text
    assert "XM-HD-2026-0002" not in text


def test_a_bad_record_in_a_batch_is_named_and_the_others_are_printed(dossier: Path, tmp_path: Path) -> None:
    bad = Workbook()
    for row in ROWS:
        bad.active.append(
            ["项目编号", "XM-HD-2025-0013"] if row[0] == "项目编号" else row if row[0] != "原因" else ["原因"]
        )
    bad.save(tmp_path / "缺.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    code, numbers, findings = printed(dossier, tmp_path / "缺.xlsx", "-o", tmp_path / "out")
    assert (code, numbers) == (1, {"JTF-014": ["JTF-014-HD-202606-001"]})
    assert [(found["code"], found["file"]) for found in findings] == [("DC01", "缺.xlsx")]
    done = run("print", tmp_path / "坏.xlsx", dossier, "-o", tmp_path / "two", "--as-of", "2026-06-30")
    assert done.exit_code == 2
    assert "坏.xlsx" in done.output
    assert len(list((tmp_path / "two").glob("*.docx"))) == 1
