"""A company unlike the handbook: the six-stage standard process (domain §6.1), other roles, grades, thresholds.

Everything it decides stands in its policy workbook; what it does not mention stays as shipped.
"""

from pathlib import Path

from policy.builders import sheet

from kamsheets.core.table import Table

Rows = list[tuple[object, ...]]
STAGE_HEADERS = (
    "代码", "顺序", "名称", "别名", "默认赢率(%)", "奖金权重", "最长天数", "预测类别", "可跳过", "已结案", "阶段作用",
    "表单",
)  # fmt: skip
NORTH = "北京、天津、河北、山西、内蒙古、辽宁、吉林、黑龙江、山东、河南、陕西、甘肃、青海、宁夏、新疆"
SOUTH = "上海、江苏、浙江、安徽、福建、江西、湖北、湖南、广东、广西、海南、重庆、四川、贵州、云南、西藏"
SHEETS: dict[str, tuple[tuple[str, ...], Rows]] = {
    "参数": (
        ("键", "值", "单位", "来源"),
        [
            ("major_amount", 300, "万元", "销售政策 2026-01"),
            ("small_amount", 80, "万元", "销售政策 2026-01"),
            ("large_amount", 1000, "万元", "销售政策 2026-01"),
            ("top_n", 30, "名", "销售政策 2026-01"),
            ("analysis_interval_days", 14, "天", "销售政策 2026-01"),
            ("assigner_role", "大区经理", None, None),
            ("major_leader_roles", "大区经理", None, None),
            ("leader_role", "项目经理", None, None),
            ("rate_scale", "设备", None, None),
            ("rate_mode", "超额累进", None, None),
        ],
    ),
    "阶段": (
        STAGE_HEADERS,
        [
            ("KF", 1, "客户开发", "拓客", 10, 1000, 60, "储备", None, None, "登记人份额", "JTF-001"),
            ("LX", 2, "立项", "售前立项", 20, 1000, 30, "储备", None, None, "立项、项目小组开始", "JTF-002"),
            ("TA", 3, "提案", None, 40, 3000, 60, "争取", None, None, "技术方案、编制费用预算", "JTF-004"),
            ("ZB", 4, "招投标", "投标、议标", 60, 2000, 45, "争取", "是", None, "投标、编制费用预算", "JTF-006"),
            ("TP", 5, "商务谈判", None, 80, 2000, 30, "承诺", None, None, "签约、商务方案", "JTF-007"),
            ("SS", 6, "工程实施", "交付", 95, 1000, 180, "承诺", None, None, "实施交付", None),
            ("JX", 7, "结项", "结案", 100, 0, None, "已结", None, "是", None, "JTF-009、JTF-010"),
        ],
    ),
    "角色": (
        ("代码", "名称", "别名", "上级角色"),
        [
            ("XS", "客户代表", "销售工程师、业务员", "DQ"),
            ("PM", "项目经理", "项目负责人", "DQ"),
            ("DQ", "大区经理", "区域经理", "XZ"),
            ("XZ", "销售总监", None, "ZJL"),
            ("CW", "财务经理", "财务", "ZJL"),
            ("FW", "法务经理", "法务", "ZJL"),
            ("ZJL", "总裁", "总经理", None),
        ],
    ),
    "等级": (
        ("代码", "顺序", "名称", "排名上限", "跟进方式", "未细分时显示"),
        [
            ("钻石", 1, "钻石", 10, "上门拜访", None),
            ("金", 2, "金牌", "{top_n}", "上门拜访", None),
            ("普通", 3, "普通", None, "电话追踪", None),
        ],
    ),
    "区域": (
        ("代码", "名称", "别名", "省份", "总部"),
        [
            ("BF", "北方", "北区", NORTH, None),
            ("NF", "南方", "南区", SOUTH, None),
            ("JW", "境外", "港澳台", "台湾、香港、澳门", None),
            ("BJ", "集团", "总部", None, "是"),
        ],
    ),
    "提成费率": (
        ("费率表", "下限(万元)", "费率(%)"),
        [("设备", 0, 1), ("设备", 100, "1.2%"), ("设备", 300, 1.5)],
    ),
    "审批矩阵": (
        ("行号", "表单", "步骤", "角色", "方式", "期限(工作日)", "预计合同金额", "合同金额", "项目级别", "说明"),
        [
            (1, "JTF-001", 10, "大区经理", "审批", 3, None, None, None, "分配线索"),
            (2, "JTF-002", 10, "大区经理", "审批", 3, None, None, None, "立项"),
            (3, "JTF-002", 20, "销售总监", "审批", 3, ">={small_amount}", None, None, "一般以上项目"),
            (4, "JTF-002", 30, "总裁", "审批", 5, ">={major_amount}", None, None, "重大项目"),
            (5, "JTF-007", 10, "财务经理", "会签", 2, None, None, None, "合同评审"),
            (6, "JTF-007", 10, "法务经理", "会签", 2, None, "≥50万", None, "合同评审"),
            (7, "JTF-010", 10, "销售总监", "审批", 3, None, None, None, "奖金"),
            (9, "JTF-004", 10, "大区经理", "审批", 3, None, None, None, "提案"),
            (10, "JTF-006", 10, "大区经理", "审批", 1, None, None, None, "投标"),
            (11, "JTF-006", 20, "财务经理", "审批", 1, None, None, None, "付保证金"),
            (8, "JTF-009", 10, "大区经理", "审批", 3, None, None, "not(小项目)", "结案"),
        ],
    ),
    "人员": (
        ("工号", "姓名", "部门", "区域", "岗位角色", "级别", "入职日期", "直接上级"),
        [
            ("E100", "钟声", "总经办", "集团", "总裁", "总经理", "2010-01-01", None),
            ("E110", "许可", "大客户管理部", "集团", "销售总监", "总监", "2012-01-01", "E100"),
            ("E120", "方圆", "财务部", "集团", "财务", "经理", "2013-01-01", "E100"),
            ("E130", "严明", "法务/合规", "集团", "法务", "经理", "2013-01-01", "E100"),
            ("E201", "白杨", "大客户管理部", "北方", "大区经理", "经理", "2016-01-01", "E110"),
            ("E202", "江南", "大客户管理部", "南方", "大区经理、项目经理", "经理", "2016-01-01", "E110"),
            ("E211", "石磊", "大客户管理部", "北方", "客户代表", "高级", "2020-01-01", "E201"),
            ("E212", "周舟", "大客户管理部", "南方", "客户代表、项目经理", "高级", "2020-01-01", "E202"),
        ],
    ),
}  # fmt: skip


def tables() -> list[Table]:
    """The sheets as a reader hands them over."""
    return [sheet(name, headers, rows) for name, (headers, rows) in SHEETS.items()]


def write(path: Path) -> Path:
    """The workbook itself, as a person would have typed it: a title above each header."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, (headers, rows) in SHEETS.items():
        page = book.create_sheet(name)
        page.append([f"{name}（2026 年版）"])
        page.append(headers)
        for row in rows:
            page.append(row)
    book.save(path)
    return path
