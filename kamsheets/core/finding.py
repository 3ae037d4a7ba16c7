"""What is wrong with the data, as values with stable codes and the cell they stand in.

A finding travels beside the result; its sentence comes from the message catalogue when it is shown.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Severity(StrEnum):
    """How bad: an error keeps the row out of the result, a warning asks a person, information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


def column_letters(index: int) -> str:
    """The Excel letters of a 0-based column.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """A1 name of a 1-based row and 0-based column: ``cell_name(37, 5)`` is ``F37``."""
    return f"{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; empty parts are not known or do not apply."""

    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: code, where, what stands there, the facts of its sentence, and a value that would be right."""

    code: str
    severity: Severity
    place: Place
    value: str = ""
    facts: tuple[tuple[str, object], ...] = ()
    proposed: str | None = None

    def sort_key(self) -> tuple[str, str, int, str, str]:
        """Reading order: file, sheet, row, column, code."""
        digits = "".join(ch for ch in self.place.cell.split(":")[0] if ch.isdigit())
        return (self.place.file, self.place.sheet, int(digits or 0), self.place.cell, self.code)


@cache
def severities() -> Mapping[str, Severity]:
    """Severity of every finding code, from the catalogues in ``core/codes``."""
    found: dict[str, Severity] = {}
    for source in sorted((files("kamsheets.core") / "codes").iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".toml"):
            for code, entry in tomllib.loads(source.read_text("utf-8")).items():
                if code in found:
                    raise ValueError(f"finding code {code} stands in two catalogues")
                found[code] = Severity(entry["severity"])
    return found


def finding(code: str, place: Place, value: object = "", proposed: str | None = None, **facts: object) -> Finding:
    """A finding of a catalogued code; raises ``KeyError`` for a code that no catalogue holds."""
    shown = "" if value is None else str(value)
    return Finding(code, severities()[code], place, shown, tuple(facts.items()), proposed)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity present, or None."""
    present = {f.severity for f in findings}
    return next((severity for severity in Severity if severity in present), None)
