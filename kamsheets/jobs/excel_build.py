"""Build the add-in and the workbook with buttons on the user's machine, from the xlwings that is installed there."""

import importlib.util
from importlib import metadata
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.messages import text
from kamsheets.jobs import excel_vba
from kamsheets.jobs.excel_actions import ACTIONS, BUTTONS, FUNCTIONS
from kamsheets.workbook import live_check
from kamsheets.workbook.live_shell import Button, add_in, with_buttons
from kamsheets.workbook.live_vba import Module, class_module, standard

CONFIGURATION = "kamsheets"
"""What the add-in calls its configuration file."""
_THEIR_NAME = 'PROJECT_NAME As String = "myaddin"'


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


def addin(lang: str) -> bytes:
    """The bytes of kamsheets.xlam; raises ``XlwingsMissingError``, ``UnsoundBuildError``."""
    folder = xlwings_folder()
    try:
        module = (folder / "xlwings_custom_addin.bas").read_text("utf-8")
        dictionary = (folder / "addin" / "Dictionary.cls").read_text("utf-8")
    except OSError as error:
        raise XlwingsMissingError(found=xlwings_version()) from error
    if module.count(_THEIR_NAME) != 1:
        raise XlwingsMissingError(found=xlwings_version())
    modules = [
        Module("xlwings", module.replace(_THEIR_NAME, _THEIR_NAME.replace("myaddin", CONFIGURATION))),
        class_module(dictionary),
        standard("KamMacros", excel_vba.macros(ACTIONS)),
        standard("KamFunctions", excel_vba.functions(FUNCTIONS)),
    ]
    return _sound(add_in(excel_vba.ribbon(ACTIONS, lang), excel_vba.PROJECT, modules))


def buttons_book(lang: str) -> bytes:
    """The bytes of a workbook with a button an action; raises ``UnsoundBuildError``."""
    wanted = [action for action in ACTIONS if action.id in BUTTONS]
    shown = [Button(action.label(lang), action.macro, action.help(lang)) for action in wanted]
    module = standard("KamButtons", excel_vba.buttons(wanted, lang))
    sheet, title = text("macros.buttons.sheet", lang), text("macros.buttons.title", lang)
    return _sound(with_buttons(sheet, title, shown, excel_vba.PROJECT, [module]))


def _sound(package: bytes) -> bytes:
    if found := live_check.faults(live_check.opened(package)):
        raise UnsoundBuildError(faults="; ".join(found))
    return package
