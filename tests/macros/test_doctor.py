"""Every answer of the doctor, for Windows and macOS alike, from invented facts."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from kamsheets.core.messages import LANGUAGES, catalogue
from kamsheets.jobs.excel_checks import State
from kamsheets.jobs.excel_checks_around import LITTLE, NO_CHILDREN, NO_SYSTEM_CALLS
from kamsheets.jobs.excel_doctor import CHECKS, examine
from kamsheets.jobs.excel_facts import UNKNOWN, AddIn, Configuration, Excel, Facts, Python, Trial

ADDIN = Path("C:/Users/li/AppData/Roaming/Microsoft/Excel/XLSTART/kamsheets.xlam")
INTERPRETER = Path("C:/Python313/pythonw.exe")
CONF = Configuration({"INTERPRETER_WIN": str(INTERPRETER)}, INTERPRETER, True, Trial(True, "0.1.0"))

WINDOWS = Facts(
    platform="win32",
    system="Windows-11-10.0.22631",
    python=Python(Path("C:/Python313/python.exe"), "3.13.1", "win-amd64"),
    kamsheets="0.1.0",
    home=Path("C:/Users/li"),
    temporary=Path("C:/Users/li/AppData/Local/Temp"),
    folder=Path("D:/leads"),
    xlwings="0.37.8",
    bridge=Trial(True),
    libraries=frozenset({"xlwings32-0.37.8.dll", "xlwings64-0.37.8.dll"}),
    excel=Excel("16.0.17328.20162", 64, False, False),
    addin_path=ADDIN,
    addin=AddIn("kamsheets 0.1.0, xlwings 0.37.8, zh", True),
    configuration=CONF,
    cloud=(Path("C:/Users/li/OneDrive"),),
    defender={},
    converters=("Word",),
    font="C:/Windows/Fonts/msyh.ttc",
    writable=True,
    free=LITTLE,
)
MACOS = replace(
    WINDOWS,
    platform="darwin",
    system="macOS-14.5-arm64",
    python=Python(Path("/usr/local/bin/python3"), "3.12.4", "macosx-14.0-arm64"),
    libraries=frozenset(),
    script=True,
    defender=None,
    converters=("LibreOffice",),
    round_trip=Trial(True, f"Excel 16.89 · {ADDIN.parent}"),
)
LINUX = replace(
    WINDOWS, platform="linux", python=replace(WINDOWS.python, tag="linux-x86_64"), excel=None, addin_path=None,
    addin=None, configuration=None, defender=None, converters=("LibreOffice",),
)  # fmt: skip


def python(**changed: object) -> dict[str, object]:
    return {"python": replace(WINDOWS.python, **changed)}  # type: ignore[arg-type]


def excel(**changed: object) -> dict[str, object]:
    return {"excel": replace(WINDOWS.excel, **changed)}  # type: ignore[arg-type,type-var]


def conf(**changed: object) -> dict[str, object]:
    return {"configuration": replace(CONF, **changed)}  # type: ignore[arg-type]


def codes(facts: Facts) -> set[str]:
    return {one.code for one in examine(facts, "zh").findings}


def states(facts: Facts) -> dict[str, str]:
    rows = examine(facts, "zh").data["checks"]
    assert isinstance(rows, list)
    return {row["check"]: row["state"] for row in rows}


@pytest.mark.parametrize("facts", [WINDOWS, MACOS], ids=["Windows", "macOS"])
def test_on_a_healthy_machine_nothing_is_found(facts: Facts) -> None:
    assert codes(facts) == set()
    assert set(states(facts).values()) == {"ok", "skipped"}
    assert examine(facts, "zh").exit_code == 0


def test_on_linux_only_the_lack_of_excel_is_noted() -> None:
    assert codes(LINUX) == {"XL01"}
    assert examine(LINUX, "zh").exit_code == 0


def test_where_no_excel_can_be_no_xlwings_is_missed() -> None:
    assert codes(replace(LINUX, xlwings=None, buildable=False)) == {"XL01"}


ON_WINDOWS: Mapping[str, tuple[dict[str, object], set[str]]] = {
    "Python from the Microsoft Store": (python(kind="store"), {"XL02"}),
    "Python of 32 bits": (python(tag="win32"), {"XL03"}),
    "xlwings is not installed": ({"xlwings": None, "libraries": frozenset()}, {"XL04"}),
    "pywin32 cannot be imported": ({"bridge": Trial(False, "ImportError: DLL load failed")}, {"XL05"}),
    "the library is of another xlwings": ({"libraries": frozenset({"xlwings64-0.37.7.dll"})}, {"XL06"}),
    "the library has not the bits of Excel": (
        {"libraries": frozenset({"xlwings64-0.37.8.dll"}), **excel(bits=32)},
        {"XL06"},
    ),
    "the library for 32-bit Excel is there": (excel(bits=32), set()),
    "the add-in is not installed": ({"addin": None, "configuration": None}, {"XL07"}),
    "the add-in is of an older xlwings": ({"addin": AddIn("kamsheets 0.1.0, xlwings 0.37.7, zh", False)}, {"XL08"}),
    "the add-in is damaged": ({"addin": AddIn(None, False)}, {"XL08"}),
    "the configuration has an empty line": (conf(entries=None), {"XL09"}),
    "the configuration names no interpreter": (conf(interpreter=None, interpreter_there=False), {"XL10"}),
    "the interpreter is gone": (conf(interpreter_there=False), {"XL10"}),
    "the user's name is Chinese": ({"home": Path("C:/Users/张三")}, {"XL12"}),
    "the temporary folder is Chinese": ({"temporary": Path("D:/临时")}, {"XL12"}),
    "Python lies in a Chinese folder": (python(path=Path("D:/软件/python.exe")), {"XL12"}),
    "the add-in came from the internet": ({"from_internet": (ADDIN,)}, {"XL13"}),
    "Python for ARM": (python(tag="win-arm64"), {"XL14"}),
    "Python from conda": (python(kind="conda"), {"XL15"}),
    "Python in a virtual environment": (python(kind="venv"), set()),
    "an xlwings we cannot build from": ({"buildable": False}, {"XL16"}),
    "no Excel": ({"excel": None}, {"XL17"}),
    "Excel from the Microsoft Store": (excel(from_store=True), {"XL18"}),
    "Excel 2013": (excel(version="15.0.5589.1001"), {"XL19"}),
    "Excel 2016, no more known": (excel(version="16", bits=None, running=UNKNOWN), set()),
    "Excel of a version nobody can read": (excel(version="?"), set()),
    "an add-in without configuration": ({"configuration": None}, {"XL20"}),
    "the interpreter lacks kamsheets": (conf(trial=Trial(False, "No module named 'kamsheets'")), {"XL21"}),
    "the interpreter has another kamsheets": (conf(trial=Trial(True, "0.0.9")), {"XL22"}),
    "a broken cache of pywin32": ({"broken_caches": (Path("gen_py/3.13/x"),)}, {"XL23"}),
    "the folder is in OneDrive": ({"folder": Path("C:/Users/li/OneDrive/leads")}, {"XL24"}),
    "the folder is beside OneDrive": ({"folder": Path("C:/Users/li/OneDrive2")}, set()),
    "a workbook came from the internet": ({"from_internet": (Path("D:/leads/a.xlsm"),)}, {"XL25"}),
    "Office may not start programs": ({"defender": {NO_CHILDREN: 1}}, {"XL26"}),
    "Office is warned when it starts programs": ({"defender": {NO_CHILDREN: 6}}, {"XL26"}),
    "starting programs is only audited": ({"defender": {NO_CHILDREN: 2, NO_SYSTEM_CALLS: 0}}, set()),
    "macros may not call the system": ({"defender": {NO_SYSTEM_CALLS: 1}}, {"XL27"}),
    "a policy asks for signed add-ins": ({"policies": ("RequireAddinSig",)}, {"XL34"}),
    "Excel gave nothing back": ({"round_trip": Trial(False, "com_error")}, {"XL28"}),
    "Excel loads add-ins from another folder": ({"round_trip": Trial(True, "Excel 16.0 · C:/elsewhere")}, {"XL33"}),
    "Excel loads add-ins from where ours is": ({"round_trip": Trial(True, f"Excel 16.0 · {ADDIN.parent}")}, set()),
    "nothing makes PDF": ({"converters": ()}, {"XL29"}),
    "WPS makes PDF": ({"converters": ("WPS",)}, set()),
    "no Chinese font": ({"font": None}, {"XL30"}),
    "the folder is read-only": ({"writable": False}, {"XL31"}),
    "one byte less than little room": ({"free": LITTLE - 1}, {"XL32"}),
    "Dask is there": ({"distributed": "2026.8.0"}, set()),
}
ON_MACOS: Mapping[str, tuple[dict[str, object], set[str]]] = {
    "the script is missing or another's": ({"script": False}, {"XL11"}),
    "without add-in no script is needed": ({"script": False, "addin": None}, {"XL07"}),
    "appscript cannot be imported": ({"bridge": Trial(False)}, {"XL05"}),
    "Excel from the App Store is as good": (excel(from_store=True), set()),
    "Python for ARM is as good": ({}, set()),
    "Word makes no PDF for us here": ({"converters": ("Word", "WPS")}, {"XL29"}),
    "the add-in is in quarantine": ({"from_internet": (ADDIN,)}, {"XL13"}),
    "terminal may not control Excel": ({"round_trip": Trial(False, "OSERROR: -1743")}, {"XL28"}),
    "Chinese names are no matter here": ({"home": Path("/Users/张三")}, set()),
}


@pytest.mark.parametrize(("changed", "expected"), ON_WINDOWS.values(), ids=ON_WINDOWS)
def test_on_windows(changed: dict[str, object], expected: set[str]) -> None:
    assert codes(replace(WINDOWS, **changed)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(("changed", "expected"), ON_MACOS.values(), ids=ON_MACOS)
def test_on_macos(changed: dict[str, object], expected: set[str]) -> None:
    assert codes(replace(MACOS, **changed)) == expected  # type: ignore[arg-type]


UNSEEN = {
    "bridge": ("bridge",),
    "excel": ("excel",),
    "addin": ("addin",),
    "configuration": ("configuration",),
    "broken_caches": ("caches",),
    "from_internet": ("origin",),
    "defender": ("defender",),
    "policies": ("trust",),
    "round_trip": ("round_trip",),
    "converters": ("pdf",),
    "writable": ("folder",),
    "free": ("folder",),
}


@pytest.mark.parametrize(("field", "checks"), UNSEEN.items(), ids=UNSEEN)
def test_what_could_not_be_seen_is_said_as_unknown_and_is_no_fault(field: str, checks: tuple[str, ...]) -> None:
    facts = replace(WINDOWS, **{field: UNKNOWN})  # type: ignore[arg-type]
    assert codes(facts) == set()
    assert {name for name, state in states(facts).items() if state == State.UNKNOWN} == set(checks)


def test_an_interpreter_that_does_not_answer_is_unknown() -> None:
    assert states(replace(WINDOWS, **conf(trial=UNKNOWN)))["configuration"] == State.UNKNOWN  # type: ignore[arg-type]
    assert states(replace(MACOS, script=UNKNOWN))["script"] == State.UNKNOWN


def test_every_code_is_reached_and_says_what_is_wrong_and_what_to_do() -> None:
    declared = set(tomllib.loads((files("kamsheets.core") / "codes" / "doctor.toml").read_text("utf-8")))
    reached = {code for table in (ON_WINDOWS, ON_MACOS) for _, expected in table.values() for code in expected}
    assert declared == reached | {"XL01"}
    for lang in LANGUAGES:
        assert [code for code in declared - {"XL01"} if f"{code}.fix" not in catalogue(lang)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_has_a_line_in_words(lang: str) -> None:
    for facts in (WINDOWS, MACOS, LINUX):
        lines = examine(facts, lang).lines
        assert len(lines) == len(CHECKS) + 1
        assert not [line for line in lines if "doctor." in line]


def test_errors_make_the_exit_code_1() -> None:
    assert examine(replace(WINDOWS, xlwings=None), "zh").exit_code == 1
