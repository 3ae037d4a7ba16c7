"""The add-in and the workbook with buttons pass the gate; what would not work in Excel does not."""

import difflib
import hashlib
import io
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import olefile
import pytest
from oletools.olevba import VBA_Parser

from kamsheets.jobs import excel_build, excel_vba
from kamsheets.jobs.excel_actions import ACTIONS, FUNCTIONS
from kamsheets.macros import runner
from kamsheets.workbook import live_check
from kamsheets.workbook.live_shell import RIBBON_PART, Button, add_in, with_buttons
from kamsheets.workbook.live_vba import document, project, standard

LANGUAGES = ("zh", "en")


def macros_of(package: bytes, name: str) -> dict[str, str]:
    return {module: code for _, _, module, code in VBA_Parser(name, package).extract_macros()}


def built(lang: str) -> dict[str, bytes]:
    """Every kind of file we build."""
    return {"kamsheets.xlam": excel_build.addin(lang), "buttons.xlsm": excel_build.buttons_book(lang)}


DIGESTS = """
import difflib
import hashlib
from kamsheets.jobs import excel_build
for lang in ("zh", "en"):
    for package in (excel_build.addin(lang), excel_build.buttons_book(lang)):
        print(hashlib.sha256(package).hexdigest())
"""


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_a_rebuild_in_another_process_is_byte_identical(seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "KAMSHEETS_LANG": "en"}
    done = subprocess.run([sys.executable, "-c", DIGESTS], env=environment, capture_output=True, text=True, check=True)
    here = [hashlib.sha256(package).hexdigest() for lang in LANGUAGES for package in built(lang).values()]
    assert done.stdout.split() == here


@pytest.mark.parametrize("lang", LANGUAGES)
def test_oletools_reads_the_source_that_was_put_in(lang: str) -> None:
    given = {"kamsheets.xlam": excel_build.addin_modules(lang), "buttons.xlsm": excel_build.buttons_modules(lang)}
    for name, package in built(lang).items():
        read = {
            module.partition(".")[0]: code.replace("\r\n", "\n") for module, code in macros_of(package, name).items()
        }
        assert {one.name: one.source.replace("\r\n", "\n") for one in given[name]}.items() <= read.items()
        assert set(read) == {"ThisWorkbook", "Sheet1", *(one.name for one in given[name])}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_relation_of_a_package_leads_to_a_part_and_every_part_has_a_type(lang: str) -> None:
    for package in built(lang).values():
        parts = live_check.opened(package)
        types = parts["[Content_Types].xml"].decode("utf-8")
        for name, data in parts.items():
            assert f'PartName="/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                for target in re.findall(r'Target="([^"]+)"', data.decode("utf-8")):
                    assert posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") in parts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_add_in_holds_a_macro_an_action_and_a_callback_of_the_ribbon(lang: str) -> None:
    package = excel_build.addin(lang)
    code = macros_of(package, "kamsheets.xlam")["KamMacros.bas"]
    ribbon = live_check.opened(package)[RIBBON_PART].decode("utf-8")
    for action in ACTIONS:
        assert f"Sub {action.macro}()" in code
        assert f'onAction="{action.macro}Ribbon"' in ribbon
        assert f"Sub {action.macro}Ribbon(control As IRibbonControl)" in code


def test_xlwings_is_taken_as_installed_but_for_its_configuration() -> None:
    code = macros_of(excel_build.addin("zh"), "kamsheets.xlam")["xlwings.bas"].replace("\r\n", "\n").split("\n")
    theirs = (excel_build.xlwings_folder() / "xlwings_custom_addin.bas").read_text("utf-8").split("\n")
    changes = [line for line in difflib.ndiff(theirs, code) if line[0] in "+-" and line[1:].strip()]
    assert sum(line[0] == "+" for line in changes) == 5
    assert sum(line[0] == "-" for line in changes) == 4
    assert f'Public Const XLWINGS_VERSION As String = "{excel_build.xlwings_version()}"' in code


def test_settings_in_a_workbook_that_came_by_mail_are_not_heard() -> None:
    # GetConfig asks the sheet, the folder, then the user, unless ``source`` names one of them.
    code = macros_of(excel_build.addin("zh"), "kamsheets.xlam")["xlwings.bas"].replace("\r\n", "\n")
    body = code[code.index("Function GetConfig(configKey") :]
    body = body[: body.index("End Function")]
    assert body.index('source = "user"') < body.index('source = "sheet"') < body.index('source = "directory"')
    assert len(re.findall(r"^ *source = ", body, re.MULTILINE)) == 1


def test_the_path_of_a_workbook_is_part_of_no_command_line() -> None:
    # A file name such as ``a^&calc.xlsx`` would start a program of its own: cmd.exe sees the path outside quotes.
    code = macros_of(excel_build.addin("zh"), "kamsheets.xlam")["xlwings.bas"]
    lines = [line for line in code.split("\r\n") if re.match(r"\s*PYTHONPATH = AddExcelDir", line)]
    assert len(lines) == 3
    assert [line for line in lines if "FullName" in line] == []
    arguments = [[part.strip() for part in line.split("&")] for line in lines]
    assert {(one.count('";"'), one[0].split(" = ")[1]) for one in arguments} == {(6, "AddExcelDir")}


@pytest.mark.parametrize(
    "change",
    ["myaddin", "' Sheet", "ThisFullName", "ThisWorkbook.FullName"],
    ids=["another name", "another GetConfig", "another RunPython", "another server"],
)
def test_an_xlwings_that_is_written_otherwise_is_not_built_from(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = excel_build.xlwings_folder()
    (tmp_path / "addin").mkdir()
    (tmp_path / "addin" / "Dictionary.cls").write_bytes((theirs / "addin" / "Dictionary.cls").read_bytes())
    other = (theirs / "xlwings_custom_addin.bas").read_text("utf-8").replace(change, "other")
    (tmp_path / "xlwings_custom_addin.bas").write_text(other, "utf-8")
    monkeypatch.setattr(excel_build, "xlwings_folder", lambda: tmp_path)
    with pytest.raises(excel_build.XlwingsMissingError):
        excel_build.addin("zh")


def test_the_buttons_call_the_add_in() -> None:
    package = excel_build.buttons_book("zh")
    code = macros_of(package, "kam.xlsm")["KamButtons.bas"]
    assert all(f'KamCall "{action.macro}"' in code for action in ACTIONS)
    vml = next(data for name, data in live_check.opened(package).items() if name.endswith(".vml")).decode("utf-8")
    assert vml.count("FmlaMacro") == 2 * len(ACTIONS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_sent_to_python_runs_the_action_in_the_language_of_the_add_in(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    performed: list[tuple[object, ...]] = []
    monkeypatch.setattr(runner.door, "caller", lambda: "the book")
    monkeypatch.setattr(runner, "perform", lambda *given: performed.append(given))
    code = macros_of(excel_build.addin(lang), "kamsheets.xlam")["KamMacros.bas"]
    line = re.search(r'RunPython "(.*)"', code)
    assert line
    for action in ACTIONS:
        exec(line[1].replace('" & action & "', action.id))
    assert performed == [(action.id, "the book", lang) for action in ACTIONS]


def test_no_shell_no_declare_in_the_workbook_that_is_sent_around() -> None:
    code = "\n".join(macros_of(excel_build.buttons_book("zh"), "kam.xlsm").values())
    assert not re.search(r"\b(Shell|Declare|CreateObject|Environ)\b", code)


def test_the_words_of_a_message_survive_the_code_page() -> None:
    words = "没有 kamsheets.xlam。"
    numbers = re.findall(r"ChrW\((\d+)\)", " & ".join(excel_vba.spelled(words)))
    assert "".join(chr(int(n)) for n in numbers) == words


def test_the_ribbon_is_put_in_as_xlwings_puts_in_its_own() -> None:
    with zipfile.ZipFile(excel_build.xlwings_folder() / "addin" / "xlwings.xlam") as theirs:
        their_relation = re.search(
            r'Type="([^"]+)" Target="customUI/customUI.xml"', theirs.read("_rels/.rels").decode()
        )
        their_space = re.search(r'customUI xmlns="([^"]+)"', theirs.read("customUI/customUI.xml").decode())
    parts = live_check.opened(excel_build.addin("zh"))
    assert their_relation
    assert their_space
    assert f'Type="{their_relation[1]}" Target="{RIBBON_PART}"' in parts["_rels/.rels"].decode("utf-8")
    assert f'customUI xmlns="{their_space[1]}"' in parts[RIBBON_PART].decode("utf-8")


def letters(code: str) -> str:
    """The text that a line of ChrW makes."""
    return "".join(chr(int(number)) for number in re.findall(r"ChrW\((\d+)\)", code))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_function_wizard_is_given_the_words_of_every_function(lang: str) -> None:
    code = macros_of(excel_build.addin(lang), "kamsheets.xlam")["KamHelp.bas"]
    given, labels = {}, {}
    for part in code.split('words = ""')[1:]:
        found = re.search(r'(.*)KamOne "(\w+)", words, Array\((.*)\)', part, re.DOTALL)
        assert found
        given[found[2]] = letters(found[1])
        labels[found[2]] = [letters(label) for label in found[3].split(", ")]
    assert given == {one.name: one.help(lang) for one in FUNCTIONS}
    assert labels == {one.name: one.argument_labels(lang) for one in FUNCTIONS}
    assert max(map(len, given.values())) <= 255


def test_the_compound_file_has_no_defect() -> None:
    vba = live_check.opened(excel_build.addin("zh"))["xl/vbaProject.bin"]
    with olefile.OleFileIO(io.BytesIO(vba), raise_defects=olefile.DEFECT_UNSURE) as found:
        assert not found.parsing_issues
        assert found.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("cc61ffff000000")


def test_every_part_has_a_content_type_and_nothing_is_dated() -> None:
    with zipfile.ZipFile(io.BytesIO(excel_build.addin("zh"))) as package:
        types = package.read("[Content_Types].xml").decode("utf-8")
        assert "addin.macroEnabled.main+xml" in types
        assert {info.date_time for info in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}


GOOD = "Public Sub KamPing()\nEnd Sub\nPublic Sub KamPingRibbon(control As IRibbonControl)\nEnd Sub\n"
SPACE = "http://schemas.microsoft.com/office/2006/01/customui"
BUTTON = '<button id="a" imageMso="Info" onAction="KamPingRibbon"/>'
RIBBON = f'<customUI xmlns="{SPACE}">{BUTTON}</customUI>'
TWO = f'<customUI xmlns="{SPACE}">{BUTTON}{BUTTON}</customUI>'
SHEETS = [document("ThisWorkbook", workbook=True), document("Sheet1")]
NO_CONTROL = GOOD.replace("control As IRibbonControl", "")


def broken() -> dict[str, bytes]:
    """The parts of a sound add-in, to be broken."""
    return live_check.opened(add_in(RIBBON, "Kam", [standard("KamMacros", GOOD)]))


TWICE = project("Kam", [*SHEETS, standard("KamA", GOOD), standard("KamB", "")])


def test_a_sound_add_in_passes() -> None:
    assert live_check.faults(broken()) == []


@pytest.mark.parametrize(
    "parts",
    [
        broken() | {RIBBON_PART: RIBBON.replace("KamPing", "KamPong").encode()},
        broken() | {RIBBON_PART: b"<customUI"},
        broken() | {"xl/vbaProject.bin": project("Kam", [standard("KamMacros", GOOD)])},
        broken() | {"xl/vbaProject.bin": broken()["xl/vbaProject.bin"][:4000]},
        broken() | {"_rels/.rels": b"<Relationships/>"},
        broken() | {"_rels/.rels": broken()["_rels/.rels"].replace(b"2006/relationships/ui", b"2007/relationships/ui")},
        {name: data for name, data in broken().items() if name != RIBBON_PART},
        {name: data for name, data in broken().items() if name != "xl/vbaProject.bin"},
        live_check.opened(with_buttons("B", "B", [Button("x", "Nobody")], "Kam", [standard("KamMacros", GOOD)])),
        live_check.opened(add_in(RIBBON, "Kam", [standard("A", GOOD), standard("B", GOOD)])),
        live_check.opened(add_in(RIBBON, "Kam", [standard("KamMacros", NO_CONTROL)])),
        live_check.opened(with_buttons("B", "B", [Button("x", "KamPingRibbon")], "Kam", [standard("A", GOOD)])),
        broken() | {RIBBON_PART: TWO.encode()},
        broken() | {RIBBON_PART: RIBBON.replace("Info", "").encode()},
        broken() | {RIBBON_PART: RIBBON.replace('id="a"', 'id="1 a"').encode()},
        broken() | {RIBBON_PART: RIBBON.replace('id="a"', f'id="a" supertip="{"x" * 1025}"').encode()},
        broken() | {"xl/vbaProject.bin": TWICE.replace(b"Module=KamB", b"Module=KamA")},
    ],
    ids=[
        "a callback nobody answers", "a ribbon that is no XML", "sheets without modules", "a damaged project",
        "a ribbon unrelated to the package", "a ribbon related as one of another namespace",
        "an add-in without ribbon", "no project", "a button without macro",
        "a procedure twice", "a callback that takes no control", "a button whose macro asks for something",
        "two controls of one name", "a button without picture", "a control with no proper name",
        "a tip that Office cuts off", "a module twice in the project",
    ],
)  # fmt: skip
def test_what_would_not_work_in_excel_is_found(parts: dict[str, bytes]) -> None:
    assert live_check.faults(parts)


def test_functions_are_in_the_order_in_which_xlwings_writes_them() -> None:
    assert [one.name for one in FUNCTIONS] == sorted(one.name for one in FUNCTIONS)
