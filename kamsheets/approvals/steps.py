"""From the matrix rows that hit to the steps of a route (domain §3.2 rule 1): one step a role, at its latest place."""

from collections.abc import Iterable
from dataclasses import dataclass

from kamsheets.policy.types import MatrixRow

APPROVE, COUNTERSIGN, ANY_OF, IN_TURN, NOTIFY, BLOCK = "approve", "countersign", "any_of", "in_turn", "notify", "block"
"""Codes of the enumeration ``approval_mode``; beside them 'n/m': any n of m."""
VETO = "veto"
_STRENGTH = (APPROVE, COUNTERSIGN, IN_TURN, "n/m", ANY_OF, NOTIFY)


@dataclass(frozen=True, slots=True)
class AskedStep:
    """A role that has to act, and every row that asks for it."""

    order: int
    role: str
    mode: str
    days: int | None
    refusal: str
    rows: tuple[MatrixRow, ...]


def signs(mode: str) -> bool:
    """Whether a mode puts a signature under the form: all but 知会 and a block."""
    return mode not in (NOTIFY, BLOCK)


def share(mode: str) -> int | None:
    """How many of several people must sign: n of 'n/m', one of 或签; None: all of them."""
    if mode == ANY_OF:
        return 1
    return int(mode.partition("/")[0]) if "/" in mode else None


def merged(rows: Iterable[MatrixRow]) -> tuple[AskedStep, ...]:
    """The steps of a route in order.

    A role asked for several times acts once: at the latest step at which it signs, in the strictest mode asked, within
    the shortest deadline. A role that signs need not be told as well, and is not let off signing by being told later.
    """
    by_role: dict[str, list[MatrixRow]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row)
    return tuple(sorted(map(_one, by_role.values()), key=lambda step: step.order))


def adds(rows: Iterable[MatrixRow], steps: Iterable[AskedStep]) -> bool:
    """Whether further rows would change the steps: another role, a later place, a stricter mode or a block."""
    by_role = {step.role: step for step in steps}
    for row in rows:
        step = by_role.get(row.role)
        if row.mode == BLOCK or step is None:
            return True
        if strength(row.mode) < strength(step.mode) or (signs(row.mode) and row.step > step.order):
            return True
    return False


def _one(rows: list[MatrixRow]) -> AskedStep:
    acting = [row for row in rows if signs(row.mode)] or rows
    strictest = min(acting, key=lambda row: strength(row.mode))
    return AskedStep(
        max(row.step for row in acting),
        strictest.role,
        strictest.mode,
        min((row.days for row in acting if row.days is not None), default=None),
        VETO if any(row.refusal == VETO for row in acting) else strictest.refusal,
        tuple(rows),
    )


def strength(mode: str) -> int:
    """Place of a mode among all, the strictest first."""
    return _STRENGTH.index("n/m" if "/" in mode else mode)
