"""The commands on the company of tests/policy/company.py: its policy workbook beside its files, and nothing else."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from policy import company

from kamsheets.cli.main import cli

LEADS = """
线索编号         XS-NF-202606-0001           XS-BF-202606-0002
登记日期         2026-06-01                  2026-06-01
收集主体         销售人员                     销售人员
线索来源         展会                         展会
项目登记人       E212                         E211
客户名称         苏州华锐车身部件有限公司      天津北辰重型机械有限公司
区域             南方                         北方
所属行业         汽车                         工程机械
省份             江苏                         天津
联系人           周工                         李工
手机             13900005678                  13900005679
个人信息来源/依据 名片交换已告知               名片交换已告知
行业销售排名     8                            25
行业利润排名     9                            28
排名来源         行业百强                      行业百强
需求描述         车身后纵梁机器人弧焊线        结构件焊接机器人
线索状态         跟进中                        跟进中
下次联系日期     2026-07-10                    2026-07-10
分配销售工程师   E212                          E211
分配人           E202                          E201
分配日期         2026-06-02                    2026-06-02
"""
PIPELINE = """
项目编号         XM-NF-2026-0001              XM-BF-2026-0001
项目名称         车身焊接线                    重工焊接站
客户名称         苏州华锐车身部件有限公司      天津北辰重型机械有限公司
区域             南方                         北方
线索编号         XS-NF-202606-0001            XS-BF-202606-0002
立项申请编号     JTF-002-NF-202606-001        JTF-002-BF-202606-001
立项日期         2026-06-10                   2026-06-10
项目登记人       E212                         E211
项目级别         重大项目                      一般项目
项目小组负责人   E202                         E211
项目小组成员     E212;E202                    E211
当前里程碑       提案                          ZB招投标
进入日期         2026-06-15                   2026-06-15
计划完成日期     2026-07-30                   2026-07-30
预计合同金额     3800000                      900000
税率             13%                          13%
赢率             40%                          60%
预计签约日期     2026-09-30                   2026-09-30
费用预算合计     42000                        12000
下一步行动       方案评审                      递交标书
行动完成日       2026-07-05                   2026-07-05
行动责任人       E212                         E211
项目结果         进行中                        进行中
"""
STAGES = ("客户开发", "LX", "提案", "招投标", "商务谈判", "SS")


def columns(text: str) -> list[list[str]]:
    """A sheet written on its side: header and two records a line."""
    return [list(row) for row in zip(*(line.split() for line in text.strip().splitlines()), strict=True)]


def save(path: Path, sheets: Mapping[str, list[list[object]]]) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return str(path)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The company's folder: its policy, a lead sheet, a pipeline of two regions, a won project."""
    company.write(tmp_path / "policy.xlsx")
    save(tmp_path / "线索.xlsx", {"线索": columns(LEADS)})  # type: ignore[dict-item]
    header, south, north = columns(PIPELINE)
    save(tmp_path / "台账.xlsx", {"南方": [header, south], "北方": [header, north]})  # type: ignore[list-item]
    plan = {"分配表编号": "JTF-010-NF-202606-001", "项目编号": "XM-NF-2026-0001", "合同编号": "HT-2026-0001"}
    plan |= {"合同金额(含税)": "3390000", "税率": "13%", "计提基数口径": "不含税合同额", "项目登记人": "E212"}
    plan |= {"难度提案": "1.2"}
    effort = [["XM-NF-2026-0001", stage, who, name, "百分比", share, "是"] for stage in STAGES
              for who, name, share in (("E212", "周舟", 60), ("E202", "江南", 40))]  # fmt: skip
    sheets: dict[str, list[list[object]]] = {
        "项目奖金": [list(plan), list(plan.values())],
        "阶段工作量": [["项目编号", "阶段", "工号", "姓名", "计量方式", "工作量", "本人确认"], *effort],
        "回款": [["项目编号", "合同编号", "期次", "回款编号", "到账日期", "回款金额"]],
    }
    save(tmp_path / "奖金.xlsx", sheets)
    return tmp_path


def run(*arguments: object) -> dict[str, Any]:
    """A command's ``--json``; it must find no error."""
    result = CliRunner().invoke(cli, [*map(str, arguments), "--as-of", "2026-06-30", "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_leads_take_its_grades(office: Path) -> None:
    leads = run("leads", "grade", office / "线索.xlsx", "-o", office / "out")["leads"]
    assert [(lead["lead_grade"], lead["follow_mode"]) for lead in leads] == [("钻石", "上门拜访"), ("金", "上门拜访")]


def test_the_roll_up_has_its_regions_and_stages(office: Path) -> None:
    found = run("pipeline", "rollup", office / "台账.xlsx", "-o", office / "汇总.xlsx")
    regions = {row["region"]: row["weighted_amount"] for row in found["regions"] if row["projects"]}
    assert regions == {"NF": "1520000.00", "BF": "540000.00"}
    assert [row["milestone"] for row in found["milestones"]][:6] == ["KF", "LX", "TA", "ZB", "TP", "SS"]


def test_its_roles_sign_and_nobody_signs_for_himself(office: Path) -> None:
    routes = run("approvals", "route", office / "台账.xlsx")["routes"]
    assert {(r["project_no"], r["form_code"], r["role"], r["person"]) for r in routes} == {
        ("XM-NF-2026-0001", "JTF-004", "XZ", "E110"),
        ("XM-BF-2026-0001", "JTF-006", "DQ", "E201"),
        ("XM-BF-2026-0001", "JTF-006", "CW", "E120"),
    }


def test_commission_is_split_over_six_stages(office: Path) -> None:
    """Net 3,000,000.00; 1 % to 1 m and 1.2 % to 3 m make 34,000.00; weights 10 10 36 20 20 10 of 106."""
    (project,) = run("commission", "split", office / "奖金.xlsx")["projects"]
    assert project["pool"] == "34000.00"
    assert {stage["stage"]: stage["amount"] for stage in project["stages"]} == {
        "KF": "3207.55", "LX": "3207.55", "TA": "11547.17", "ZB": "6415.09", "TP": "6415.09", "SS": "3207.55",
    }  # fmt: skip


def test_forms_carry_its_region_codes(office: Path) -> None:
    documents = run("forms", "print", office / "线索.xlsx", "-o", office / "docs")["documents"]
    assert {document["form_no"].split("-")[2] for document in documents} == {"NF", "BF"}
