"""Region workbooks for tests: plain sheets as people send them, written with XlsxWriter."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

HEADERS = (
    "项目编号", "项目名称", "客户名称", "区域", "项目小组负责人", "当前里程碑", "进入日期", "计划完成日期",
    "预计合同金额", "赢率", "预计签约日期", "项目结果", "下一步行动", "行动责任人", "行动完成日",
)  # fmt: skip
GOOD = {
    "项目小组负责人": "E010 何敏",
    "当前里程碑": "M5 技术突破",
    "进入日期": date(2026, 6, 1),
    "计划完成日期": date(2026, 7, 31),
    "预计合同金额": 3_860_000,
    "赢率": "50%",
    "预计签约日期": date(2026, 9, 30),
    "项目结果": "进行中",
    "下一步行动": "试焊样件评审",
    "行动责任人": "E010 何敏",
    "行动完成日": date(2026, 7, 5),
}

Row = Mapping[str, object]


def row(number: int, region: str | None = "华东", **values: object) -> Row:
    """A tidy project; values by header."""
    code = {"华东": "HD", "华南": "HN", "西北": "XB", None: "HD"}[region]
    names = {
        "项目编号": f"XM-{code}-2026-{number:04d}",
        "项目名称": f"项目{number}",
        "客户名称": f"客户{number}有限公司",
    }
    return {**GOOD, **names, "区域": region, **values}


def write_book(
    path: Path,
    tabs: Mapping[str, Sequence[Row | None]],
    headers: Sequence[str] = HEADERS,
    *,
    title: str = "",
    totals: Mapping[str, Mapping[str, object]] | None = None,
) -> Path:
    """One sheet a tab: title (if any), header, rows (None: a blank row), and the totals row of a tab."""
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tabs.items():
            sheet = book.add_worksheet(name)
            top = 1 if title else 0
            if title:
                sheet.write(0, 0, title)
            lines: list[Mapping[str, object]] = [{h: h for h in headers}, *({} if r is None else r for r in rows)]
            lines += [totals[name]] if totals and name in totals else []
            for i, line in enumerate(lines):
                for k, header in enumerate(headers):
                    value = line.get(header)
                    if isinstance(value, date):
                        sheet.write_datetime(top + i, k, value, day)
                    elif value is not None:
                        sheet.write(top + i, k, value)
    return path
