"""Typed reading: the value of every kind of cell, and each problem at its cell with its code."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from unittest.mock import patch

import pytest
from forms.builders import BOOK, CHOICES, at, codes, one, read, table
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.core import messages
from kamsheets.core.finding import severities
from kamsheets.forms.typed import typed

VALUES = [
    # form, header, cell, value, codes
    ("F1", "线索编号", "XS-HD-202503-0031", "XS-HD-202503-0031", []),
    ("F1", "线索编号", " XS-HD-202503-0031\n", "XS-HD-202503-0031", []),
    ("F1", "线索编号", "ＸＳ－HD－202503－0031", "XS-HD-202503-0031", ["CT71"]),
    ("F1", "线索编号", "xs-hd-202503-0031", None, ["CT40"]),
    ("F1", "线索编号", "XS-XX-202503-0031", None, ["CT40"]),
    ("F1", "客户名称", "苏州华锐（集团）有限公司", "苏州华锐（集团）有限公司", []),
    ("F1", "客户名称", 4.0, "4", ["CT41"]),
    ("F1", "地址", "苏州工业园区\n星龙街1号", "苏州工业园区 星龙街1号", []),
    ("F1", "需求描述", "车身后纵梁\n弧焊线2条", "车身后纵梁\n弧焊线2条", []),
    ("F1", "需求描述", "短", "短", ["CT41"]),
    ("F1", "备注", "长" * 301, "长" * 301, ["CT42"]),
    ("F1", "备注", "长" * 300, "长" * 300, []),
    ("F1", "登记日期", "2025年3月3日", date(2025, 3, 3), []),
    ("F1", "登记日期", datetime(2025, 3, 3, 8), date(2025, 3, 3), []),
    ("F1", "登记日期", 45719, date(2025, 3, 3), []),
    ("F1", "登记日期", "3月3日", None, ["CT21"]),
    ("F1", "登记日期", "25/3/3", None, ["CT22"]),
    ("F1", "登记日期", "上周", None, ["CT20"]),
    ("F1", "登记日期", "0025-03-03", None, ["CT62"]),
    ("F1", "预计金额", 3860000, 386_000_000, []),
    ("F1", "预计金额（万元）", 386, 386_000_000, []),
    ("F1", "预计金额（万元）", "386万", 386_000_000, []),
    ("F1", "年销售额", 125000, 125_000_000_000, []),
    ("F1", "年销售额（亿元）", 12.5, 125_000_000_000, []),
    ("F1", "年销售额", "约12亿", 120_000_000_000, ["CT16"]),
    ("F1", "年销售额", -1, -1_000_000, ["CT17"]),
    ("F1", "年经营利润", -1, -1_000_000, []),
    ("F1", "预计金额", 0, 0, ["CT19"]),
    ("F1", "预计金额", 0.01, 1, []),
    ("F1", "预计金额", "300-400万", None, ["CT11"]),
    ("F1", "预计金额", 1.005, None, ["CT12"]),
    ("F1", "预计金额", "100美元", None, ["CT13"]),
    ("F1", "预计金额", "面议", None, ["CT10"]),
    ("F1", "预计金额", 1e17, None, ["CT61"]),
    ("F1", "行业销售排名", 23, 23, []),
    ("F1", "行业销售排名", "第23名", 23, []),
    ("F1", "行业销售排名", "２３", 23, []),
    ("F1", "行业销售排名", 0, 0, ["CT17"]),
    ("F1", "行业销售排名", 2.5, None, ["CT14"]),
    ("F1", "行业销售排名", "前50", None, ["CT10"]),
    ("F1", "行业销售排名", "20-30", None, ["CT11"]),
    ("F1", "线索来源", "展会", "exhibition", []),
    ("F1", "线索来源", " 展 会 ", "exhibition", []),
    ("F1", "线索来源", "展会现场", None, ["CT30"]),
    ("F1", "区域", "HD 华东", "HD", []),
    ("F1", "区域", "華東", "HD", []),
    ("F1", "省份", "江苏省", "32", []),
    ("F1", "省份", "Shaanxi", "61", []),
    ("F1", "省份", "苏州市", None, ["CT30"]),
    ("F1", "所属行业", "自行车修理", "自行车修理", ["CT31"]),
    ("F1", "线索等级", "B级", "B", []),
    ("F1", "线索等级", "特级", None, ["CT90"]),
    ("F1", "统一社会信用代码", "91320500MA6KAM0195", "91320500MA6KAM0195", []),
    ("F1", "统一社会信用代码", 914403001922038216, None, ["CT61"]),
    ("F1", "统一社会信用代码", "91320500MA6KAM0196", None, ["CT65"]),
    ("F1", "统一社会信用代码", "9132050OMA6KAM0195", None, ["CT64"]),
    ("F1", "统一社会信用代码", "913205", None, ["CT63"]),
    ("F1", "客户名称", "9.14403E+17", None, ["CT61"]),
    ("F1", "客户名称", "#N/A", None, ["CT02"]),
    ("F1", "备注", "######", None, ["CT02"]),
    ("F1", "所属行业", "#REF!", None, ["CT02"]),
    ("F4b", "角色", "#N/A", None, ["CT02"]),
    ("F1", "备注", "# 3 号厂房", "# 3 号厂房", []),
    ("F1", "手机", 13900005678.0, "13900005678", []),
    ("F1", "手机", "1390000567", None, ["CT51"]),
    ("F1", "手机", "有", None, ["CT50"]),
    ("F1", "固定电话", "66660000", None, ["CT55"]),
    ("F1", "固定电话", 75528881234, "0755-28881234", ["CT52"]),
    ("F1", "电子邮箱", "Zhou@Example.com", "zhou@example.com", []),
    ("F1", "电子邮箱", "zhou＠example.com", "zhou@example.com", []),
    ("F1", "电子邮箱", "zhou@", None, ["CT70"]),
    ("F2", "税率", "13%", Fraction(13, 100), []),
    ("F2", "税率", 13, Fraction(13, 100), []),
    ("F2", "税率", 0.13, None, ["CT15"]),
    ("F2", "税率", 130, Fraction(13, 10), ["CT18"]),
    ("F2", "预计毛利率", -12.5, Fraction(-1, 8), []),
    ("F2", "是否难点项目", "是", True, []),
    ("F2", "是否难点项目", False, False, []),
    ("F2", "是否难点项目", "也许", None, ["CT80"]),
    ("F2", "项目小组成员", "E002；E003、王强", ("E002", "E003", "王强"), []),
    ("F2", "当前里程碑", "M5 技术突破", "M5", []),
    ("F2", "当前里程碑", "技术突波", None, ["CT30"]),
    ("F4b", "角色", "决策者；拍板人", ("decider", "decider"), []),
    ("F4b", "影响力", 6, 6, ["CT18"]),
    ("F10b", "工作量", 33.33, Decimal("33.33"), []),
    ("F10b", "工作量", "33.333", None, ["CT43"]),
    ("F10b", "工作量", "50%", Decimal(50), []),
    ("F10b", "本人确认", "√", True, []),
]


@pytest.mark.parametrize(("form_id", "header", "cell", "value", "expected"), VALUES)
def test_a_cell_becomes_a_value_and_says_what_is_wrong(
    form_id: str, header: str, cell: object, value: object, expected: list[str]
) -> None:
    got, found = one(form_id, header, cell)
    assert (got, found) == (value, expected)
    assert type(got) is type(value)


@pytest.mark.parametrize("cell", [None, "", "  ", "/", "—", "-"])
@pytest.mark.parametrize("header", ["客户名称", "登记日期", "线索来源", "线索编号"])
def test_blanks_and_dashes_of_a_required_field_are_one_finding(header: str, cell: object) -> None:
    got = read("F1", [header, "备注"], [cell, "有内容"])
    assert at(got.findings) == [("CT01", "A2")]
    assert got.rejected == {0}


@pytest.mark.parametrize("cell", [None, "", "/", "——"])
@pytest.mark.parametrize("header", ["预计金额", "手机", "统一社会信用代码", "行业销售排名", "预计采购时间", "备注"])
def test_blanks_of_an_optional_field_are_no_finding(header: str, cell: object) -> None:
    assert one("F1", header, cell) == (None, [])


@pytest.mark.parametrize("header", ["预计金额", "手机", "行业销售排名", "预计采购时间"])
def test_not_known_yet_is_told_not_refused(header: str) -> None:
    assert one("F1", header, "待定") == (None, ["CT04"])


@pytest.mark.parametrize(
    "header", ["客户名称", "登记日期", "线索来源", "预计金额", "手机", "省份", "统一社会信用代码", "备注"]
)
@pytest.mark.parametrize(("shown", "code"), [("#N/A", "CT02"), ("#REF!", "CT02"), ("", "CT03")])
def test_an_error_cell_or_an_uncounted_formula_is_never_a_blank(header: str, shown: str, code: str) -> None:
    got, found = one("F1", header, None, error_cells={(2, 0): shown})
    assert (got, found) == (None, [code])


@pytest.mark.parametrize(
    ("header", "number", "rate", "expected"),
    [
        ("税率", 0.13, Fraction(13, 100), []),
        ("税率", 1, Fraction(1), []),  # shows 100 %, which may be
        ("税率", 13, Fraction(13, 100), ["CT09"]),  # shows 1300 %: points pasted into a percent cell
        ("税率", 100, Fraction(1), ["CT09"]),
        ("税率", 101, Fraction(101), ["CT18"]),  # neither 10100 % nor 101 % can be
        ("预计毛利率", -24.5, Fraction(-49, 200), ["CT09"]),
    ],
)
def test_points_in_a_percent_cell_are_read_as_such_where_the_rate_cannot_be_that_high(
    header: str, number: float, rate: Fraction, expected: list[str]
) -> None:
    assert one("F2", header, number, percent_cells=frozenset({(2, 0)})) == (rate, expected)


def test_a_percent_format_makes_a_fraction_a_rate_only_in_its_own_cell() -> None:
    got = read("F2", ["税率"], [0.13], [0.13], percent_cells=frozenset({(2, 0)}))
    assert got.values["tax_rate"] == [Fraction(13, 100), None]
    assert at(got.findings) == [("CT15", "A3")]


def test_a_yes_or_no_under_a_percent_format_does_not_spoil_the_zero_of_another_table() -> None:
    marked = frozenset({(2, 0)})
    first, second = (read("F16i", ["固定占比"], [cell], percent_cells=marked) for cell in (False, 0))
    assert (codes(first.findings), first.values["fixed_pay"]) == (["CT10"], [None])
    assert (codes(second.findings), second.values["fixed_pay"]) == ([], [0])


def test_a_workbook_of_1904_counts_its_days_from_there() -> None:
    got = read("F1", ["登记日期"], [45721 - 1462], date1904=True)
    assert got.values["reg_date"] == [date(2025, 3, 5)]


PROPOSED = [
    ("F1", "线索编号", "xs—hd—202503-0031", "XS-HD-202503-0031"),
    ("F1", "线索来源", "展会现场", "展会"),
    ("F1", "省份", "苏州市", "江苏省"),
    ("F1", "省份", "陕西山西", "陕西省"),
    ("F1", "省份", "山陕", None),
    ("F1", "手机", "张工13900005678", "13900005678"),
    ("F1", "固定电话", "75528881234", "0755-28881234"),
    ("F1", "统一社会信用代码", "9132050OMA6KAM0195", "91320500MA6KAM0195"),
    ("F1", "电子邮箱", "zhou @example.com", "zhou@example.com"),
    ("F2", "当前里程碑", "技术突波", "技术突破"),
]


@pytest.mark.parametrize(("form_id", "header", "cell", "proposed"), PROPOSED)
def test_a_right_value_is_proposed_where_there_is_one(
    form_id: str, header: str, cell: str, proposed: str | None
) -> None:
    assert [found.proposed for found in read(form_id, [header], [cell]).findings] == [proposed]


def test_findings_stand_at_their_cells_whatever_the_sheet_looks_like() -> None:
    headers = [None, "备注", "登记日期", "不认识", "预计金额"]
    got = read(
        "F1", headers, [None, "甲", "昨天", "x", 1], [None, None, None, None, None], [None, "乙", "2025-3-5", 1, "面议"]
    )
    assert at(got.findings) == [("CT20", "C2"), ("CT01", "C3"), ("CT10", "E4")]


def test_a_blank_row_is_neither_accepted_nor_rejected() -> None:
    got = read("F1", ["客户名称", "备注"], ["苏州华锐", None], [None, None], [None, "无名"], blank_rows=frozenset({1}))
    assert (got.accepted, got.rejected, got.table.blank_rows) == ((0,), {2}, {1})
    assert len(got.accepted) + len(got.rejected) + len(got.table.blank_rows) == got.table.read
    assert at(got.findings) == [("CT01", "A4")]


def test_a_warning_does_not_reject_a_row() -> None:
    assert read("F1", ["所属行业"], ["自行车修理"]).rejected == frozenset()


def test_a_field_without_a_column_is_none_in_every_row() -> None:
    got = read("F1", ["备注"], ["甲"], ["乙"])
    assert got.values["customer_name"] == [None, None]
    assert got.record(1)["remark"] == "乙"


def test_a_room_that_reports_a_blank_itself_is_not_doubled() -> None:
    sheet = table("F1", ["个人信息来源/依据"], [None])
    assert codes(typed(sheet, BOOK["F1"], CHOICES).findings) == ["CT01"]
    assert typed(sheet, BOOK["F1"], CHOICES, blank_allowed=("consent_basis",)).findings == ()


CONTACTS = ("contact_mobile", "contact_tel", "contact_email")


def contact(got: object, row: int = 0) -> tuple[object, ...]:
    return tuple(got.values[field_id][row] for field_id in CONTACTS)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("13900005678", ("13900005678", None, None)),
        ("0512-66660000-801", (None, "0512-66660000-801", None)),
        ("zhou@example.com", (None, None, "zhou@example.com")),
        ("13900005678 / 0512-66660000", ("13900005678", "0512-66660000", None)),
        ("4008201234", (None, "400-820-1234", None)),
        ("+852 2345 6789", (None, "+852 2345 6789", None)),
    ],
)
@pytest.mark.parametrize("header", ["联系方式", "联系电话"])
def test_each_cell_of_a_contact_column_goes_to_its_own_field(header: str, cell: str, expected: object) -> None:
    if header == "联系电话" and "@" in cell:
        return
    got = read("F1", [header], [cell])
    assert (contact(got), codes(got.findings)) == (expected, [])


def test_a_mobile_in_the_telephone_column_goes_home_when_there_is_no_mobile_column() -> None:
    got = read("F1", ["固定电话"], ["13900005678"])
    assert (contact(got), codes(got.findings)) == (("13900005678", None, None), [])


def test_a_mobile_in_the_telephone_column_stays_and_is_told_when_there_is_one() -> None:
    got = read("F1", ["手机", "固定电话"], ["13900005678", "13800001234"])
    assert (contact(got), at(got.findings)) == (("13900005678", "13800001234", None), [("CT54", "B2")])


def test_an_address_in_a_number_column_is_never_kept_as_a_number() -> None:
    got = read("F1", ["联系电话", "电子邮箱"], ["zhou@example.com", None])
    assert (contact(got), at(got.findings)) == ((None, None, None), [("CT54", "A2")])


def test_a_second_number_without_a_place_is_told() -> None:
    got = read("F1", ["手机"], ["13900005678、13800001234"])
    assert (contact(got), at(got.findings)) == (("13900005678", None, None), [("CT53", "A2")])


ANY = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times())


@pytest.mark.parametrize("form", BOOK.lists(), ids=lambda form: form.id)
@given(cell=ANY, shown=st.sampled_from([None, "#N/A", ""]), percent=st.booleans())
def test_no_cell_makes_the_reader_stumble(form: object, cell: object, shown: str | None, percent: bool) -> None:
    headers = [f.zh for f in form.fields]  # type: ignore[attr-defined]
    marks = frozenset((2, k) for k in range(len(headers))) if percent else frozenset()
    errors = {} if shown is None else {(2, k): shown for k in range(len(headers))}
    got = read(form.id, headers, [cell] * len(headers), percent_cells=marks, error_cells=errors)  # type: ignore[attr-defined]
    for found in got.findings:
        assert messages.sentence(found, "zh")
        assert messages.sentence(found, "en")


@given(st.lists(st.sampled_from(["展会", "老客户", "展会现场", None, 1, 1.0, True, "1"]), max_size=30))
def test_reading_a_column_together_is_reading_its_cells_alone(cells: list[object]) -> None:
    together = read("F1", ["线索来源"], *[[cell] for cell in cells])
    alone = [read("F1", ["线索来源"], [cell]) for cell in cells]
    assert together.values["source_channel"] == [got.values["source_channel"][0] for got in alone]
    assert sorted(codes(together.findings)) == sorted(code for got in alone for code in codes(got.findings))


def test_every_code_of_this_room_has_its_sentence_in_both_languages() -> None:
    ours = [code for code in severities() if code.startswith(("HD", "CT"))]
    assert ours
    for code in ours:
        for lang in messages.LANGUAGES:
            assert messages.catalogue(lang)[code]
        assert messages.has(f"{code}.fix")


WORDS = st.text(
    st.sampled_from([*"苏州华锐ab12 -（）,.", *"　\u200b\n\x1f\t_x#ＡＢ１%E+0无", "—"]), min_size=0, max_size=12
)
COLUMNS = st.one_of(
    st.tuples(st.sampled_from(["客户名称", "备注", "地址", "项目登记人"]), st.lists(st.none() | WORDS, max_size=6)),
    st.tuples(st.just("登记日期"), st.lists(st.none() | st.dates(), max_size=6)),
    st.tuples(
        st.sampled_from(["预计金额", "预计金额（万元）", "年销售额"]), st.lists(st.none() | st.integers(), max_size=6)
    ),
)


@given(COLUMNS)
def test_a_column_at_a_glance_is_what_its_cells_are_one_by_one(column: tuple[str, list[object]]) -> None:
    header, cells = column
    rows = [[cell] for cell in cells]
    whole = read("F1", [header], *rows)
    with patch("kamsheets.forms.typed.at_a_glance", return_value=None):
        each = read("F1", [header], *rows)
    assert whole.values == each.values
    assert whole.findings == each.findings
