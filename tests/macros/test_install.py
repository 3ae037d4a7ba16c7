"""Install, look, examine, remove: against an invented home of Windows and of macOS."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kamsheets.core.errors import OutputExistsError, UsageError
from kamsheets.jobs import excel_build, excel_doctor, excel_install
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.session import Session
from kamsheets.jobs.workspace import init_workspace
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
    return Machine(request.param, tmp_path, {}, Path(sys.executable))


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


def test_the_configuration_has_no_blank_line_and_names_this_python(machine: Machine) -> None:
    excel_install.install(SESSION, machine)
    lines = machine.places("zh").conf.read_text("utf-8").splitlines()
    key = "INTERPRETER_MAC" if machine.platform == "darwin" else "INTERPRETER_WIN"
    assert lines[0] == f'"{key}","{sys.executable}"'
    assert all(lines)


def test_python_without_a_window_is_taken_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").write_bytes(b"")
    machine = Machine("win32", tmp_path, {}, tmp_path / "python.exe")
    excel_install.install(SESSION, machine)
    assert "pythonw.exe" in machine.places("zh").conf.read_text("utf-8")


def test_elsewhere_everything_can_be_built_into_a_folder_and_nothing_there_is_overwritten(tmp_path: Path) -> None:
    linux = Machine("linux", tmp_path, {}, Path(sys.executable))
    excel_install.install(SESSION, linux, tmp_path / "to")
    assert {p.name for p in (tmp_path / "to").iterdir()} == {
        "kamsheets.xlam", "kamsheets.conf", f"xlwings-{VERSION}.applescript",
    }  # fmt: skip
    with pytest.raises(OutputExistsError):
        excel_install.install(SESSION, linux, tmp_path / "to")
    with pytest.raises(UsageError):
        excel_install.install(SESSION, linux)


def codes(machine: Machine) -> set[str]:
    return {one.code for one in excel_doctor.examine(SESSION, machine).findings}


NO_WINDOWS_PARTS = {"XL05", "XL06"}
"""What this machine lacks of Windows or macOS."""


def test_a_fresh_installation_is_healthy(machine: Machine) -> None:
    assert codes(machine) - NO_WINDOWS_PARTS == {"XL07"}
    excel_install.install(SESSION, machine)
    assert codes(machine) <= NO_WINDOWS_PARTS


def test_the_doctor_names_what_is_wrong(machine: Machine) -> None:
    excel_install.install(SESSION, machine)
    where = machine.places("zh")
    where.addin.write_bytes(b"old")
    assert "XL08" in codes(machine)
    where.conf.write_text('"INTERPRETER_WIN","x"\n\n"A","b"\n')
    assert "XL09" in codes(machine)
    where.conf.write_text('"INTERPRETER_WIN","/none"\n"INTERPRETER_MAC","/none"\n')
    assert "XL10" in codes(machine)
    if where.script:
        where.script.unlink()
        assert "XL11" in codes(machine)


def test_the_doctor_knows_a_python_that_excel_cannot_start(tmp_path: Path) -> None:
    machine = Machine("win32", tmp_path / "张三", {}, Path("C/WindowsApps/python.exe"))
    assert {"XL02", "XL12"} <= codes(machine)
    assert codes(replace(machine, platform="linux")) == {"XL01", "XL02"}


def test_a_workbook_with_buttons_comes_with_the_others(tmp_path: Path) -> None:
    outcome = init_workspace(tmp_path, SESSION, macros=True)
    assert (tmp_path / "大客户按钮.xlsm").read_bytes() == excel_build.buttons_book("zh")
    assert tmp_path / "大客户按钮.xlsm" in outcome.outputs


def test_a_workbook_with_buttons_needs_the_name_of_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        excel_install.export(SESSION, tmp_path / "a.xlsx")
    assert excel_install.export(SESSION, tmp_path / "a.xlsm").outputs == [tmp_path / "a.xlsm"]
