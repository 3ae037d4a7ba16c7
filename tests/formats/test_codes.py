"""统一社会信用代码, e-mail addresses and provinces."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as official

from kamsheets.formats import emails, provinces, uscc
from kamsheets.formats.emails import EmailError
from kamsheets.formats.provinces import ProvinceError
from kamsheets.formats.uscc import ALPHABET, UsccError

VALID = ("91330100799655058B", "914403001922038216", "91440300MA5DEM880U", "91320500MA6KAM0195")


@pytest.mark.parametrize("code", VALID)
def test_the_codes_of_the_handbook_hold_both_checks(code: str) -> None:
    assert uscc.validate(code) == code
    assert uscc.validate(f" {code[:9].lower()} {code[9:]}") == code


@pytest.mark.parametrize("code", VALID)
def test_any_other_character_anywhere_breaks_a_check(code: str) -> None:
    for at in range(len(code)):
        for ch in ALPHABET:
            if ch != code[at]:
                assert not uscc.is_valid(code[:at] + ch + code[at + 1 :])


@pytest.mark.parametrize(
    ("cell", "reason", "proposed"),
    [
        (914403001922038216, "precision", None),
        (9.14403001922038e17, "precision", None),
        (91440300, "length", None),
        ("9132050OMA6KAM0195", "characters", "91320500MA6KAM0195"),
        ("9I320500MA6KAM0195", "characters", "91320500MA6KAM0195"),
        ("91320500MA6KAM0196", "check", None),
        ("91320500MA6KAM0295", "organisation", None),
        ("9132050", "length", None),
        ("", "empty", None),
        (None, "empty", None),
    ],
)
def test_a_wrong_code_says_why_and_what_was_probably_meant(cell: object, reason: str, proposed: str | None) -> None:
    with pytest.raises(UsccError) as caught:
        uscc.validate(cell)
    assert (caught.value.reason, caught.value.proposed) == (reason, proposed)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_any_cell_is_a_code_or_refused(cell: object) -> None:
    with suppress(UsccError):
        assert len(uscc.validate(cell)) == uscc.LENGTH


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("zhou@example.com", "zhou@example.com"),
        (" Zhou@Example.COM ", "zhou@example.com"),
        ("ｚｈｏｕ＠example.com", "zhou@example.com"),
        ("zhou@example。com", "zhou@example.com"),
        ("mailto:zhou@example.com", "zhou@example.com"),
        ("周工 <zhou@example.com>", "zhou@example.com"),
        ("zhou.min+kam@mail.example.com.cn", "zhou.min+kam@mail.example.com.cn"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    assert emails.parse(text) == address


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("zhou@example", None),
        ("zhou.example.com", None),
        ("", None),
        ("zhou @example.com", "zhou@example.com"),
    ],
)
def test_a_wrong_address_is_refused(text: str, proposed: str | None) -> None:
    with pytest.raises(EmailError) as caught:
        emails.parse(text)
    assert caught.value.proposed == proposed


def test_a_masked_address_keeps_its_domain() -> None:
    assert emails.mask("zhou@example.com") == "z***@example.com"
    assert emails.mask("no address") == "***"


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    emails.mask(text)
    with suppress(EmailError):
        assert "@" in emails.parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏", "32"),
        ("江苏省", "32"),
        ("江 苏", "32"),
        ("32", "32"),
        (32, "32"),
        ("320000", "32"),
        ("Jiangsu", "32"),
        ("广西", "45"),
        ("广西壮族自治区", "45"),
        ("广西省", "45"),
        ("廣東省", "44"),
        ("北京", "11"),
        ("北京市", "11"),
        ("香港", "81"),
        ("香港特别行政区", "81"),
        ("陕西", "61"),
        ("陕西省", "61"),
        ("Shaanxi", "61"),
        ("山西", "14"),
        ("山西省", "14"),
        ("Shanxi", "14"),
    ],
)
def test_a_province_is_read_in_every_spelling(text: object, code: str) -> None:
    assert provinces.code(text) == code


@pytest.mark.parametrize(
    "text", ["", None, "陕", "山", "西", "陕 山西", "苏州", "江苏市", "99", "3201", "320500", "华东"]
)
def test_nothing_is_matched_loosely(text: object) -> None:
    with pytest.raises(ProvinceError):
        provinces.code(text)


def test_there_are_34_divisions_and_each_knows_itself_by_all_its_names() -> None:
    assert len(provinces.CODES) == 34
    for code in provinces.CODES:
        for name in (provinces.short(code), provinces.full(code), provinces.english(code), code):
            assert provinces.code(name) == code
    assert len({provinces.english(code) for code in provinces.CODES}) == 34


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("江苏省苏州市工业园区", "江苏省", "32"),
        ("苏州市工业园区", "苏州市", "32"),
        ("昆山富士", "昆山", "32"),
        ("吉林化工", "吉林", "22"),
        ("陕西重型", "陕西", "61"),
    ],
)
def test_a_text_that_begins_with_a_place_tells_its_province(text: str, name: str, code: str) -> None:
    assert provinces.place(text) == (name, code)


def test_a_text_without_a_place_tells_none() -> None:
    assert provinces.place("华锐车身") is None
    assert provinces.place("") is None
    assert provinces.city("某地") is None


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_the_check_character_is_the_one_of_the_standard_library_of_codes(body: str) -> None:
    assert uscc.check(body) == official.calc_check_digit(body)
