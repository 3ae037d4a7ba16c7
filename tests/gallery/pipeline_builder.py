"""The smallest bad workbooks of a pipeline case: one sound project, changed as the case says (``pipeline.toml``)."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import Workbook

from kamsheets.cli.main import cli

HERE = Path(__file__).parent
DAY = "2026-06-30"
Row = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """One finding: how to get it, and where it is."""

    code: str
    about: str
    cell: str
    on: str = "华东"
    """Name of the sheet the finding is at; empty: the file or nothing at all."""
    row: Row = field(default_factory=dict)
    rows: Sequence[Row] = ()
    tabs: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    drop: Sequence[str] = ()
    since: Row = field(default_factory=dict)
    adjustment: Row = field(default_factory=dict)
    total: float = 0
    special: str = ""
    people: bool = True
    command: str = "check"
    beside: Sequence[str] = ()
    """Codes at warning or error level that cannot be avoided beside it."""

    @property
    def sheets(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each tab, as changes of the sound one."""
        return self.tabs or {"华东": self.rows or (self.row,)}


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "pipeline.toml").read_text("utf-8"))


def cases() -> list[Case]:
    """All cases in the order of the file."""
    return [Case(**one) for one in _file()["case"]]


def sound() -> dict[str, Any]:
    """A project with which nothing is wrong on the day, by header."""
    return dict(_file()["sound"])


def build(case: Case, folder: Path) -> list[str]:
    """Writes the files of a case; returns the arguments of the command."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, changes in case.sheets.items():
        _fill(book, name, changes, case)
    if case.adjustment or case.code == "PL70":
        one = {"区域": "华东", "调整金额": -100, "调整理由": "客户推迟", "调整人": "何敏", "调整日期": DAY}
        _table(book, "预测调整表", [{**one, **case.adjustment}])
    path = folder / "台账.xlsx"
    book.save(path)
    if case.people:
        _save(folder / "policy.xlsx", "人员", _file()["people"])
    since = ["--since", str(_save(folder / "上周.xlsx", "华东", [{**sound(), **case.since}]))] if case.since else []
    more = SPECIALS[case.special](folder, path) if case.special else []
    return [case.command, str(path), *since, *more, "--as-of", DAY, "--json", "--jobs", "1"]


def _fill(book: Workbook, name: str, changes: Sequence[Row], case: Case) -> None:
    rows = [{k: v for k, v in {**sound(), **change}.items() if k not in case.drop} for change in changes]
    if case.total:
        rows.append({"项目编号": "合计", "预计合同金额": case.total})
    _table(book, name, rows)


def _table(book: Workbook, name: str, rows: Sequence[Row]) -> None:
    sheet = book.create_sheet(name)
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([None if row.get(header) == "" else row.get(header) for header in rows[0]])  # type: ignore[misc]


def _save(path: Path, name: str, rows: Sequence[Row]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    _table(book, name, rows)
    book.save(path)
    return path


def _register(folder: Path, path: Path) -> list[str]:
    lead = {"线索编号": "XS-HD-202603-0002", "客户名称": "苏州华锐车身部件有限公司", "线索等级": "B"}
    return [str(_save(folder / "线索.xlsx", "线索", [lead]))]


def _own_summary(folder: Path, path: Path) -> list[str]:
    out = folder / "上周汇总.xlsx"
    CliRunner().invoke(cli, ["pipeline", "rollup", str(path), "-o", str(out), "--as-of", DAY])
    return [str(out)]


def _list(folder: Path, path: Path) -> list[str]:
    names = ("项目编号", "项目名称", "客户名称", "区域")
    return [str(_save(folder / "名单.xlsx", "名单", [{name: sound()[name] for name in names}]))]


def _roster(folder: Path, path: Path) -> list[str]:
    return [str(_save(folder / "值班.xlsx", "值班", [{"周一": "林晓"}]))]


def _nothing_before(folder: Path, path: Path) -> list[str]:
    return ["--since", *_roster(folder, path)]


SPECIALS: Mapping[str, Callable[[Path, Path], list[str]]] = {
    "register": _register,
    "own_summary": _own_summary,
    "list": _list,
    "roster": _roster,
    "nothing_before": _nothing_before,
}
"""Files beside the sheets, by the name a case calls them: they add arguments to the command."""
