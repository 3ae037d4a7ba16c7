"""Integer fen: units, rounding half up, VAT split."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.core.money import grouped, round_half_up, split_vat, to_fen, yuan

AMOUNTS = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("case", "value", "expected"),
    [
        ("just under a half goes down", Fraction(68_318_584 - 1, 10) / 1000, 6832),
        ("an exact half goes up, where a banker would go down", Decimal("2.5"), 3),
        ("a negative half goes away from zero", Decimal("-2.5"), -3),
        ("the pool of the worked example", Fraction(341592920) * Fraction(2, 100), 6831858),
        ("an integer stays", 7, 7),
    ],
)
def test_round_half_up(case: str, value: Fraction | Decimal | int, expected: int) -> None:
    assert round_half_up(value) == expected


@pytest.mark.parametrize(
    ("amount", "per_unit", "fen"),
    [
        ("3860000", 100, 386_000_000),
        ("386", 1_000_000, 386_000_000),
        ("1.2", 10_000_000_000, 12_000_000_000),
        ("0.01", 100, 1),
    ],
)
def test_units_become_fen(amount: str, per_unit: int, fen: int) -> None:
    assert to_fen(Decimal(amount), per_unit) == fen


def test_a_tenth_of_a_fen_is_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="whole number of fen"):
        to_fen(Decimal("0.001"))


def test_vat_of_the_worked_example() -> None:
    assert split_vat(386_000_000, Fraction(13, 100)) == (341_592_920, 44_407_080)


@given(AMOUNTS)
def test_text_forms_carry_every_fen(fen: int) -> None:
    assert Decimal(yuan(fen)) * 100 == fen
    assert grouped(fen).replace(",", "") == yuan(fen)


@given(st.integers(0, 10**14), st.integers(0, 20))
def test_vat_parts_add_up_and_are_a_half_fen_close(gross: int, percent: int) -> None:
    net, tax = split_vat(gross, Fraction(percent, 100))
    assert net + tax == gross
    assert abs(Fraction(gross * 100, 100 + percent) - net) <= Fraction(1, 2)
