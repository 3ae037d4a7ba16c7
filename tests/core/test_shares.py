"""Largest remainder: adds up, nobody a fen off, the published tie-break."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.core.shares import largest_remainder

WEIGHTS = st.lists(st.integers(0, 10**6) | st.fractions(0, 100, max_denominator=1000), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("case", "total", "weights", "parts"),
    [
        ("three equal people: the first takes the spare fen", 1_000_000, [1, 1, 1], [333_334, 333_333, 333_333]),
        ("five equal people", 1_000_001, [1] * 5, [200_001] + [200_000] * 4),
        ("eight equal people", 1_000_003, [1] * 8, [125_001] * 3 + [125_000] * 5),
        ("stages of the worked example (domain 4.4)", 6_831_858, [500, 500, 500, 2400, 3750, 2000, 1000, 800],
         [298_335, 298_334, 298_334, 1_432_005, 2_237_508, 1_193_338, 596_669, 477_335]),
        ("a tied remainder goes to the larger weight", 1_193_338, [70, 20, 10, 0], [835_337, 238_667, 119_334, 0]),
        ("a reversal mirrors", -10, [1, 1, 1], [-4, -3, -3]),
        ("nothing to split among nobody", 0, [0, 0], [0, 0]),
    ],
)  # fmt: skip
def test_cases(case: str, total: int, weights: list[int], parts: list[int]) -> None:
    assert largest_remainder(total, weights) == parts


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_parts_add_up_and_nobody_is_a_fen_off(total: int, weights: list[int | Fraction]) -> None:
    if sum(weights) == 0:
        return
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total) * weight / sum(weights)) < 1 for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2], []])
def test_no_weight_or_a_negative_one_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        largest_remainder(5, weights)
