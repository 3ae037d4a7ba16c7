"""The add-in and the workbook with buttons pass the gate; what would not work in Excel does not."""

import io
import re
import zipfile

import olefile
import pytest
from oletools.olevba import VBA_Parser

from kamsheets.jobs import excel_build, excel_vba
from kamsheets.jobs.excel_actions import ACTIONS, BUTTONS, FUNCTIONS
from kamsheets.workbook import live_check
from kamsheets.workbook.live_shell import RIBBON_PART, Button, add_in, with_buttons
from kamsheets.workbook.live_vba import project, standard

LANGUAGES = ("zh", "en")


def macros_of(package: bytes, name: str) -> dict[str, str]:
    return {module: code for _, _, module, code in VBA_Parser(name, package).extract_macros()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rebuild_is_byte_identical(lang: str) -> None:
    assert excel_build.addin(lang) == excel_build.addin(lang)
    assert excel_build.buttons_book(lang) == excel_build.buttons_book(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_add_in_holds_a_macro_an_action_and_a_callback_of_the_ribbon(lang: str) -> None:
    package = excel_build.addin(lang)
    code = macros_of(package, "kamsheets.xlam")["KamMacros.bas"]
    ribbon = live_check.opened(package)[RIBBON_PART].decode("utf-8")
    for action in ACTIONS:
        assert f"Sub {action.macro}()" in code
        assert f'onAction="{action.macro}Ribbon"' in ribbon
        assert f"Sub {action.macro}Ribbon(control As IRibbonControl)" in code


def test_xlwings_is_taken_as_installed_but_for_the_name_of_its_configuration() -> None:
    code = macros_of(excel_build.addin("zh"), "kamsheets.xlam")["xlwings.bas"].replace("\r\n", "\n")
    theirs = (excel_build.xlwings_folder() / "xlwings_custom_addin.bas").read_text("utf-8")
    assert code == theirs.replace('"myaddin"', '"kamsheets"')
    assert f'XLWINGS_VERSION As String = "{excel_build.xlwings_version()}"' in code


def test_the_buttons_call_the_add_in() -> None:
    package = excel_build.buttons_book("zh")
    code = macros_of(package, "kam.xlsm")["KamButtons.bas"]
    assert all(f'KamCall "Kam{"".join(w.capitalize() for w in name.split("_"))}"' in code for name in BUTTONS)
    vml = next(data for name, data in live_check.opened(package).items() if name.endswith(".vml")).decode("utf-8")
    assert vml.count("FmlaMacro") == 2 * len(BUTTONS)


def test_no_shell_no_declare_in_the_workbook_that_is_sent_around() -> None:
    code = "\n".join(macros_of(excel_build.buttons_book("zh"), "kam.xlsm").values())
    assert not re.search(r"\b(Shell|Declare|CreateObject|Environ)\b", code)


def test_the_words_of_a_message_survive_the_code_page() -> None:
    words = "没有 kamsheets.xlam。"
    numbers = re.findall(r"ChrW\((\d+)\)", " & ".join(excel_vba.spelled(words)))
    assert "".join(chr(int(n)) for n in numbers) == words


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
RIBBON = f'<customUI xmlns="{SPACE}"><button onAction="KamPingRibbon"/></customUI>'


def broken(**changed: bytes) -> dict[str, bytes]:
    parts = live_check.opened(add_in(RIBBON, "Kam", [standard("KamMacros", GOOD)]))
    return parts | {name.replace("__", "/"): data for name, data in changed.items()}


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
        {name: data for name, data in broken().items() if name != RIBBON_PART},
        {name: data for name, data in broken().items() if name != "xl/vbaProject.bin"},
        live_check.opened(with_buttons("B", "B", [Button("x", "Nobody")], "Kam", [standard("KamMacros", GOOD)])),
        live_check.opened(add_in(RIBBON, "Kam", [standard("A", GOOD), standard("B", GOOD)])),
    ],
    ids=[
        "a callback nobody answers", "a ribbon that is no XML", "sheets without modules", "a damaged project",
        "a ribbon unrelated to the package", "an add-in without ribbon", "no project", "a button without macro",
        "a procedure twice",
    ],
)  # fmt: skip
def test_what_would_not_work_in_excel_is_found(parts: dict[str, bytes]) -> None:
    assert live_check.faults(parts)


def test_functions_are_in_the_order_in_which_xlwings_writes_them() -> None:
    assert [one.name for one in FUNCTIONS] == sorted(one.name for one in FUNCTIONS)
