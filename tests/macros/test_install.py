"""Install, look, remove: against an invented home of Windows and of macOS."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from kamsheets.cli.main import cli
from kamsheets.core.errors import OutputExistsError, RefusedWriteError, UsageError
from kamsheets.jobs import excel_build, excel_install, excel_places
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.session import Session
from kamsheets.jobs.workspace import init_workspace
from kamsheets.macros import door
from kamsheets.policy.policy import Policy

SESSION = Session(Policy.shipped(), date(2026, 3, 2))
VERSION = excel_build.xlwings_version()
FILES = {
    "win32": {"AppData/Roaming/Microsoft/Excel/XLSTART/kamsheets.xlam", ".kamsheets/kamsheets.conf"},
    "darwin": {
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/kamsheets.xlam",
        "Library/Containers/com.microsoft.Excel/Data/kamsheets.conf",
        f"Library/Application Scripts/com.microsoft.Excel/xlwings-{VERSION}.applescript",
    },
}


@pytest.fixture(params=["win32", "darwin"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    return Machine(request.param, tmp_path, {}, Path(sys.executable), "gbk")


def files(machine: Machine) -> set[str]:
    return {path.relative_to(machine.home).as_posix() for path in machine.home.rglob("*") if path.is_file()}


def state(machine: Machine) -> object:
    return excel_install.status(SESSION, machine).summary["state"]


def test_install_puts_the_files_where_excel_looks_and_uninstall_takes_them_away(machine: Machine) -> None:
    (machine.home / "own.txt").write_text("stays")
    assert state(machine) == "absent"
    excel_install.install(SESSION, machine)
    assert files(machine) == FILES[machine.platform] | {"own.txt"}
    assert state(machine) == "current"
    excel_install.install(SESSION, machine)
    excel_install.uninstall(SESSION, machine)
    assert files(machine) == {"own.txt"}
    assert excel_install.uninstall(SESSION, machine).summary["removed"] == []


def settings(machine: Machine) -> dict[str, str]:
    return machine.settings(machine.places("zh").conf)


def test_the_configuration_has_no_blank_line_and_names_this_python(machine: Machine) -> None:
    excel_install.install(SESSION, machine)
    lines = machine.places("zh").conf.read_text("utf-8").splitlines()
    key = "INTERPRETER_MAC" if machine.platform == "darwin" else "INTERPRETER_WIN"
    assert lines[0] == f'"{key}","{sys.executable}"'
    assert all(lines)
    assert settings(machine)["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_python_without_a_window_is_taken_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").write_bytes(b"")
    machine = Machine("win32", tmp_path, {}, tmp_path / "python.exe")
    excel_install.install(SESSION, machine)
    assert settings(machine)["INTERPRETER_WIN"] == str(tmp_path / "pythonw.exe")


def test_a_python_below_a_chinese_name_is_written_in_the_code_page_that_vba_reads(tmp_path: Path) -> None:
    machine = Machine("win32", tmp_path, {}, Path("C:/Users/张三/python.exe"), "gbk")
    excel_install.install(SESSION, machine)
    assert "张三".encode("gbk") in machine.places("zh").conf.read_bytes()


def test_a_path_that_vba_cannot_read_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    machine = Machine("win32", tmp_path, {}, Path("C:/Users/张三/python.exe"), "cp1252")
    with pytest.raises(UsageError):
        excel_install.install(SESSION, machine)
    assert files(machine) == set()


def test_elsewhere_everything_can_be_built_into_a_folder_and_nothing_there_is_overwritten(tmp_path: Path) -> None:
    linux = Machine("linux", tmp_path, {}, Path(sys.executable))
    excel_install.install(SESSION, linux, tmp_path / "to")
    assert {p.name for p in (tmp_path / "to").iterdir()} == {
        "kamsheets.xlam", "kamsheets.conf", f"xlwings-{VERSION}.applescript",
    }  # fmt: skip
    carried = excel_places.entries((tmp_path / "to" / "kamsheets.conf").read_text("utf-8"))
    assert carried
    assert {carried["INTERPRETER_WIN"], carried["INTERPRETER_MAC"]} == {"python"}
    with pytest.raises(OutputExistsError):
        excel_install.install(SESSION, linux, tmp_path / "to")
    excel_install.install(replace(SESSION, force=True), linux, tmp_path / "to")
    with pytest.raises(UsageError):
        excel_install.install(SESSION, linux)


def test_a_reinstallation_replaces_an_older_version_whole(machine: Machine) -> None:
    excel_install.install(SESSION, machine)
    where = machine.places("zh")
    where.addin.write_bytes(b"an older add-in")
    if where.script:
        older = where.script.with_name("xlwings-0.30.0.applescript")
        where.script.rename(older)
        where.conf.write_text(where.conf.read_text("utf-8").replace(where.script.name, older.name), "utf-8")
    assert state(machine) == "stale"
    excel_install.install(SESSION, machine)
    assert state(machine) == "current"
    assert files(machine) == FILES[machine.platform]


def test_what_others_put_there_stays(machine: Machine) -> None:
    where = machine.places("zh")
    others = [where.addin.with_name("PERSONAL.XLSB"), where.conf.with_name("xlwings.conf")]
    if where.script:
        others += [where.script, where.script.with_name("xlwings-0.30.0.applescript")]
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"others'")
    excel_install.install(SESSION, machine)
    excel_install.uninstall(SESSION, machine)
    assert files(machine) == {path.relative_to(machine.home).as_posix() for path in others}
    assert {path.read_bytes() for path in others} == {b"others'"}


def test_the_log_of_the_macros_goes_too(machine: Machine) -> None:
    excel_install.install(SESSION, machine)
    log = machine.home / door.LOG.relative_to(Path.home())
    log.parent.mkdir(exist_ok=True)
    log.write_text("a traceback")
    excel_install.uninstall(SESSION, machine)
    assert not log.parent.exists()


@pytest.mark.parametrize("action", [excel_install.install, excel_install.uninstall])
def test_while_excel_holds_the_add_in_open_nothing_changes_and_one_sentence_says_so(
    action: Callable[..., object], machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel_install.install(SESSION, machine)
    before = {path: path.read_bytes() for path in machine.home.rglob("*") if path.is_file()}
    for name in ("replace", "unlink"):
        monkeypatch.setattr(Path, name, as_windows_does(getattr(Path, name)))
    with pytest.raises(RefusedWriteError) as refused:
        action(SESSION, machine)
    assert "关闭 Excel" in refused.value.message("zh")
    assert {path: path.read_bytes() for path in machine.home.rglob("*") if path.is_file()} == before


def as_windows_does(change: Callable[..., object]) -> Callable[..., object]:
    """The add-in cannot be replaced or removed while Excel has it open."""

    def held(path: Path, *others: Path, **named: object) -> object:
        if "kamsheets.xlam" in {path.name, *(other.name for other in others)}:
            raise PermissionError(13, "in use")
        return change(path, *others, **named)

    return held


def test_an_upgrade_keeps_the_language_of_the_ribbon_unless_asked(machine: Machine) -> None:
    excel_install.install(replace(SESSION, lang="en"), machine)
    assert excel_install.language(machine) == "en"
    assert state(machine) == "current"
    excel_install.install(SESSION, machine)
    assert excel_install.language(machine) == "zh"
    excel_install.install(SESSION, machine, ribbon="en")
    assert excel_install.language(machine) == "en"
    machine.places("zh").conf.write_text('"LANGUAGE","fr"\n')
    assert excel_install.language(machine) is None


def test_without_xlwings_there_is_nothing_to_build_from_and_status_and_uninstall_still_work(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel_install.install(SESSION, machine)
    monkeypatch.setattr(excel_build.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(excel_build, "xlwings_version", lambda: None)
    with pytest.raises(excel_build.XlwingsMissingError):
        excel_install.install(SESSION, machine)
    assert state(machine) == "stale"
    excel_install.uninstall(SESSION, machine)
    assert files(machine) == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"A","b"', {"A": "b"}),
        ('"A",""', {"A": ""}),
        ("", {}),
        ('"A","b"\n\n"C","d"', None),
        ("A,b", None),
        ('"A"', None),
    ],
)
def test_a_configuration_is_read_as_xlwings_reads_it(line: str, expected: object) -> None:
    assert excel_places.entries(line) == expected


def test_a_workbook_with_buttons_comes_with_the_others(tmp_path: Path) -> None:
    outcome = init_workspace(tmp_path, SESSION, macros=True)
    assert (tmp_path / "大客户按钮.xlsm").read_bytes() == excel_build.buttons_book("zh")
    assert tmp_path / "大客户按钮.xlsm" in outcome.outputs


def test_a_workbook_with_buttons_needs_the_name_of_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        excel_install.export(SESSION, tmp_path / "a.xlsx")
    assert excel_install.export(SESSION, tmp_path / "a.xlsm").outputs == [tmp_path / "a.xlsm"]


@pytest.mark.parametrize(
    ("asked", "environment", "expected"),
    [([], None, "en"), (["--lang", "zh"], None, "zh"), ([], "zh", "zh")],
    ids=["as it was", "--lang", "KAMSHEETS_LANG"],
)
def test_the_command_keeps_the_language_of_the_ribbon_unless_asked(
    asked: list[str], environment: str | None, expected: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_install, "Machine", lambda: machine)
    excel_install.install(SESSION, machine, ribbon="en")
    done = CliRunner(env={"KAMSHEETS_LANG": environment}).invoke(cli, ["excel", "install", *asked])
    assert done.exit_code == 0
    assert excel_install.language(machine) == expected


def test_a_macro_from_outside_without_xlwings_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_build.importlib.util, "find_spec", lambda name: None)
    done = CliRunner().invoke(cli, ["excel", "run", "about", "--lang", "en"])
    assert done.exit_code == 2
    assert 'pip install "kamsheets[excel]"' in done.stderr


@pytest.mark.parametrize(
    ("where", "said"),
    [([], "No workbook is open"), (["--active"], "No workbook is open"), (["--book", "a.xlsx"], "No workbook a.xlsx")],
)
def test_a_macro_from_outside_without_excel_says_so_in_the_language_asked_for(where: list[str], said: str) -> None:
    command = [sys.executable, "-m", "kamsheets", "excel", "run", "about", "--lang", "en", *where]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_macro_from_outside_takes_no_module_from_the_folder_one_stands_in(tmp_path: Path) -> None:
    (tmp_path / "xlwings.py").write_text("raise SystemExit(77)")
    command = [sys.executable, "-P", "-m", "kamsheets", "excel", "run", "about", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert "No workbook is open" in done.stderr


UNASKED = """
import sys
from pathlib import Path
from kamsheets.cli.main import cli
from kamsheets.jobs import excel_build, excel_install, excel_look
from kamsheets.macros import actions, runner
excel_build.addin("zh"), excel_build.buttons_book("zh")
print(sorted(name for name in sys.modules if name.startswith("xlwings")))
"""


def test_neither_building_nor_the_command_line_imports_xlwings() -> None:
    done = subprocess.run([sys.executable, "-c", UNASKED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_part_of_xlwings_that_is_not_free_is_named_nowhere() -> None:
    package = Path(excel_install.__file__).parents[1]
    assert [path.name for path in package.rglob("*.py") if "xlwings.pro" in path.read_text("utf-8")] == []


def test_no_file_with_macros_is_kept_in_the_repository() -> None:
    kept = subprocess.run(
        ["git", "ls-files"], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )
    if kept.returncode:
        pytest.skip("not a git checkout: nothing says which files are ours")
    assert [name for name in kept.stdout.split("\n") if name.endswith((".xlam", ".xlsm", ".bin", ".xla"))] == []
