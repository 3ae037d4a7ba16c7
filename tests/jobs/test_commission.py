"""``commission split`` and ``release`` on workbooks: the worked example, the gallery of findings, what a cell means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commissions.builders import CELLS, NO, PEOPLE, RELEASES, TOTALS
from jobs.commission_books import (
    DAY,
    EFFORTS,
    STATEMENT,
    TEAM,
    Row,
    deal,
    efforts,
    receipt,
    receipts,
    session,
    write,
)  # fmt: skip

from kamsheets.core.finding import Severity, severities
from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.commission_split import split_commissions
from kamsheets.jobs.outcome import Outcome
from kamsheets.policy.dated import Dated
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Person

STAFF = tuple(Person(emp_id, name, ("SE",)) for emp_id, name in TEAM)


def with_values(policy: Policy, **values: object) -> Policy:
    """The policy with other values for some keys from its first day on."""
    changed = {key: tuple(replace(one, item=value) for one in policy.values[key]) for key, value in values.items()}
    return replace(policy, values={**policy.values, **changed})


def with_people(*people: Person) -> Policy:
    shipped = Policy.shipped()
    return replace(shipped, people=tuple(Dated(one, shipped.beginning) for one in people))


def money(text: str) -> str:
    return f"{float(text):.2f}"


def project(outcome: Outcome) -> dict[str, Any]:
    (one,) = outcome.data["projects"]  # type: ignore[misc]
    return dict(one)


def test_the_worked_example_from_a_workbook(tmp_path: Path) -> None:
    outcome = split_commissions([write(tmp_path / "奖金.xlsx")], session())
    made = project(outcome)
    assert (made["project_no"], made["pool"], made["base"]) == (NO, "68318.58", "3415929.20")
    assert {one["stage"]: one["amount"] for one in made["stages"]} == {s: money(row[0]) for s, row in CELLS.items()}
    assert {one["emp_id"]: one["amount"] for one in made["members"]} == TOTALS
    expected = {
        (stage, emp_id): amount
        for stage, row in CELLS.items()
        for emp_id, amount in zip(PEOPLE, row[1:], strict=True)
        if amount != "0.00"
    }
    assert {(one["stage"], one["emp_id"]): one["amount"] for one in made["cells"]} == expected
    assert outcome.exit_code == 0


def test_the_releases_of_the_example_from_a_workbook(tmp_path: Path) -> None:
    outcome = release_commissions([write(tmp_path / "奖金.xlsx")], session())
    rows: Sequence[Mapping[str, Any]] = outcome.data["instalments"]  # type: ignore[assignment]
    got = {(row["instalment"], row["emp_id"]): row["released"] for row in rows}
    assert got == {
        (n, emp_id): amount
        for n, release in enumerate(RELEASES, start=1)
        for emp_id, amount in zip(PEOPLE, release[1:5], strict=True)
    }
    assert outcome.summary["released_total"] == "68318.58"
    assert {row["balance"] for row in rows if row["instalment"] == 4} == {"0.00"}


def test_rows_read_are_accepted_rejected_or_blank(tmp_path: Path) -> None:
    rows = [
        *efforts(),
        {},
        {"项目编号": NO, "阶段": "M5", "工号": "E003", "姓名": "王强", "计量方式": "百分比", "工作量": "很多"},
    ]
    outcome = split_commissions([write(tmp_path / "奖金.xlsx", effort=rows)], session())
    summary = outcome.summary
    assert summary["rows_read"] == summary["accepted"] + summary["rejected"] + summary["blank"]  # type: ignore[operator]
    assert summary["excluded"] == [NO]
    assert outcome.data["projects"] == []


@pytest.mark.parametrize(
    ("what", "cell", "number_format"),
    [
        ("a bare 2", 2, "General"),
        ("2% as text", "2%", "General"),
        ("0.02 shown as 2%", 0.02, "0%"),
        ("2.00% as text", "２．００％", "General"),
    ],
)
def test_two_percent_in_every_spelling_means_the_same(
    tmp_path: Path, what: str, cell: object, number_format: str
) -> None:
    path = write(tmp_path / "奖金.xlsx", [deal(提成比例=cell)], formats={"G2": number_format})
    assert project(split_commissions([path], session()))["pool"] == "68318.58", what


@pytest.mark.parametrize(("header", "cell"), [("提成比例", "G2"), ("税率", "E2")])
def test_a_bare_fraction_is_a_finding_and_not_a_guess(tmp_path: Path, header: str, cell: str) -> None:
    outcome = split_commissions([write(tmp_path / "奖金.xlsx", [deal(**{header: 0.02})])], session())
    errors = [(one.place.sheet, one.place.cell) for one in outcome.findings if one.severity is Severity.ERROR]
    assert errors == [("项目奖金", cell)]
    assert (outcome.data["projects"], outcome.summary["excluded"], outcome.exit_code) == ([], [NO], 1)


def changed(rows: list[Row], at: int, **values: object) -> list[Row]:
    return [{**row, **values} if i == at else row for i, row in enumerate(rows)]


def no_stage(stage: str) -> list[Row]:
    return [row for row in efforts() if row["阶段"] != stage]


STATED = [
    {"明细编号": f"TCM-{n}", "工号": emp_id, "姓名": name, "项目编号": NO, "合同编号": "HT-2025-0087", "期次": 1,
     "回款编号": "HK-1", "到账日期": date(2026, 1, 15), "本期回款": 1_158_000, "个人应得总额": float(TOTALS[emp_id]),
     "本期应发(税前)": 1.0}
    for n, (emp_id, name) in enumerate(TEAM)
]  # fmt: skip
HISTORY = ("项目编号", "当前里程碑", "进入日期", "快照日期")
GALLERY: dict[str, tuple[dict[str, Any], Policy | None, str, str]] = {
    "CM01": ({"effort": changed(efforts(), 1, 工作量=29.99)}, None, "阶段工作量", "F3"),
    "CM02": ({"effort": changed(efforts(), 1, 工号="E999")}, with_people(*STAFF), "阶段工作量", "F3"),
    "CM03": ({"effort": no_stage("M7")}, None, "项目奖金", "Q2"),
    "CM04": ({"paid": [*receipts(), receipt(5, 0.01)]}, None, "回款", "F6"),
    "CM06": ({"paid": [*receipts(1), receipt(2, -1_158_000, 冲回的回款编号="HK-1")]}, None, "回款", "F3"),
    "CM07": ({"deals": [deal(合同毛利=341_592.89)]}, None, "项目奖金", "T2"),
    "CM08": (
        {"个人奖金发放明细": (STATEMENT, changed(STATED, 2, 个人应得总额=16_199.57))}, None, "个人奖金发放明细", "J4",
    ),
    "CM09": ({"effort": changed(efforts(), 2, 计量方式="工时")}, None, "阶段工作量", "F4"),
    "CM10": ({"effort": changed(efforts(), 1, 姓名="何明")}, with_people(*STAFF), "阶段工作量", "F3"),
    "CM11": ({"deals": [deal(难度M1=0)]}, None, "阶段工作量", "F2"),
    "CM12": ({"effort": changed(efforts(), 0, 本人确认=None)}, None, "阶段工作量", "F2"),
    "CM13": ({"deals": [deal(难度M4=1.3)]}, None, "项目奖金", "N2"),
    "CM14": ({"deals": [deal(项目系数=1.51)]}, None, "项目奖金", "H2"),
    "CM15": ({"deals": [deal(加减项=-100)]}, None, "项目奖金", "I2"),
    "CM16": ({"deals": [deal(加减项=-68_318.59, 加减原因="超支", 加减批准人="周总")]}, None, "项目奖金", "I2"),
    "CM17": ({}, None, "项目奖金", "B2"),
    "CM18": ({"paid": changed(receipts(), 1, 回款编号="HK-1")}, None, "回款", "F3"),
    "CM19": ({"deals": [deal(项目登记人="公司")]}, None, "项目奖金", "J2"),
    "CM20": ({"deals": [deal(计提基数口径="毛利")]}, None, "项目奖金", "T2"),
    "CM21": ({}, with_values(Policy.shipped(), rate_mode="fixed"), "项目奖金", "G2"),
    "CM22": ({"effort": [*efforts(), {**efforts()[0], "项目编号": "XM-HD-2025-0099"}]}, None, "阶段工作量", "F24"),
    "CM23": ({"paid": [*receipts(), receipt(5, 1, 项目编号="XM-HD-2025-0099")]}, None, "回款", "F6"),
    "CM24": ({"deals": [deal(), deal()]}, None, "项目奖金", "B3"),
    "CM25": ({"paid": [*receipts(1), receipt(2, -1)]}, None, "回款", "F3"),
    "CM26": ({"paid": [*receipts(1), receipt(2, -1_158_000.01, 冲回的回款编号="HK-1")]}, None, "回款", "F3"),
    "CM29": ({"paid": changed(receipts(1), 0, 到账日期=date(2026, 7, 1))}, None, "回款", "F2"),
    "CM30": ({}, None, "", ""),
    "CM31": ({"deals": [deal(项目登记人="E003 王强")]}, None, "阶段工作量", "F2"),
    "CM32": ({"deals": [deal(**{f"难度M{n}": 0 for n in range(1, 9)})]}, None, "项目奖金", "B2"),
    "CM33": ({"deals": [deal(签约日期=date(1999, 1, 1))]}, None, "项目奖金", "S2"),
}  # fmt: skip
"""The smallest bad workbook for a code, the policy it needs, and the cell that is named."""
OF_THE_LEDGER = {"CM05", "CM27", "CM28", "CM34"}
"""These need a ledger: test_commission_ledger.py."""


@pytest.mark.parametrize("code", GALLERY)
def test_gallery(tmp_path: Path, code: str) -> None:
    parts, policy, sheet, cell = GALLERY[code]
    outcome = release_commissions([write(tmp_path / "奖金.xlsx", **parts)], session(policy=policy))
    places = [(one.place.sheet, one.place.cell) for one in outcome.findings if one.code == code]
    assert (sheet, cell) in places
    assert outcome.exit_code == (1 if any(one.severity is Severity.ERROR for one in outcome.findings) else 0)


def test_every_code_of_the_room_has_a_workbook_that_earns_it() -> None:
    assert set(GALLERY) | OF_THE_LEDGER == {code for code in severities() if code.startswith("CM")}


@pytest.mark.parametrize("code", [code for code in GALLERY if severities()[code] is Severity.ERROR])
def test_a_project_with_an_error_is_left_out_and_named(tmp_path: Path, code: str) -> None:
    parts, policy, _, _ = GALLERY[code]
    outcome = split_commissions([write(tmp_path / "奖金.xlsx", **parts)], session(policy=policy))
    if code in ("CM08", "CM22", "CM23"):  # rows beside the project: the project itself is sound
        assert outcome.summary["excluded"] == []
    else:
        assert (outcome.summary["excluded"], outcome.data["projects"]) == ([NO], [])


def test_stage_dates_of_a_pipeline_workbook_show_who_had_left(tmp_path: Path) -> None:
    gone = (*STAFF[:3], replace(STAFF[3], leave_date=date(2025, 9, 1)))
    history = [
        {"项目编号": NO, "当前里程碑": "M7", "进入日期": date(2025, 9, 1), "快照日期": date(2025, 9, 5)},
        {"项目编号": NO, "当前里程碑": "M8", "进入日期": date(2025, 9, 20), "快照日期": date(2025, 9, 30)},
    ]
    path = write(tmp_path / "奖金.xlsx", 阶段历史=(HISTORY, history))
    outcome = split_commissions([path], session(policy=with_people(*gone)))
    cells = [one.place.cell for one in outcome.findings if one.code == "CM02"]
    assert cells == ["F19", "F23"]  # 赵敏 in M7 and M8
    before = with_people(*STAFF[:3], replace(STAFF[3], leave_date=date(2025, 9, 21)))
    assert "CM02" not in [one.code for one in split_commissions([path], session(policy=before)).findings]


def test_three_parts_from_a_workbook(tmp_path: Path) -> None:
    policy = with_values(Policy.shipped(), payout_mode="three_part")
    path = write(tmp_path / "奖金.xlsx")
    outcome = release_commissions([path], session(policy=policy, day=date(2026, 12, 31)))
    rows: Sequence[Mapping[str, Any]] = outcome.data["instalments"]  # type: ignore[assignment]
    sums: dict[int, int] = {}
    for row in rows:
        sums[row["instalment"]] = sums.get(row["instalment"], 0) + round(float(row["released"]) * 100)
    assert sums == {1: 5_123_893, 2: 1_024_779, 3: 683_186}


def test_overlay_awards_stay_outside_the_pool(tmp_path: Path) -> None:
    path = write(tmp_path / "奖金.xlsx", effort=changed(efforts(), 1, 附加奖励=500))
    made = project(split_commissions([path], session()))
    assert made["pool"] == "68318.58"
    assert made["overlays"] == [{"stage": "M2", "emp_id": "E010", "amount": "500.00"}]


def test_a_stage_measured_in_hours_is_split_by_hours(tmp_path: Path) -> None:
    rows = [
        {**row, "计量方式": "工时", "工作量": row["工作量"] * 0.16} if row["阶段"] == "M5" else row for row in efforts()
    ]  # type: ignore[operator]
    made = project(split_commissions([write(tmp_path / "奖金.xlsx", effort=rows)], session()))
    assert {one["emp_id"]: one["amount"] for one in made["members"]} == TOTALS


def test_the_order_of_rows_and_columns_changes_nothing(tmp_path: Path) -> None:
    turned = (tuple(reversed(EFFORTS)), list(reversed(efforts())))
    path = write(tmp_path / "奖金.xlsx", effort=[], 工作量登记表=turned, paid=list(reversed(receipts())))
    assert {one["emp_id"]: one["amount"] for one in project(split_commissions([path], session()))["members"]} == TOTALS


def test_a_damaged_file_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    outcome = split_commissions([tmp_path / "坏.xlsx", write(tmp_path / "奖金.xlsx")], session())
    assert (len(outcome.failures), outcome.exit_code) == (1, 2)
    assert project(outcome)["pool"] == "68318.58"


@pytest.mark.parametrize("task", [split_commissions, release_commissions])
def test_the_day_of_the_run_decides_what_has_come_in(tmp_path: Path, task: Callable[..., Outcome]) -> None:
    outcome = task([write(tmp_path / "奖金.xlsx")], session(day=date(2026, 2, 15)))
    assert [one.place.cell for one in outcome.findings if one.code == "CM29"] == ["F4", "F5"]
    if task is release_commissions:
        assert outcome.summary["released_total"] == "40991.13"


def test_the_day_of_these_tests_lies_after_the_receipts() -> None:
    assert all(row["到账日期"] <= DAY for row in receipts())  # type: ignore[operator]
