"""Worksheet functions through xlwings' own converters, with the modules of Windows in stand-ins."""

import ast
import importlib
import importlib.util
import os
import sys
import types
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlwings
from macros.engine import TestEngine, opened

from kamsheets.approvals.papers import Paper, document
from kamsheets.approvals.route import Router
from kamsheets.core.finding import Place
from kamsheets.core.messages import text
from kamsheets.jobs import excel_vba
from kamsheets.jobs.excel_actions import FUNCTIONS
from kamsheets.macros import door, functions
from kamsheets.policy.policy import Policy
from kamsheets.workbook.templates import find

MODULE = excel_vba.FUNCTION_MODULE
NO_PROVINCE = '#KAM: 省份 "?" 不是省级行政区'


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(door, "today", lambda: date(2026, 3, 2))
    monkeypatch.setattr(door, "LOG", tmp_path / "macros.log")
    monkeypatch.delenv("KAMSHEETS_LANG", raising=False)
    monkeypatch.delenv("KAMSHEETS_POLICY", raising=False)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda: functions.KAM_GRADE(3.0, 3.0), "A"),
        (lambda: functions.KAM_GRADE(3.0, None), ""),
        (lambda: functions.KAM_GRADE("3", " 3 "), "A"),
        (lambda: functions.KAM_FOLLOWUP(1.0), 3),
        (lambda: functions.KAM_FOLLOWUP(9.0), 0),
        (lambda: functions.KAM_FOLLOWUP(0.0), 4),
        (lambda: functions.KAM_USCC_OK("91110000717826097X"), False),
        (lambda: functions.KAM_USCC_OK("914403001922038216"), True),
        (lambda: functions.KAM_USCC_OK(None), ""),
        (lambda: functions.KAM_PHONE(13800138000.0), "13800138000"),
        (lambda: functions.KAM_PHONE("0512 6666 0000 转 801"), "0512-66660000-801"),
        (lambda: functions.KAM_REGION("江苏"), "华东"),
        (lambda: functions.KAM_RMB(1234.5), "人民币壹仟贰佰叁拾肆元伍角整"),
        (lambda: functions.KAM_RMB("386万"), "人民币叁佰捌拾陆万元整"),
        (lambda: functions.KAM_RMB(0.0), "人民币零元整"),
        (lambda: functions.KAM_RMB(None), ""),
        (lambda: functions.KAM_RMB("  "), ""),
        (lambda: functions.KAM_WEIGHTED(100.01, 0.5), 50.01),
        (lambda: functions.KAM_WEIGHTED(100.0, "50%"), 50.0),
        (lambda: functions.KAM_WEIGHTED(None, 0.5), ""),
        (lambda: functions.KAM_SHARE(100.0, [1.0, 1.0, 1.0], 1.0), 33.34),
        (lambda: functions.KAM_SHARE(100.0, [1.0, 1.0, 1.0], None), ""),
        (lambda: functions.KAM_SPLIT(100.0, [[1.0, 1.0, 1.0]]), [[33.34, 33.33, 33.33]]),
        (lambda: functions.KAM_SPLIT(100.0, [[1.0], [2.0], [None]]), [[33.33], [66.67], [0.0]]),
        (lambda: functions.KAM_SPLIT(None, [[1.0]]), ""),
        (lambda: functions.KAM_COMPANY_KEY("华锐风电科技(集团)股份有限公司"), "华锐风电科技"),
        (lambda: functions.KAM_REGION([["江苏", None], ["?", "浙江省"]]), [["华东", ""], [NO_PROVINCE, "华东"]]),
        (lambda: functions.KAM_WEIGHTED([[100.0], [200.0]], 0.5), [[50.0], [100.0]]),
        (lambda: functions.KAM_WEIGHTED([[100.0], [200.0]], [[0.5, 1.0]]), [[50.0, 100.0], [100.0, 200.0]]),
    ],
)
def test_a_cell_shows(answer: Any, expected: object) -> None:
    assert answer() == expected


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda: functions.KAM_RMB("abc"), '#KAM: 金额 "abc" 不是数字'),
        (lambda: functions.KAM_RMB(1.005), '#KAM: 金额 "1.005" 超过两位小数'),
        (lambda: functions.KAM_RMB("10-20万"), '#KAM: 金额 "10-20万" 是一个范围，要一个确定的数'),
        (lambda: functions.KAM_RMB("100美元"), '#KAM: 金额 "100美元" 不是人民币'),
        (lambda: functions.KAM_RMB("#N/A"), '#KAM: 金额 "#N/A" 不是数字'),
        (lambda: functions.KAM_RMB(True), '#KAM: 金额 "True" 不是数字'),
        (lambda: functions.KAM_GRADE(0.0, 3.0), '#KAM: 销售排名 "0" 不是不小于 1 的整数'),
        (lambda: functions.KAM_GRADE(2.5, 3.0), '#KAM: 销售排名 "2.5" 不是不小于 1 的整数'),
        (lambda: functions.KAM_GRADE(3.0, "前十"), '#KAM: 利润排名 "前十" 不是数字'),
        (lambda: functions.KAM_FOLLOWUP(-1.0), '#KAM: 拜访次数 "-1" 不是不小于 0 的整数'),
        (lambda: functions.KAM_WEIGHTED(100.0, "0.5"), '#KAM: 赢单概率 "0.5" 不是 0 到 100% 的比例（如 50%）'),
        (lambda: functions.KAM_WEIGHTED(100.0, 50.0), '#KAM: 赢单概率 "50" 不是 0 到 100% 的比例（如 50%）'),
        (lambda: functions.KAM_PHONE("1380013800"), '#KAM: 电话 "1380013800" 不是电话号码'),
        (
            lambda: functions.KAM_PHONE(51266660000.0),
            '#KAM: 电话 "51266660000" 不是电话号码，是不是 0512-66660000',
        ),
        (lambda: functions.KAM_ROUTE("JTF-999", 1.0), "#KAM: 审批矩阵里没有这种表单"),
        (lambda: functions.KAM_SHARE(100.0, [1.0], 2.0), '#KAM: 第几份 "2" 超出 1 到 1'),
        (lambda: functions.KAM_SHARE(100.0, [1.0], 0.0), '#KAM: 第几份 "0" 不是不小于 1 的整数'),
        (lambda: functions.KAM_SPLIT(100.0, [[0.0, None]]), "#KAM: 权重不能是负数或文字，也不能全是零"),
        (lambda: functions.KAM_SPLIT(100.0, [[2.0, -1.0]]), "#KAM: 权重不能是负数或文字，也不能全是零"),
        (lambda: functions.KAM_WEIGHTED([[1.0], [2.0]], [[0.5], [0.5], [0.5]]), "#KAM: 几个区域的大小不同"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_in_the_cell(answer: Any, sentence: str) -> None:
    assert answer() == sentence


@pytest.mark.parametrize("name", [one.name for one in FUNCTIONS])
def test_blanks_give_a_blank(name: str) -> None:
    function = getattr(functions, name)
    count = len(next(one.arguments for one in FUNCTIONS if one.name == name))
    assert function(*[None] * count) == ""


def test_a_failure_of_ours_is_a_sentence_and_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(fen: int) -> str:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(functions.rmb, "upper", broken)
    assert str(functions.KAM_RMB(1.0)).startswith("#KAM: ")
    assert "ZeroDivisionError" in door.LOG.read_text("utf-8")


def test_the_language_is_the_configured_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMSHEETS_LANG", "en")
    assert functions.KAM_RMB("abc") == '#KAM: Amount "abc" is not a number'
    assert functions.KAM_REGION("江苏") == "East China"
    monkeypatch.setenv("KAMSHEETS_LANG", "fr")
    assert functions.KAM_REGION("江苏") == "华东"


class Cell:
    """A calling cell of a workbook that lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.sheet = types.SimpleNamespace(book=types.SimpleNamespace(fullname=str(folder / "台账.xlsx")))


def policy_with(path: Path, key: str, value: object) -> Path:
    """The shipped policy workbook with another value of a parameter."""
    import openpyxl

    book = openpyxl.load_workbook(find("policy"))
    row = next(row for row in book["参数"].iter_rows() if row[0].value == key)
    row[2].value = value
    book.save(path)
    return path


def test_the_policy_is_that_of_the_workbook_that_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "甲", tmp_path / "乙"
    one.mkdir()
    two.mkdir()
    policy_with(one / "policy.xlsx", "min_visits", 7)
    assert functions.KAM_FOLLOWUP(1.0, Cell(one)) == 6
    assert functions.KAM_FOLLOWUP(1.0, Cell(two)) == 3
    monkeypatch.setenv("KAMSHEETS_POLICY", str(policy_with(tmp_path / "总部.xlsx", "min_visits", 9)))
    assert functions.KAM_FOLLOWUP(1.0, Cell(one)) == 6, "the one beside the workbook goes first"
    assert functions.KAM_FOLLOWUP(1.0, Cell(two)) == 8
    assert functions.KAM_FOLLOWUP(1.0) == 8, "no cell calls"


def test_a_policy_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    path = policy_with(tmp_path / "policy.xlsx", "min_visits", 7)
    assert functions.KAM_FOLLOWUP(1.0, Cell(tmp_path)) == 6
    policy_with(path, "min_visits", 12)
    os.utime(path, (1, 1))
    assert functions.KAM_FOLLOWUP(1.0, Cell(tmp_path)) == 11


def test_a_policy_that_is_refused_is_a_sentence_in_the_cell(tmp_path: Path) -> None:
    (tmp_path / "policy.xlsx").write_bytes(b"no workbook")
    assert str(functions.KAM_FOLLOWUP(1.0, Cell(tmp_path))).startswith("#KAM: ")


def test_the_route_is_that_of_the_command(tmp_path: Path) -> None:
    view = Policy.shipped().as_of(date(2026, 3, 2))
    router = Router.of(view)
    names = {role.code: role.label.zh for role in view.roles}
    for form in router.tables:
        for yuan in (1, 499_999, 5_000_000, 90_000_000):
            shown = str(functions.KAM_ROUTE(form, float(yuan)))
            paper = Paper(form, "", {"amount_gross": yuan * 100, "est_amount": yuan * 100}, Place())
            route = router.route(document(paper, router))
            if route.blocks:
                assert shown.startswith("#KAM: ")
            else:
                assert shown == " → ".join(names.get(step.role, step.role) for step in route.steps)


@pytest.fixture
def udfs(monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """xlwings.udfs, which is made for Windows: its modules are stand-ins that nothing is asked of."""

    class Anything(types.ModuleType):
        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return type(name, (Exception,), {})

    names = [
        "pythoncom", "pywintypes", "win32com", "win32com.client", "win32com.client.dynamic", "win32com.server",
        "win32com.server.util", "win32com.server.policy", "win32com.util", "winerror", "win32api", "win32com.universal",
        "xlwings._xlwindows",
    ]  # fmt: skip
    for name in names:
        made = Anything(name)
        made.__path__ = []  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, made)
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    windows = type("Windows", (TestEngine,), {"name": "excel"})
    monkeypatch.setattr(xlwings, "engines", {"excel": xlwings.Engine(impl=windows)})
    framework = importlib.import_module("xlwings.conversion.framework")
    if hasattr(framework, "engines"):
        monkeypatch.setattr(framework, "engines", xlwings.engines)
    yield importlib.import_module("xlwings.udfs")
    sys.modules.pop("xlwings.udfs", None)


def decorated(udfs: types.ModuleType) -> types.ModuleType:
    """Our module as Windows loads it, where the decorators leave their notes."""
    spec = importlib.util.spec_from_file_location(MODULE, functions.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlwings, "func", udfs.xlfunc)
        patch.setattr(xlwings, "arg", udfs.xlarg)
        spec.loader.exec_module(module)
    return module


def test_our_wrappers_are_those_that_xlwings_writes(udfs: types.ModuleType) -> None:
    target = StringIO()
    udfs.generate_vba_wrapper(MODULE, decorated(udfs), target, types.SimpleNamespace(Name="kamsheets.xlam"))
    theirs = [line.strip() for line in target.getvalue().splitlines() if line.strip()]
    ours, skip = [], 0
    lines = [line.strip() for line in excel_vba.functions(FUNCTIONS).splitlines() if line.strip()]
    for k, line in enumerate(lines[1:], 1):
        if line == "#If Mac Then":
            skip = 3
        if skip:
            skip -= 1
        elif not (line == "#End If" and lines[k + 1] == "End Function"):
            ours.append(line)
    assert ours == theirs


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("KAM_GRADE", (((1.0,), (600.0,)), ((1.0,), (2.0,))), [["A"], ["D"]]),
        ("KAM_GRADE", (((1.0, 600.0),), ((1.0, None),)), [["A", ""]]),
        ("KAM_SPLIT", (100.0, ((1.0, 1.0, 1.0),)), [[33.34, 33.33, 33.33]]),
        ("KAM_SPLIT", (100.0, ((1.0,), (1.0,), (None,))), [[50.0], [50.0], [0.0]]),
        ("KAM_SHARE", (100.0, ((1.0,), (2.0,)), ((1.0, 2.0),)), [[33.33, 66.67]]),
        ("KAM_REGION", ("江苏",), [["华东"]]),
        ("KAM_RMB", (((None,), (1.0,), ("x",)),), [[""], ["人民币壹元整"], ['#KAM: 金额 "x" 不是数字']]),
        ("KAM_WEIGHTED", (((100.0,), (200.0,)), 0.5), [[50.0], [100.0]]),
        ("KAM_FOLLOWUP", (2.0,), [[2]]),
        ("KAM_USCC_OK", ("914403001922038216",), [[True]]),
        ("KAM_PHONE", (13800138000.0,), [["13800138000"]]),
        ("KAM_COMPANY_KEY", ("华锐风电科技(集团)股份有限公司",), [["华锐风电科技"]]),
        ("KAM_ROUTE", ("JTF-999", 1.0), [["#KAM: 审批矩阵里没有这种表单"]]),
    ],
)
def test_a_cell_calls_python_as_excel_does(
    udfs: types.ModuleType,
    name: str,
    arguments: tuple[Any, ...],
    expected: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Through ``call_udf`` of xlwings, which the COM server calls, with a calling cell of a real workbook."""
    import openpyxl

    path = tmp_path / "台账.xlsx"
    openpyxl.Workbook().save(path)
    cell = opened(path)[0].sheets[0].range("B2").impl
    monkeypatch.setattr(type(cell), "api", types.SimpleNamespace(CLSID="{cell}"))
    monkeypatch.setitem(sys.modules, "xlwings.com_server", types.SimpleNamespace(loop=None))
    windows = types.SimpleNamespace(Range=lambda xl: xl, is_range_instance=lambda value: False)
    monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
    monkeypatch.setattr(udfs, "get_udf_module", lambda module, book: decorated(udfs))
    answer = udfs.call_udf(MODULE, name, (*arguments, None), None, cell)
    assert [list(row) for row in (answer if isinstance(answer, list) else [[answer]])] == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_argument_is_explained_to_xlwings(
    udfs: types.ModuleType, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAMSHEETS_LANG", lang)
    module = decorated(udfs)
    for one in FUNCTIONS:
        info = getattr(module, one.name).__xlfunc__["args"]
        assert [arg["name"] for arg in info] == [*one.arguments, "caller"]
        assert [arg["doc"] for arg in info[:-1]] == [text(f"macros.argument.{name}", lang) for name in one.arguments]


def test_nothing_of_the_paid_part_is_imported() -> None:
    """And xlwings only where a macro or a worksheet function needs it."""
    root = Path(functions.__file__).parent.parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("xlwings.") for name in names), path
