"""电话: cleaning, extensions, several numbers, the lost leading zero, masking (domain §7.4)."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.formats import phones
from kamsheets.formats.phones import PhoneError


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("13900005678", "mobile", "13900005678"),
        ("139 0000 5678", "mobile", "13900005678"),
        ("139-0000-5678", "mobile", "13900005678"),
        ("1390000-5678", "mobile", "13900005678"),
        ("１３９００００５６７８", "mobile", "13900005678"),
        ("+86 13900005678", "mobile", "13900005678"),
        ("0086-13900005678", "mobile", "13900005678"),
        ("86-13900005678", "mobile", "13900005678"),
        ("13900005678.0", "mobile", "13900005678"),
        ("0512-66660000", "landline", "0512-66660000"),
        ("051266660000", "landline", "0512-66660000"),
        ("(0512)66660000", "landline", "0512-66660000"),
        ("+86 512 66660000".replace("512", "0512"), "landline", "0512-66660000"),
        ("021-66660000", "landline", "021-66660000"),
        ("010 66660000", "landline", "010-66660000"),
        ("0512-66660000-801", "landline", "0512-66660000-801"),
        ("0512-66660000转801", "landline", "0512-66660000-801"),
        ("0512-66660000x801", "landline", "0512-66660000-801"),
        ("0512-66660000 ext. 801", "landline", "0512-66660000-801"),
        ("0512-6666000", "landline", "0512-6666000"),
        ("4008201234", "service", "400-820-1234"),
        ("800-820-1234", "service", "800-820-1234"),
        ("+852 2345 6789", "foreign", "+852 2345 6789"),
        ("00886 2 2345 6789", "foreign", "+886 2 2345 6789"),
    ],
)
def test_a_number_is_cleaned_to_its_usual_spelling(text: str, kind: str, written: str) -> None:
    phone = phones.parse(text)
    assert (phone.kind, str(phone)) == (kind, written)
    assert phones.format(written) == written


@pytest.mark.parametrize(
    ("text", "reason", "proposed"),
    [
        ("75528881234", "lost_zero", "0755-28881234"),
        ("51266660000", "lost_zero", "0512-66660000"),
        ("2166660000", "lost_zero", "021-66660000"),
        ("66660000", "area_code", None),
        ("1390000567", "length", None),
        ("139000056789", "length", None),
        ("12900005678", "length", None),
        ("013900005678", "shape", "13900005678"),
        ("张工13900005678", "words", "13900005678"),
        ("微信联系", "words", None),
        ("", "empty", None),
        ("+99 123", "foreign", None),
    ],
)
def test_what_is_no_number_is_refused_and_the_likely_one_proposed(text: str, reason: str, proposed: str | None) -> None:
    with pytest.raises(PhoneError) as caught:
        phones.parse(text)
    assert (caught.value.reason, caught.value.proposed) == (reason, proposed)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13900005678/0512-66660000", ["13900005678", "0512-66660000"]),
        ("13900005678、13800001234", ["13900005678", "13800001234"]),
        ("13900005678；0512-66660000转801", ["13900005678", "0512-66660000-801"]),
        ("0512-66660000、66660001", ["0512-66660000", "0512-66660001"]),
        ("13900005678 13800001234", ["13900005678", "13800001234"]),
        ("13900005678\n0512-66660000", ["13900005678", "0512-66660000"]),
        ("139 0000 5678", ["13900005678"]),
    ],
)
def test_several_numbers_are_split_and_the_first_is_the_main_one(text: str, numbers: list[str]) -> None:
    assert [str(phone) for phone in phones.split(text)] == numbers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13900005678", "139****5678"),
        ("+86 139 0000 5678", "139****5678"),
        ("0512-66660000-801", "0512-****0000-801"),
        ("+852 2345 6789", "****6789"),
        ("不详", "****"),
        ("", ""),
    ],
)
def test_a_mask_hides_the_number_whatever_stands_there(text: str, masked: str) -> None:
    assert phones.mask(text) == masked


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0(10|2[0-57-9]|[3-9][0-9]{2})-[0-9]{8}(-[0-9]{1,6})?", fullmatch=True)


@given(st.one_of(MOBILES, LANDLINES))
def test_the_usual_spelling_is_a_fixed_point(number: str) -> None:
    assert phones.is_usual(number)
    assert str(phones.parse(number)) == number


@given(MOBILES)
def test_a_mask_shows_seven_digits_of_a_mobile(number: str) -> None:
    assert sum(ch.isdigit() for ch in phones.mask(number)) == 7


@given(st.one_of(st.text(), st.text("0123456789+-()转 /、x", max_size=30)))
def test_any_text_is_numbers_or_a_phone_error(text: str) -> None:
    phones.mask(text)
    with suppress(PhoneError):
        assert all(str(phone) for phone in phones.split(text))
