"""What the doctor knows of a machine: facts gathered at the wall (``excel_look``), so that the checks are pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Unknown(Enum):
    """The one value for what the machine did not let us see, or not in time."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True)
class Python:
    """The Python that runs now."""

    path: Path
    version: str
    tag: str
    """Of ``sysconfig.get_platform()``: win-amd64, win32, win-arm64, macosx-14.0-arm64."""
    kind: str = "plain"
    """store (Microsoft Store), conda, venv or plain."""

    @property
    def is_arm(self) -> bool:
        """Built for ARM processors."""
        return self.tag.endswith("arm64")


@dataclass(frozen=True)
class Excel:
    """The Excel that is installed."""

    version: str
    """16.0.17328.20162, or 16 where no more is known."""
    bits: int | None = None
    from_store: bool = False
    running: bool | Unknown = UNKNOWN


@dataclass(frozen=True)
class Trial:
    """A program that was run to see whether it can."""

    worked: bool
    said: str = ""


@dataclass(frozen=True)
class AddIn:
    """The add-in where Excel looks for it."""

    built_from: str | None
    """In its own words; None: it says nothing."""
    is_current: bool
    """What would be built now."""


@dataclass(frozen=True)
class Configuration:
    """The configuration that is installed."""

    entries: Mapping[str, str] | None
    """None: a line at which xlwings stops."""
    interpreter: Path | None = None
    interpreter_there: bool = False
    trial: Trial | Unknown = UNKNOWN
    """The interpreter importing kamsheets and xlwings; it says the version of kamsheets."""


@dataclass(frozen=True)
class Facts:
    """A machine. ``None`` is what is not there, ``UNKNOWN`` what could not be seen."""

    platform: str
    """``sys.platform``."""
    system: str
    python: Python
    kamsheets: str
    home: Path
    temporary: Path
    folder: Path
    """The working folder."""
    xlwings: str | None = None
    buildable: bool = True
    """Whether an add-in can be built from this xlwings."""
    bridge: Trial | Unknown = UNKNOWN
    """The import of what xlwings talks to Excel with."""
    libraries: frozenset[str] = frozenset()
    """xlwings' libraries beside the interpreter or one folder up."""
    excel: Excel | Unknown | None = UNKNOWN
    addin_path: Path | None = None
    addin: AddIn | Unknown | None = UNKNOWN
    configuration: Configuration | Unknown | None = UNKNOWN
    script: bool | Unknown | None = None
    """Whether the script of a Mac is there and xlwings' own; None: the system needs none."""
    broken_caches: tuple[Path, ...] | Unknown = ()
    cloud: tuple[Path, ...] = ()
    """Folders that OneDrive keeps in step."""
    from_internet: tuple[Path, ...] | Unknown = ()
    """Add-in and macro workbooks of the working folder that the system marks so."""
    defender: Mapping[str, int] | Unknown | None = None
    """Attack surface reduction rules by id: 0 off, 1 block, 2 audit, 6 warn; None: not this system's."""
    policies: tuple[str, ...] | Unknown = ()
    """Settings of Office that keep add-ins from being loaded, where they are on."""
    round_trip: Trial | Unknown | None = None
    """None: not asked for."""
    converters: tuple[str, ...] | Unknown = ()
    """Programs that can make a PDF for us."""
    font: str | None = None
    writable: bool | Unknown = UNKNOWN
    free: int | Unknown = UNKNOWN
    """Bytes left on the disk of the working folder."""
    distributed: str | None = None
