"""Unary tests: what the cells of the approval matrix mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.policy.cells import CellError, Names
from kamsheets.policy.unary import Operand, Range, UnaryTest, parse, spell

NAMES = Names({"level": {"major": "major", "重大项目": "major", "small": "small", "小项目": "small"}})


def one(low: object = None, high: object = None, low_in: bool = True, high_in: bool = True) -> UnaryTest:
    ends = [None if end is None else Operand(end) for end in (low, high)]
    return UnaryTest((Range(ends[0], ends[1], low_in, high_in),))


MEANT = [
    ("a dash is any value", "-", "money", UnaryTest()),
    ("an empty cell is any value", " ", "money", UnaryTest()),
    ("amounts are yuan", ">=500000", "money", one(low=50000000)),
    ("amounts may be grouped", ">=500,000.00", "money", one(low=50000000)),
    ("amounts may name 万", "≥50万", "money", one(low=50000000)),
    ("above leaves the bound out", ">400", "money", one(low=40000, low_in=False)),
    ("below leaves the bound out", "<20%", "rate", one(high=Fraction(1, 5), high_in=False)),
    ("at most takes it in", "<=20%", "rate", one(high=Fraction(1, 5))),
    ("half-open interval", "[500000..2000000)", "money", one(50000000, 200000000, True, False)),
    ("the other half-open interval", "(1..2]", "int", one(1, 2, False, True)),
    ("an open end written the French way", "]1..2[", "int", one(1, 2, False, False)),
    ("full-width brackets and dots", "［1…2）", "int", one(1, 2, True, False)),
    ("a choice by its name", "重大项目", "ref:level", one("major", "major")),
    ("yes", "是", "flag", one(True, True)),
    ("equal sign", "=90", "int", one(90, 90)),
    ("a policy key", "<{margin_floor}", "rate", UnaryTest((Range(None, Operand(key="margin_floor"), True, False),))),
]


@pytest.mark.parametrize(("what", "text", "kind", "meant"), MEANT, ids=[case[0] for case in MEANT])
def test_means(what: str, text: str, kind: str, meant: UnaryTest) -> None:
    assert parse(text, kind, NAMES) == meant


def test_a_list_holds_when_one_of_it_does() -> None:
    test = parse("重大项目、小项目", "ref:level", NAMES)
    assert [part.low for part in test.ranges] == [Operand("major"), Operand("small")]


def test_not_turns_a_list_around() -> None:
    assert parse("not(重大项目)", "ref:level", NAMES) == UnaryTest((Range(Operand("major"), Operand("major")),), True)


def test_a_comma_between_digits_groups_thousands() -> None:
    assert len(parse("1,000,2,000", "money", NAMES).ranges) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (">=很多", "money"),
        ("[1..", "int"),
        (">是", "flag"),
        (">重大项目", "ref:level"),
        ("not()", "int"),
        ("0.2", "rate"),
        (",", "int"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, kind: str) -> None:
    with pytest.raises(CellError) as caught:
        parse(text, kind, NAMES)
    assert caught.value.code == "PO41"


def test_a_name_that_is_not_in_the_list_is_said() -> None:
    with pytest.raises(CellError) as caught:
        parse("特大项目", "ref:level", NAMES)
    assert caught.value.code == "PO07"


def test_keys_are_named_once() -> None:
    assert parse("[{small_amount}..{major_amount}),>{major_amount}", "money").keys() == ("small_amount", "major_amount")


operands = st.one_of(
    st.integers(-(10**12), 10**12).map(Operand),
    st.sampled_from(["top_n", "major_amount"]).map(lambda k: Operand(key=k)),
)
ranges = st.builds(Range, st.none() | operands, st.none() | operands, st.booleans(), st.booleans()).filter(
    lambda part: part.low is not None or part.high is not None
)


def settled(part: Range) -> Range:
    """The range as its text can say it: an open end has no bracket, one value includes it."""
    low_in, high_in = part.low_included or part.low is None, part.high_included or part.high is None
    return (
        Range(part.low, part.high, True, True) if part.low == part.high else Range(part.low, part.high, low_in, high_in)
    )


@given(st.lists(ranges.map(settled), min_size=1, max_size=4), st.booleans())
def test_any_test_comes_back_from_its_text(parts: list[Range], negated: bool) -> None:
    test = UnaryTest(tuple(parts), negated)
    assert parse(spell(test, "money"), "money") == test


def test_a_list_that_would_read_as_one_grouped_number_is_parted_by_semicolons() -> None:
    test = UnaryTest((Range(None, Operand(0), True, False), Range(Operand(10000), Operand(10000))))
    assert spell(test, "money") == "<0;100"
    assert parse("<0；100", "money") == test


def test_names_are_spelled_for_people() -> None:
    words = {"major": "重大项目", "true": "是"}
    assert spell(parse("major", "ref:level", NAMES), "ref:level", lambda code: words.get(code, code)) == "重大项目"
    assert spell(parse("是", "flag"), "flag", lambda code: words.get(code, code)) == "是"
