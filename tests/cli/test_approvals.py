"""``kamsheets approvals`` at the door: JSON, exit codes, refusals, both languages."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from kamsheets.cli.main import cli

HEADERS = [
    "项目编号",
    "项目名称",
    "区域",
    "项目小组负责人",
    "当前里程碑",
    "预计合同金额",
    "预计毛利率",
    "费用预算合计",
    "项目结果",
]
ROW = ["XM-HD-2025-0001", "小件焊接", "华东", "E003 王强", "M3", 386000, "24.5%", 4000, "进行中"]


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "华东"
    for row in (HEADERS, ROW):
        sheet.append(row)
    book.save(tmp_path / "台账.xlsx")
    return tmp_path / "台账.xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["approvals", *map(str, arguments), "--as-of", "2026-06-30"])


def test_route_gives_one_json_object(pipeline: Path) -> None:
    result = run("route", pipeline, "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"findings", "summary", "routes"} <= set(found)
    assert [(row["step"], row["mode"], row["role"]) for row in found["routes"]] == [
        (1, "approve", "RKAM"),
        (2, "notify", "MIA"),
    ]


def test_one_form_only(pipeline: Path) -> None:
    found = json.loads(run("route", pipeline, "--form", "JTF006", "--json").stdout)
    assert {row["form_code"] for row in found["routes"]} == {"JTF-006"}


def test_an_unknown_form_is_refused(pipeline: Path) -> None:
    result = run("route", pipeline, "--form", "JTF-077")
    assert result.exit_code == 2
    assert "JTF-077" in result.output


def test_an_output_that_is_there_is_kept(pipeline: Path, tmp_path: Path) -> None:
    target = tmp_path / "路线.xlsx"
    assert run("route", pipeline, "-o", target).exit_code == 0
    before = target.read_bytes()
    assert run("route", pipeline, "-o", target).exit_code == 2
    assert target.read_bytes() == before
    assert run("route", pipeline, "-o", target, "--force").exit_code == 0


def test_explain_speaks_both_languages(pipeline: Path) -> None:
    chinese = run("explain", pipeline, "--project", "XM-HD-2025-0001", "--form", "JTF-002")
    english = run("explain", pipeline, "--project", "XM-HD-2025-0001", "--form", "JTF-002", "--lang", "en")
    assert "第 7 行 未命中" in chinese.output
    assert "row 7 missed" in english.output


def test_explain_of_nothing_is_refused(pipeline: Path) -> None:
    assert run("explain", pipeline, "--project", "XM-9", "--form", "JTF-002").exit_code == 2


def test_due_reads_the_register_that_route_wrote(pipeline: Path, tmp_path: Path) -> None:
    target = tmp_path / "路线.xlsx"
    run("route", pipeline, "-o", target)
    result = run("due", target, "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [(row["step"], row["state"]) for row in found["due"]] == [(1, "pending"), (2, "not_started")]


def test_due_without_a_register_is_refused(pipeline: Path) -> None:
    assert run("due", pipeline).exit_code == 2
