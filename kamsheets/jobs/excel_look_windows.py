"""What Windows tells of Excel and of what stands in its way."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from kamsheets.jobs.excel_facts import UNKNOWN, Excel, Unknown

Registry = Callable[[str, str], str | None]
APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
CLICK_TO_RUN = r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
CLASSES = r"SOFTWARE\Classes"
PROGRAMS = ("tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH")
RULES = (
    "powershell", "-NoProfile", "-NonInteractive", "-Command",
    "$p = Get-MpPreference; $i = @($p.AttackSurfaceReductionRules_Ids); "
    "$a = @($p.AttackSurfaceReductionRules_Actions); "
    "for ($k = 0; $k -lt $i.Count; $k++) { '{0}={1}' -f $i[$k], $a[$k] }",
)  # fmt: skip
_SECURITY = r"Microsoft\Office\16.0\Excel\Security"
POLICIES = (
    (r"SOFTWARE\Policies\Microsoft\Office\16.0\Common", "vbaoff"),
    *(
        (rf"SOFTWARE\{branch}{_SECURITY}", name)
        for branch in ("Policies\\", "")
        for name in ("DisableAllAddins", "RequireAddinSig")
    ),
    *((rf"SOFTWARE\{branch}{_SECURITY}\Trusted Locations", "AllLocationsDisabled") for branch in ("Policies\\", "")),
)
"""Settings of Office that keep an add-in of ours from being loaded when they are 1."""
_RULE = re.compile(r"^([0-9A-Fa-f-]{36})=(\d+)\s*$", re.MULTILINE)
_EXCEL_LIBRARY = "00020813-0000-0000-C000-000000000046"
_BITS = {0x8664: 64, 0x14C: 32, 0xAA64: 64}
"""Machine field of a program's header: x64, x86, ARM64."""


if sys.platform == "win32":
    import winreg

    def registry(key: str, name: str) -> str | None:
        """A value of the registry, of the machine or else of the user; None: there is none."""
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, key) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except FileNotFoundError:
                continue
        return None

else:

    def registry(key: str, name: str) -> str | None:
        """Raises ``OSError``: only Windows has a registry."""
        raise OSError(f"no registry for {key} {name}")


def excel(registry: Registry, programs: Callable[[], str]) -> Excel | None:
    """The Excel that is registered; ``programs`` lists those that run."""
    path = registry(rf"{APP_PATHS}\excel.exe", "")
    current = registry(rf"{CLASSES}\Excel.Application\CurVer", "")
    if path is None and current is None:
        return None
    version = registry(CLICK_TO_RUN, "VersionToReport") or (current or "?").rpartition(".")[2]
    return Excel(version, _bits(registry, path), "WindowsApps" in (path or ""), _running(programs))


def _bits(registry: Registry, path: str | None) -> int | None:
    try:
        with Path(path or "").open("rb") as program:
            found = bits_of(program.read(4096))
    except OSError:
        found = None
    return found or {"x64": 64, "x86": 32}.get(registry(CLICK_TO_RUN, "Platform") or "")


def bits_of(header: bytes) -> int | None:
    """The bits of a program by its first bytes (PE/COFF); None: it is no program, or of a sort we do not know."""
    start = int.from_bytes(header[0x3C:0x40], "little")
    if header[:2] != b"MZ" or header[start : start + 4] != b"PE\0\0":
        return None
    return _BITS.get(int.from_bytes(header[start + 4 : start + 6], "little"))


def _running(programs: Callable[[], str]) -> bool | Unknown:
    try:
        return "EXCEL.EXE" in programs().upper()
    except Exception:
        return UNKNOWN


def writers(registry: Registry) -> list[str]:
    """Word and WPS, where they are registered."""
    known = {"Word": "Word.Application", "WPS": "KWPS.Application"}
    return [name for name, word in known.items() if registry(rf"{CLASSES}\{word}\CurVer", "") is not None]


def policies(registry: Registry) -> tuple[str, ...]:
    """The names of Office's settings that are on and stand in the way."""
    return tuple(dict.fromkeys(name for key, name in POLICIES if registry(key, name) == "1"))


def rules(said: str) -> dict[str, int]:
    """Attack surface reduction rules by id, from lines ``id=action``."""
    return {name.lower(): int(action) for name, action in _RULE.findall(said)}


def is_marked(path: Path) -> bool:
    """Whether a file bears the mark of the internet zone (3) or of restricted sites (4)."""
    try:
        words = Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return re.search(r"^ZoneId=[34]", words, re.MULTILINE) is not None


def broken_caches(temporary: Path) -> tuple[Path, ...]:
    """pywin32's descriptions of Excel below ``temporary`` that are not whole."""
    found = sorted(temporary.glob(f"gen_py/*/{_EXCEL_LIBRARY}*"))
    return tuple(path for path in found if path.is_dir() and not _whole(path / "__init__.py"))


def _whole(module: Path) -> bool:
    return module.is_file() and "CLSIDToClassMap" in module.read_text("utf-8", errors="replace")
