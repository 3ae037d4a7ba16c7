"""From a cell of the policy workbook, or a value of the book, to an exact value, and back.

Both go the same way, so that a company's row and a shipped row mean the same. Kinds:

======================  ===================================================================
``text``                a line of text
``texts``               several, separated by ``；`` or line breaks (aliases, words)
``int`` ``dec``         a whole number; an exact decimal number (``Fraction``)
``money``               an amount in the cell's unit (元 or 万元), as fen
``rate``                percent as ``Fraction`` of one: 2, '2%' and a percent-formatted 0.02 are 2 %
``flag``                是 or 否
``date``                a day
``ref:LIST``            a code of a list or enumeration, written as code, name or alias
======================  ===================================================================

``*_list`` is several of a kind. An empty cell is None, of a list kind the empty tuple.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction

from kamsheets.core.money import UNITS, to_fen

_ITEMS = re.compile(r"[；;、，,\n]+")
_TEXTS = re.compile(r"[；;\n]+")
_YES = frozenset({"是", "y", "yes", "true", "1", "√", "☑", "有"})
_NO = frozenset({"否", "n", "no", "false", "0", "×", "□", "无"})
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

_WRONG = {"int": "PO06", "dec": "PO15", "money": "PO16", "rate": "PO17", "flag": "PO18", "date": "PO19"}


class CellError(ValueError):
    """A cell that cannot be what its column asks for; ``code`` is the finding, with ``facts`` and a proposed value."""

    def __init__(self, code: str, proposed: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code, self.proposed, self.facts = code, proposed, facts


def spelling(text: str) -> str:
    """The form in which names are compared: width, case and spaces do not matter.

    >>> spelling("Ｍ5　技术突破") == spelling("m5技术突破")
    True
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class Names:
    """Codes by every spelling of their names, for each list and enumeration of a policy."""

    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def code(self, listing: str, text: str) -> str:
        """The code that ``text`` means in a list; raises ``CellError`` (PO07) with the nearest name."""
        known = self.codes.get(listing, {})
        if (code := known.get(spelling(text))) is not None:
            return code
        near = get_close_matches(spelling(text), known, 1)
        raise CellError("PO07", known[near[0]] if near else None, listing=listing)


@dataclass(frozen=True)
class Reading:
    """What a cell is read with: names it may refer to, the unit of its row, and whether it carries a percent format."""

    names: Names
    unit: str = ""
    percent: bool = False


def line(cell: object) -> str:
    """A cell as one line of text; whole numbers without ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return re.sub(r"\s+", " ", str(cell).replace("\u3000", " ")).strip()


def read(kind: str, cell: object, reading: Reading) -> object:
    """The value of a cell of ``kind``; raises ``CellError`` when it has none."""
    if kind == "texts":
        return tuple(part for part in map(line, _TEXTS.split(str(cell or ""))) if part)
    if kind.endswith("_list"):
        parts = cell if isinstance(cell, list | tuple) else [part for part in _ITEMS.split(line(cell)) if part.strip()]
        return tuple(read(kind.removesuffix("_list"), part, reading) for part in parts)
    if line(cell) == "":
        return None
    if kind.startswith("ref:"):
        return reading.names.code(kind.removeprefix("ref:"), line(cell))
    return _READERS[kind](cell, reading)


def _number(cell: object, kind: str) -> Decimal:
    text = unicodedata.normalize("NFKC", line(cell)).replace(",", "").replace(" ", "")
    try:
        if isinstance(cell, bool) or not text.isascii():
            raise InvalidOperation
        number = Decimal(text)
    except InvalidOperation:
        raise CellError(_WRONG[kind]) from None
    if not number.is_finite():
        raise CellError(_WRONG[kind])
    return number


def _int(cell: object, reading: Reading) -> int:
    number = _number(cell, "int")
    if number != number.to_integral_value():
        raise CellError(_WRONG["int"])
    return int(number)


def _dec(cell: object, reading: Reading) -> Fraction:
    return Fraction(_number(cell, "dec"))


def _money(cell: object, reading: Reading) -> int:
    text = unicodedata.normalize("NFKC", line(cell)).lstrip("¥").removesuffix("元")
    unit = reading.unit or "元"
    if text.endswith("万"):
        text, unit = text.removesuffix("万"), "万元"
    try:
        return to_fen(_number(text, "money"), UNITS[unit])
    except ValueError as error:
        raise error if isinstance(error, CellError) else CellError(_WRONG["money"]) from None


def _rate(cell: object, reading: Reading) -> Fraction:
    text = unicodedata.normalize("NFKC", line(cell))
    if text.endswith("%"):
        return Fraction(_number(text.removesuffix("%"), "rate")) / 100
    number = Fraction(_number(text, "rate"))
    if reading.percent:
        return number
    if 0 < abs(number) < 1 and isinstance(cell, int | float | str):
        raise CellError("PO08", high=f"{line(cell)}%", low=f"{plain(number * 100)}%")
    return number / 100


def _flag(cell: object, reading: Reading) -> bool:
    text = spelling(line(cell))
    if text not in _YES | _NO:
        raise CellError(_WRONG["flag"])
    return text in _YES


def _date(cell: object, reading: Reading) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if (match := _DATE.fullmatch(unicodedata.normalize("NFKC", line(cell)))) is None:
        raise CellError(_WRONG["date"])
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise CellError(_WRONG["date"]) from None


_READERS: Mapping[str, Callable[[object, Reading], object]] = {
    "text": lambda cell, reading: line(cell),
    "int": _int,
    "dec": _dec,
    "money": _money,
    "rate": _rate,
    "flag": _flag,
    "date": _date,
}


def plain(number: Fraction) -> str:
    """An exact decimal without a trailing zero; raises ``ValueError`` for a number that has no finite decimals."""
    digits = (Decimal(number.numerator) / Decimal(number.denominator)).normalize()
    if Fraction(digits) != number:
        raise ValueError(f"{number} has no finite decimals")
    return f"{digits:f}"
