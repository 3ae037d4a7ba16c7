"""``doctor``: everything that keeps Excel from using us, each with what to do. It only looks; it changes nothing.

The checks come from what users of xlwings report; each answers with a finding, or with nothing when all is well.
"""

import importlib.util
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from kamsheets.core.errors import KamError
from kamsheets.core.finding import Finding, Place, finding
from kamsheets.core.messages import text
from kamsheets.jobs import excel_build
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.excel_places import MACOS, WINDOWS, Places
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session

Check = Callable[[Machine, Session], Iterator[Finding]]
_ENTRY = re.compile(r'"[^"]+","[^"]*"')


def examine(session: Session, machine: Machine) -> Outcome:
    """All checks; the summary names each with ``ok`` or the code of what it found."""
    found = {check.__name__: list(check(machine, session)) for check in CHECKS}
    states = {name: ",".join(one.code for one in some) or "ok" for name, some in found.items()}
    fine = sum(not some for some in found.values())
    line = text("macros.doctor.line", session.lang, fine=fine, checks=len(CHECKS))
    return Outcome([one for some in found.values() for one in some], states, lines=[line])


def excel_here(machine: Machine, session: Session) -> Iterator[Finding]:
    """Excel for Windows or macOS can only be on Windows or macOS."""
    if machine.platform not in (WINDOWS, MACOS):
        yield finding("XL01", Place(), machine.platform)


def python(machine: Machine, session: Session) -> Iterator[Finding]:
    """A Python that Excel can start: 64 bits, not from the Microsoft Store, which hides it from other programs."""
    if "WindowsApps" in machine.interpreter.parts:
        yield finding("XL02", Place(), machine.interpreter)
    if struct.calcsize("P") * 8 < 64:
        yield finding("XL03", Place(), machine.interpreter)


def xlwings(machine: Machine, session: Session) -> Iterator[Finding]:
    """xlwings is installed."""
    if excel_build.xlwings_version() is None:
        yield finding("XL04", Place())


def helpers(machine: Machine, session: Session) -> Iterator[Finding]:
    """What xlwings talks to Excel with."""
    needed = {WINDOWS: "win32com", MACOS: "appscript"}.get(machine.platform)
    if needed and importlib.util.find_spec(needed) is None:
        yield finding("XL05", Place(), needed)


def library(machine: Machine, session: Session) -> Iterator[Finding]:
    """The library that worksheet functions need on Windows lies beside the interpreter or one folder up."""
    if machine.platform != WINDOWS:
        return
    name = f"xlwings64-{excel_build.xlwings_version()}.dll"
    if not any((folder / name).exists() for folder in machine.interpreter.parents[:2]):
        yield finding("XL06", Place(), name)


def addin(machine: Machine, session: Session) -> Iterator[Finding]:
    """The add-in is there and of this kamsheets and this xlwings."""
    where = _places(machine, session)
    if where is None:
        return
    if not where.addin.exists():
        yield finding("XL07", Place(), where.addin)
        return
    try:
        current = where.addin.read_bytes() in [excel_build.addin(lang) for lang in ("zh", "en")]
    except KamError:
        return  # without xlwings: said by its own check
    if not current:
        yield finding("XL08", Place(), where.addin)


def configuration(machine: Machine, session: Session) -> Iterator[Finding]:
    """The configuration can be read, and names an interpreter that is there."""
    where = _places(machine, session)
    if where is None or not where.conf.exists():
        return
    lines = where.conf.read_text("utf-8", errors="replace").splitlines()
    if not all(map(_ENTRY.fullmatch, lines)):
        yield finding("XL09", Place(), where.conf)
        return
    entries = dict(line.strip('"').split('","', 1) for line in lines)
    key = "INTERPRETER_MAC" if machine.platform == MACOS else "INTERPRETER_WIN"
    if not Path(entries.get(key, "")).is_file():
        yield finding("XL10", Place(), entries.get(key, ""))


def script(machine: Machine, session: Session) -> Iterator[Finding]:
    """On a Mac: the script of this very version of xlwings."""
    where = _places(machine, session)
    if where and where.script and where.addin.exists() and not where.script.exists():
        yield finding("XL11", Place(), where.script)


def names(machine: Machine, session: Session) -> Iterator[Finding]:
    """Folders with letters outside ASCII: worksheet functions on Windows cannot start from them."""
    temporary = machine.environment.get("TEMP", "")
    if machine.platform == WINDOWS and not f"{machine.home}{temporary}{machine.interpreter}".isascii():
        yield finding("XL12", Place(), machine.home)


def blocked(machine: Machine, session: Session) -> Iterator[Finding]:
    """Windows marks what came from the internet, and Excel then runs no macros of it."""
    where = _places(machine, session)
    if machine.platform == WINDOWS and where and Path(f"{where.addin}:Zone.Identifier").exists():
        yield finding("XL13", Place(), where.addin)


def _places(machine: Machine, session: Session) -> Places | None:
    return machine.places(session.lang) if machine.platform in (WINDOWS, MACOS) else None


CHECKS: tuple[Check, ...] = (
    excel_here, python, xlwings, helpers, library, addin, configuration, script, names, blocked,
)  # fmt: skip
"""In the order in which one mends things."""
