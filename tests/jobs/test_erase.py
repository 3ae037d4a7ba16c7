"""``kamsheets erase``: what is past its day or asked for goes, from the cells and from the file; all else stays."""

import json
import zipfile
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from leads.workbooks import lead_book, other
from openpyxl import Workbook, load_workbook

from kamsheets.cli.main import cli

UNTIL = date(2026, 6, 30)
GROUP = ["序号", "姓名", "部门", "职务", "角色", "立场", "我方对接人", "判断依据", "个人信息依据", "保存期限至"]
PEOPLE = [
    ["DM01", "周建国", "设备科", "科长", "技术评估者", "支持者", "王强", "评审会公开表态", "本人同意", UNTIL],
    ["DM02", "吴海燕", "采购部", "科长", "商务评估者", "中立者", "林晓", "", "本人同意", UNTIL + timedelta(days=700)],
]


def group(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "决策小组"
    for row in (GROUP, *PEOPLE):
        sheet.append(row)
    book.save(path)
    return path


def erase(*arguments: object, day: date = UNTIL) -> dict[str, Any]:
    done = CliRunner().invoke(cli, ["erase", *map(str, arguments), "--as-of", day.isoformat(), "--json"])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def cells(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize(
    ("what", "day", "rows"),
    [
        ("the last day it may be kept", UNTIL, []),
        ("the day after", UNTIL + timedelta(days=1), [(2, "expired")]),
        ("years later both are past", UNTIL + timedelta(days=701), [(2, "expired"), (3, "expired")]),
    ],
)
def test_rows_are_due_the_day_after_the_last(tmp_path: Path, what: str, day: date, rows: list[object]) -> None:
    path = group(tmp_path / "决策小组.xlsx")
    before = path.read_bytes()
    assert [(row["row"], row["reason"]) for row in erase(path, day=day)["erased"]] == rows, what
    assert path.read_bytes() == before, "nothing is changed unless asked"


def test_the_cells_are_cleared_and_the_texts_are_gone_from_the_file(tmp_path: Path) -> None:
    path = group(tmp_path / "决策小组.xlsx")
    answer = erase(path, "--in-place", "-o", tmp_path / "记录.xlsx", day=UNTIL + timedelta(days=1))
    first, second = cells(path)
    assert first[0] == "DM01"
    assert [value for value in first[1:4] if value] == []
    assert second == (*PEOPLE[1][:7], None, PEOPLE[1][8], load_workbook(path).active["J3"].value)
    with zipfile.ZipFile(path) as package:
        parts = (package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))
        content = unescape("".join(parts))
    there = [word for word in ("周建国", "设备科", "吴海燕", "科长") if word in content]
    assert there == ["吴海燕", "科长"]  # her title is the same word as his
    assert (tmp_path / "决策小组.xlsx.bak").exists()
    said = json.dumps(answer, ensure_ascii=False) + str(cells(tmp_path / "记录.xlsx"))
    assert [secret for secret in PEOPLE[0][1:4] if str(secret) in said] == []
    assert erase(path, day=UNTIL + timedelta(days=1))["erased"] == []


def test_a_person_who_asks_is_cleared_from_every_register(tmp_path: Path) -> None:
    leads = lead_book(tmp_path / "线索.xlsx", {"联系人": "周建国"}, {**other(1), "联系人": "周工"})
    answer = erase(leads, group(tmp_path / "决策小组.xlsx"), "--person", "周 建国", "--in-place")
    assert [(row["file"], row["row"], row["reason"]) for row in answer["erased"]] == [
        ("线索.xlsx", 2, "asked"),
        ("决策小组.xlsx", 2, "asked"),
    ]
    kept = load_workbook(leads).active
    shown = {
        str(kept.cell(1, k).value): (kept.cell(2, k).value, kept.cell(3, k).value)
        for k in range(1, kept.max_column + 1)
    }
    assert shown["联系人"] == (None, "周工")
    assert shown["手机"][0] is None
    assert shown["客户名称"][0] == "苏州华锐车身部件有限公司"


def test_a_file_that_cannot_be_written_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "甲.csv").write_text(",".join(GROUP) + "\n" + ",".join(map(str, PEOPLE[0])), "utf-8-sig")
    path = group(tmp_path / "乙.xlsx")
    done = CliRunner().invoke(cli, ["erase", str(tmp_path), "--person", "周建国", "--in-place"])
    assert done.exit_code == 2
    assert "甲.csv" in done.output
    assert cells(path)[0][1] is None
