"""Cells of the policy workbook: what each kind reads, refuses, and writes back."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.policy.cells import CellError, Names, Reading, line, plain, read, write

NAMES = Names({"role": {"rkam": "RKAM", "区域大客户经理": "RKAM", "销售经理": "RKAM", "kad": "KAD"}})
PLAIN = Reading(NAMES)

READ = [
    ("a whole number stored as a float", "int", 50.0, 50),
    ("a whole number as text with full-width digits", "int", "２，０００", 2000),
    ("an exact decimal", "dec", 1.2, Fraction(6, 5)),
    ("yuan by default", "money", 2000000, 200000000),
    ("yuan with a comma and a sign", "money", "¥2,000,000.00", 200000000),
    ("its own unit in the cell", "money", "200万", 200000000),
    ("a percent as a bare number", "rate", 2, Fraction(1, 50)),
    ("a percent with its sign", "rate", "2%", Fraction(1, 50)),
    ("a percent with a full-width sign", "rate", "0.5％", Fraction(1, 200)),
    ("nothing is nothing of a rate too", "rate", 0, Fraction(0)),
    ("yes", "flag", "是", True),
    ("no", "flag", "No", False),
    ("a truth value of the reader", "flag", True, True),
    ("a day with a time of day", "date", datetime(2026, 1, 1, 8, 0), date(2026, 1, 1)),
    ("a day as text", "date", "2026年1月1日", date(2026, 1, 1)),
    ("aliases on lines of their own", "texts", "甲；乙\n丙", ("甲", "乙", "丙")),
    ("an alias may hold a comma of its own", "texts", "铁路、船舶；航空", ("铁路、船舶", "航空")),
    ("numbers in a row", "int_list", "20、30，50", (20, 30, 50)),
    ("one number where several may stand", "int_list", 20.0, (20,)),
    ("a role by its alias", "ref:role", "销售经理", "RKAM"),
    ("roles by code and name", "ref:role_list", "RKAM；KAD", ("RKAM", "KAD")),
    ("an empty cell", "money", None, None),
    ("a blank cell", "text", "  ", None),
    ("an empty cell of several", "int_list", None, ()),
]


@pytest.mark.parametrize(("what", "kind", "cell", "value"), READ, ids=[case[0] for case in READ])
def test_reads(what: str, kind: str, cell: object, value: object) -> None:
    assert read(kind, cell, PLAIN) == value


REFUSED = [
    ("a broken whole number", "int", 1.5, "PO06"),
    ("words for a number", "dec", "很多", "PO15"),
    ("a third of a fen", "money", "0.333", "PO16"),
    ("a range of amounts", "money", "300-400万", "PO16"),
    ("an estimate", "money", "约200万", "PO16"),
    ("a bare fraction of a percent or of one", "rate", 0.02, "PO08"),
    ("words for a percentage", "rate", "两成", "PO17"),
    ("a third answer", "flag", "也许", "PO18"),
    ("a day that does not exist", "date", "2026-02-30", "PO19"),
    ("a day without its year", "date", "3月5日", "PO19"),
    ("a role nobody knows", "ref:role", "董事长", "PO07"),
    ("a truth value for a number", "int", True, "PO06"),
]


@pytest.mark.parametrize(("what", "kind", "cell", "code"), REFUSED, ids=[case[0] for case in REFUSED])
def test_refuses(what: str, kind: str, cell: object, code: str) -> None:
    with pytest.raises(CellError) as caught:
        read(kind, cell, PLAIN)
    assert caught.value.code == code


def test_money_takes_the_unit_of_its_row() -> None:
    assert read("money", 200, Reading(NAMES, "万元")) == 200000000


def test_a_percent_format_makes_two_hundredths_two_percent() -> None:
    assert read("rate", 0.02, Reading(NAMES, percent=True)) == Fraction(1, 50)


def test_an_unknown_name_proposes_the_nearest_code() -> None:
    with pytest.raises(CellError) as caught:
        read("ref:role", "区域客户经理", PLAIN)
    assert caught.value.proposed == "RKAM"


@pytest.mark.parametrize(
    ("kind", "value", "unit", "cell"),
    [
        ("money", 200000000, "元", 2000000),
        ("money", 200000000, "万元", 200),
        ("money", 150, "元", Decimal("1.5")),
        ("rate", Fraction(1, 200), "%", Decimal("0.5")),
        ("rate", Fraction(13, 100), "%", 13),
        ("flag", True, "", "是"),
        ("int_list", (20, 30), "", "20；30"),
        ("texts", ("甲", "乙"), "", "甲；乙"),
        ("int", None, "", None),
    ],
)
def test_writes(kind: str, value: object, unit: str, cell: object) -> None:
    assert write(kind, value, unit) == cell


@given(st.integers(-(10**15), 10**15), st.sampled_from(["元", "万元"]))
def test_any_amount_comes_back_from_its_cell(fen: int, unit: str) -> None:
    assert read("money", write("money", fen, unit), Reading(NAMES, unit)) == fen


@given(st.decimals(-1000, 1000, places=4))
def test_any_percentage_with_its_sign_comes_back(percent: Decimal) -> None:
    rate = Fraction(percent) / 100
    assert read("rate", f"{write('rate', rate)}%", PLAIN) == rate


def test_a_number_without_finite_decimals_is_not_written() -> None:
    with pytest.raises(ValueError, match="finite"):
        plain(Fraction(1, 3))


def test_a_line_shows_days_and_whole_numbers_as_typed() -> None:
    assert [line(cell) for cell in (None, 3.0, datetime(2026, 1, 1), " a\n b ")] == ["", "3", "2026-01-01", "a b"]
