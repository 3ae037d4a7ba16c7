"""统一社会信用代码: the 18 characters that name one organisation in China.

Registration authority, kind of entity, division of six digits, organisation code of nine characters with its own check
character (GB 11714), and a check character over all. The alphabet leaves out I, O, S, V and Z.

Source: GB 32100-2015, GB 11714-1997; tested against ``stdnum.cn.uscc``; domain §7.3.

>>> validate("9144 0300 1922 0382 16")
'914403001922038216'
>>> is_valid("91320500MA6KAM0195"), is_valid("91320500MA6KAM0196")
(True, False)
"""

import re
from operator import mul
from typing import Literal

from kamsheets.formats import text as texts

Reason = Literal["empty", "length", "characters", "organisation", "check", "precision"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_SHAPE = re.compile(rf"[1-9A-HJ-NPQRTUWXY][{ALPHABET}]\d{{6}}[{ALPHABET}]{{10}}")
_LATIN = {ch: value for value, ch in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_VALUES = {ch: value for value, ch in enumerate(ALPHABET)}
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
"""Of the eight characters before an organisation's check character."""
FACTORS = tuple(3**i % len(ALPHABET) for i in range(LENGTH - 1))
"""Of the seventeen characters before the last one."""
_LOOKALIKES = str.maketrans("IOSZV", "1052U")


class UsccError(ValueError):
    """Not a valid code. ``reason`` says why; ``proposed`` is the code that was probably meant, or None."""

    def __init__(self, reason: Reason, proposed: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.proposed = proposed


def compact(text: str) -> str:
    """Upper case, usual width, without blanks and dashes."""
    return re.sub(r"[\s\-_]", "", texts.folded(text)).upper()


def validate(cell: object) -> str:
    """The code of a cell; raises ``UsccError``.

    A number has lost the digits after the fifteenth and is refused with ``reason`` precision: nothing can restore them.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise UsccError("precision" if abs(cell) >= 10**15 else "length")
    code = cell if isinstance(cell, str) and _SHAPE.fullmatch(cell) else compact(str(cell or ""))
    reason = problem(code)
    if reason:
        meant = code.translate(_LOOKALIKES)
        raise UsccError(reason, meant if meant != code and not problem(meant) else None)
    return code


def problem(code: str) -> Reason | None:
    """What is wrong with a compact code, or None."""
    if not code:
        return "empty"
    if len(code) != LENGTH:
        return "length"
    if not _SHAPE.fullmatch(code):
        return "characters"
    if code[16] != organisation_check(code[8:16]):
        return "organisation"
    return None if code[17] == check(code[:17]) else "check"


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code (GB 11714)."""
    return "0123456789X0"[11 - sum(map(mul, map(_LATIN.__getitem__, body), ORGANISATION_WEIGHTS)) % 11]


def check(body: str) -> str:
    """The eighteenth character for the first seventeen (GB 32100)."""
    return ALPHABET[-sum(map(mul, map(_VALUES.__getitem__, body), FACTORS)) % len(ALPHABET)]


def is_valid(cell: object) -> bool:
    """Whether a cell holds a code whose both checks hold."""
    try:
        validate(cell)
    except UsccError:
        return False
    return True


def format(text: str) -> str:  # noqa: A001 - the same verb in every module of formats
    """The code as it is printed, in one piece; raises ``UsccError``."""
    return validate(text)


def division(code: str) -> str:
    """The six digits of the administrative division a code was registered in."""
    return code[2:8]
