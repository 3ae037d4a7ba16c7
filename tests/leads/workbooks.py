"""Lead workbooks for tests: sound leads of the gallery, changed by header, in whatever dialect a region writes."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from gallery.builder import sound
from openpyxl import Workbook, load_workbook

from kamsheets.cli.main import cli

DAY = "2026-06-30"
DIALECT = {
    "线索编号": "线索号",
    "登记日期": "报备日期",
    "收集主体": "来源部门",
    "线索来源": "渠道",
    "项目登记人": "报备人",
    "客户名称": "单位名称",
    "统一社会信用代码": "税号",
    "所属行业": "行业",
    "区域": "大区",
    "省份": "所在省",
    "手机": "手机号码",
    "行业销售排名": "销售排名",
    "行业利润排名": "利润排名",
    "线索等级": "客户级别",
    "需求描述": "采购需求",
    "线索状态": "状态",
}
"""Another region's headers."""


def other(number: int, **more: object) -> dict[str, object]:
    """A lead of another customer."""
    names = ("无锡明德机床有限公司", "宁波远航钢构有限公司", "济南恒力锅炉有限公司", "佛山金宏家具有限公司")
    cities = (("江苏省", "无锡市"), ("浙江省", "宁波市"), ("山东省", "济南市"), ("广东省", "佛山市"))
    province, city = cities[number % 4]
    return {
        "线索编号": f"XS-HD-202603-{number + 2:04d}",
        "客户名称": names[number % 4],
        "统一社会信用代码": "",
        "省份": province,
        "城市": city,
        "联系人": f"李工{number}",
        "手机": f"1370000{number:04d}",
        **more,
    }


def lead_book(
    path: Path,
    *changes: Mapping[str, object],
    rename: Mapping[str, str] | None = None,
    drop: Sequence[str] = (),
    titles: Sequence[str] = (),
    order: Sequence[str] | None = None,
    extra: Mapping[str, object] | None = None,
) -> Path:
    """A workbook of sound leads, each changed by header; ``titles`` are rows above the header."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "线索"
    for title in titles:
        sheet.append([title])
    lead = {**sound(), **(extra or {})}
    headers = [header for header in order or lead if header not in drop]
    sheet.append([(rename or {}).get(header, header) for header in headers])
    for change in changes:
        row = {**lead, **change}
        sheet.append([None if row.get(header) == "" else row.get(header) for header in headers])
    book.save(path)
    return path


def kamsheets(*arguments: object) -> Result:
    """``kamsheets leads …`` on the day of the tests."""
    return CliRunner().invoke(cli, ["leads", *map(str, arguments), "--as-of", DAY, "--jobs", "1"])


def found(*arguments: object) -> dict[str, Any]:
    """The JSON object of a command."""
    answer: dict[str, Any] = json.loads(kamsheets(*arguments, "--json").stdout)
    return answer


def cells(path: Path, sheet: str = "线索") -> list[dict[str, object]]:
    """Rows of a written workbook below its first header row, by header."""
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(k for k, row in enumerate(rows) if sum(value is not None for value in row) > 2)
    return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :]]
