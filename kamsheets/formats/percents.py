"""百分比: a rate as a fraction of one, from 2, 2%, 百分之2 or a cell with a percent format.

A bare number counts percent points, so 2 and 2% mean the same. A bare number between 0 and 1 may be a fraction (0.02)
or less than one percent: it is refused, never guessed.

Source: product contract; domain §2 (pct, two decimals).

>>> parse("2％"), parse(2), parse(0.02, percent_format=True)
(Fraction(1, 50), Fraction(1, 50), Fraction(1, 50))
>>> format(Fraction(49, 200))
'24.50%'
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from kamsheets.core.money import round_half_up
from kamsheets.formats import text as texts
from kamsheets.formats.amounts import AmountError, exact

Reason = Literal["empty", "shape", "ambiguous"]

_WORDED = re.compile(r"(百分之)?([+-]?(?:\d+(?:\.\d+)?|\.\d+))\s*(%|‰|个?百分点|个点|个点子)?")
_PARTS = {None: 100, "%": 100, "‰": 1000}


class PercentError(ValueError):
    """Not a rate. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class AmbiguousPercent(PercentError):  # noqa: N818 - named for what the cell is
    """A bare number between 0 and 1; ``number`` as it stands."""

    def __init__(self, number: Decimal) -> None:
        super().__init__("ambiguous")
        self.number = number


def parse(cell: object, percent_format: bool = False) -> Fraction:
    """The rate of a cell; ``percent_format`` when the cell shows its number with a % sign.

    Raises ``PercentError``; ``AmbiguousPercent`` for a bare number between 0 and 1.
    """
    if isinstance(cell, bool):
        raise PercentError("shape")
    if isinstance(cell, int | float | Decimal):
        number = _exact(cell)
        return Fraction(number) if percent_format else _bare(number)
    if cell is not None and not isinstance(cell, str):
        raise PercentError("shape")
    words = texts.folded(cell or "").replace("﹪", "%")
    found = _WORDED.fullmatch(words)
    if not found:
        raise PercentError("shape" if words else "empty")
    number = Decimal(found[2])
    if not found[1] and not found[3]:
        return _bare(number)
    return Fraction(number) / _PARTS.get(found[3], 100)


def _exact(number: int | float | Decimal) -> Decimal:
    try:
        return exact(number)
    except AmountError as error:
        raise PercentError("shape") from error


def _bare(number: Decimal) -> Fraction:
    if number != 0 and abs(number) < 1:
        raise AmbiguousPercent(number)
    return Fraction(number) / 100


def is_valid(cell: object, percent_format: bool = False) -> bool:
    """Whether a cell holds a rate that can be told."""
    try:
        parse(cell, percent_format)
    except PercentError:
        return False
    return True


def points(rate: Fraction) -> str:
    """Percent points with two decimals, half up: ``24.50``."""
    hundredths = round_half_up(rate * 10_000)
    sign, rest = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def format(rate: Fraction) -> str:  # noqa: A001 - the same verb in every module of formats
    """The rate as it is printed: ``24.50%``."""
    return f"{points(rate)}%"
