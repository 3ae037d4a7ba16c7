"""What no linter knows: the rules of the house that keep money exact and modules small."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kamsheets"
MODULES = sorted(PACKAGE.rglob("*.py"))
EXACT_ROOMS = ("core", "formats", "policy", "approvals", "commissions")
BANNED_CALLS = {"float", "round", "open"}
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def inexact(tree: ast.AST) -> list[str]:
    """Calls and literals that have no place where money is counted."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            found.append(f"line {node.lineno}: {node.func.id}(")
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"line {node.lineno}: float literal {node.value}")
    return found


@pytest.mark.parametrize("room", EXACT_ROOMS)
def test_money_rooms_hold_no_float_and_touch_no_file(room: str) -> None:
    found = {
        str(path.relative_to(ROOT)): hits
        for path in sorted((PACKAGE / room).rglob("*.py"))
        if (hits := inexact(parsed(path)))
    }
    assert found == {}


def test_the_rule_above_sees_what_it_bans() -> None:
    planted = ast.parse("x = float('1'); y = round(2); z = open('f'); w = 0.5")
    assert len(inexact(planted)) == 4


def test_no_module_is_over_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in MODULES
        if (n := len(path.read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert long == {}


def test_no_function_is_over_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = [
        f"{path.relative_to(ROOT)} {getattr(node, 'name', '')}"
        for path in MODULES
        for tree in [parsed(path)]
        for node in (tree, *tree.body)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_no_utils_module_appears() -> None:
    assert [str(path) for path in MODULES if path.stem in {"utils", "util", "helpers", "misc", "common"}] == []


def test_top_level_holds_only_what_the_house_names() -> None:
    list_files = ["git", "-c", "core.quotePath=false", "ls-files"]
    tracked = subprocess.run(list_files, cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout: nothing says which files are ours")
    top = {name.split("/")[0] for name in tracked.stdout.splitlines()}
    folders = {"kamsheets", "workbook_templates", "word_templates", "scripts", "tests"}
    allowed = folders | {"pyproject.toml", "LICENSE", "CHANGELOG.md", "README.md", "README.zh-CN.md"}
    assert {name for name in top if not name.startswith(".")} <= allowed


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("core/_planted.py", "import click", "core imports the standard library only"),
        ("leads/_planted.py", "import kamsheets.workbook", "Six floors"),
        ("jobs/_planted.py", "import openpyxl", "Spreadsheet libraries belong to workbook"),
    ],
)
def test_a_wrong_import_makes_the_house_red(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "kamsheets", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "kamsheets" / module).write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8")
    assert run.returncode == 1
    assert f"{contract}" in run.stdout
    assert "BROKEN" in run.stdout


START = """
import sys
sys.argv = ["kamsheets", "{argument}"]
from kamsheets.cli.main import main
try:
    main()
except SystemExit:
    pass
print(sorted({{"{heavy}"}} & sys.modules.keys()))
"""


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_start_without_heavy_libraries(argument: str) -> None:
    heavy = '", "'.join(("pandas", "openpyxl", "docx", "xlwings", "xlsxwriter", "python_calamine", "jinja2", "lxml"))
    code = START.format(argument=argument, heavy=heavy)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert run.stdout.splitlines()[-1] == "[]"
