"""金额: every accepted spelling to the fen, every doubtful one refused with its reason (domain §7.1)."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.core.money import UNITS, grouped, yuan
from kamsheets.formats import amounts, rmb
from kamsheets.formats.amounts import Amount, AmountError

READ = [
    # cell, unit of the header, fen
    ("386万", "元", 386_000_000),
    ("386万元", "万元", 386_000_000),
    ("1.2亿", "元", 12_000_000_000),
    ("386", "万元", 386_000_000),
    (386, "万元", 386_000_000),
    (386, "万", 386_000_000),
    ("3860000元", "万元", 386_000_000),
    ("¥3,860,000.00", "元", 386_000_000),
    ("￥3，860，000．00", "元", 386_000_000),
    ("３８６万", "元", 386_000_000),
    ("RMB 3860000", "元", 386_000_000),
    ("人民币 3,860,000.00 元（含税）", "元", 386_000_000),
    ("人民币叁佰捌拾陆万元整", "元", 386_000_000),
    ("386,0000", "元", 386_000_000),
    ("1亿2000万", "元", 12_000_000_000),
    ("386万5000元", "元", 386_500_000),
    ("386w", "元", 386_000_000),
    ("-5", "元", -500),
    ("(1,234.50)", "元", -123_450),
    ("负5元", "元", -500),
    ("0.5", "元", 50),
    (".5", "元", 50),
    ("0.0001", "万元", 100),
    (0, "元", 0),
    (Decimal("0.01"), "元", 1),
    (0.1 + 0.2, "元", 30),
    (1234567.89, "元", 123_456_789),
    (0.07 * 100, "元", 700),
    (999_999_999_999.99, "元", 99_999_999_999_999),
]


@pytest.mark.parametrize(("cell", "unit", "fen"), READ)
def test_a_figure_is_read_to_the_fen(cell: object, unit: str, fen: int) -> None:
    assert amounts.parse(cell, unit) == Amount(fen)


@pytest.mark.parametrize("cell", ["约386万", "大约386万", "386万左右", "386万元上下", "~386万", "386万（估）"])
def test_about_is_an_estimate_not_an_error(cell: str) -> None:
    assert amounts.parse(cell) == Amount(386_000_000, estimated=True)


REFUSED = [
    ("300-400万", "range"),
    ("300~400万", "range"),
    ("300万—400万", "range"),
    ("300万至400万", "range"),
    ("300万以上", "range"),
    ("不低于300万", "range"),
    ("300万起", "range"),
    (">300万", "range"),
    ("1.234", "decimals"),
    (1.234, "decimals"),
    ("0.0000001万", "decimals"),
    (100 / 3, "decimals"),
    ("1.00000000000000000000000000000001", "decimals"),
    ("$100", "currency"),
    ("100美元", "currency"),
    ("USD 100", "currency"),
    ("100欧元", "currency"),
    ("100（不含税）", "shape"),
    ("300 400", "shape"),
    ("3,86", "shape"),
    ("38,60,000", "shape"),
    ("3万5", "shape"),
    ("2000万1亿", "shape"),
    ("1.2.3", "shape"),
    ("1e5", "shape"),
    ("面议", "shape"),
    ("万", "shape"),
    (True, "shape"),
    ("", "empty"),
    (None, "empty"),
    ("9" * 30, "size"),
    (1e16, "precision"),
]


@pytest.mark.parametrize(("cell", "reason"), REFUSED)
def test_what_is_doubtful_is_refused_with_its_reason(cell: object, reason: str) -> None:
    with pytest.raises(AmountError) as caught:
        amounts.parse(cell)
    assert caught.value.reason == reason


@given(st.integers(-(10**13), 10**13))
def test_every_amount_survives_printing_and_reading(fen: int) -> None:
    assert amounts.parse(yuan(fen)).fen == fen
    assert amounts.parse(grouped(fen)).fen == fen
    assert amounts.parse(rmb.upper(fen)).fen == fen


@given(st.integers(-(10**11), 10**11))
def test_a_cell_that_excel_keeps_as_a_binary_fraction_is_read_exactly(fen: int) -> None:
    assert amounts.parse(fen / 100).fen == fen


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(UNITS)))
def test_the_unit_multiplies_exactly(count: int, unit: str) -> None:
    if abs(count * UNITS[unit]) < amounts.LIMIT:
        assert amounts.parse(count, unit).fen == count * UNITS[unit]


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.decimals()))
def test_any_cell_is_an_amount_or_an_amount_error(cell: object) -> None:
    with suppress(AmountError):
        assert isinstance(amounts.parse(cell).fen, int)
