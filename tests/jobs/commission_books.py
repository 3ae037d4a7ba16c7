"""Bonus workbooks for tests: the worked example of the domain as an admin would type it, changed cell by cell."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from commissions.builders import DIFFICULTY, EFFORT, NO, RELEASES, STAGES
from openpyxl import Workbook

from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)
TEAM = (("E010", "何敏"), ("E002", "林晓"), ("E003", "王强"), ("E004", "赵敏"))
DEALS = (
    "分配表编号", "项目编号", "合同编号", "合同金额（含税）", "税率", "计提基数口径", "提成比例", "项目系数", "加减项",
    "项目登记人", *(f"难度{stage}" for stage in STAGES), "签约日期", "合同毛利", "加减原因", "加减批准人", "按实收结算",
)  # fmt: skip
EFFORTS = ("项目编号", "阶段", "工号", "姓名", "计量方式", "工作量", "工作内容", "本人确认", "附加奖励")
RECEIPTS = ("项目编号", "合同编号", "期次", "回款编号", "到账日期", "回款金额", "冲回的回款编号")
STATEMENT = (
    "明细编号",
    "工号",
    "姓名",
    "项目编号",
    "合同编号",
    "期次",
    "回款编号",
    "到账日期",
    "本期回款",
    "个人应得总额",
    "本期应发(税前)",
)

Row = Mapping[str, object]


def deal(**values: object) -> Row:
    """The example's row of 项目奖金; other values by header."""
    levels = {f"难度{stage}": float(level) for stage, level in zip(STAGES, DIFFICULTY, strict=True)}
    return {
        "分配表编号": "JTF-010-HD-202509-001", "项目编号": NO, "合同编号": "HT-2025-0087",
        "合同金额（含税）": 3_860_000,
        "税率": "13%", "计提基数口径": "不含税回款", "项目系数": 1, "项目登记人": "E002 林晓", **levels, **values,
    }  # fmt: skip


def efforts() -> list[Row]:
    """The example's effort, a row a member and stage."""
    return [
        {
            "项目编号": NO,
            "阶段": stage,
            "工号": emp_id,
            "姓名": name,
            "计量方式": "百分比",
            "工作量": share,
            "本人确认": "是",
        }
        for stage, row in zip(STAGES, EFFORT, strict=True)
        for (emp_id, name), share in zip(TEAM, row, strict=True)
        if share
    ]


def receipts(count: int = 4) -> list[Row]:
    """The first receipts of the example."""
    return [receipt(n, float(row[0])) for n, row in enumerate(RELEASES[:count], start=1)]


def receipt(number: int, amount: float, **values: object) -> Row:
    """Receipt HK-<number>, in the month of its number."""
    return {
        "项目编号": NO, "合同编号": "HT-2025-0087", "期次": number, "回款编号": f"HK-{number}",
        "到账日期": date(2026, number, 15), "回款金额": amount, **values,
    }  # fmt: skip


def write(
    path: Path,
    deals: Sequence[Row] | None = None,
    effort: Sequence[Row] | None = None,
    paid: Sequence[Row] | None = None,
    formats: Mapping[str, str] | None = None,
    **more: tuple[Sequence[str], Sequence[Row]],
) -> Path:
    """A workbook of the three sheets and ``more``; ``formats``: number formats of cells of 项目奖金 by A1 name."""
    book = Workbook()
    book.remove(book.active)
    sheets = {
        "项目奖金": (DEALS, [deal()] if deals is None else deals),
        "阶段工作量": (EFFORTS, efforts() if effort is None else effort),
        "回款": (RECEIPTS, receipts() if paid is None else paid),
        **more,
    }
    for name, (headers, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(headers))
        for row in rows:
            sheet.append([row.get(header) for header in headers])
    for cell, code in (formats or {}).items():
        book["项目奖金"][cell].number_format = code
    book.save(path)
    return path


def session(lang: str = "zh", *, force: bool = False, day: date = DAY, policy: Policy | None = None) -> Session:
    """A session on the day of the tests."""
    return Session(policy or Policy.shipped(), day, lang, force)
