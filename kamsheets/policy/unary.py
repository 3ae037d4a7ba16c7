"""Unary tests: what stands in a condition cell of the approval matrix (DMN's S-FEEL, in an admin's spelling).

=============================  ==========================================================
``-`` or empty                 any value
``重大项目``                    this value; ``A,B`` one of these (names, codes or aliases)
``是`` ``否``                   a yes/no input
``>=500000`` ``>`` ``<`` ``<=``  a bound; amounts in yuan (``50万`` too), shares with a percent sign
``[500000..2000000)``          an interval; a round bracket leaves its end out
``>={major_amount}``           the value of a policy key, wherever a number may stand
``not(A,B)``                   none of these
=============================  ==========================================================
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from kamsheets.policy.cells import CellError, Names, Reading, plain, read

_INTERVAL = re.compile(r"([\[(\]])(.+?)\.\.(.+?)([\])\[])")
_BOUND = re.compile(r"(>=|<=|>|<|=)?(.+)")
_OPERATORS: Mapping[str, str] = MappingProxyType({"≥": ">=", "≤": "<=", "＝": "=", "、": ";", "；": ";", "…": ".."})
_OPEN_LOW, _OPEN_HIGH = "(]", ")["


@dataclass(frozen=True, slots=True)
class Operand:
    """A value to compare with: that of a policy ``key``, or ``value`` itself (fen, Fraction, int, bool or code)."""

    value: object = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Values between two operands; a missing end is open. A single value has both ends equal and included."""

    low: Operand | None = None
    high: Operand | None = None
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """One of ``ranges`` holds; ``negated``: none of them. No ranges: any value."""

    ranges: tuple[Range, ...] = ()
    negated: bool = False

    def keys(self) -> tuple[str, ...]:
        """The policy keys the test refers to."""
        ends = (end for part in self.ranges for end in (part.low, part.high) if end is not None)
        return tuple(dict.fromkeys(end.key for end in ends if end.key))


def parse(text: str, kind: str, names: Names = Names()) -> UnaryTest:  # noqa: B008  (frozen and empty)
    """The test that ``text`` states for an input of ``kind`` (money, rate, int, flag, ``ref:LIST``).

    Raises ``CellError``: PO41 for a test that cannot be read, PO07 for a name that the list does not hold.
    """
    spelled = _tidy(text)
    if spelled in ("", "-"):
        return UnaryTest()
    negated = spelled.startswith("not(") and spelled.endswith(")")
    body = spelled[4:-1] if negated else spelled
    if not body:
        raise CellError("PO41", test=text)
    return UnaryTest(tuple(_range(part, kind, names, text) for part in _split(body)), negated)


def _tidy(text: str) -> str:
    for sign, plain_sign in _OPERATORS.items():
        text = text.replace(sign, plain_sign)
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _split(body: str) -> list[str]:
    """The items of a list; a comma between digits groups thousands, a semicolon always parts."""
    return re.split(r";|,(?!\d{3}(?!\d))|(?<!\d),", body)


def _range(part: str, kind: str, names: Names, text: str) -> Range:
    if match := _INTERVAL.fullmatch(part):
        left, low, high, right = match.groups()
        ends = _operand(low, kind, names, text), _operand(high, kind, names, text)
        return Range(*ends, left not in _OPEN_LOW, right not in _OPEN_HIGH)
    match = _BOUND.fullmatch(part)
    if match is None or (match[1] not in (None, "=") and (kind == "flag" or kind.startswith("ref:"))):
        raise CellError("PO41", test=text)
    end = _operand(match[2], kind, names, text)
    return {
        ">=": Range(low=end),
        ">": Range(low=end, low_included=False),
        "<=": Range(high=end),
        "<": Range(high=end, high_included=False),
    }.get(match[1], Range(end, end))


def _operand(part: str, kind: str, names: Names, text: str) -> Operand:
    if part.startswith("{") and part.endswith("}"):
        return Operand(key=part[1:-1])
    try:
        return Operand(read(kind, part, Reading(names)))
    except CellError as error:
        raise error if error.code == "PO07" else CellError("PO41", test=text) from None


def spell(test: UnaryTest, kind: str, naming: Callable[[str], str] = str) -> str:
    """The text of a test; ``parse`` gives the same test back.

    ``naming`` turns a code, ``true`` or ``false`` into the word to show; by default they stand as they are.
    """
    parts = [_spell_range(part, kind, naming) for part in test.ranges]
    listed = ",".join(parts)
    items = listed if _split(listed) == parts else ";".join(parts)  # <0,100 would read as a grouped number
    return f"not({items})" if test.negated else items


def _spell_range(part: Range, kind: str, naming: Callable[[str], str]) -> str:
    low = None if part.low is None else _spell_operand(part.low, kind, naming)
    high = None if part.high is None else _spell_operand(part.high, kind, naming)
    if low is None or high is None:
        sign = "<" if low is None else ">"
        included = part.high_included if low is None else part.low_included
        return f"{sign}{'=' if included else ''}{high if low is None else low}"
    if part.low == part.high:
        return low
    return f"{'[' if part.low_included else '('}{low}..{high}{']' if part.high_included else ')'}"


def _spell_operand(end: Operand, kind: str, naming: Callable[[str], str]) -> str:
    if end.key:
        return f"{{{end.key}}}"
    if isinstance(end.value, bool):
        return naming("true" if end.value else "false")
    if kind == "money" and isinstance(end.value, int):
        return plain(Fraction(end.value, 100))
    if kind == "rate" and isinstance(end.value, Fraction):
        return f"{plain(end.value * 100)}%"
    return naming(str(end.value))
