"""Roll-up, routes and amounts in the open workbook are those of the command line."""

from datetime import date
from pathlib import Path

import pytest
from macros.engine import Selected, opened

from kamsheets.jobs.approvals_route import route_approvals
from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.commission_split import split_commissions
from kamsheets.jobs.demo_workspace import make_demo
from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session
from kamsheets.macros import actions
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "d"
    make_demo(made, Session(Policy.shipped(), DAY))
    return made


def session(path: Path) -> Session:
    return Session(load(None, path), DAY)


def columns(book: Selected, sheet: str, *headers: str) -> list[tuple[object, ...]]:
    rows = book.sheets[sheet].used_range.options(ndim=2).value
    where = [rows[0].index(header) for header in headers]
    return [tuple(row[k] for k in where) for row in rows[1:]]


def test_the_roll_up_has_the_sums_of_the_command(folder: Path) -> None:
    path = folder / "区域项目台账.xlsx"
    book, calls = opened(path)
    actions.roll_up(book, session(path))
    data = roll_up_pipeline([path], session(path)).data
    expected = [(str(row["projects"]), row["est_amount"]) for row in [*data["regions"], data["total"]]]  # type: ignore[misc]
    assert columns(book, "KAM 台账汇总", "项目数", "预计金额（元）") == expected
    assert calls.count <= 1500


def test_the_split_has_the_amounts_of_the_command_to_the_cent(folder: Path) -> None:
    path = folder / "奖金分配.xlsx"
    book, calls = opened(path)
    actions.split_commissions(book, session(path))
    projects = split_commissions([path], session(path)).data["projects"]
    expected = [(p["project_no"], c["stage"], c["emp_id"], c["amount"]) for p in projects for c in p["cells"]]  # type: ignore[attr-defined]
    assert columns(book, "KAM 奖金分配", "项目编号", "阶段", "工号", "金额（元）") == expected
    assert calls.count <= 150


def test_the_release_has_the_amounts_of_the_command_to_the_cent(folder: Path) -> None:
    path = folder / "奖金分配.xlsx"
    book, _ = opened(path)
    actions.release_commissions(book, session(path))
    lines = release_commissions([path], session(path)).data["instalments"]
    assert columns(book, "KAM 奖金发放", "工号", "本期发放（元）") == [(x["emp_id"], x["released"]) for x in lines]  # type: ignore[attr-defined]


def test_the_routes_of_the_selected_rows_are_those_of_the_command(folder: Path) -> None:
    path = folder / "区域项目台账.xlsx"
    book, _ = opened(path)
    book.select((4, 6))
    actions.route_selected(book, session(path))
    routes = route_approvals([path], session(path)).data["routes"]
    shown = columns(book, "KAM 审批路线", "工作表", "单元格", "步骤", "角色")
    sheet = shown[0][0]
    expected = [
        (r["sheet"], r["cell"], str(r["step"]), r["role"])
        for r in routes  # type: ignore[attr-defined]
        if r["sheet"] == sheet and r["cell"].split(":")[0] in ("4", "5", "6")
    ]
    assert shown == expected
