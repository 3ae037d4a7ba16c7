"""金额: one figure as people type it, read into integer fen without rounding.

The unit is the cell's own (386万, 1.2亿), else the header's (万元), else 元. Signs of the currency, grouping commas and
full-width digits are accepted; 约 and 左右 mark an estimate. A range, a foreign currency and more than two decimals of
a yuan are refused. A number that Excel stored as a binary fraction is read by its 15 significant digits, which is what
Excel shows and keeps.

Source: GB/T 15835 (units behind figures); domain §7.1.

>>> parse("约386万"), parse(12.5, unit="万元").fen
(Amount(fen=386000000, estimated=True), 12500000)
>>> parse("￥１，２３４．５０元").fen
123450
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from kamsheets.core.money import UNITS, Fen, to_fen
from kamsheets.formats import rmb
from kamsheets.formats import text as texts

Reason = Literal["empty", "shape", "range", "decimals", "currency", "precision", "size"]

_SCALES = {unit: UNITS[unit] for unit in ("元", "千元", "万元", "百万元", "亿元")}
_SCALES |= {"": 0, "千": 10**5, "万": 10**6, "w": 10**6, "百万": 10**8, "千万": 10**9, "千万元": 10**9, "亿": 10**10}
_ABOUT = re.compile(r"^(大约|约为|约|大概|预计|估计|暂估|~)|(左右|上下|\(?(?:暂估|估|预估)\)?)$")
_RANGE = re.compile(
    r"\d[^\d.,]*[-~—–至到][^\d]*\d|以[上下内]|不[低高少多]于|不超过|至少|至多|最[多少低高]|起$|超过?|\d\+$|[<>≤≥]|多万"
)
_FOREIGN = re.compile(r"\$|usd|eur|hkd|jpy|gbp|美元|美金|欧元|港[币元]|日元|英镑|台币|澳元|[€£]", re.IGNORECASE)
_SIGNS = re.compile(r"人民币|rmb|cny|¥|整|\(含税\)|(?<!不)含税|(?<!\d)\s+|\s+(?!\d)", re.IGNORECASE)
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d{1,4}(?:,\d{4})+(?![\d,])|\d+)(?:\.\d+)?|\.\d+"
_PART = re.compile(rf"({_FIGURE})({'|'.join(sorted(filter(None, _SCALES), key=len, reverse=True))}|)", re.IGNORECASE)
_DIGITS_KEPT = 15
LIMIT = 10**18
"""Amounts from here on (fen) are refused: nobody means them."""


class Amount(NamedTuple):
    """An amount in fen; ``estimated`` when it was given as 约 or 左右."""

    fen: Fen
    estimated: bool = False


class AmountError(ValueError):
    """Not one exact amount. ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def exact(number: int | float | Decimal) -> Decimal:
    """A cell's number by its 15 significant digits; raises ``AmountError`` for one that has lost digits or is none.

    >>> exact(1234567.89)
    Decimal('1234567.89')
    """
    if isinstance(number, float):
        if number != number or abs(number) >= 10**_DIGITS_KEPT:
            raise AmountError("precision" if abs(number) >= 10**_DIGITS_KEPT else "shape")
        return Decimal(f"{number:.{_DIGITS_KEPT}g}")
    if isinstance(number, Decimal) and not number.is_finite():
        raise AmountError("shape")
    return Decimal(number)


def parse(cell: object, unit: str = "元") -> Amount:
    """The amount of a cell whose header names ``unit`` (a key of ``core.money.UNITS``, or 万, 亿).

    Raises ``AmountError`` with ``reason`` empty, shape, range, decimals, currency, precision or size.
    """
    scale = UNITS.get(unit) or _SCALES[unit]
    if isinstance(cell, bool):
        raise AmountError("shape")
    if isinstance(cell, float):
        scaled = exact(cell) * scale  # exact: 15 digits times a unit stay below the 28 of the decimal context
        if scaled != int(scaled):
            raise AmountError("decimals")
        return _limited(int(scaled))
    if isinstance(cell, int):
        return _limited(cell * scale)
    if isinstance(cell, Decimal):
        return _limited(_fen(exact(cell), scale))
    if cell is not None and not isinstance(cell, str):
        raise AmountError("shape")
    return _worded(texts.folded(cell or ""), scale)


def _fen(number: Decimal, scale: int) -> Fen:
    try:
        return to_fen(number, scale)
    except ValueError as error:
        raise AmountError("decimals") from error


def _limited(fen: Fen, estimated: bool = False) -> Amount:
    if not -LIMIT < fen < LIMIT:
        raise AmountError("size")
    return Amount(fen, estimated)


def _worded(words: str, scale: int) -> Amount:
    if not words:
        raise AmountError("empty")
    if _FOREIGN.search(words):
        raise AmountError("currency")
    bare = _ABOUT.sub("", words).strip()
    estimated = bare != words
    if _RANGE.search(bare.lstrip("-")):
        raise AmountError("range")
    sign, bare = _signed(_SIGNS.sub("", bare))
    if not re.search(r"\d", bare):
        return _limited(sign * _capital(bare), estimated)
    return _limited(sign * _sum(bare, scale), estimated)


def _signed(bare: str) -> tuple[int, str]:
    """(sign, rest): a minus or 负 in front, or bookkeepers' brackets around."""
    if found := re.fullmatch(r"\((.+)\)", bare):
        return -1, found[1]
    if bare[:1] in ("-", "负", "−"):
        return -1, bare[1:]
    return 1, bare.removeprefix("+")


def _capital(words: str) -> Fen:
    try:
        return rmb.parse(words)
    except rmb.RmbError as error:
        raise AmountError("shape") from error


def _sum(bare: str, scale: int) -> Fen:
    """386万5000元: parts with falling units; only a lone part without unit takes the header's."""
    found = list(_PART.finditer(bare))
    if "".join(part[0] for part in found) != bare:
        raise AmountError("shape")
    parts = [(part[1], part[2].lower()) for part in found]
    scales = [_SCALES[unit] for _, unit in parts]
    if len(parts) > 1 and (0 in scales or scales != sorted(set(scales), reverse=True)):
        raise AmountError("shape")
    return sum(
        _fen(Decimal(figure.replace(",", "")), own or scale) for (figure, _), own in zip(parts, scales, strict=True)
    )


def is_valid(cell: object, unit: str = "元") -> bool:
    """Whether a cell holds one exact amount."""
    try:
        parse(cell, unit)
    except AmountError:
        return False
    return True
