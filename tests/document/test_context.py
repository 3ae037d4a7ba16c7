"""How typed values look on paper, and what filters make of them."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from document.samples import printing
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.document import filters
from kamsheets.document.context import matrix, plain_number, rows, shown, value
from kamsheets.document.missing import collecting
from kamsheets.document.values import Row, Value
from kamsheets.forms.catalogue import Field, catalogue

ZH, EN = printing("zh"), printing("en")


def typed(kind: str, raw: object, choices: str | None = None, **facts: object) -> Value:
    one = Field("x", "甲", "A", kind, choices=choices, **facts)  # type: ignore[arg-type]
    return value(one, raw, ZH, "x", needed=False)


@pytest.mark.parametrize(
    ("kind", "raw", "zh", "en"),
    [
        ("money", 386_000_000, "3,860,000.00", "3,860,000.00"),
        ("money", -5, "-0.05", "-0.05"),
        ("pct", Fraction(49, 200), "24.50%", "24.50%"),
        ("pct", Fraction(1, 3), "33.33%", "33.33%"),
        ("date", date(2025, 3, 5), "2025年3月5日", "2025-03-05"),
        ("datetime", datetime(2025, 8, 15, 9, 30), "2025年8月15日 09:30", "2025-08-15 09:30"),
        ("period", (datetime(2025, 6, 3, 14), datetime(2025, 6, 3, 15, 30)), "2025年6月3日 14:00–15:30",
            "2025-06-03 14:00–15:30"),
        ("bool", True, "是", "Yes"),
        ("dec", Decimal("8.50"), "8.5", "8.5"),
        ("dec", Fraction(6, 5), "1.2", "1.2"),
        ("int", 7, "7", "7"),
        ("person_ref", "E002 林晓", "林晓（E002）", "林晓（E002）"),
        ("person_ref", "王五", "王五", "王五"),
        ("person_ref", ("E002", "E010"), "林晓（E002）、何敏（E010）", "林晓（E002）、何敏（E010）"),
        ("str", "a\tb\x0bc", "a bc", "a bc"),
        ("str", None, "", ""),
    ],
)  # fmt: skip
def test_a_value_as_printed(kind: str, raw: object, zh: str, en: str) -> None:
    one = Field("x", "甲", "A", kind)  # type: ignore[arg-type]
    assert (shown(one, raw, ZH), shown(one, raw, EN)) == (zh, en)


def test_a_choice_is_printed_by_its_label_and_an_unknown_one_as_written() -> None:
    assert str(typed("enum", "major", "project_level")) == "重大项目"
    assert str(typed("enum", "特大", "project_level", open=True)) == "特大"


def test_a_choice_compares_by_code_label_and_alias() -> None:
    level = typed("enum", "major", "project_level")
    assert level == "major"
    assert level == "重大项目"
    assert level != "小项目"


def test_an_amount_compares_as_yuan_and_a_rate_as_per_cent() -> None:
    amount, rate = typed("money", 200_000_000), typed("pct", Fraction(1, 5))
    assert amount >= 2_000_000
    assert not amount > 2_000_000
    assert rate == 20
    assert rate < 20.5


@pytest.mark.parametrize(
    ("filtered", "printed"),
    [
        (filters.ticked(typed("enum", "major", "project_level")), "□小项目　□一般项目　■重大项目"),
        (filters.ticked(typed("enum", None, "project_level")), "□小项目　□一般项目　□重大项目"),
        (filters.ticked(typed("bool", False)), "□是　■否"),
        (filters.ticked(typed("str", "B级"), "A级", "B级"), "□A级　■B级"),
        (filters.amount("1234.5"), "1,234.50"),
        (filters.amount(0.1 + 0.2), "0.30"),
        (filters.upper_amount(typed("money", 6_831_858)), "人民币陆万捌仟叁佰壹拾捌元伍角捌分"),
        (filters.day("2025-3-5"), "2025年3月5日"),
        (filters.iso_day(typed("date", date(2025, 3, 5))), "2025-03-05"),
        (filters.masked("13900005678"), "139****5678"),
        (filters.masked("周工"), "周*"),
        (filters.masked("zhou@example.com"), "z***@example.com"),
        (filters.brackets("张三"), "（张三）"),
        (filters.brackets(typed("str", None)), ""),
        (filters.name_only(typed("person_ref", "E002 林晓")), "林晓"),
        (filters.otherwise(typed("str", None), "无"), "无"),
        (str(filters.by_hand(typed("date", None))), "　　　年　月　日"),
        (str(filters.by_hand(typed("str", None))), ""),
        (str(typed("str", None)), "/"),
    ],
)
def test_a_filter(filtered: object, printed: str) -> None:
    assert str(filtered) == printed


def test_a_needed_value_that_is_not_there_is_noted_unless_it_is_for_the_pen() -> None:
    one = Field("x", "甲", "A", "str")
    with collecting("zh") as notes:
        assert str(filters.by_hand(value(one, None, ZH, "x", needed=True))) == ""
        assert notes.labels == {}
        assert str(value(one, None, ZH, "x", needed=True)) == "【缺：甲】"
    assert notes.labels == {"x": "甲"}


def test_a_row_may_have_a_column_called_items() -> None:
    assert Row({"items": "x", "keys": "y"}).items == "x"


def test_a_table_sums_its_amounts_and_shares() -> None:
    one = catalogue()["JTF-007"]["pay_rows"]
    data = [{"percent": Fraction(3, 10), "amount": 115_800_000}, {"percent": Fraction(7, 10), "amount": 270_200_000}]
    total = rows(one, data, ZH).total
    assert (str(total["比例"]), str(total["金额"])) == ("100.00%", "3,860,000.00")


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10**9)), min_size=1, max_size=30))
def test_a_matrix_sums_across_and_down_to_the_fen(cells: list[tuple[int, int, int]]) -> None:
    one = catalogue()["JTF-002"]["expense_rows"]
    subjects = [c.code for c in ZH.choices["expense_subject"]]
    stages = [c.code for c in ZH.choices["milestone"]]
    data = [{"subject": subjects[a], "stage": stages[b], "amount": fen} for a, b, fen in cells]
    made = rows(one, data, ZH).matrix
    assert made is not None
    whole = sum(fen for *_, fen in cells)
    assert _fen(made.total_row["合计"]) == whole
    assert sum(_fen(row["合计"]) for row in made.rows) == whole
    assert sum(_fen(cell) for cell in made.total_row["格"]) == whole  # type: ignore[attr-defined]


def _fen(text: object) -> int:
    return 0 if text == "-" else int(str(text).replace(",", "").replace(".", ""))


def test_an_empty_matrix_has_a_total_of_nothing() -> None:
    assert str(matrix((), (), "zh").total_row["合计"]) == "-"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_plain_number_is_read_back_exactly(number: Decimal) -> None:
    assert Decimal(plain_number(number)) == number
