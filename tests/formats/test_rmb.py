"""人民币大写: the table of domain §7.1, its accepted variants, and a round trip over all amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.formats import rmb
from kamsheets.formats.rmb import RmbError

TABLE = [
    (140_950, "人民币壹仟肆佰零玖元伍角整", ["人民币壹仟肆佰零玖元伍角"]),
    (600_714, "人民币陆仟零柒元壹角肆分", []),
    (168_032, "人民币壹仟陆佰捌拾元零叁角贰分", ["人民币壹仟陆佰捌拾元叁角贰分"]),
    (10_700_053, "人民币壹拾万柒仟元零伍角叁分", ["人民币壹拾万零柒仟元伍角叁分"]),
    (1_640_902, "人民币壹万陆仟肆佰零玖元零贰分", []),
    (32_504, "人民币叁佰贰拾伍元零肆分", []),
    (20_600_075, "人民币贰拾万陆仟元零柒角伍分", ["人民币贰拾万零陆仟元柒角伍分"]),
    (386_000_000, "人民币叁佰捌拾陆万元整", ["叁佰捌拾陆万圆整", "人民币叁佰捌拾陆万元正", "叁佰捌拾陆万元"]),
    (100_001_000_000, "人民币壹拾亿零壹万元整", []),
    (5, "人民币伍分", []),
    (50, "人民币伍角整", ["人民币伍角"]),
    (0, "人民币零元整", ["零元"]),
    (10_005_005, "人民币壹拾万零伍拾元零伍分", []),
    (6_831_858, "人民币陆万捌仟叁佰壹拾捌元伍角捌分", []),
    (-6_831_858, "人民币负陆万捌仟叁佰壹拾捌元伍角捌分", ["负陆万捌仟叁佰壹拾捌元伍角捌分"]),
    (-100, "人民币负壹元整", ["负人民币壹元整"]),
    (1_000, "人民币壹拾元整", ["拾元整", "拾圆正", "一十元整"]),
    (123_456_789_012_345, "人民币壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分", []),
]  # fmt: skip


@pytest.mark.parametrize(("fen", "canonical", "variants"), TABLE)
def test_an_amount_is_written_one_way_and_read_in_all(fen: int, canonical: str, variants: list[str]) -> None:
    assert rmb.upper(fen) == canonical
    for wording in (canonical, *variants):
        assert rmb.parse(wording) == fen, wording
        assert rmb.matches(wording, fen), wording


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "整",
        "人民币",
        "壹仟肆佰玖元整",  # a 零 that must stand is missing
        "壹仟零零玖元整",  # two zeros where one is written
        "零壹佰元整",  # a 零 in front
        "壹佰元零伍角整零",
        "壹佰贰拾",  # no 元
        "伍分整",
        "叁佰捌拾陆万元整整",
        "壹万万元整",
        "386元整",
    ],
)
def test_a_wording_with_zeros_or_units_out_of_place_is_refused(wording: str) -> None:
    with pytest.raises(RmbError):
        rmb.parse(wording)


def test_one_fen_more_or_less_does_not_match() -> None:
    assert rmb.matches(rmb.upper(386_000_000), 386_000_000)
    assert not rmb.matches(rmb.upper(386_000_000), 386_000_001)
    assert not rmb.matches(rmb.upper(386_000_000), 385_999_999)
    assert not rmb.matches(rmb.upper(386_000_000), -386_000_000)


@given(st.integers(-(10**17), 10**17))
def test_every_amount_is_read_back_to_the_fen(fen: int) -> None:
    assert rmb.parse(rmb.upper(fen)) == fen


@given(st.integers(1, 10**15), st.integers(1, 10**15))
def test_two_amounts_never_share_a_wording(a: int, b: int) -> None:
    assert rmb.matches(rmb.upper(a), b) == (a == b)


@given(st.text("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正人民币负", max_size=20))
def test_any_string_of_these_characters_is_an_amount_or_refused(wording: str) -> None:
    try:
        fen = rmb.parse(wording)
    except RmbError:
        return
    assert rmb.matches(wording, fen)


def test_an_amount_beyond_all_measure_is_refused() -> None:
    with pytest.raises(RmbError):
        rmb.upper(rmb.LIMIT)
