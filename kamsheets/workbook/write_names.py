"""Names and widths a spreadsheet accepts."""

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Final

from kamsheets.core.finding import column_letters

LONGEST_SHEET: Final = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


def sheet_name(wanted: str, taken: Container[str], fallback: str = "Sheet") -> str:
    """``wanted`` without forbidden characters, at most 31 long, and unlike the ``taken`` names (given casefolded).

    >>> sheet_name("华东/华南: 一期", ()), sheet_name("线索", {"线索"}), sheet_name("'", ())
    ('华东_华南_ 一期', '线索 (2)', 'Sheet')
    """
    base = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", wanted)).strip(" '")
    if not base or base.casefold() == "history":  # Excel keeps History for itself
        base = f"{base}_" if base else fallback
    name, turn = _shortened(base, LONGEST_SHEET), 1
    while name.casefold() in taken:
        turn += 1
        suffix = f" ({turn})"
        name = _shortened(base, LONGEST_SHEET - len(suffix)) + suffix
    return name


def _shortened(name: str, units: int) -> str:
    return name.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").rstrip(" '")


def table_name(wanted: str, taken: Container[str]) -> str:
    """``wanted`` as the name of a table: letters, digits and underscores, not like a cell, unlike the ``taken`` names.

    >>> table_name("线索 (2)", ()), table_name("A1", ()), table_name("Leads", {"leads"})
    ('线索_2', '_A1', 'Leads_2')
    """
    base = re.sub(r"\W+", "_", wanted).strip("_")[:200]
    if not base or base[0].isdigit() or re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*", base):
        base = f"_{base}"
    name, turn = base, 1
    while name.casefold() in taken:
        turn += 1
        name = f"{base}_{turn}"
    return name


def display_width(shown: str) -> int:
    """How many half-width characters the longest line of a text takes.

    >>> display_width("线索 A"), display_width("a\\n线索")
    (6, 4)
    """
    if shown.isascii():
        return max(map(len, shown.split("\n")))
    return max(sum(2 if unicodedata.east_asian_width(ch) in "WFA" else 1 for ch in line) for line in shown.split("\n"))


def fitting_width(shown: Iterable[str], least: int = 8, most: int = 42) -> float:
    """The column width that shows most of these texts on one line; longer ones wrap."""
    return min(most, max(least, *(display_width(text) for text in shown), 0) + 2)


def absolute(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """An absolute range from 0-based corners.

    >>> absolute(0, 0, 9, 1)
    '$A$1:$B$10'
    """
    start = f"${column_letters(first_column)}${first_row + 1}"
    return f"{start}:${column_letters(last_column)}${last_row + 1}"
