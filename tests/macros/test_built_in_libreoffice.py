"""The files we build, opened by a real office program: it finds our modules and buttons, and runs our VBA.

LibreOffice is no Excel, but it reads the same project by code of its own. xlwings' two modules are beyond its Basic;
in their place stands a RunPython that keeps what it was asked.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kamsheets.core.messages import text
from kamsheets.jobs import excel_build
from kamsheets.jobs.excel_actions import ACTIONS, FUNCTIONS

PROBE = Path(__file__).parent / "office_probe.py"
LANGUAGES = ("zh", "en")
RECORDER = """\
Option VBASupport 1
Public asked As String
Public Sub RunPython(code As String)
    asked = code
End Sub
Public Function Asked_() As String
    Asked_ = asked
End Function
"""


NAMES = {
    "线索 A&B (1)'s 50%.xlsx": True,
    "a$(open -a Calculator).xlsx": False,
    "a`id`.xlsx": False,
    'a";id;".xlsx': False,
    "a|b.xlsx": False,
    "a\\.xlsx": False,
}


def kept_words(source: str) -> str:
    """A module that keeps what it would show, for no one is there to see it."""
    shown = "Public shown As String\nPublic Function Shown_() As String\n    Shown_ = shown\nEnd Function\n"
    code, boxes = re.subn(r"MsgBox (\w+\(\)), .*", r"shown = shown & \1 & vbLf", plain(source))
    assert boxes
    return "Option VBASupport 1\n" + shown + code.replace("Option Explicit\n", "")


def python_with_uno() -> str | None:
    """The Python that LibreOffice talks to: its own, or the system's."""
    office = shutil.which("soffice")
    beside = [str(Path(office).resolve().parent / "python")] if office else []
    for python in [*beside, "/usr/bin/python3", "python3", sys.executable]:
        found = shutil.which(python)
        if found and subprocess.run([found, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return found
    return None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What LibreOffice says of every file we build."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    python = python_with_uno()
    if python is None:
        pytest.skip("no Python here knows LibreOffice's UNO (package python3-uno)")
    folder = tmp_path_factory.mktemp("built")
    tasks = {}
    for lang in LANGUAGES:
        macros = [name for action in ACTIONS for name in (action.macro, f"{action.macro}Ribbon")]
        asked = [call for name in macros for call in (["KamMacros", name], ["xlwings", "Asked_"])]
        addin, buttons = folder / f"{lang}.xlam", folder / f"{lang}.xlsm"
        addin.write_bytes(excel_build.addin(lang))
        buttons.write_bytes(excel_build.buttons_book(lang))
        own = [["KamMacros", "KamVersion"], ["KamMacros", "KamNoWorkbook"], ["KamMacros", "KamUnsafeName"]]
        instead = {"xlwings": RECORDER, "Dictionary": None}
        tasks[addin.name] = {"file": str(addin), "instead": instead, "calls": [*own, *asked]}
        pressed = [["KamButtons", action.macro] for action in ACTIONS]
        tasks[buttons.name] = {
            "file": str(buttons),
            "instead": {"KamButtons": kept_words(excel_build.buttons_modules(lang)[0].source)},
            "calls": [*pressed, ["KamButtons", "Shown_"]],
        }
    names = [["KamMacros", "KamSafeName", name] for name in NAMES]
    badly_named = folder / "a`id`.xlam"
    badly_named.write_bytes(excel_build.addin("zh"))
    macros = next(one.source for one in excel_build.addin_modules("zh") if one.name == "KamMacros")
    tasks["badly named"] = {
        "file": str(badly_named),
        "instead": {"xlwings": RECORDER, "Dictionary": None, "KamMacros": kept_words(macros)},
        "calls": [["KamMacros", "KamAbout"], ["KamMacros", "Shown_"], ["xlwings", "Asked_"]],
    }
    tasks["names"] = tasks["zh.xlam"] | {"calls": names}
    done = subprocess.run(
        [python, str(PROBE)], input=json.dumps(list(tasks.values())), capture_output=True, text=True, timeout=180,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(tasks, json.loads(done.stdout), strict=True))


def plain(source: str) -> str:
    """Module text without the lines that LibreOffice or VBA puts above the code."""
    lines = source.replace("\r\n", "\n").split("\n")
    return "\n".join(
        one
        for one in lines
        if not one.startswith(("Rem Attribute ", "Option VBASupport", "Option ClassModule", "Attribute "))
    )


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_reads_our_modules_word_by_word(office: dict[str, Any], lang: str) -> None:
    for name, built in (
        (f"{lang}.xlam", excel_build.addin_modules(lang)),
        (f"{lang}.xlsm", excel_build.buttons_modules(lang)),
    ):
        read = office[name]["modules"]
        assert set(read) == {"ThisWorkbook", "Sheet1", *(module.name for module in built)}
        for module in built:
            assert plain(read[module.name]).strip() == plain(module.source).strip()


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_add_in_says_what_it_was_built_from_and_when_nothing_is_open(office: dict[str, Any], lang: str) -> None:
    said = [excel_build.built_from(lang), text("macros.no_workbook", lang), text("macros.unsafe_name", lang)]
    assert office[f"{lang}.xlam"]["answers"][:3] == said


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_macro_and_every_callback_of_the_ribbon_asks_python_for_its_own_action(
    office: dict[str, Any], lang: str
) -> None:
    asked = office[f"{lang}.xlam"]["answers"][4::2]
    expected = [f"from kamsheets.macros.runner import run; run('{action.id}', '{lang}')" for action in ACTIONS]
    assert asked == [line for line in expected for _ in range(2)]


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_button_is_bound_to_its_macro(office: dict[str, Any], lang: str) -> None:
    bound = {
        action.label(lang): [
            f"vnd.sun.star.script:KamSheets.KamButtons.{action.macro}?language=Basic&location=document"
        ]
        for action in ACTIONS
    }
    assert office[f"{lang}.xlsm"]["buttons"] == bound


@pytest.mark.office
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_add_in_every_button_says_so_in_words_that_survive_the_code_page(
    office: dict[str, Any], lang: str
) -> None:
    said = office[f"{lang}.xlsm"]["answers"][-1]
    assert said == (text("macros.no_addin", lang) + "\n") * len(ACTIONS)


@pytest.mark.office
def test_names_that_a_shell_would_act_on_are_refused(office: dict[str, Any]) -> None:
    # LibreOffice passes over #If and runs what Excel runs on a Mac; on Windows the name stands in quotes, and no name
    # may hold a quote.
    assert dict(zip(NAMES, office["names"]["answers"], strict=True)) == NAMES


@pytest.mark.office
def test_a_workbook_with_such_a_name_is_handed_to_no_shell(office: dict[str, Any]) -> None:
    _, shown, asked = office["badly named"]["answers"]
    assert (shown, asked) == (text("macros.unsafe_name", "zh") + "\n", "")


@pytest.mark.office
def test_worksheet_functions_stand_in_their_module(office: dict[str, Any]) -> None:
    source = office["zh.xlam"]["modules"]["KamFunctions"]
    assert [one.name for one in FUNCTIONS if f"Function {one.name}(" not in source] == []
