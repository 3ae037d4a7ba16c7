"""Checking real workbooks: codes at cells, rows counted, references said once."""

from datetime import date, timedelta

import pytest
from pipeline import foreign_crm
from pipeline.region_books import HEADERS, row, write_book

from kamsheets.jobs.pipeline_check import check_pipeline
from kamsheets.jobs.policy_source import load as load_policy
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)
SESSION = Session(Policy.shipped(), DAY)
ALL = (
    *HEADERS, "线索编号", "立项申请编号", "立项日期", "项目登记人", "项目级别", "项目小组成员", "税率",
    "费用预算合计", "实际费用", "最近分析会日期",
)  # fmt: skip
REST = {
    "线索编号": "XS-HD-202603-0031", "立项申请编号": "JTF-002-HD-202603-007", "立项日期": date(2026, 3, 21),
    "项目登记人": "E002 林晓", "项目级别": "重大项目", "项目小组成员": "E002;E003", "税率": 13, "费用预算合计": 42000,
    "实际费用": 15860.5, "最近分析会日期": DAY,
}  # fmt: skip


def full(number, region="华东", **values):
    return row(number, region, **{**REST, **values})


def found(path, *more, since=()):
    return [(f.code, f.place.cell) for f in check_pipeline([path, *more], SESSION, since).findings]


def test_a_tidy_sheet_has_only_the_references_nobody_supplied(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [full(1), full(2)]}, ALL)
    outcome = check_pipeline([path], SESSION)
    assert sorted(f.code for f in outcome.findings) == ["PL27", "PL29"]
    assert outcome.summary == {"files": 1, "tabs": 1, "rows_read": 2, "blank": 0, "accepted": 2, "rejected": 0}
    assert outcome.exit_code == 0


def test_findings_of_cells_and_rules_stand_at_their_cells(tmp_path):
    late = {"计划完成日期": DAY - timedelta(days=3)}
    rows = [full(1, **late), full(2, 预计合同金额="约？"), None, full(3, 项目编号="X-1", 实际费用=42000.01)]
    path = write_book(tmp_path / "台账.xlsx", {"华东": rows}, ALL)
    outcome = check_pipeline([path], SESSION)
    at = [(f.code, f.place.cell) for f in outcome.findings if f.place.cell]
    assert at == [("PL10", "H2"), ("CT10", "I3"), ("CT40", "A5"), ("EX02", "X5")]
    assert outcome.summary == {"files": 1, "tabs": 1, "rows_read": 4, "blank": 1, "accepted": 1, "rejected": 2}


def test_a_repeated_row_is_only_said_to_be_one(tmp_path):
    late = {"计划完成日期": DAY - timedelta(days=3)}
    path = write_book(tmp_path / "台账.xlsx", {"华东": [full(1, **late)], "华南": [full(1, **late)]}, ALL)
    assert [entry for entry in found(path) if entry[1]] == [("PL10", "H2"), ("PL01", "A2"), ("PL07", "D2")]


def test_lead_numbers_are_held_against_a_register_that_lies_beside(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [full(1), full(2, 线索编号="XS-HD-202603-0099")]}, ALL)
    headers = ["线索编号", "客户名称", "所属行业", "需求描述"]
    leads = write_book(tmp_path / "线索.xlsx", {"线索": [{"线索编号": REST["线索编号"], "客户名称": "甲"}]}, headers)
    codes = [entry for entry in found(path, leads) if entry[0].startswith("PL")]
    assert ("PL28", "P3") in codes
    assert "PL29" not in dict(codes)


def test_moves_are_checked_when_last_week_is_given(tmp_path):
    then = write_book(tmp_path / "a.xlsx", {"华东": [full(1, 当前里程碑="M2"), full(2, 当前里程碑="M6")]}, ALL)
    now = write_book(tmp_path / "b.xlsx", {"华东": [full(1), full(2)]}, ALL)
    codes = [code for code, _ in found(now, since=[then])]
    assert codes.count("PL61") == 1
    assert codes.count("PL60") == 1


def test_a_foreign_export_is_not_drowned_in_what_it_never_had(tmp_path):
    truth = foreign_crm.export(tmp_path / "export.xlsx", 600)
    policy = load_policy(foreign_crm.policy(tmp_path / "policy.xlsx"), None)
    outcome = check_pipeline([tmp_path / "export.xlsx"], Session(policy, DAY))
    once = {"HD04", "PL47", "PL48"}
    tabs = sorted((f.code, f.place.sheet) for f in outcome.findings if f.code in once)
    assert tabs == sorted((code, tab) for code in once for tab in foreign_crm.TERRITORIES)
    assert {f.code for f in outcome.findings} - once == {"PL27", "PL40", "CT30"}
    assert outcome.summary["rejected"] == truth.unmapped


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["X-1", "X-2", "X-3"], [("PL48", "A1")]),
        (["X-1", "X-2"], [("CT40", "A2"), ("CT40", "A3")]),
        (["X-1", "X-2", "X-3", "XM-HD-2026-0004"], [("CT40", "A2"), ("CT40", "A3"), ("CT40", "A4")]),
        (["X-1", "X-2", "xm-hd-2026-0003"], [("CT40", "A2"), ("CT40", "A3"), ("CT40", "A4")]),
    ],
    ids=["three of their own", "two slips", "one of ours among them", "one that is nearly ours"],
)
def test_another_numbering_is_one_warning_and_a_slip_is_an_error_at_its_cell(tmp_path, numbers, said):
    rows = [full(i, 项目编号=number) for i, number in enumerate(numbers)]
    path = write_book(tmp_path / "台账.xlsx", {"华东": rows}, ALL)
    assert [entry for entry in found(path) if entry[1]] == said


def test_a_column_that_is_not_there_is_said_once_and_an_empty_cell_where_it_is(tmp_path):
    rows = [full(n, 下一步行动=None, 行动责任人=None) for n in (1, 2)]
    columns = [name for name in ALL if name != "行动责任人"]
    outcome = check_pipeline([write_book(tmp_path / "台账.xlsx", {"华东": rows}, columns)], SESSION)
    at = [(f.code, f.place.sheet, f.place.cell) for f in outcome.findings if f.place.sheet]
    assert at == [("PL47", "华东", ""), ("PL30", "华东", "M2"), ("PL30", "华东", "M3")]
    assert dict(outcome.findings[-3].facts)["rows"] == 2


def test_a_tab_named_by_its_region_needs_no_column_for_it(tmp_path):
    columns = [name for name in ALL if name not in ("区域", "赢率")]
    outcome = check_pipeline([write_book(tmp_path / "台账.xlsx", {"华东": [full(1)]}, columns)], SESSION)
    assert {f.code for f in outcome.findings} == {"PL27", "PL29"}
