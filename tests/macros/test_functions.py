"""Worksheet functions through xlwings' own converters, with the modules of Windows in stand-ins."""

import ast
import importlib
import importlib.util
import sys
import types
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlwings
from macros.engine import TestEngine

from kamsheets.jobs import excel_vba
from kamsheets.jobs.excel_actions import FUNCTIONS
from kamsheets.macros import door, functions

MODULE = excel_vba.FUNCTION_MODULE


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "today", lambda: date(2026, 3, 2))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda: functions.KAM_GRADE(3.0, 3.0), "A"),
        (lambda: functions.KAM_GRADE(3.0, None), ""),
        (lambda: functions.KAM_FOLLOWUP(1.0), 3),
        (lambda: functions.KAM_FOLLOWUP(9.0), 0),
        (lambda: functions.KAM_USCC_OK("91110000717826097X"), False),
        (lambda: functions.KAM_PHONE(13800138000.0), "13800138000"),
        (lambda: functions.KAM_REGION("江苏"), "华东"),
        (lambda: functions.KAM_RMB(1234.5), "人民币壹仟贰佰叁拾肆元伍角整"),
        (lambda: functions.KAM_WEIGHTED(100.01, 0.5), 50.01),
        (lambda: functions.KAM_SHARE(100.0, [1.0, 1.0, 1.0], 1.0), 33.34),
        (lambda: functions.KAM_SPLIT(100.0, [[1.0, 1.0, 1.0]]), [[33.34, 33.33, 33.33]]),
        (lambda: functions.KAM_SPLIT(100.0, [1.0, 2.0]), [[33.33], [66.67]]),
        (lambda: functions.KAM_COMPANY_KEY("华锐风电科技(集团)股份有限公司"), "华锐风电科技"),
        (lambda: functions.KAM_RMB("天"), "请检查这一格的内容"),
        (lambda: functions.KAM_SHARE(100.0, [1.0], 2.0), "请检查这一格的内容"),
        (lambda: functions.KAM_SHARE(100.0, [1.0], 0.0), "请检查这一格的内容"),
        (lambda: functions.KAM_ROUTE("JTF-999", 1.0), "审批矩阵里没有这种表单"),
        (lambda: functions.KAM_RMB(None), ""),
        (
            lambda: functions.KAM_REGION([["江苏", None], ["?", "浙江省"]]),
            [["华东", ""], ["请检查这一格的内容", "华东"]],
        ),
        (lambda: functions.KAM_WEIGHTED([[100.0], [200.0]], 0.5), [[50.0], [100.0]]),
    ],
)
def test_a_cell_says(answer: Any, expected: object) -> None:
    assert answer() == expected


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
        ("KAM_SPLIT", (100.0, ((1.0, 1.0, 1.0),)), [[33.34, 33.33, 33.33]]),
        ("KAM_REGION", ("江苏",), [["华东"]]),
    ],
)
def test_values_pass_the_converters_of_xlwings(
    udfs: types.ModuleType, name: str, arguments: tuple[Any, ...], expected: object
) -> None:
    from xlwings import conversion

    function = getattr(decorated(udfs), name)
    info = function.__xlfunc__
    read = [conversion.read(None, value, arg["options"]) for value, arg in zip(arguments, info["args"], strict=True)]
    answer = function(*read)
    written = conversion.write(answer, None, info["ret"]["options"])
    assert [list(row) for row in (written if isinstance(written, list) else [[written]])] == expected


def test_nothing_of_the_paid_part_is_imported() -> None:
    """And xlwings only where a macro or a worksheet function needs it."""
    root = Path(functions.__file__).parent.parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.startswith("xlwings.") for name in names), path
