"""金额 as integer fen.

An amount is an ``int`` of fen (分, 1/100 yuan); a rate or share is a ``Fraction``. Rounding happens only in the
functions named here, half up (四舍五入), as Chinese contracts and 会计基础工作规范 expect.

>>> to_fen(Decimal("3860000"))
386000000
>>> yuan(6831858)
'68318.58'
>>> grouped(-6831858)
'-68,318.58'
>>> split_vat(386000000, Fraction(13, 100))
(341592920, 44407080)
"""

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Fen: TypeAlias = int
"""An amount in fen; 100 fen are one yuan (元)."""

FEN_PER_YUAN = 100
UNITS: dict[str, int] = {
    "分": 1,
    "角": 10,
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
"""Fen per unit, by the unit's name as it stands in headers and cells."""


def round_half_up(value: Fraction | Decimal | int) -> int:
    """The nearest integer; an exact half goes away from zero (四舍五入).

    >>> [round_half_up(Fraction(n, 2)) for n in (-3, -1, 1, 3)]
    [-2, -1, 1, 2]
    """
    exact = Fraction(value)
    whole = (abs(exact.numerator) * 2 + exact.denominator) // (exact.denominator * 2)
    return whole if exact >= 0 else -whole


def to_fen(amount: Decimal | int, fen_per_unit: int = FEN_PER_YUAN) -> Fen:
    """``amount`` in a unit as fen, exactly.

    Raises ``ValueError`` when the amount is not a whole number of fen: the tool never rounds what was typed.
    """
    exact = Fraction(amount) * fen_per_unit
    if exact.denominator != 1:
        raise ValueError(f"{amount} is not a whole number of fen")
    return exact.numerator


def yuan(fen: Fen) -> str:
    """Two decimals, no grouping: the form used in JSON and CSV."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def grouped(fen: Fen) -> str:
    """Two decimals with thousands separators: the form printed for people."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def split_vat(gross: Fen, rate: Fraction) -> tuple[Fen, Fen]:
    """(net, tax) of a tax-inclusive amount: the price is rounded, the tax is what remains (增值税法 7)."""
    net = round_half_up(Fraction(gross) / (1 + rate))
    return net, gross - net
