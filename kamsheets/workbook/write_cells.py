"""What a sheet of ours holds: columns with a kind, and values that know whether they are formula, link or marked cell.

A formula exists only as a ``Formula`` made by code. Text is always written as text, whatever it begins with
(= + - @ tab), so no cell of a user's sheet can become a formula in ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from kamsheets.core.messages import text

Kind: TypeAlias = Literal[
    "text", "code", "int", "dec", "money", "pct", "date", "datetime", "bool", "enum", "link", "raw"
]
"""What a column holds.

``money`` takes integer fen, ``pct`` a share of one (``Fraction``), ``code`` is text that must stay text when a person
types into it (phones, 信用代码, account and form numbers), ``raw`` takes whatever a reader yielded and keeps it so.
"""
Tone: TypeAlias = Literal["", "error", "warning", "info", "good", "muted"]
"""Why a cell stands out; the colours are in ``write_style``."""
Content: TypeAlias = "str | int | float | None"
"""What reaches the file: text, number, or nothing."""

LONGEST_TEXT = 32_767
"""Excel's limit of characters in a cell."""
LARGEST_NUMBER = 10**15
"""Above it a spreadsheet drops digits, so longer numbers are written as text."""
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900; earlier days are written as text


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula and its value, which is stored beside it so that every viewer shows the right number.

    ``{key}`` in ``code`` stands for the cell of that column in the same row (in a totals row: for the column's range).
    """

    code: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that is marked: a tone, a note shown when the mouse rests on it, a link."""

    value: object = None
    tone: Tone = ""
    note: str = ""
    link: str = ""
    """An address of ``to_cell``, ``to_file`` or a web page (http, https, mailto)."""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Col:
    """One column: what its header says, what it holds, and what a person may type into it."""

    label: str
    kind: Kind = "text"
    width: float | None = None
    """In characters; None: by content (Chinese characters count two)."""
    key: str = ""
    """Name of the column in formulas, totals and references; empty: its label."""
    total: "str | Formula" = ""
    """In the totals row: 'sum', 'count', 'average', or a formula; empty: nothing."""
    choices: Sequence[str] = ()
    """Drop-down."""
    strict: bool = True
    """Whether a value outside ``choices`` is refused (True) or only questioned."""
    hint: str = ""
    """Shown while a cell of the column is selected."""
    note: str = ""
    """Comment on the header."""
    required: bool = False
    """Marked in the header, by sign and by colour."""
    computed: bool = False
    """Marked in the header: filled in by kamsheets."""
    restricted: bool = False
    """Marked in the header: not for everybody."""
    group: str = ""
    """Heading over this and its neighbours of the same group."""
    formula: str = ""
    """Formula of every cell of the column; the rows hold its values."""

    @property
    def name(self) -> str:
        """What formulas call the column."""
        return self.key or self.label


def filled(code: str, cells: Mapping[str, str], columns: Mapping[str, str] | None = None) -> str:
    """A formula with its ``{key}`` and ``{key:column}`` replaced; raises ``KeyError`` for a key nobody has.

    >>> filled("={a}*SUM({b:column})", {"a": "$A2", "b": "$B2"}, {"b": "$B$2:$B$9"})
    '=$A2*SUM($B$2:$B$9)'
    """
    whole = columns or {}
    return re.sub(r"\{([^{}:]+)(:column)?\}", lambda m: whole[m[1]] if m[2] else cells[m[1]], code)


def plain(value: object) -> object:
    """The value inside marks and formulas."""
    inner = value.value if isinstance(value, Cell) else value
    return inner.value if isinstance(inner, Formula) else inner


def to_cell(sheet: str, cell: str = "A1") -> str:
    """The address of a cell of the same workbook, for ``Cell.link``."""
    return "internal:'{}'!{}".format(sheet.replace("'", "''"), cell)


def to_file(path: str) -> str:
    """The address of a file, relative to the workbook, for ``Cell.link``."""
    return "external:" + path.replace("\\", "/")


def settle(value: object, kind: Kind, lang: str) -> tuple[Content, Kind]:
    """The content to write for a value of a column of ``kind``, and the kind its number format must have.

    Text in a column of numbers (what a user typed and nobody could read) stays text. Raises ``TypeError`` for a value
    no column of that kind can mean, such as a ``Fraction`` of fen.
    """
    if value is None or value == "" or value != value:  # NaN and NaT, a data frame's blanks
        return None, kind
    if isinstance(value, str):
        return clean(value), kind if kind in _TEXTS else "text"
    if isinstance(value, bool):
        return text("writing.yes" if value else "writing.no", lang), "bool"
    if isinstance(value, date | time):
        return _moment(value, kind)
    if kind in ("money", "int") and not isinstance(value, int):
        raise TypeError(f"{value!r} in a column of {kind}")
    return _number(value, kind)


_TEXTS = frozenset({"text", "code", "enum", "link", "raw"})


def _number(value: object, kind: Kind) -> tuple[Content, Kind]:
    if not isinstance(value, int | float | Decimal | Fraction):
        return clean(str(value)), "text"
    if value >= LARGEST_NUMBER or value <= -LARGEST_NUMBER:
        return str(value), "text"
    if kind == "money":
        return float(value / 100), "money"
    if kind in _TEXTS and kind != "raw":
        return str(value), kind
    return value if isinstance(value, int) else float(value), kind


def _moment(value: date | time, kind: Kind) -> tuple[Content, Kind]:
    if isinstance(value, time) or value.year < _FIRST_DAY.year or serial(value) < serial(_FIRST_DAY):
        return value.isoformat(), "text"
    if isinstance(value, datetime) and (kind == "datetime" or (kind == "raw" and value.time() != time())):
        return serial(value), "datetime"
    return int(serial(value)), "date" if kind != "datetime" else kind


def serial(day: date) -> float:
    """The number by which a spreadsheet knows a day, with the time of day as its fraction.

    >>> serial(date(2026, 6, 30)), serial(datetime(2026, 6, 30, 12))
    (46203.0, 46203.5)
    """
    whole = day.toordinal() - _EPOCH
    if not isinstance(day, datetime):
        return float(whole)
    return whole + (day.hour * 3600 + day.minute * 60 + day.second) / 86_400


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(value: str) -> str:
    r"""Text as a cell can hold it: no control characters or half characters, one kind of line break, not too long.

    >>> clean("a\r\nb\x07")
    'a\nb'
    """
    if not value.isprintable():
        value = _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return value if len(value) <= LONGEST_TEXT // 2 else _cut(value)


def _cut(value: str) -> str:
    units = value.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return value
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
