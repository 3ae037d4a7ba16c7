"""Macros on the test Excel give what the command line gives, cell by cell, in few calls."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from macros.engine import Selected, opened

from kamsheets.jobs.excel_actions import ACTIONS
from kamsheets.jobs.excel_leads import grade_columns
from kamsheets.jobs.leads_check import check_leads
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session
from kamsheets.macros import actions, door, runner

DAY = date(2026, 3, 2)
HEADERS = [
    "线索编号",
    "客户名称",
    "统一社会信用代码",
    "联系人",
    "联系电话",
    "省份",
    "行业",
    "预计金额(万元)",
    "拜访次数",
    "年度销售业绩排名",
]
ROW = ["L-1", "华锐风电科技(集团)股份有限公司", "91110000717826097X", "张三", "1380013800", "江苏", "风电", 386, 2, 3]


@pytest.fixture
def leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    import openpyxl

    monkeypatch.setattr(door, "today", lambda: DAY)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "线索"
    sheet.append(HEADERS)
    for k in range(30):
        sheet.append([f"L-{k}", *ROW[1:4], ROW[4] if k % 2 else "13800138000", *ROW[5:]])
    path = tmp_path / "线索.xlsx"
    book.save(path)
    return path


def session(path: Path) -> Session:
    return Session(load(None, path), DAY)


def rows_of(book: Selected, name: str) -> list[list[object]]:
    return list(book.sheets[name].used_range.options(ndim=2).value)


def test_every_action_of_the_table_has_a_macro() -> None:
    assert list(actions.MACROS) == [action.id for action in ACTIONS]


def test_check_finds_in_each_cell_what_the_command_line_finds(leads: Path) -> None:
    book, _ = opened(leads)
    report = actions.check_leads(book, session(leads))
    outside = check_leads([leads], session(leads)).findings
    assert outside
    assert [(f.code, f.place, f.value) for f in report.findings] == [(f.code, f.place, f.value) for f in outside]
    listed = {(row[1], row[3]) for row in rows_of(book, "KAM 问题清单")[1:]}
    assert listed == {(f.code, f.place.cell or None) for f in outside}


def test_marks_go_and_the_colours_from_before_come_back(leads: Path) -> None:
    book, _ = opened(leads)
    sheet = book.sheets["线索"]
    sheet.range("E3").color = (1, 2, 3)
    found = actions.check_leads(book, session(leads)).findings
    assert any(f.place.cell == "E3" for f in found)
    assert sheet.range("E3").color not in (None, (1, 2, 3))
    actions.clear_marks(book, session(leads))
    assert sheet.range("E3").color == (1, 2, 3)
    assert all(
        sheet.range(f.place.cell).color in (None, (1, 2, 3)) for f in found if ":" not in f.place.cell and f.place.cell
    )


def test_grades_stand_where_the_command_line_writes_them_and_can_be_taken_back(leads: Path) -> None:
    book, _ = opened(leads)
    before = rows_of(book, "线索")
    actions.grade_leads(book, session(leads))
    after = rows_of(book, "线索")
    made = grade_columns(leads, session(leads))[0].columns
    width = len(HEADERS)
    assert after[0][width:] == [column.header for column in made if column.at is None]
    for k, column in enumerate(column for column in made if column.at is None):
        assert [row[width + k] or "" for row in after[1:]] == [
            value or "" for _, value in sorted(column.values.items())
        ]
    actions.restore(book, session(leads))
    assert [row[:width] for row in rows_of(book, "线索")] == before
    assert not any(cell for row in rows_of(book, "线索") for cell in row[width:])


def test_duplicates_are_grouped_beside_the_leads(leads: Path) -> None:
    book, _ = opened(leads)
    actions.find_duplicates(book, session(leads))
    groups = {row[len(HEADERS)] for row in rows_of(book, "线索")[1:]}
    assert len(groups) == 1
    assert None not in groups


def test_a_selected_row_alone_is_routed(leads: Path) -> None:
    from kamsheets.jobs.approvals_route import route_approvals

    book, _ = opened(leads)
    book.select(5, 6)
    actions.route_selected(book, session(leads))
    whole = route_approvals([leads], session(leads)).data["routes"]
    rows = rows_of(book, "KAM 审批路线")[1:] if whole else []
    expected = [row for row in whole if row["cell"].split(":")[0].lstrip("ABCDEFGHIJ") in ("5", "6")]  # type: ignore[attr-defined]
    assert len([row for row in rows if any(row)]) == len(expected)


def test_a_failure_is_one_sentence_and_the_rest_is_in_the_log(leads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "LOG", leads.parent / "macros.log")

    def broken(book: object, session: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(runner, "MACROS", {"check_leads": broken})
    book, _ = opened(leads)
    assert runner.perform("check_leads", book, "zh") is None
    assert len(book.said) == 1
    assert "Traceback" not in book.said[0]
    assert "ZeroDivisionError: inside" in door.LOG.read_text("utf-8")


def test_a_sheet_of_results_is_not_checked(leads: Path) -> None:
    book, _ = opened(leads)
    actions.check_leads(book, session(leads))
    book.sheets["KAM 问题清单"].activate()
    assert runner.perform("check_leads", book, "zh") is None
    assert "KAM 问题清单" in book.said[0]


@pytest.mark.parametrize("action", ["settings", "about", "restore", "clear_marks"])
def test_small_macros_say_one_sentence(action: str, leads: Path) -> None:
    book, _ = opened(leads)
    assert runner.perform(action, book, "en") is not None
    assert len(book.said) == 1


@pytest.mark.parametrize(
    ("macro", "budget"),
    [
        (actions.check_leads, 120),
        (actions.grade_leads, 60),
        (actions.find_duplicates, 40),
        (actions.route_selected, 40),
    ],
)
def test_calls_do_not_grow_with_the_rows(macro: Callable[..., object], budget: int, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "线索"
    book.active.append(HEADERS)
    for k in range(5000):
        name = f"{chr(0x4E00 + k % 700)}{chr(0x5000 + k // 7)}机械有限公司"
        book.active.append([f"L-{k}", name, None, "张三", "13800138000" if k % 500 else "138", *ROW[5:]])
    path = tmp_path / "many.xlsx"
    book.save(path)
    live, calls = opened(path)
    live.select(2, 50)
    macro(live, session(path))
    assert calls.count <= budget
