"""Region workbooks in: tabs, files, units, what is passed over, what is left out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pipeline.region_books import HEADERS, row, write_book

from kamsheets.jobs.pipeline_read import load
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)
SESSION = Session(Policy.shipped(), DAY)


def counted(*paths: Path, session: Session = SESSION):
    return load(paths, session).snapshot.counted


def said(*paths: Path, **options):
    loaded = load(paths, SESSION, **options)
    return [(f.code, f.place.sheet) for f in loaded.findings if f.code.startswith("PL")]


def test_a_tab_per_region_and_a_workbook_per_region_are_the_same_pipeline(tmp_path):
    east, south = [row(n) for n in (1, 2)], [row(n, "华南") for n in (3, 4)]
    one = write_book(tmp_path / "台账.xlsx", {"华东": east, "华南": south})
    two = [write_book(tmp_path / f"{name}.xlsx", {"Sheet1": rows}) for name, rows in (("华东", east), ("华南", south))]
    assert [(p.project_no, p.region, p.est_amount) for p in counted(one).projects] == [
        (p.project_no, p.region, p.est_amount) for p in counted(*two).projects
    ]


def test_the_region_may_stand_in_the_tab_or_the_file_only(tmp_path):
    headers = [h for h in HEADERS if h != "区域"]
    by_tab = write_book(tmp_path / "a.xlsx", {"华南大区": [row(1, "华南")]}, headers)
    by_file = write_book(tmp_path / "西北2026.xlsx", {"Sheet1": [row(2, "西北")]}, headers)
    assert [p.region for p in counted(by_tab, by_file).projects] == ["HN", "XB"]


def test_a_summary_tab_that_repeats_the_others_is_not_counted(tmp_path):
    rows = [row(1), row(2)]
    path = write_book(tmp_path / "台账.xlsx", {"6月汇总表": rows, "华东": rows, "说明": []})
    assert len(counted(path).projects) == 2
    assert said(path) == [("PL43", "6月汇总表")]


def test_a_lone_summary_tab_is_the_pipeline(tmp_path):
    path = write_book(tmp_path / "a.xlsx", {"项目汇总表": [row(1)]})
    assert len(counted(path).projects) == 1


def test_a_list_of_projects_without_amounts_is_no_pipeline(tmp_path):
    few = ["项目编号", "项目名称", "客户名称", "区域"]
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1)]})
    other = write_book(tmp_path / "名单.xlsx", {"名单": [row(1)]}, few)
    assert said(path, other) == [("PL45", "名单")]


def test_a_list_of_people_is_no_lead_register_and_said_once(tmp_path):
    people = [{"姓名": "林晓", "手机": "13900001111", "邮箱": "a@b.cn"}]
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1)]})
    other = write_book(tmp_path / "通讯录.xlsx", {"通讯录": people}, list(people[0]))
    assert said(path, other) == [("PL45", "通讯录")]
    about = [f.code for f in load([path, other], SESSION, strict=True).findings if f.place.sheet == "通讯录"]
    assert about == ["PL45"]


def test_another_kind_of_workbook_beside_the_pipelines_is_only_named(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1)]})
    other = write_book(tmp_path / "其他.xlsx", {"食堂": [{"菜": "鱼", "价": 12}]}, ["菜", "价"])
    loaded = load([path, other], SESSION)
    assert [(f.code, f.place.file) for f in loaded.findings if f.code in ("PL46", "IO001")] == [("PL46", "其他.xlsx")]
    assert "IO001" in [f.code for f in load([other], SESSION).findings], "alone it is what the person asked for"


def test_units_of_headers_and_cells_are_one_money(tmp_path):
    wan = [h if h != "预计合同金额" else "预计合同金额（万元）" for h in HEADERS]
    one = write_book(tmp_path / "a.xlsx", {"华东": [{**row(1), "预计合同金额（万元）": 386}]}, wan)
    two = write_book(
        tmp_path / "b.xlsx", {"华东": [row(2, 预计合同金额="约 386 万"), row(3, 预计合同金额="3,860,000.00元")]}
    )
    assert {p.est_amount for p in counted(one, two).projects} == {386_000_000}


LEFT_OUT = [
    ("a range", {"预计合同金额": "300-400万"}, "CT11", "I2"),
    ("dollars", {"预计合同金额": "$500,000"}, "CT13", "I2"),
    ("a negative amount", {"预计合同金额": -5}, "CT17", "I2"),
    ("a stage nobody knows", {"当前里程碑": "方案论证"}, "CT30", "F2"),
    ("a chance that could be 0.5 or 50 %", {"赢率": 0.5}, "CT15", "J2"),
    ("an outcome nobody knows", {"项目结果": "快了"}, "CT30", "L2"),
    ("no amount at all", {"预计合同金额": None}, "PL05", "I2"),
    ("no stage at all", {"当前里程碑": None}, "PL04", "F2"),
]


@pytest.mark.parametrize(("values", "code", "cell"), [c[1:] for c in LEFT_OUT], ids=[c[0] for c in LEFT_OUT])
def test_what_cannot_be_read_is_left_out_once_with_its_cell(tmp_path, values, code, cell):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1, **values), row(2)]})
    loaded = load([path], SESSION)
    excluded = loaded.snapshot.counted.excluded
    assert [(e.finding.code, e.finding.place.cell) for e in excluded] == [(code, cell)]
    assert code not in [f.code for f in loaded.findings], "said once, as the reason"


def test_zero_amounts_and_zero_chances_are_kept(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1, 预计合同金额=0), row(2, 赢率="0%"), row(3, 赢率=None)]})
    assert [(p.est_amount, p.win_prob) for p in counted(path).projects] == [
        (0, Decimal("0.5")), (386_000_000, 0), (386_000_000, None),
    ]  # fmt: skip


def test_numbers_of_any_company_are_kept(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1, 项目编号="006xx00A")]})
    assert [p.project_no for p in counted(path).projects] == ["006xx00A"]


def test_an_unreadable_region_falls_back_to_the_tab_and_is_said(tmp_path):
    path = write_book(tmp_path / "台账.xlsx", {"华东": [row(1, 区域="东部一区")], "Sheet2": [row(2, 区域="东部一区")]})
    loaded = load([path], SESSION)
    assert [p.region for p in loaded.snapshot.counted.projects] == ["HD"]
    assert [e.finding.code for e in loaded.snapshot.counted.excluded] == ["PL03"]
    assert [f.code for f in loaded.findings if f.code == "CT30"] == ["CT30", "CT30"]


def test_own_totals_rows_are_read_in_their_unit(tmp_path):
    rows = [row(1), None, row(2)]
    path = write_book(
        tmp_path / "台账.xlsx", {"华东": rows}, totals={"华东": {"项目编号": "合计", "预计合同金额": "772万"}}
    )
    [source] = load([path], SESSION).snapshot.sources
    assert [(s.row, s.amount) for s in source.stated] == [(5, 772_000_000)]
    assert (source.rows_read, source.blank) == (3, 1)


def test_two_files_of_one_name_are_told_apart(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    paths = [write_book(tmp_path / folder / "台账.xlsx", {"华东": [row(n)]}) for n, folder in enumerate(("a", "b"), 1)]
    loaded = load(paths, SESSION)
    assert [tab.tab.file for tab in loaded.snapshot.sources] == ["a/台账.xlsx", "b/台账.xlsx"]
    assert set(loaded.paths.values()) == set(paths)


def test_a_broken_file_does_not_stop_the_others(tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    loaded = load([broken, write_book(tmp_path / "台账.xlsx", {"华东": [row(1)]})], SESSION)
    assert [type(f).code for f in loaded.failures] == ["E001"]
    assert len(loaded.snapshot.counted.projects) == 1


def test_industry_and_grade_come_from_the_lead_register_beside(tmp_path):
    headers = [*HEADERS, "线索编号"]
    number = "XS-HD-202603-0001"
    path = write_book(
        tmp_path / "台账.xlsx", {"华东": [row(1, 线索编号=number), row(2, 线索编号="XS-HD-202603-0002")]}, headers
    )
    leads = write_book(
        tmp_path / "线索.xlsx",
        {"线索": [{"线索编号": number, "客户名称": "甲", "所属行业": "C36", "线索等级": "A", "需求描述": "焊接线"}]},
        ["线索编号", "客户名称", "所属行业", "线索等级", "需求描述", "登记日期"],
    )
    assert [(p.industry, p.lead_grade) for p in counted(path, leads).projects] == [("C36", "A"), (None, None)]


def test_adjustments_stand_in_a_sheet_of_their_own(tmp_path):
    headers = ["区域", "调整金额（万元）", "调整理由", "调整人", "日期"]
    extra = {"区域": "华东", "调整金额（万元）": -20, "调整理由": "客户推迟", "调整人": "何敏", "日期": DAY}
    path = write_book(tmp_path / "a.xlsx", {"经理调整": [extra]}, headers)
    [found] = load([path], SESSION).snapshot.adjustments
    assert (found.region, found.amount, found.reason, found.author, found.day) == (
        "HD",
        -20_000_000,
        "客户推迟",
        "何敏",
        DAY,
    )


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("台账2026-06-23.xlsx", date(2026, 6, 23)),
        ("20260623.xlsx", date(2026, 6, 23)),
        ("台账2026年6月23日.xlsx", date(2026, 6, 23)),
        ("台账.xlsx", None),
        ("台账2026-13-45.xlsx", None),
        ("台账2026-02-30.xlsx", None),
    ],
)
def test_an_earlier_snapshot_names_its_day_in_the_file_name(tmp_path, name, day):
    assert load([write_book(tmp_path / name, {"华东": [row(1)]})], SESSION, past=True).snapshot.day == day
