"""The demo workspace and the month on it: every planted problem at its cell, the same figures everywhere."""

import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kamsheets.jobs.demo.dirt import Planted, spoil
from kamsheets.jobs.demo.files import Writer
from kamsheets.jobs.demo.workspace import Office, invent

DAY = "2026-06-30"
RESULT = "月度结果_2026-06"


def kamsheets(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kamsheets", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def office() -> Office:
    return invent()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Planted]]:
    folder = tmp_path_factory.mktemp("month")
    spoiled = invent()
    writer = Writer(folder, spoiled, spoil(spoiled))
    writer.write()
    return folder, writer.planted


@pytest.fixture(scope="module")
def month(workspace: tuple[Path, list[Planted]]) -> dict:
    done = kamsheets("run", workspace[0], "--as-of", DAY, "--json")
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)


def test_the_office_has_the_size_of_a_real_one(office: Office) -> None:
    assert (len(office.people), len(office.leads), len(office.projects), len(office.plans)) == (60, 300, 120, 20)
    assert {row["region"] for row in office.projects} == {"HB", "DB", "HD", "HZ", "HN", "XN", "XB"}
    open_stages = {stage.code for stage in office.view.stages}
    assert {str(row["milestone"]).split()[0] for row in office.projects} == open_stages


def test_the_office_is_the_same_every_time() -> None:
    first, second = invent(), invent()
    assert (first.leads, first.projects, first.receipts) == (second.leads, second.projects, second.receipts)


def test_every_planted_problem_is_found_at_its_cell(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    found = {(f["code"], f["file"], f["cell"]) for f in month["findings"]}
    assert [planted for planted in workspace[1] if (planted.code, planted.file, planted.cell) not in found] == []


def test_nothing_else_is_an_error(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    planted = {(one.file, one.cell) for one in workspace[1]}
    errors = [f for f in month["findings"] if f["severity"] == "error"]
    assert [f for f in errors if (f["file"], f["cell"]) not in planted] == []


def test_rows_read_are_accepted_rejected_or_blank(month: dict) -> None:
    for step in ("leads", "pipeline", "routes", "split"):
        summary = month["summary"][step]
        assert summary["rows_read"] == summary["accepted"] + summary["rejected"] + summary["blank"], step


def test_the_worked_example_is_in_the_month(month: dict) -> None:
    """Domain 4.4: pool 68,318.58; members 30,087.03, 18,690.65, 16,199.56, 3,341.34."""
    example = next(plan for plan in month["projects"] if plan["pool"] == "68318.58")
    members = {member["emp_id"]: member["amount"] for member in example["members"]}
    assert members == {"E002": "18690.65", "E003": "16199.56", "E004": "3341.34", "E010": "30087.03"}


def test_report_workbook_and_json_agree_to_the_fen(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    book = load_workbook(workspace[0] / RESULT / "月度报告_2026-06.xlsx", data_only=True)

    def column(sheet: str, header: str) -> list[Decimal]:
        rows = list(book[sheet].iter_rows(values_only=True))
        at = next(k for k, row in enumerate(rows) if header in row)
        position = rows[at].index(header)
        return [
            Decimal(str(row[position])).quantize(Decimal("0.01")) for row in rows[at + 1 :] if row[position] is not None
        ]

    for sheet, header, key, rows in [
        ("区域汇总", "预计金额（元，含税）", "est_amount", month["regions"]),
        ("里程碑汇总", "加权金额（元）", "weighted_amount", month["milestones"]),
        ("奖金总额", "奖金总额（元）", "pool", month["projects"]),
        ("奖金发放", "本期应发（元，税前）", "released", month["instalments"]),
    ]:
        expected = [Decimal(row[key]) for row in rows]
        assert column(sheet, header) == [*expected, sum(expected)], sheet


def test_documents_are_where_the_answer_says(month: dict) -> None:
    assert len(month["documents"]) >= 13
    assert [row["path"] for row in month["documents"] if not Path(row["path"]).is_file()] == []


def test_a_second_run_changes_nothing(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    folder = workspace[0]
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = kamsheets("run", folder, "--as-of", DAY)
    assert again.returncode == 2
    assert RESULT in again.stderr
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_run_again_by_force_keeps_the_numbers_of_forms(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    again = kamsheets("run", workspace[0], "--as-of", DAY, "--json", "--force")
    numbers = {row["form_no"] for row in month["documents"]}
    assert {row["form_no"] for row in json.loads(again.stdout)["documents"]} == numbers


def test_a_killed_run_leaves_no_half_written_file(tmp_path: Path) -> None:
    fresh = invent()
    Writer(tmp_path, fresh, []).write()
    before = sorted(path.name for path in tmp_path.iterdir())
    run = subprocess.Popen([sys.executable, "-m", "kamsheets", "run", str(tmp_path), "--as-of", DAY, "--jobs", "1"])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(tmp_path.glob(".kamsheets-*")):
        time.sleep(0.02)
    time.sleep(0.5)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == before
    again = kamsheets("run", tmp_path, "--as-of", DAY, "-q")
    assert again.returncode == 0, again.stdout + again.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*before, RESULT])


def test_demo_makes_the_workspace_and_says_what_to_open(tmp_path: Path) -> None:
    done = kamsheets("demo", tmp_path / "d")
    assert done.returncode == 0, done.stderr
    assert "月度报告_2026-06.xlsx" in done.stdout
    assert kamsheets("demo", tmp_path / "d").returncode == 2


def test_init_writes_the_promised_blank_workbooks_once(tmp_path: Path) -> None:
    assert kamsheets("init", tmp_path / "new").returncode == 0
    names = {"lead_register.xlsx", "regional_pipeline.xlsx", "project_dossier.xlsx", "commission.xlsx", "policy.xlsx"}
    assert names <= {path.name for path in (tmp_path / "new").iterdir()}
    assert kamsheets("init", tmp_path / "new").returncode == 2


def test_a_folder_without_workbooks_is_said(tmp_path: Path) -> None:
    done = kamsheets("run", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_each_step_leaves_its_workbook(workspace: tuple[Path, list[Planted]], month: dict) -> None:
    details = workspace[0] / RESULT / "明细"
    made = {path.name for path in details.iterdir()}
    assert made == {
        "线索定级", "台账汇总_2026-06.xlsx", "台账简报_2026-06.docx",
        "审批路线_2026-06.xlsx", "奖金分配_2026-06.xlsx", "奖金发放_2026-06.xlsx",
    }  # fmt: skip
    assert len(list((details / "线索定级").iterdir())) == 7
    linked = [
        cell.hyperlink.target for row in overview(workspace[0], RESULT).iter_rows() for cell in row if cell.hyperlink
    ]
    assert [target for target in linked if not (workspace[0] / RESULT / target).exists()] == []
    assert len(linked) == 6  # the check of the pipeline makes no workbook


def overview(folder: Path, result: str) -> Worksheet:
    return load_workbook(folder / result / f"月度报告_{result[-7:]}.xlsx").worksheets[0]


def test_the_next_month_goes_on_from_this_one(tmp_path: Path) -> None:
    """Settled instalments stay, the roll-up tells what moved, no number is issued twice."""
    fresh = invent()
    Writer(tmp_path, fresh, []).write()
    first, second = (
        json.loads(kamsheets("run", tmp_path, "--as-of", day, "--json").stdout) for day in ("2026-05-31", "2026-06-30")
    )
    assert Decimal(first["summary"]["release"]["settled_total"]) == 0
    assert second["summary"]["release"]["settled_total"] == first["summary"]["release"]["released_total"]
    assert Decimal(second["summary"]["release"]["new_total"]) == (
        Decimal(second["summary"]["release"]["released_total"]) - Decimal(first["summary"]["release"]["released_total"])
    )
    assert "变动" in load_workbook(tmp_path / RESULT / "明细" / "台账汇总_2026-06.xlsx").sheetnames
    may, june = ({row["form_no"]: Path(row["path"]).name for row in run["documents"]} for run in (first, second))
    assert {no: june[no] for no in may.keys() & june.keys()} == {no: may[no] for no in may.keys() & june.keys()}
    assert may.keys() & june.keys()
