"""Which cells findings are about, and what is said at them."""

from collections.abc import Sequence
from typing import Final

from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import reason, text
from kamsheets.workbook.splice_refs import Area
from kamsheets.workbook.write_cells import Tone

TONE_OF: Final[dict[Severity, Tone]] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
MOST_CELLS: Final = 500
"""Cells of one finding that are coloured; a whole column is not."""
_BAD: Final = (Severity.ERROR, Severity.WARNING)


def tone(findings: Sequence[Finding]) -> Tone:
    """The tone of the worst of them."""
    return TONE_OF[next(severity for severity in Severity if any(one.severity is severity for one in findings))]


def note(findings: Sequence[Finding], lang: str) -> str:
    """The comment of a cell: code, reason and the value that would be right, of each finding."""
    shown = []
    for one in findings:
        proposed = text("mark.proposed", lang, proposed=one.proposed) if one.proposed else ""
        shown.append("\n".join(line for line in (f"{one.code} {reason(one, lang)}", proposed) if line))
    return "\n".join(shown)


def areas(findings: Sequence[Finding]) -> dict[Area, list[Finding]]:
    """Findings by the area they name; a whole row stands for its first cell."""
    found: dict[Area, list[Finding]] = {}
    for one in findings:
        ref = one.place.cell
        row = ref.partition(":")[0]
        area = Area(int(row), 0, int(row), 0) if row.isdigit() else Area.parse(ref)
        if area:
            found.setdefault(area, []).append(one)
    return found


def spots(area: Area) -> list[tuple[int, int]]:
    """The cells of an area by row (from 1) and column (from 0), not more than are coloured."""
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    return [(row, column) for row in rows[:MOST_CELLS] for column in columns][:MOST_CELLS]


def bad_rows(findings: Sequence[Finding]) -> set[int]:
    """Rows with an error or a warning."""
    wrong = areas([one for one in findings if one.severity in _BAD])
    return {row for area in wrong for row in range(area.top, min(area.bottom, area.top + MOST_CELLS) + 1)}
