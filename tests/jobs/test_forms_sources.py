"""JTF-001 from lead sheets, JTF-010 and statements from the bonus workbook, JTF-003 with its people; read back."""
# ruff: noqa: E501 - rows of tables

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from document.builders import text_of
from openpyxl import Workbook

from kamsheets.document import archive
from kamsheets.jobs.forms_collect import collect
from kamsheets.jobs.forms_fields import list_fields
from kamsheets.jobs.forms_print import How, print_forms
from kamsheets.jobs.forms_read import read_forms
from kamsheets.jobs.forms_templates import diff_templates, reset_templates
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.read import raw

POLICY = Policy.shipped()


def session(day: date = date(2025, 10, 31), **settings: object) -> Session:
    return Session(POLICY, day, **settings)  # type: ignore[arg-type]


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def text(path: Path) -> str:
    return text_of(archive.read(path)["word/document.xml"])


LEADS = [
    ["线索编号", "登记日期", "收集主体", "线索来源", "项目登记人", "客户名称", "所属行业", "省份", "联系人", "手机", "个人信息来源/依据",
     "行业销售排名", "行业利润排名", "排名来源", "需求描述", "预计金额(万元)", "线索状态"],
    ["XS-HD-202503-0031", "2025-03-03", "销售人员", "展会", "E002 林晓", "苏州华锐车身部件有限公司", "汽车制造业", "江苏省", "周工",
     "13900005678", "名片交换已告知", 23, 41, "中国汽车工业协会2024零部件百强", "车身后纵梁机器人弧焊线2条", 386, "新建"],
    ["XS-HN-202503-0001", "2025-03-04", "销售人员", "展会", "E002 林晓", "深圳蓝海机械有限公司", "通用设备制造业", "广东省", "吴工",
     "13900005679", "名片交换已告知", None, None, None, "机器人工作站改造一套", 100, "新建"],
]  # fmt: skip


def test_leads_are_printed_a_register_a_region_with_masked_phones_and_grades(tmp_path: Path) -> None:
    outcome = print_forms([workbook(tmp_path / "线索.xlsx", 线索=LEADS)], session(), How(tmp_path / "out"))
    assert [row["form_no"] for row in outcome.data["documents"]] == [  # type: ignore[index, attr-defined]
        "JTF-001-HD-202510-001", "JTF-001-HN-202510-001",
    ]  # fmt: skip
    east, south = (text(path) for path in outcome.outputs)
    assert "苏州华锐车身部件有限公司" in east
    assert "13900005678" not in east
    assert "139****5678" in east
    assert "3,860,000.00" in east
    assert "苏州华锐" not in south
    assert "B 1" in east
    assert "未定级 1" in south


EFFORT = {
    "M1": (0, 100, 0, 0), "M2": (30, 70, 0, 0), "M3": (40, 60, 0, 0), "M4": (50, 35, 15, 0), "M5": (35, 15, 50, 0),
    "M6": (70, 20, 10, 0), "M7": (30, 10, 20, 40), "M8": (60, 10, 10, 20),
}  # fmt: skip
PEOPLE = ("E010 何敏", "E002 林晓", "E003 王强", "E004 赵敏")
RECEIPTS = [
    ("HK-1", date(2025, 10, 15), 1_158_000), ("HK-2", date(2025, 12, 1), 1_158_000), ("HK-3", date(2026, 3, 1), 1_158_000),
    ("HK-4", date(2027, 3, 1), 386_000),
]  # fmt: skip
RELEASED = {  # domain §4.5
    10: {"E010": "9,026.10", "E002": "5,607.19", "E003": "4,859.86", "E004": "1,002.40"},
    12: {"E010": "9,026.11", "E002": "5,607.20", "E003": "4,859.87", "E004": "1,002.40"},
}


def bonus(path: Path) -> Path:
    """The published worked example (domain §4.4)."""
    project = "XM-HD-2025-0012"
    heads = ["项目编号", "合同编号", "合同金额(含税)", "税率", "项目登记人", *(f"难度M{n}" for n in range(1, 9))]
    deal = [project, "HT-2025-0087", 3_860_000, "13%", "E002 林晓", 1, 1, 1, 1.2, 1.5, 1, 1, 0.8]
    effort = [
        [project, stage, who.split()[0], who.split()[1], "百分比", share, "是"]
        for stage, shares in EFFORT.items()
        for who, share in zip(PEOPLE, shares, strict=True)
        if share
    ]
    money = [[project, n, number, day, amount] for n, (number, day, amount) in enumerate(RECEIPTS, start=1)]
    return workbook(
        path,
        项目奖金=[heads, deal],
        阶段工作量=[["项目编号", "阶段", "工号", "姓名", "计量方式", "工作量", "本人确认"], *effort],
        回款=[["项目编号", "期次", "回款编号", "到账日期", "回款金额"], *money],
    )


@pytest.mark.parametrize(("day", "month"), [(date(2025, 10, 31), 10), (date(2025, 12, 31), 12)])
def test_statements_hold_the_published_amounts_of_the_month(tmp_path: Path, day: date, month: int) -> None:
    outcome = print_forms([bonus(tmp_path / "奖金.xlsx")], session(day), How(tmp_path / "out"), ["TCM"])
    texts = {path.name.split("_")[1]: text(path) for path in outcome.outputs}
    assert texts.keys() == RELEASED[month].keys()
    for emp_id, amount in RELEASED[month].items():
        assert texts[emp_id].count(amount) >= 2


def test_a_month_without_receipts_has_no_statements_and_says_so(tmp_path: Path) -> None:
    outcome = print_forms([bonus(tmp_path / "奖金.xlsx")], session(date(2026, 1, 31)), How(tmp_path / "out"), ["TCM"])
    assert outcome.outputs == []
    assert [(found.code, found.value) for found in outcome.findings] == [("DC25", "2026-01")]


def test_the_commission_plan_prints_the_published_matrix(tmp_path: Path) -> None:
    outcome = print_forms([bonus(tmp_path / "奖金.xlsx")], session(), How(tmp_path / "out"), ["JTF-010"])
    printed = text(outcome.outputs[0])
    for amount in ("68,318.58", "22,375.08", "11,187.54", "30,087.03", "18,690.65", "16,199.56", "3,341.34"):
        assert amount in printed
    assert "人民币陆万捌仟叁佰壹拾捌元伍角捌分" in printed


GROUP = [
    ["序号", "姓名", "部门", "职务", "直属上级", "角色", "立场", "影响力", "我方对接人", "判断依据", "个人信息依据", "保存期限至"],
    ["DM01", "陈总", "总经办", "总经理", None, "决策者", "支持者", 5, "E010 何敏", "评审会公开表态", "名片交换已告知", "2027-12-31"],
    ["DM02", "周工", "设备科", "科长", "DM09", "技术评估者", "死敌", 3, "E003 王强", "会上公开反对", "名片交换已告知", "2027-12-31"],
]  # fmt: skip
INFO = [
    ["客户关键信息登记表"], ["填报日期", "2025-05-12", "区域", "华东"], ["项目编号", "XM-HD-2025-0012", "项目名称", "华锐焊接线"],
    ["客户名称", "苏州华锐车身部件有限公司", "更新次数", 1], ["采购组织说明", "设备科提需求"], ["采购规则", "综合评分法"],
    ["内部汇总分析", "技术评估者占多数"], ["填写人", "E002 林晓", "审核人", "E020 罗刚"], [],
    ["采购流程"], ["步骤", "客户部门", "计划日期"], ["招标", "采购部", "2025-07-20"], [],
    ["客户关键计划时间"], ["事项", "日期"], ["开标", "2025-08-15"], [], ["下一步计划"], ["行动", "责任人", "完成日期"],
    ["技术交流会", "E002 林晓", "2025-06-01"],
]  # fmt: skip


def info(tmp_path: Path) -> Path:
    return workbook(tmp_path / "档案.xlsx", **{"JTF-003": INFO, "决策小组": GROUP})


def test_decision_makers_and_chart_are_printed_only_when_asked_for(tmp_path: Path) -> None:
    source = info(tmp_path)
    shared = print_forms([source], session(), How(tmp_path / "shared"))
    full = print_forms([source], session(), How(tmp_path / "full", restricted=True))
    assert [found.code for found in full.findings] == ["DC18"]
    assert "陈总" not in text(shared.outputs[0])
    document = text(full.outputs[0])
    assert "陈总＋" in document.replace(" ", "")
    assert "坚定反对" in document
    assert "死敌" not in document


def test_a_dossier_is_collected_with_the_cells_of_its_values(tmp_path: Path) -> None:
    (one,) = collect([info(tmp_path)], session(), ()).printables
    assert (one.code, one.region, one.project_no, one.title) == (
        "JTF-003", "HD", "XM-HD-2025-0012", "苏州华锐车身部件有限公司",
    )  # fmt: skip
    assert (one.places["project_name"].sheet, one.places["project_name"].cell) == ("JTF-003", "D3")
    assert [row["name"] for row in one.record.tables["F4b"]] == ["陈总", "周工"]


def review(path: Path) -> list[list[object]]:
    rows = [list(row) for row in raw(path).sheets[0].rows]
    return rows[next(k for k, row in enumerate(rows) if "字段" in row) + 1 :]


def printed_info(tmp_path: Path) -> Outcome:
    return print_forms([info(tmp_path)], session(), How(tmp_path / "out"))


def test_an_unedited_form_comes_back_without_a_line_to_review(tmp_path: Path) -> None:
    made = printed_info(tmp_path)
    outcome = read_forms(made.outputs, session(), tmp_path / "核对.xlsx")
    assert outcome.exit_code == 0
    assert review(tmp_path / "核对.xlsx") == []
    assert outcome.summary["same"] >= 10  # type: ignore[operator]


def test_an_edit_is_reviewed_against_what_was_issued_and_what_the_dossier_says_now(tmp_path: Path) -> None:
    made = printed_info(tmp_path)
    returned = tmp_path / "回收.docx"
    parts = archive.read(made.outputs[0])
    document = parts["word/document.xml"].replace("综合评分法".encode(), "最低价法".encode())
    returned.write_bytes(archive.write({**parts, "word/document.xml": document}))
    rows_now = [["采购规则", "两阶段评标"] if row[:1] == ["采购规则"] else row for row in INFO]
    workbook(tmp_path / "档案.xlsx", **{"JTF-003": rows_now, "决策小组": GROUP})
    outcome = read_forms([returned], session(), tmp_path / "核对.xlsx", tmp_path / "out")
    (line,) = review(tmp_path / "核对.xlsx")
    assert line[3:9] == ["采购规则", "综合评分法", "两阶段评标", "最低价法", "书签", "冲突"]
    assert [found.code for found in outcome.findings] == ["DC62"]


def test_a_form_nobody_issued_and_a_file_that_is_no_form_are_said(tmp_path: Path) -> None:
    made = printed_info(tmp_path)
    stray = tmp_path / "elsewhere" / "x.docx"
    stray.parent.mkdir()
    stray.write_bytes(made.outputs[0].read_bytes())
    other = tmp_path / "elsewhere" / "y.docx"
    parts = archive.read(made.outputs[0])
    other.write_bytes(archive.write({**parts, "word/document.xml": parts["word/header1.xml"], archive.CUSTOM: b""}))
    for kept in (tmp_path / "out" / ".kam" / "issued").iterdir():
        assert json.loads(kept.read_text("utf-8"))["number"] == "JTF-003-HD-202510-001"
        kept.unlink()
    outcome = read_forms([stray], session(), tmp_path / "核对.xlsx")
    assert [found.code for found in outcome.findings] == ["DC64"]


def test_reset_brings_templates_into_the_workspace_and_diff_shows_what_was_changed(tmp_path: Path) -> None:
    first = reset_templates(["jtf-014"], tmp_path, session())
    assert [path.name for path in first.outputs] == ["JTF-014.docx", "JTF-014.en.docx"]
    own = first.outputs[0]
    parts = archive.read(own)
    parts["word/document.xml"] = parts["word/document.xml"].replace("整改措施".encode(), "纠正措施".encode(), 1)
    own.write_bytes(archive.write(parts))
    lines = diff_templates([], tmp_path, session()).lines
    assert sum("纠正措施" in line and line.strip().startswith("+") for line in lines) == 1
    assert len(reset_templates(["JTF-014"], tmp_path, session()).failures) == 1
    again = reset_templates(["JTF-014"], tmp_path, session(force=True))
    assert [path.name for path in again.outputs] == ["JTF-014.docx"]
    assert (own.parent / "JTF-014.docx.bak").is_file()


@pytest.mark.parametrize("code", ["JTF-002", "jtf 2", "TCM"])
def test_the_names_of_a_form_are_listed_to_copy(code: str) -> None:
    outcome = list_fields(code, session())
    tags = [row["tag"] for row in outcome.data["fields"]]  # type: ignore[attr-defined]
    assert "{{ 编号 }}" in tags
    assert ("{{ 预计合同金额|大写金额 }}" in tags) == (code != "TCM")
