"""Build the add-in and the workbook with buttons on the user's machine, from the xlwings that is installed there."""

import importlib.util
import re
from importlib import metadata
from pathlib import Path
from zipfile import BadZipFile

from kamsheets import __version__
from kamsheets.core.errors import KamError
from kamsheets.core.messages import LANGUAGES, text
from kamsheets.jobs import excel_vba
from kamsheets.jobs.excel_actions import ACTIONS, FUNCTIONS
from kamsheets.workbook import live_check
from kamsheets.workbook.live_shell import Button, add_in, with_buttons
from kamsheets.workbook.live_vba import Module, class_module, standard

CONFIGURATION = "kamsheets"
"""What the add-in calls its configuration file."""
MACRO_MODULE = "KamMacros"
_BUILT = re.compile(r'KamVersion = "([^"]+)"')
_CHANGES = (
    ('PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{CONFIGURATION}"', 1),
    (
        "    Dim configValue As String\n    \n    ' Sheet\n",
        "    Dim configValue As String\n    source = \"user\" ' a workbook may have come by mail\n\n    ' Sheet\n",
        1,
    ),
    ('& ActiveFullName & ";" & ThisFullName &', '& ";" &', 2),
    ('& ActiveWorkbook.FullName & ";" & ThisWorkbook.FullName &', '& ";" &', 1),
)
"""What we change in xlwings' module, and how often it stands there: our configuration's name; settings inside or beside
a workbook are not heard; paths of workbooks, which we do not need, are kept out of command lines."""


class XlwingsMissingError(KamError):
    """xlwings is not installed, or is one that we cannot build from; ``found``."""

    code = "macros.no_xlwings"


class UnsoundBuildError(KamError):
    """A file we built does not pass the gate; ``faults``."""

    code = "macros.unsound"


def xlwings_folder() -> Path:
    """Where xlwings is installed, without importing it; raises ``XlwingsMissingError``."""
    found = importlib.util.find_spec("xlwings")
    if found is None or found.origin is None:
        raise XlwingsMissingError(found="-")
    return Path(found.origin).parent


def xlwings_version() -> str | None:
    """The version of xlwings, None when it is not installed."""
    try:
        return metadata.version("xlwings")
    except metadata.PackageNotFoundError:
        return None


def applescript() -> bytes:
    """The script through which Excel for Mac starts Python; raises ``XlwingsMissingError``."""
    try:
        return (xlwings_folder() / f"xlwings-{xlwings_version()}.applescript").read_bytes()
    except OSError as error:
        raise XlwingsMissingError(found=xlwings_version()) from error


def built_from(lang: str) -> str:
    """What an add-in built now says of itself."""
    return f"kamsheets {__version__}, xlwings {xlwings_version()}, {lang}"


def read_built_from(package: bytes) -> str | None:
    """What an add-in says of itself; None: it is damaged or says nothing."""
    try:
        parts = live_check.opened(package)
        found = _BUILT.search(live_check.modules(parts[live_check.VBA_PART])[MACRO_MODULE])
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
    return found[1] if found else None


def is_current(package: bytes) -> bool:
    """Whether an add-in is what would be built now, in either language."""
    try:
        return any(package == addin(lang) for lang in LANGUAGES)
    except XlwingsMissingError:
        return False


def addin_modules(lang: str) -> list[Module]:
    """The modules of the add-in; raises ``XlwingsMissingError``."""
    folder = xlwings_folder()
    try:
        module = (folder / "xlwings_custom_addin.bas").read_text("utf-8")
        dictionary = (folder / "addin" / "Dictionary.cls").read_text("utf-8")
    except OSError as error:
        raise XlwingsMissingError(found=xlwings_version()) from error
    return [
        Module("xlwings", _ours(module)),
        class_module(dictionary),
        standard(MACRO_MODULE, excel_vba.macros(ACTIONS, built_from(lang), lang)),
        standard("KamFunctions", excel_vba.functions(FUNCTIONS)),
        standard("KamHelp", excel_vba.descriptions(FUNCTIONS, lang)),
    ]


def _ours(module: str) -> str:
    """xlwings' module with our changes; raises ``XlwingsMissingError`` for one that is not written as we know it."""
    for theirs, ours, times in _CHANGES:
        if module.count(theirs) != times:
            raise XlwingsMissingError(found=xlwings_version())
        module = module.replace(theirs, ours)
    return module


def addin(lang: str) -> bytes:
    """The bytes of kamsheets.xlam; raises ``XlwingsMissingError``, ``UnsoundBuildError``."""
    return _sound(add_in(excel_vba.ribbon(ACTIONS, lang), excel_vba.PROJECT, addin_modules(lang)))


def buttons_modules(lang: str) -> list[Module]:
    """The modules of the workbook with buttons."""
    return [standard("KamButtons", excel_vba.buttons(ACTIONS, lang))]


def buttons_book(lang: str) -> bytes:
    """The bytes of a workbook with a button an action; raises ``UnsoundBuildError``."""
    shown = [Button(one.label(lang), one.macro, one.help(lang), one.group_label(lang)) for one in ACTIONS]
    sheet, title = text("macros.buttons.sheet", lang), text("macros.buttons.title", lang)
    return _sound(with_buttons(sheet, title, shown, excel_vba.PROJECT, buttons_modules(lang), lang))


def _sound(package: bytes) -> bytes:
    if found := live_check.faults(live_check.opened(package)):
        raise UnsoundBuildError(faults="; ".join(found))
    return package
