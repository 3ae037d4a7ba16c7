"""人民币大写: an amount in the capital characters of Chinese documents, written and read back.

人民币 without a gap; to 元 and to 角 it ends in 整, to 分 it does not; 零 stands for one or more zeros inside.
What is accepted is wider than what is written: 圆, 正, a 零 before 角 or at the 万 boundary or none there, 整 left out.
Both forms of an amount must agree (票据法 8).

Source: 支付结算办法 附一; 会计基础工作规范 52; domain §7.1.

>>> upper(140950), upper(160009 * 100 + 2)
('人民币壹仟肆佰零玖元伍角整', '人民币壹拾陆万零玖元零贰分')
>>> parse("叁佰捌拾陆万圆正")
386000000
>>> matches("人民币壹拾万零柒仟元伍角叁分", 10700053)
True
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from kamsheets.core.money import Fen
from kamsheets.formats import text as texts

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL = ("", "拾", "佰", "仟")
LIMIT = 10**18
"""Amounts from here on (fen) are refused."""

_FOLD = str.maketrans(
    "圆圓正一二两兩貳三叄四五六七八九〇○十百千萬億陸", "元元整壹贰贰贰贰叁叁肆伍陆柒捌玖零零拾佰仟万亿陆"
)
_PREFIX = re.compile(r"^(?:人民币|人民幣|rmb|¥)?[:：]?(负|負|-)?(?:人民币|人民幣)?")
_SHAPE = re.compile(
    rf"(?:(?P<yuan>[{DIGITS}拾佰仟万亿]+)元)?(?P<rest>(?:零?[{DIGITS[1:]}]角)?(?:零?[{DIGITS[1:]}]分)?)整?"
)
_VALUES = {**{ch: n for n, ch in enumerate(DIGITS)}, "拾": 10, "佰": 100, "仟": 1000}


class RmbError(ValueError):
    """Not an amount in capital characters, or one whose zeros stand wrong."""


def upper(fen: Fen) -> str:
    """The canonical wording; a negative amount begins 人民币负. Raises ``RmbError`` from 10^16 yuan on."""
    return next(_wordings(fen))


def parse(text: str) -> Fen:
    """The amount of any accepted wording in fen; raises ``RmbError``."""
    plain = _plain(text)
    sign, body = (-1, plain[1:]) if plain.startswith("负") else (1, plain)
    fen = sign * _value(body)
    if plain not in _accepted(fen):
        raise RmbError(text)
    return fen


def matches(text: str, fen: Fen) -> bool:
    """Whether a wording says exactly this amount."""
    return abs(fen) < LIMIT and _plain(text) in _accepted(fen)


def is_valid(text: str) -> bool:
    """Whether ``text`` is an accepted wording of some amount."""
    try:
        parse(text)
    except RmbError:
        return False
    return True


def _plain(text: str) -> str:
    bare = texts.key(text)
    found = _PREFIX.match(bare)
    assert found
    sign = "负" if found[1] else ""
    folded = bare[found.end() :].translate(_FOLD)
    return sign + (f"壹{folded}" if folded.startswith("拾") else folded)


@lru_cache(maxsize=1024)
def _accepted(fen: Fen) -> frozenset[str]:
    wordings = {wording.removeprefix("人民币") for wording in _wordings(fen)}
    return frozenset(wordings | {wording.removesuffix("整") for wording in wordings})


def _wordings(fen: Fen) -> Iterator[str]:
    """All accepted wordings, the canonical one first."""
    if abs(fen) >= LIMIT:
        raise RmbError(fen)
    sign, (yuan, cents) = "负" if fen < 0 else "", divmod(abs(fen), 100)
    for bridges in product((False, True), repeat=3):
        whole = _whole(yuan, bridges)
        for rest in _cents(yuan, cents):
            yield f"人民币{sign}{whole}元{rest}" if yuan or not cents else f"人民币{sign}{rest}"


def _cents(yuan: int, cents: int) -> tuple[str, ...]:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return ("整",)
    if not jiao:
        return (f"{'零' if yuan else ''}{DIGITS[fen]}分",)
    words = f"{DIGITS[jiao]}角" + (f"{DIGITS[fen]}分" if fen else "整")
    if not yuan:
        return (words,)
    return (f"零{words}", words) if yuan % 10 == 0 else (words,)


def _whole(yuan: int, bridges: tuple[bool, ...]) -> str:
    """Whole yuan; ``bridges`` say for each boundary of four digits whether an optional 零 is written there."""
    if not yuan:
        return "零"
    high, low = divmod(yuan, 10**8)
    if high:
        tail = _joined(high, low, 10**7, _under(low, bridges), bridges[1])
        return f"{_whole(high, (*bridges[2:], False, False))}亿{tail}"
    return _under(low, bridges)


def _under(number: int, bridges: tuple[bool, ...]) -> str:
    """A number below 10^8."""
    high, low = divmod(number, 10**4)
    if high:
        return f"{_four(high)}万{_joined(high, low, 10**3, _four(low), bridges[0])}"
    return _four(low)


def _joined(high: int, low: int, full: int, words: str, bridge: bool) -> str:
    """The lower part with its 零: needed below a full place, optional after a higher part that ends in 0."""
    if not low:
        return ""
    needed = low < full or (bridge and high % 10 == 0)
    return f"零{words}" if needed else words


def _four(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + _SMALL[place]
        gap = not digit
    return words


def _value(words: str) -> Fen:
    found = _SHAPE.fullmatch(words)
    if not words.strip("整") or not found:
        raise RmbError(words)
    rest = dict(reversed(pair) for pair in re.findall(rf"([{DIGITS}])([角分])", found["rest"]))
    return _yuan(found["yuan"] or "零") * 100 + _VALUES[rest.get("角", "零")] * 10 + _VALUES[rest.get("分", "零")]


def _yuan(words: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in words:
            high, _, low = words.rpartition(unit)
            return _yuan(high) * size + _yuan(low)
    total, digit = 0, 0
    for ch in words:
        value = _VALUES[ch]
        if value < 10:
            digit = value
        else:
            total, digit = total + digit * value, 0
    return total + digit
