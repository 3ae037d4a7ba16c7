"""What macOS tells of Excel and of what stands in its way."""

import plistlib
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CalledProcessError

from kamsheets.jobs.excel_facts import UNKNOWN, Excel, Unknown

APPLICATIONS = Path("/Applications")
APP = "Microsoft Excel.app"
PROGRAMS = ("ps", "-axo", "comm")
_PROGRAM = "Contents/MacOS/Microsoft Excel"


def excel(home: Path, programs: Callable[[], str], applications: Path = APPLICATIONS) -> Excel | None:
    """The Excel in the applications of the machine or of the user; ``programs`` lists those that run."""
    for folder in (applications, home / "Applications"):
        contents = folder / APP / "Contents"
        if (contents / "Info.plist").is_file():
            with (contents / "Info.plist").open("rb") as source:
                version = plistlib.load(source).get("CFBundleShortVersionString", "?")
            return Excel(str(version), 64, (contents / "_MASReceipt").exists(), _running(programs))
    return None


def _running(programs: Callable[[], str]) -> bool | Unknown:
    try:
        return _PROGRAM in programs()
    except Exception:
        return UNKNOWN


def writers(applications: Path = APPLICATIONS) -> list[str]:
    """Word and WPS, where they are installed."""
    known = {"Word": "Microsoft Word.app", "WPS": "wpsoffice.app"}
    return [name for name, app in known.items() if (applications / app).exists()]


def is_marked(path: Path, ask: Callable[[Sequence[str]], str]) -> bool:
    """Whether a file is in quarantine."""
    try:
        return bool(ask(("xattr", "-p", "com.apple.quarantine", str(path))).strip())
    except CalledProcessError:
        return False
