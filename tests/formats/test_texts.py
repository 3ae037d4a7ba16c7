"""Text, company names, privacy and word scans."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.formats import companies, privacy, text, words

NAME = "苏州华锐车身部件有限公司"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  苏州 ", "苏州"),
        ("苏州_x000D_\n华锐", "苏州\n华锐"),
        ("苏州\r\n华锐", "苏州\n华锐"),
        ("\u200b苏州\ufeff", "苏州"),
        ("苏\x00州\x07", "苏州"),
        ("a_x0041_b", "a_x0041_b"),
        ("（括号）１２３", "（括号）１２３"),
        ("\u3000\u3000", ""),
    ],
)
def test_only_what_cannot_be_seen_is_removed(raw: str, clean: str) -> None:
    assert text.clean(raw) == clean


@given(st.text())
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    once = text.clean(raw)
    assert text.clean(once) == once
    assert text.key(text.key(raw)) == text.key(raw)


def test_narrowing_leaves_chinese_punctuation() -> None:
    assert text.halfwidth("ＡＢＢ（中国），１２３") == "ABB（中国），123"
    assert not text.is_fullwidth("苏州（新区），好")


@pytest.mark.parametrize(
    "spelling",
    [
        "苏州华锐车身部件有限责任公司",
        "苏州华锐车身部件股份有限公司",
        "苏州华锐车身部件集团有限公司",
        "苏州华锐车身部件（集团）有限公司",
        "苏州 华锐车身部件 有限公司",
        "苏州市华锐车身部件有限公司",
        "江苏省苏州市华锐车身部件有限公司",
        "华锐车身部件（苏州）有限公司",
        "华锐车身部件(苏州)有限公司",
        "蘇州華銳車身部件有限公司",
        "苏州华锐车身部件有限公司。",
    ],
)
def test_spellings_of_one_company_share_a_key(spelling: str) -> None:
    assert companies.key(spelling) == companies.key(NAME)


@pytest.mark.parametrize(
    "other",
    [
        "无锡华锐车身部件有限公司",
        "苏州华瑞车身部件有限公司",
        "苏州华锐车身部件有限公司上海分公司",
        "华锐车身部件有限公司",
    ],
)
def test_another_company_has_another_key(other: str) -> None:
    assert companies.key(other) != companies.key(NAME)


def test_without_the_place_two_companies_of_one_group_meet() -> None:
    assert companies.key("无锡华锐车身部件有限公司", place=False) == companies.key(NAME, place=False)


@pytest.mark.parametrize(
    ("name", "place", "province", "core"),
    [
        (NAME, "苏州", "32", "华锐车身部件"),
        ("陕西重型汽车有限公司", "陕西", "61", "重型汽车"),
        ("山西重型汽车有限公司", "山西", "14", "重型汽车"),
        ("ABB（中国）有限公司", "中国", "", "abb"),
        ("ABB (China) Co., Ltd.", "", "", "abbchina"),
        ("苏州有限公司", "", "", "苏州"),
        ("", "", "", ""),
    ],
)
def test_a_name_is_split_into_its_parts(name: str, place: str, province: str, core: str) -> None:
    parts = companies.split(name)
    assert (parts.place, parts.province, parts.core) == (place, province, core)


def test_a_name_is_tidied_for_print() -> None:
    assert companies.tidy("苏州华锐 车身部件(集团)有限公司 ") == "苏州华锐车身部件（集团）有限公司"
    assert companies.tidy("Huarui Body Parts Co., Ltd.") == "Huarui Body Parts Co., Ltd"


@given(st.text())
def test_any_text_has_a_key_and_tidying_does_not_change_it(name: str) -> None:
    assert companies.key(companies.tidy(name)) == companies.key(name)
    assert companies.tidy(companies.tidy(name)) == companies.tidy(name)


@pytest.mark.parametrize(
    ("remark", "kinds"),
    [
        ("身份证11010519491231002X", {"id_number"}),
        ("身份证号 320500199001011234", {"id_number"}),  # mistyped: the check digit is wrong
        ("订单110105194912310021", set()),  # wrong check digit: some other long number
        ("女儿今年高考", {"family"}),
        ("患有糖尿病", {"health"}),
        ("生日5月3日", {"birthday"}),
        ("信佛，不喝酒", {"religion"}),
        ("家住苏州园区", {"home_address"}),
        ("年薪50万", {"income"}),
        ("客户年收入12亿，公司负债率低", set()),
        ("农民工工资保证金按3%缴纳", set()),
        ("家庭用品生产线，手术床焊接", set()),
        ("设备科张工，节拍45秒，电话13900005678", set()),
        ("", set()),
    ],
)
def test_a_privacy_scan_finds_private_facts_and_leaves_business_alone(remark: str, kinds: set[str]) -> None:
    assert {hit.kind for hit in privacy.scan(remark)} == kinds


def test_a_persons_name_is_masked_behind_the_family_name() -> None:
    assert [privacy.mask_name(name) for name in ("周建国", "周工", "周", "")] == ["周**", "周*", "周", ""]


LISTED = ("线人", "内线", "围标", "回扣", "红包", "评委名单")


@pytest.mark.parametrize(
    ("tactic", "found"),
    [
        ("通过内线了解", ["内线"]),
        ("内 线、红·包", ["内线", "红包"]),
        ("以节拍和飞溅率试焊数据证明价值", []),
        ("围标和回扣都不做", ["围标", "回扣"]),
        ("", []),
    ],
)
def test_a_word_scan_finds_listed_words_however_they_are_spaced(tactic: str, found: list[str]) -> None:
    assert [hit.word for hit in words.scan(tactic, LISTED)] == found


def test_a_word_scan_without_a_list_finds_nothing() -> None:
    assert words.scan("内线", ()) == []


@given(st.text(), st.lists(st.text(max_size=5), max_size=5))
def test_any_text_and_list_can_be_scanned(tactic: str, listed: list[str]) -> None:
    assert all(hit.word in listed for hit in words.scan(tactic, listed))
    assert all(hit.start >= 0 for hit in privacy.scan(tactic))


@pytest.mark.parametrize("kind", sorted(privacy._WORDS))
@given(data=st.data())
def test_the_quick_look_never_passes_over_what_a_privacy_scan_finds(kind: privacy.Kind, data: st.DataObject) -> None:
    found = data.draw(st.from_regex(privacy._WORDS[kind]))
    assert not (privacy.scan(found) and privacy.clear(text.folded(found)))


@given(st.text("线人内标底 .·abC-_\n*", max_size=12))
def test_the_quick_look_never_passes_over_a_listed_word(written: str) -> None:
    listed = ("线人", "内线", "标底", "abc")
    assert not (words.scan(written, listed) and words.clear(text.folded(written), listed))


@given(st.text("苏州，：；！？（）Ａ１①ﬁ\u0338＜＝=<", min_size=1, max_size=8))
def test_a_long_text_is_folded_as_a_short_one(part: str) -> None:
    assert text.folded(part * 101) == text.clean(unicodedata.normalize("NFKC", part * 101))
