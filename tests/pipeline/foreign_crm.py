"""An export of a foreign CRM and the policy workbook with which it is read: other stages, headers, regions; no code."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

HEADERS = ("Opportunity Ref", "Deal", "Account", "Pipeline Step", "Deal Value", "Chance", "Expected Close", "Sales Rep")
STEPS = {"Prospecting": 10, "Qualification": 20, "Proposal": 50, "Negotiation": 80}
"""Open steps of the foreign system and their chance in per cent."""
TERRITORIES = ("EMEA", "APAC", "Americas")
UNMAPPED = "Legal Review"


@dataclass
class Truth:
    """What an independent sum of the export says (amounts in cents)."""

    open_amount: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    open_count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    weighted: int = 0
    won: int = 0
    lost: int = 0
    unmapped: int = 0
    unmapped_amount: int = 0


def export(path: Path, rows: int, seed: int = 1) -> Truth:
    """A workbook with one territory a tab, ``rows`` rows in all; a chance is blank or a whole per cent."""
    chosen, truth = random.Random(seed), Truth()
    with Workbook(str(path), {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheets = [book.add_worksheet(name) for name in TERRITORIES]
        for sheet in sheets:
            sheet.write_row(0, 0, HEADERS)
        for n in range(rows):
            t, line = n % len(sheets), n // len(sheets) + 1
            step = chosen.choice([*STEPS, *STEPS, "Closed Won", "Closed Lost", *([UNMAPPED] if n % 50 == 0 else [])])
            cents = chosen.randrange(100, 10**9)
            chance = chosen.choice([None, None, 0, 35, 100])
            _count(truth, TERRITORIES[t], step, cents, chance)
            cells = (f"006-{n:07d}", f"Deal {n}", f"Account {n % 997}", step, cents / 100)
            sheets[t].write_row(line, 0, cells)
            if chance is not None:
                sheets[t].write(line, 5, f"{chance}%")
            sheets[t].write_datetime(line, 6, date(2026, 7 + n % 6, 1), day)
            sheets[t].write(line, 7, f"Rep {n % 12}")
    return truth


def _count(truth: Truth, territory: str, step: str, cents: int, chance: int | None) -> None:
    if step in STEPS:
        truth.open_amount[territory] += cents
        truth.open_count[territory] += 1
        percent = STEPS[step] if chance is None else chance
        truth.weighted += (2 * cents * percent + 100) // 200
    elif step == "Closed Won":
        truth.won += 1
    elif step == "Closed Lost":
        truth.lost += 1
    else:
        truth.unmapped += 1
        truth.unmapped_amount += cents


def policy(path: Path) -> Path:
    """The policy workbook: stages, outcomes, regions and headers of that system, and nothing else."""
    stages = [
        ("代码", "顺序", "名称", "英文名称", "别名", "默认赢率(%)", "奖金权重(万分比)", "预测类别", "已结案"),
        *(
            (f"S{k}", k, name, name, "", chance, 2500, "储备" if k < 3 else "承诺", "否")
            for k, (name, chance) in enumerate(STEPS.items(), 1)
        ),
        ("Done", 5, "Done", "Done", "", 100, 0, "", "是"),
    ]
    outcomes = [
        ("枚举", "代码", "名称", "英文名称", "别名", "属性"),
        ("项目结果", "open", "进行中", "Open", "", ""),
        ("项目结果", "won", "赢单", "Won", "Closed Won", "closed"),
        ("项目结果", "lost", "输单", "Lost", "Closed Lost", "closed"),
        ("项目结果", "cancelled", "客户取消", "Cancelled", "", "closed"),
        ("项目结果", "abandoned", "我方放弃", "Abandoned", "", "closed"),
        ("项目结果", "shelved", "搁置", "Shelved", "", "shelved"),
    ]
    regions = [("代码", "名称", "英文名称", "省份", "总部"), *((t[:2].upper(), t, t, "", "否") for t in TERRITORIES)]
    fields = (
        "项目编号",
        "项目名称",
        "客户名称",
        "当前里程碑",
        "预计合同金额",
        "赢率",
        "预计签约日期",
        "项目小组负责人",
    )
    headers = [("表单", "字段", "表头"), *(("F2", f, h) for f, h in zip(fields, HEADERS, strict=True))]
    with Workbook(str(path)) as book:
        for name, rows in (("阶段", stages), ("枚举", outcomes), ("区域", regions), ("表头别名", headers)):
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return path
