"""Where Excel looks for our files, on Windows and on macOS; all of them plain files in the user's own folders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kamsheets.core.errors import UsageError
from kamsheets.core.messages import text

ADDIN_FILE, CONF_FILE = "kamsheets.xlam", "kamsheets.conf"
WINDOWS, MACOS = "win32", "darwin"
"""Values of ``sys.platform``."""
LANGUAGE, SCRIPT = "LANGUAGE", "SCRIPT"
SCRIPT_NAME = re.compile(r"xlwings-[\w.]+\.applescript")
ANY_PYTHON = "python"
OWN_FOLDER, LOG_FILE = ".kamsheets", "macros.log"
"""In the user's home: the configuration (Windows) and the log of the macros."""
_ENTRY = re.compile(r'"([^"]+)","([^"]*)"')


@dataclass(frozen=True)
class Places:
    """The files of an installation; ``script`` is None where none is needed."""

    addin: Path
    conf: Path
    script: Path | None


def places(platform: str, home: Path, environment: Mapping[str, str], version: str | None, lang: str) -> Places:
    """The places of a user on ``platform``; ``version`` of xlwings names the script.

    Raises ``UsageError`` on a system without Excel.
    """
    if platform == WINDOWS:
        roaming = Path(environment.get("APPDATA") or home / "AppData" / "Roaming")
        return Places(roaming / "Microsoft" / "Excel" / "XLSTART" / ADDIN_FILE, home / OWN_FOLDER / CONF_FILE, None)
    if platform == MACOS:
        library = home / "Library"
        group = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized"
        scripts = library / "Application Scripts" / "com.microsoft.Excel"
        data = library / "Containers" / "com.microsoft.Excel" / "Data"
        return Places(group / "Excel" / ADDIN_FILE, data / CONF_FILE, scripts / script_name(version))
    raise UsageError(reason=text("macros.no_excel_here", lang))


def in_folder(folder: Path, version: str | None) -> Places:
    """All files in one folder, to be carried elsewhere."""
    return Places(folder / ADDIN_FILE, folder / CONF_FILE, folder / script_name(version))


def script_name(version: str | None) -> str:
    """The script through which Excel for Mac starts Python."""
    return f"xlwings-{version}.applescript"


def configuration(platform: str, interpreter: Path, lang: str, script: str | None, *, carried: bool) -> str:
    """The configuration file: no blank lines, for xlwings stops at one.

    ``script``: name of the script that we put in place; it goes when we go. ``carried``: the file is for another
    machine too, where Python is found by its name. xlwings passes over LANGUAGE and SCRIPT, which are ours.
    """
    quiet = interpreter.with_name("pythonw.exe")
    chosen = str(quiet if platform == WINDOWS and quiet.exists() else interpreter)
    here = {WINDOWS: "INTERPRETER_WIN", MACOS: "INTERPRETER_MAC"}
    entries = {key: chosen if system == platform else ANY_PYTHON for system, key in here.items()}
    if not carried:
        entries = {here[platform]: chosen}
    entries |= {
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "UDF MODULES": "kamsheets.macros.functions",
        "USE UDF SERVER": "False",
        LANGUAGE: lang,
    }
    if script:
        entries[SCRIPT] = script
    return "".join(f'"{name}","{value}"\n' for name, value in entries.items())


def entries(configuration: str) -> dict[str, str] | None:
    """The values of a configuration file by name; None: it has a line at which xlwings stops."""
    found = [_ENTRY.fullmatch(line) for line in configuration.splitlines()]
    return None if None in found else {one[1]: one[2] for one in found if one}
