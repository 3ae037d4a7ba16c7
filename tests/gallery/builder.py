"""The smallest bad workbook of a gallery case: one sound lead, changed as the case says.

A case is a table of ``leads.toml``: ``row`` (or ``rows``) changes cells by header, ``rename`` and ``drop`` change
headers, ``sheet`` names the sheet, ``special`` names one of the ``SPECIALS`` below for what no value can say.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One finding: how to get it, where it is, what it says."""

    code: str
    about: str
    cell: str
    text: str
    row: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[Mapping[str, object], ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    sheet: str = "线索"
    special: str = ""
    people: bool = False
    policy: Mapping[str, object] = field(default_factory=dict)
    ranking: tuple[tuple[object, ...], ...] = ()
    on: str = ""
    """Name of the sheet the finding is at, where it is not the leads."""
    beside: tuple[str, ...] = ()
    """Codes at warning or error level that cannot be avoided beside it."""
    command: str = "check"


def cases() -> list[Case]:
    """All cases in the order of the file."""
    raw = tomllib.loads((HERE / "leads.toml").read_text("utf-8"))["case"]
    return [
        Case(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}) for one in raw
    ]


def sound() -> dict[str, Any]:
    """A lead with which nothing is wrong on 2026-06-30, by header."""
    return dict(tomllib.loads((HERE / "leads.toml").read_text("utf-8"))["sound"])


def build(case: Case, folder: Path) -> list[str]:
    """Writes the files of a case; returns the arguments of the command."""
    if case.special in FILES:
        return FILES[case.special](case, folder)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = case.sheet
    _fill(sheet, case)
    if case.ranking:
        _table(book.create_sheet("行业排名"), ("行业", "企业", "年度", "销售额", "利润"), case.ranking)
    if case.special:
        SPECIALS[case.special](book, sheet)
    book.save(folder / "线索.xlsx")
    if case.people or case.policy:
        _policy(case, folder / "policy.xlsx")
    if case.command == "merge":
        return ["merge", str(folder / "线索.xlsx"), "-o", str(folder / "总表.xlsx")]
    return [case.command, str(folder / "线索.xlsx")]


def _fill(sheet: Worksheet, case: Case) -> None:
    row = {header: value for header, value in sound().items() if header not in case.drop}
    changes = case.rows or (case.row,)
    extra = [header for change in changes for header in change if header not in row and header not in case.drop]
    headers = [*row, *dict.fromkeys(extra)]
    sheet.append([case.rename.get(header, header) for header in headers])
    for change in changes:
        lead = {**row, **change}
        sheet.append([None if lead.get(header) == "" else lead.get(header) for header in headers])


def _policy(case: Case, path: Path) -> None:
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    if case.policy:
        _table(book.create_sheet("参数"), ("键", "值"), case.policy.items())
    if case.people:
        staff = tomllib.loads((HERE / "leads.toml").read_text("utf-8"))["people"]
        _table(
            book.create_sheet("人员"),
            ("工号", "姓名", "岗位角色", "区域", "离职日期"),
            [tuple(one.values()) for one in staff],
        )
    book.save(path)


def _table(sheet: Worksheet, headers: tuple[str, ...], rows: Any) -> None:
    for row in (headers, *rows):
        sheet.append(list(row))


def _error_cell(book: Workbook, sheet: Worksheet) -> None:
    sheet["Y2"] = "#N/A"
    sheet["Y2"].data_type = "e"


def _error_in_unknown_column(book: Workbook, sheet: Worksheet) -> None:
    sheet["AI1"], sheet["AI2"] = "自定义", "#N/A"
    sheet["AI2"].data_type = "e"


def _formula(book: Workbook, sheet: Worksheet) -> None:
    sheet["Y2"] = "=1+1"  # openpyxl stores no result


def _formula_in_unknown_column(book: Workbook, sheet: Worksheet) -> None:
    sheet["AI1"], sheet["AI2"] = "自定义", "=1+1"


def _long_number(book: Workbook, sheet: Worksheet) -> None:
    sheet["AI1"], sheet["AI2"] = "自定义", 12345678901234567890


def _hidden_row(book: Workbook, sheet: Worksheet) -> None:
    sheet.row_dimensions[2].hidden = True


def _total(book: Workbook, sheet: Worksheet) -> None:
    sheet["A3"], sheet["Y3"] = "合计", 3860000


def _repeated_header(book: Workbook, sheet: Worksheet) -> None:
    sheet.append([cell.value for cell in sheet[1]])


def _note(book: Workbook, sheet: Worksheet) -> None:
    sheet["A3"] = "注：金额含税"


def _merged(book: Workbook, sheet: Worksheet) -> None:
    sheet.append([cell.value for cell in sheet[2]])
    for cell, value in (
        ("A3", "XS-HD-202603-0002"),
        ("G3", "无锡明德机床有限公司"),
        ("H3", None),
        ("N3", "13900005699"),
    ):
        sheet[cell] = value
    sheet.merge_cells("L2:L3")


def _hidden_sheet(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("旧线索").sheet_state = "hidden"


def _empty_sheet(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("Sheet2")


def _chart_sheet(book: Workbook, sheet: Worksheet) -> None:
    book.create_chartsheet("图表")


def _guide(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("说明")["A1"] = "怎样填写"


def _unrecognised(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("值班表")["A1"] = "周一"


def _pipeline(book: Workbook, sheet: Worksheet) -> None:
    headers = ("项目编号", "项目名称", "当前里程碑", "预计合同金额", "赢率", "项目结果", "项目小组负责人")
    _table(
        book.create_sheet("华东台账"), headers, [("XM-HD-2026-0001", "小件焊接", "M3", 386000, "20%", "进行中", "E003")]
    )


def _far_cell(book: Workbook, sheet: Worksheet) -> None:
    book.create_sheet("远处")["XFD1048576"] = "x"


def _own_report(book: Workbook, sheet: Worksheet) -> None:
    _table(
        book.create_sheet("撞单"),
        ("线索编号", "客户名称", "登记日期", "项目登记人"),
        [("XS-HD-202603-0001", "甲", None, None)],
    )


SPECIALS: Mapping[str, Callable[[Workbook, Worksheet], None]] = {
    name.removeprefix("_"): made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__annotations__", {}).get("book") is Workbook
}
"""Features that a value cannot express, by the name a case calls them."""


def _never_reckoned(case: Case, folder: Path) -> list[str]:
    """A workbook whose formulas a library wrote with the result 0."""
    from xlsxwriter import Workbook as Written

    book = Written(str(folder / "线索.xlsx"))
    sheet = book.add_worksheet("线索")
    for column, (header, value) in enumerate(sound().items()):
        sheet.write(0, column, header)
        if header == "预计采购时间":
            continue
        sheet.write(1, column, value if not hasattr(value, "year") else value.isoformat())
    sheet.write(0, 34, "自定义")
    sheet.write_formula(1, 34, "=1+1")
    book.close()
    return ["check", str(folder / "线索.xlsx")]


def _no_leads(case: Case, folder: Path) -> list[str]:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "值班表"
    book.save(folder / "值班.xlsx")
    return ["check", str(folder / "值班.xlsx")]


def _csv(case: Case, folder: Path, spoil: Callable[[bytes], bytes]) -> list[str]:
    lead = sound()
    lines = [",".join(lead), ",".join("" if value == "" else str(value) for value in lead.values())]
    (folder / "线索.csv").write_bytes(spoil("\n".join(lines).encode()))
    return ["check", str(folder / "线索.csv")]


FILES: Mapping[str, Callable[[Case, Path], list[str]]] = {
    "no_leads": _no_leads,
    "never_reckoned": _never_reckoned,
    "broken_character": lambda case, folder: _csv(
        case, folder, lambda data: data.replace("弧焊线".encode(), b"\xef\xbf\xbd")
    ),
    "null_character": lambda case, folder: _csv(
        case, folder, lambda data: data.replace(b"2026-03-03", b"2026-03-03\x00")
    ),
}
"""Files that openpyxl cannot make."""
