"""A workbook as it stands: sheets of plain values, nothing taken for a header yet.

Values, whatever engine read them: text verbatim, ``int``, ``float`` (only where there is a fraction, or where Excel has
lost digits), ``bool``, ``date``, ``datetime`` (only with a time of day), ``time``; None for an empty cell.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kamsheets.core.finding import Finding
from kamsheets.core.table import Cell
from kamsheets.workbook.guard import CellKey, SheetFacts


class Reason(StrEnum):
    """Why a sheet was passed over; the value is the code of the finding that says so."""

    HIDDEN = "IO002"
    EMPTY = "IO003"
    NOT_CELLS = "IO004"
    """A chart, dialog or macro sheet."""
    GUIDE = "IO005"
    """An instruction or summary sheet by its name (说明, 汇总)."""
    UNRECOGNISED = "IO006"
    TOO_FAR = "IO007"
    """A cell stands so far away that the sheet cannot be held in memory."""
    OTHER = "IO008"
    """Another form, a dossier or a policy sheet: right, but not what was asked for."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sheet that was not read, and why."""

    sheet: str
    reason: Reason
    kind: tuple[str, str] = ("", "")
    """(zh, en) name of what it is instead, for ``Reason.OTHER``."""


def _no_percent(columns: Collection[int] | None) -> frozenset[CellKey]:
    return frozenset()


@dataclass(frozen=True)
class RawSheet:
    """One sheet. ``rows[r][c]`` stands in sheet row ``r + 1`` and column ``c`` (0-based), whatever lies before it."""

    name: str
    """Empty for a .csv file, which has no sheets."""
    rows: Sequence[Sequence[Cell]]
    facts: SheetFacts = field(default_factory=SheetFacts)
    long_numbers: tuple[CellKey, ...] = ()
    """Numbers of more than 15 digits: Excel has replaced the last ones by zeros."""
    percent: Callable[[Collection[int] | None], frozenset[CellKey]] = _no_percent
    """Numeric cells with a percent format in the sheet columns asked for (None: all); looked up when asked."""


@dataclass(frozen=True)
class RawBook:
    """One file: its sheets in the order of the tabs, and those passed over."""

    file: str
    sheets: tuple[RawSheet, ...]
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is to be said of the file as a whole."""
    date1904: bool = False
