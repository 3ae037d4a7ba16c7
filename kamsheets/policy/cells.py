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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from kamsheets.core.money import UNITS
from kamsheets.formats import amounts, dates, percents
from kamsheets.formats import text as texts
from kamsheets.formats.amounts import AmountError
from kamsheets.formats.dates import DateError
from kamsheets.formats.percents import AmbiguousPercent, PercentError
from kamsheets.policy.types import Label

_ITEMS = re.compile(r"[；;、，,\n]+")
_TEXTS = re.compile(r"[；;\n]+")
_MOST_PLACES = 400
"""More decimals than any number of a cell has."""
_YES = frozenset({"是", "y", "yes", "true", "1", "√", "☑", "有"})
_NO = frozenset({"否", "n", "no", "false", "0", "×", "□", "无"})
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

_WRONG = {"int": "PO06", "dec": "PO15", "money": "PO16", "rate": "PO17", "flag": "PO18", "date": "PO19"}


class CellError(ValueError):
    """A cell that cannot be what its column asks for; ``code`` is the finding, with ``facts`` and a proposed value."""

    def __init__(self, code: str, proposed: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code, self.proposed, self.facts = code, proposed, facts


@lru_cache(maxsize=8192)  # the same few thousand names are compared again for every list
def spelling(text: str) -> str:
    """The form in which names are compared: width, case and spaces do not matter.

    >>> spelling("Ｍ5　技术突破") == spelling("m5技术突破")
    True
    """
    return texts.key(text)


@dataclass(frozen=True)
class Names:
    """Codes by every spelling of their names, for each list and enumeration of a policy."""

    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[str, Label] = field(default_factory=dict)
    """What each list is called."""

    def code(self, listing: str, text: str) -> str:
        """The code that ``text`` means in a list; raises ``CellError`` (PO07) with the nearest one."""
        known = self.codes.get(listing, {})
        if (code := known.get(spelling(text))) is None:
            raise CellError("PO07", nearest(text, known), listing=self.title(listing))
        return code

    def title(self, listing: str) -> Label:
        """What a list is called in its sheet."""
        return self.titles.get(listing, Label(listing, listing))


def nearest(text: str, known: Mapping[str, str]) -> str | None:
    """The code whose spelling looks most like ``text``; None when none does."""
    near = get_close_matches(spelling(text), known, 1)
    return known[near[0]] if near else None


@dataclass(frozen=True)
class Reading:
    """What a cell is read with: names it may refer to, the unit of its row, and whether it carries a percent format."""

    names: Names
    unit: str = ""
    percent: bool = False


def line(cell: object) -> str:
    """A cell as one line of text; whole numbers without ``.0``, days as 2026-01-01."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return texts.one_line(str(cell))


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


def _number(cell: object, code: str) -> Decimal:
    """The exact number of a cell; raises ``CellError`` with ``code``."""
    try:
        if isinstance(cell, bool):
            raise AmountError("shape")
        number = Decimal(texts.folded(cell).replace(",", "")) if isinstance(cell, str) else cell
        return amounts.exact(number)  # type: ignore[arg-type]
    except (AmountError, InvalidOperation, TypeError):
        raise CellError(code) from None


def _int(cell: object, reading: Reading) -> int:
    number = _number(cell, "PO06")
    if number != number.to_integral_value():
        raise CellError("PO06")
    return int(number)


def _dec(cell: object, reading: Reading) -> Fraction:
    return Fraction(_number(cell, "PO15"))


def _money(cell: object, reading: Reading) -> int:
    try:
        amount = amounts.parse(cell, reading.unit or "元")
    except AmountError:
        raise CellError("PO16") from None
    if amount.estimated:
        raise CellError("PO16")
    return amount.fen


def _rate(cell: object, reading: Reading) -> Fraction:
    try:
        return percents.parse(cell, reading.percent)
    except AmbiguousPercent as error:
        number = Fraction(error.number)
        raise CellError("PO08", high=f"{plain(number * 100)}%", low=f"{plain(number)}%") from None
    except PercentError:
        raise CellError("PO17") from None


def _flag(cell: object, reading: Reading) -> bool:
    text = spelling(line(cell))
    if text not in _YES | _NO:
        raise CellError("PO18")
    return text in _YES


def _date(cell: object, reading: Reading) -> date:
    try:
        return dates.parse(cell)
    except DateError:
        raise CellError("PO19") from None


_READERS: Mapping[str, Callable[[object, Reading], object]] = {
    "text": lambda cell, reading: line(cell),
    "int": _int,
    "dec": _dec,
    "money": _money,
    "rate": _rate,
    "flag": _flag,
    "date": _date,
}


def write(kind: str, value: object, unit: str = "") -> object:
    """The cell that ``read`` gives ``value`` back from: text, or a number in the unit of its row."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return "；".join(str(write(kind.removesuffix("_list"), part, unit)) for part in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == "money" and isinstance(value, int):
        return _shortest(Fraction(value, UNITS[unit or "元"]))
    if kind == "rate" and isinstance(value, Fraction):
        return _shortest(value * 100)
    return _shortest(value) if isinstance(value, Fraction) else value


def _shortest(number: Fraction) -> int | Decimal:
    return number.numerator if number.denominator == 1 else Decimal(plain(number))


def plain(number: Fraction) -> str:
    """An exact decimal without a trailing zero; raises ``ValueError`` for a number that has no finite decimals.

    >>> plain(Fraction(-5, 4)), plain(Fraction(20))
    ('-1.25', '20')
    """
    places = next((k for k in range(_MOST_PLACES) if 10**k % number.denominator == 0), None)
    if places is None:
        raise ValueError(f"{number} has no finite decimals")
    digits = str(abs(number.numerator * 10**places // number.denominator)).zfill(places + 1)
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
