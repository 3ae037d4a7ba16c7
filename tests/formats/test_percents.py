"""百分比: 2, 2% and 0.02 with a percent format are one rate; a bare 0.02 is nobody's guess."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.formats import percents
from kamsheets.formats.percents import AmbiguousPercent, PercentError

TWO = Fraction(1, 50)
READ = [
    (2, False, TWO),
    (2.0, False, TWO),
    ("2", False, TWO),
    ("2%", False, TWO),
    ("２％", False, TWO),
    ("2 %", False, TWO),
    ("百分之2", False, TWO),
    ("2个点", False, TWO),
    ("20‰", False, TWO),
    (0.02, True, TWO),
    (2, True, Fraction(2)),
    (0, False, Fraction(0)),
    (1, False, Fraction(1, 100)),
    ("0.5%", False, Fraction(1, 200)),
    ("24.50", False, Fraction(49, 200)),
    (24.5, False, Fraction(49, 200)),
    (-5, False, Fraction(-1, 20)),
    (0.3, True, Fraction(3, 10)),
    (0.1 + 0.2, True, Fraction(3, 10)),
]


@pytest.mark.parametrize(("cell", "percent_format", "rate"), READ)
def test_a_rate_is_read(cell: object, percent_format: bool, rate: Fraction) -> None:
    assert percents.parse(cell, percent_format) == rate


@pytest.mark.parametrize("cell", [0.02, "0.02", 0.999, -0.5, ".5"])
def test_a_bare_number_between_0_and_1_is_ambiguous(cell: object) -> None:
    with pytest.raises(AmbiguousPercent):
        percents.parse(cell)


@pytest.mark.parametrize("cell", ["两成", "2%-3%", "", None, True, "abc", "2%%", float("nan"), float("inf")])
def test_what_is_no_rate_is_refused(cell: object) -> None:
    with pytest.raises(PercentError):
        percents.parse(cell)


@given(st.integers(-100_000, 100_000))
def test_printing_and_reading_give_the_same_rate(hundredths: int) -> None:
    rate = Fraction(hundredths, 10_000)
    assert percents.parse(percents.format(rate)) == rate


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.decimals()), st.booleans())
def test_any_cell_is_a_rate_or_a_percent_error(cell: object, percent_format: bool) -> None:
    with suppress(PercentError):
        assert isinstance(percents.parse(cell, percent_format), Fraction)
