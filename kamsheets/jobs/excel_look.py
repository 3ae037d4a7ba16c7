"""Gathers the facts of this machine for the doctor. It only looks; what does not answer in time is unknown."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from platform import platform, python_version
from typing import TypeVar

from kamsheets import __version__
from kamsheets.document import orgchart_picture, pdf
from kamsheets.jobs import excel_build, excel_look_macos, excel_look_windows
from kamsheets.jobs.excel_facts import UNKNOWN, AddIn, Configuration, Excel, Facts, Python, Trial, Unknown
from kamsheets.jobs.excel_install import Machine
from kamsheets.jobs.excel_places import MACOS, WINDOWS, Places, entries

T = TypeVar("T")
SECONDS, SECONDS_FOR_EXCEL = 20, 90
MACRO_FILES = ("*.xlsm", "*.xlam", "*.xlsb")
_IMPORTS = {WINDOWS: "import pythoncom, win32com.client", MACOS: "import appscript"}
_OURS = "import kamsheets, xlwings; print(kamsheets.__version__)"


@dataclass(frozen=True)
class Wall:
    """What the machine is asked through: programs and, on Windows, the registry."""

    ask: Callable[[Sequence[str], int], str]
    """The output of a command within so many seconds; raises ``OSError``, ``SubprocessError``."""
    registry: Callable[[str, str], str | None]
    """A value under HKEY_LOCAL_MACHINE, else HKEY_CURRENT_USER; None when there is none."""


def ask(command: Sequence[str], seconds: int) -> str:
    """What a command says; raises ``OSError``, ``SubprocessError`` when it fails or takes longer."""
    done = subprocess.run(  # noqa: S603  fixed commands of this module
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        cwd=Path.home(),  # where no file of the working folder is taken for a module
    )
    return done.stdout.decode("utf-8", errors="replace")


def known(look: Callable[[], T]) -> T | Unknown:
    """What ``look`` sees, or unknown: whatever keeps us from seeing is no reason to stop looking at the rest."""
    try:
        return look()
    except Exception:
        return UNKNOWN


def tried(ask: Callable[[Sequence[str], int], str], command: Sequence[str], seconds: int) -> Trial | Unknown:
    """Whether a program works, and its last line; unknown when it does not end."""
    try:
        return Trial(True, _last(ask(command, seconds)))
    except subprocess.CalledProcessError as error:
        return Trial(False, _last((error.stderr or b"").decode("utf-8", errors="replace")))
    except Exception:
        return UNKNOWN


def _last(words: str) -> str:
    lines = words.strip().splitlines()
    return lines[-1] if lines else ""


def look(machine: Machine, folder: Path, wall: Wall, *, round_trip: bool = False) -> Facts:
    """Everything the checks ask for; ``round_trip`` starts a hidden Excel."""
    where = machine.places("zh") if machine.platform in (WINDOWS, MACOS) else None
    python = str(machine.interpreter)
    trip = [python, "-m", "kamsheets.workbook.live_trip"]
    return Facts(
        platform=machine.platform,
        system=platform(),
        python=_python(machine),
        kamsheets=__version__,
        home=machine.home,
        temporary=Path(machine.environment.get("TEMP") or tempfile.gettempdir()),
        folder=folder,
        xlwings=excel_build.xlwings_version(),
        buildable=known(lambda: bool(excel_build.addin_modules("zh"))) is True,
        bridge=_bridge(machine, wall),
        libraries=frozenset(path.name for up in machine.interpreter.parents[:2] for path in up.glob("xlwings*.dll")),
        excel=known(lambda: _excel(machine, wall)),
        addin_path=where.addin if where else None,
        addin=known(lambda: _addin(where)),
        configuration=known(lambda: _configuration(machine, where, wall)),
        script=known(lambda: _script(where)),
        broken_caches=known(lambda: excel_look_windows.broken_caches(Path(machine.environment.get("TEMP", "")))),
        cloud=tuple(_cloud(machine)),
        from_internet=known(lambda: _from_internet(machine, where, folder, wall)),
        defender=known(lambda: _defender(machine, wall)),
        policies=known(lambda: _policies(machine, wall)),
        round_trip=tried(wall.ask, trip, SECONDS_FOR_EXCEL) if round_trip else None,
        converters=known(lambda: _converters(machine, wall)),
        font=(orgchart_picture.font_file() or (None,))[0],
        writable=known(lambda: _writable(folder)),
        free=known(lambda: shutil.disk_usage(folder).free),
        distributed=_version("distributed"),
    )


def _python(machine: Machine) -> Python:
    kind = "venv" if sys.prefix != sys.base_prefix else "plain"
    if (Path(sys.prefix) / "conda-meta").exists():
        kind = "conda"
    if any("WindowsApps" in Path(place).parts for place in (machine.interpreter, sys.base_prefix)):
        kind = "store"
    return Python(machine.interpreter, python_version(), sysconfig.get_platform(), kind)


def _bridge(machine: Machine, wall: Wall) -> Trial | Unknown:
    line = _IMPORTS.get(machine.platform)
    return tried(wall.ask, [str(machine.interpreter), "-c", line], SECONDS) if line else UNKNOWN


def _excel(machine: Machine, wall: Wall) -> Excel | None:
    if machine.platform == WINDOWS:
        return excel_look_windows.excel(wall.registry, lambda: wall.ask(excel_look_windows.PROGRAMS, SECONDS))
    if machine.platform == MACOS:
        return excel_look_macos.excel(machine.home, lambda: wall.ask(excel_look_macos.PROGRAMS, SECONDS))
    return None


def _addin(where: Places | None) -> AddIn | None:
    if where is None or not where.addin.exists():
        return None
    package = where.addin.read_bytes()
    return AddIn(excel_build.read_built_from(package), excel_build.is_current(package))


def _configuration(machine: Machine, where: Places | None, wall: Wall) -> Configuration | None:
    if where is None or not where.conf.exists():
        return None
    found = entries(where.conf.read_text(machine.encoding, errors="replace"))
    name = (found or {}).get("INTERPRETER_MAC" if machine.platform == MACOS else "INTERPRETER_WIN", "")
    if not name or not Path(name).is_file():
        return Configuration(found, Path(name) if name else None)
    return Configuration(found, Path(name), True, tried(wall.ask, [name, "-c", _OURS], SECONDS))


def _script(where: Places | None) -> bool | None:
    if where is None or where.script is None:
        return None
    return where.script.exists() and where.script.read_bytes() == excel_build.applescript()


def _cloud(machine: Machine) -> list[Path]:
    named = [machine.environment.get(name) for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")]
    on_mac = [machine.home / "OneDrive", *(machine.home / "Library" / "CloudStorage").glob("OneDrive*")]
    return [*(Path(name) for name in named if name), *(on_mac if machine.platform == MACOS else ())]


def _from_internet(machine: Machine, where: Places | None, folder: Path, wall: Wall) -> tuple[Path, ...]:
    if where is None:
        return ()
    files = [where.addin, *(path for pattern in MACRO_FILES for path in sorted(folder.glob(pattern)))]
    there = [path for path in files if path.exists()]
    if machine.platform == WINDOWS:
        return tuple(filter(excel_look_windows.is_marked, there))
    return tuple(path for path in there if excel_look_macos.is_marked(path, lambda line: wall.ask(line, SECONDS)))


def _defender(machine: Machine, wall: Wall) -> dict[str, int] | None:
    if machine.platform != WINDOWS:
        return None
    return excel_look_windows.rules(wall.ask(excel_look_windows.RULES, SECONDS))


def _policies(machine: Machine, wall: Wall) -> tuple[str, ...]:
    return excel_look_windows.policies(wall.registry) if machine.platform == WINDOWS else ()


def _converters(machine: Machine, wall: Wall) -> tuple[str, ...]:
    found = {WINDOWS: lambda: excel_look_windows.writers(wall.registry), MACOS: excel_look_macos.writers}
    others = found.get(machine.platform, lambda: ["WPS"] if shutil.which("wps") else [])()
    return (*others, *(["LibreOffice"] if pdf.soffice() else []))


def _writable(folder: Path) -> bool:
    """Tried, for on Windows no permission bits tell."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def this_machine() -> Wall:
    """The wall of the machine we run on."""
    return Wall(ask, excel_look_windows.registry)
