"""Splitting an amount exactly: the largest-remainder method with a published tie-break (domain §4.3).

Every exact share is floored, the fen left over go one by one to the largest fractional parts;
ties go to the larger weight, then to the earlier position. The parts always add up, and none is a fen or more off.

>>> largest_remainder(100, [1, 1, 1])
[34, 33, 33]
>>> largest_remainder(-100, [Fraction(1, 3), Fraction(2, 3)])
[-33, -67]
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def largest_remainder(total: int, weights: Sequence[int | Fraction]) -> list[int]:
    """``total`` (fen) split in proportion to ``weights``, in their order.

    A negative total is split like its positive twin, so that a reversal mirrors the original to the fen.
    Raises ``ValueError`` for a negative weight, and when there is something to split but no weight.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    if total < 0:
        return [-part for part in largest_remainder(-total, weights)]
    scale = lcm(*(weight.denominator for weight in weights))
    return _split(total, [weight.numerator * (scale // weight.denominator) for weight in weights])


def _split(total: int, weights: list[int]) -> list[int]:
    whole = sum(weights)
    if whole == 0:
        if total:
            raise ValueError("there is an amount to split but no weight")
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_claim = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), -weights[i], i))
    for i in by_claim[: total - sum(parts)]:
        parts[i] += 1
    return parts
