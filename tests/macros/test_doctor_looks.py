"""How the doctor looks at a machine: invented homes, registries and programs; whatever fails is unknown, no crash."""

import json
import plistlib
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlwings
from click.testing import CliRunner

from kamsheets import __version__
from kamsheets.cli.main import cli
from kamsheets.jobs import excel_build, excel_install, excel_look_macos, excel_look_windows
from kamsheets.jobs.excel_doctor import examine
from kamsheets.jobs.excel_facts import UNKNOWN, AddIn, Excel, Facts, Trial
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.excel_look import Wall, ask, known, look, tried
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook import live_trip

SESSION = Session(Policy.shipped(), date(2026, 3, 2))
WINDOWS_REGISTRY = {
    (rf"{excel_look_windows.APP_PATHS}\excel.exe", ""): r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE",
    (excel_look_windows.CLICK_TO_RUN, "VersionToReport"): "16.0.17328.20162",
    (excel_look_windows.CLICK_TO_RUN, "Platform"): "x64",
    (rf"{excel_look_windows.CLASSES}\Word.Application\CurVer", ""): "Word.Application.16",
}
RULES = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A=1\r\n92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b=2\r\n"


def answers(command: Sequence[str], seconds: int) -> str:
    """What the programs of an invented machine say; Python is the real one."""
    said = {"tasklist": '"EXCEL.EXE","4711","Console"', "ps": "COMM\n", "powershell": RULES, "xattr": ""}
    return said[command[0]] if command[0] in said else ask(command, seconds)


def registry(key: str, name: str) -> str | None:
    return WINDOWS_REGISTRY.get((key, name))


def machine(platform: str, home: Path) -> Machine:
    return Machine(platform, home, {"TEMP": str(home / "temp"), "OneDrive": str(home / "One")}, Path(sys.executable))


def looked(platform: str, home: Path, wall: Wall | None = None, **asked: bool) -> Facts:
    return look(machine(platform, home), home, wall or Wall(answers, registry), **asked)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_an_installation_is_seen_as_it_is(platform: str, tmp_path: Path) -> None:
    assert looked(platform, tmp_path).addin is None
    excel_install.install(SESSION, machine(platform, tmp_path))
    facts = looked(platform, tmp_path)
    assert facts.addin == AddIn(excel_build.built_from("zh"), True)
    assert facts.script is (True if platform == "darwin" else None)
    assert facts.configuration
    assert facts.configuration is not UNKNOWN
    assert facts.configuration.trial == Trial(True, __version__)
    assert facts.writable is True
    where = machine(platform, tmp_path).places("zh")
    where.addin.write_bytes(b"damaged")
    where.conf.write_text('"A","b"\n\n')
    facts = looked(platform, tmp_path)
    assert facts.addin == AddIn(None, False)
    assert facts.configuration
    assert facts.configuration is not UNKNOWN
    assert facts.configuration.entries is None


def test_windows_is_asked_for_excel_word_and_its_rules(tmp_path: Path) -> None:
    facts = looked("win32", tmp_path)
    assert facts.excel == Excel("16.0.17328.20162", 64, False, True)
    assert facts.defender == {"d4f940ab-401b-4efc-aadc-ad5f3c50688a": 1, "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b": 2}
    assert facts.converters is not UNKNOWN
    assert "Word" in facts.converters
    assert "WPS" not in facts.converters
    assert facts.cloud == (tmp_path / "One",)


@pytest.mark.parametrize(("key", "name"), excel_look_windows.POLICIES)
def test_a_policy_that_is_on_is_seen_and_one_that_is_off_is_not(key: str, name: str) -> None:
    for value, expected in (("1", (name,)), ("0", ()), (None, ())):
        found = {(key, name): value}
        assert excel_look_windows.policies(lambda *asked, found=found: found.get(asked)) == expected


def refuses(error: Exception) -> Wall:
    def refused(*given: object) -> str:
        raise error

    return Wall(refused, refused)


@pytest.mark.parametrize(
    "error",
    [
        OSError("no such program"),
        subprocess.TimeoutExpired("x", 1),
        subprocess.CalledProcessError(1, "x"),
        RuntimeError(),
    ],
    ids=["not there", "no answer in time", "refused", "something else"],
)
@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_a_machine_that_does_not_answer_is_unknown_and_no_crash(
    platform: str, error: Exception, tmp_path: Path
) -> None:
    facts = looked(platform, tmp_path, refuses(error), round_trip=True)
    rows = examine(facts, "en").data["checks"]
    assert isinstance(rows, list)
    unknown = {row["check"] for row in rows if row["state"] == "unknown"}
    assert ("defender" in unknown) is (platform == "win32")
    assert ("excel" in unknown) is (platform == "win32")


def test_what_fails_in_a_way_nobody_thought_of_is_unknown() -> None:
    assert known(lambda: {"a": 1}["b"]) is UNKNOWN
    assert known(lambda: {"a": 1}["a"]) == 1


def test_a_program_that_does_not_end_is_left_and_one_that_fails_says_why() -> None:
    python = sys.executable
    assert tried(ask, [python, "-c", "import time; time.sleep(60)"], 0) is UNKNOWN
    assert tried(ask, [python, "-c", "import nosuchmodule"], 60) == Trial(
        False, "ModuleNotFoundError: No module named 'nosuchmodule'"
    )
    assert tried(ask, [python, "-c", "print(1); print(2)"], 60) == Trial(True, "2")
    assert tried(ask, ["no-such-program"], 1) is UNKNOWN


def program(machine_field: int) -> bytes:
    return b"MZ".ljust(0x3C, b"\0") + (0x80).to_bytes(4, "little") + bytes(0x40) + b"PE\0\0" + machine_field.to_bytes(
        2, "little"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("header", "bits"),
    [
        (program(0x8664), 64),
        (program(0x14C), 32),
        (program(0xAA64), 64),
        (program(1), None),
        (b"MZ", None),
        (b"", None),
    ],
    ids=["x64", "x86", "ARM64", "another", "cut off", "empty"],
)
def test_the_bits_of_excel_are_read_from_its_program(header: bytes, bits: int | None) -> None:
    assert excel_look_windows.bits_of(header) == bits


def test_excel_without_click_to_run_is_known_by_its_class(tmp_path: Path) -> None:
    exe = tmp_path / "EXCEL.EXE"
    exe.write_bytes(program(0x14C))
    known_keys = {
        (rf"{excel_look_windows.APP_PATHS}\excel.exe", ""): str(exe),
        (rf"{excel_look_windows.CLASSES}\Excel.Application\CurVer", ""): "Excel.Application.16",
    }
    found = excel_look_windows.excel(lambda key, name: known_keys.get((key, name)), lambda: "INFO: No tasks")
    assert found == Excel("16", 32, False, False)
    assert excel_look_windows.excel(lambda key, name: None, lambda: "") is None


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("[ZoneTransfer]\nZoneId=3\n", True),
        ("[ZoneTransfer]\r\nZoneId=4\r\n", True),
        ("[ZoneTransfer]\nZoneId=1", False),
    ],
)
def test_the_mark_of_the_internet_is_read(words: str, marked: bool, tmp_path: Path) -> None:
    book = tmp_path / "a.xlsm"
    book.touch()
    assert not excel_look_windows.is_marked(book)
    Path(f"{book}:Zone.Identifier").write_text(words)
    assert excel_look_windows.is_marked(book) is marked
    assert (looked("win32", tmp_path).from_internet == (book,)) is marked


def test_quarantine_on_a_mac_is_asked_for(tmp_path: Path) -> None:
    assert excel_look_macos.is_marked(tmp_path, lambda line: "0081;65f;Mail;\n")

    def none(line: Sequence[str]) -> str:
        raise subprocess.CalledProcessError(1, list(line))

    assert not excel_look_macos.is_marked(tmp_path, none)


def test_a_cache_without_its_classes_is_broken(tmp_path: Path) -> None:
    excel_library = "00020813-0000-0000-C000-000000000046x0x1x9"
    whole, empty, other = (
        tmp_path / "gen_py" / version / name
        for version, name in (("3.13", excel_library), ("3.12", excel_library), ("3.11", "some-other-library"))
    )
    for folder in (whole, empty, other):
        folder.mkdir(parents=True)
    (whole / "__init__.py").write_text("CLSIDToClassMap = {}\n")
    assert excel_look_windows.broken_caches(tmp_path) == (empty,)


def test_excel_on_a_mac_is_found_by_its_list_of_properties(tmp_path: Path) -> None:
    contents = tmp_path / excel_look_macos.APP / "Contents"
    (contents / "_MASReceipt").mkdir(parents=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "16.89"}))
    running = "/Applications/Microsoft Excel.app/Contents/MacOS/Microsoft Excel\n"
    assert excel_look_macos.excel(tmp_path, lambda: running, tmp_path) == Excel("16.89", 64, True, True)
    assert excel_look_macos.excel(tmp_path, lambda: "", tmp_path / "none") is None


class ScratchExcel:
    """An xlwings App with one cell, which may forget what it was told."""

    version, startup_path, forgets = "16.0", "/XLSTART", False

    def __init__(self, visible: bool, add_book: bool) -> None:
        self.value: object = None
        self.quits = 0
        self.books = self.sheets = self
        opened.append(self)

    def add(self) -> "ScratchExcel":
        return self

    def __getitem__(self, number: int) -> "ScratchExcel":
        return self

    def range(self, address: str) -> "ScratchExcel":
        return self

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, None if name == "value" and self.forgets else value)

    def close(self) -> None:
        return None

    def quit(self) -> None:
        self.quits += 1


opened: list[ScratchExcel] = []


@pytest.mark.parametrize("forgets", [False, True])
def test_a_round_trip_ends_with_excel_closed(forgets: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.clear()
    monkeypatch.setattr(xlwings, "App", ScratchExcel)
    monkeypatch.setattr(ScratchExcel, "forgets", forgets)
    if forgets:
        with pytest.raises(ValueError, match="came back"):
            live_trip.trip()
    else:
        assert live_trip.trip() == "Excel 16.0 · /XLSTART"
    assert [one.quits for one in opened] == [1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_answers_here_too(lang: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["doctor", "--json", "--lang", lang, "--folder", str(tmp_path)])
    assert done.exit_code in (0, 1)
    told = json.loads(done.stdout)
    assert told["summary"]["checks"] == len(told["checks"])
    assert {"check", "state", "found", "codes"} == set(told["checks"][0])
