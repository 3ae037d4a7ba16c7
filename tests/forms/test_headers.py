"""Header matching (domain §7.10): dialects, units, doubts, and no dependence on the order of columns."""

import random

import pytest
from forms.builders import BOOK, at
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.forms.catalogue import Form
from kamsheets.forms.headers import Heading, match, normalise, sharing
from kamsheets.forms.rows import find_header, header_texts, recognise, row_kind

LEAD, PIPELINE = BOOK["F1"], BOOK["F2"]
LISTS = BOOK.lists()


@pytest.mark.parametrize(
    ("header", "heading"),
    [
        ("客户名称", Heading("客户名称")),
        (" 客户 名称\n*", Heading("客户名称")),
        ("客户名称（必填）：", Heading("客户名称")),
        ("*客户名称【必填】", Heading("客户名称")),
        ("預計金額（萬元）", Heading("预计金额", "万元")),
        ("预计金额\n(单位：万元)", Heading("预计金额", "万元")),
        ("预计金额(元,含税)", Heading("预计金额", "元", "gross")),
        ("预计金额（万元/含税）", Heading("预计金额", "万元", "gross")),
        ("合同金额(不含税)", Heading("合同金额", "", "net")),
        ("毛利率%", Heading("毛利率", "%")),
        ("工作量%*", Heading("工作量", "%")),
        ("毛利率（％）", Heading("毛利率", "%")),
        ("Est. amount (RMB)", Heading("estamount", "元")),
        ("E-mail", Heading("email")),
        ("lead_no", Heading("leadno")),
        ("本期应发(税前)", Heading("本期应发(税前)")),
        ("#", Heading("#")),
        ("%", Heading("%", "%")),
        ("", Heading("")),
    ],
)
def test_a_header_is_folded_and_its_unit_kept(header: str, heading: Heading) -> None:
    assert normalise(header) == heading


@given(st.text(max_size=40))
def test_any_header_can_be_folded_and_matched(header: str) -> None:
    assert isinstance(normalise(header).key, str)
    assert len(match([header], LEAD).columns) == 1


def fields(headers: list[str], form: Form, **more: object) -> list[str | None]:
    return [column.field for column in match(headers, form, **more).columns]  # type: ignore[arg-type]


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_with_its_own_labels_is_recognised_and_matched_whole(form: Form, lang: str) -> None:
    labels = [f.label(lang) for f in form.fields]
    found = match(labels, form)
    assert [column.field for column in found.columns] == [f.id for f in form.fields]
    assert found.findings == ()
    best = recognise(labels, LISTS)
    assert best is not None
    assert best[0].id == form.id


@pytest.mark.parametrize("form", LISTS, ids=lambda form: form.id)
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_columns_does_not_matter(form: Form, seed: int) -> None:
    dice = random.Random(seed)
    names = [dice.choice((f.zh, f.en, *f.aliases)) for f in form.fields]
    straight = dict(zip(names, fields(names, form), strict=True))
    shuffled = dice.sample(names, len(names))
    assert dict(zip(shuffled, fields(shuffled, form), strict=True)) == straight


def test_a_dialect_with_units_signs_and_traditional_characters_is_understood() -> None:
    headers = ["序号", "客戶", "省", "所在行业", "联系人姓名", "手机号", "来源", "预估金额（万元）", "负责人", "状态"]
    assert fields(headers, LEAD) == [
        "seq",
        "customer_name",
        "province",
        None,
        "contact_name",
        "contact_mobile",
        "source_channel",
        "est_amount",
        "assigned_to",
        "status",
    ]
    assert match(headers, LEAD).columns[7].unit == "万元"


@pytest.mark.parametrize(
    ("form_id", "header", "field_id"),
    [
        ("F1", "负责人", "assigned_to"),
        ("F1", "编号", "lead_no"),
        ("F1", "级别", "lead_grade"),
        ("F1", "状态", "status"),
        ("F1", "金额", "est_amount"),
        ("F1", "日期", "reg_date"),
        ("F2", "状态", "milestone_state"),
        ("F2", "级别", "project_level"),
        ("F2", "编号", "project_no"),
        ("F11", "级别", "grade"),
        ("F10d", "金额", "receipt_amount"),
        ("F10d", "日期", "receipt_date"),
    ],
)
def test_an_ambiguous_header_is_decided_by_the_sheet(form_id: str, header: str, field_id: str) -> None:
    assert fields([header], BOOK[form_id]) == [field_id]


def test_an_ambiguous_header_takes_the_only_field_left() -> None:
    assert fields(["合同金额", "已回款金额", "金额"], PIPELINE) == ["contract_amount", "collected_amount", "est_amount"]


def test_an_ambiguous_header_with_several_fields_left_is_refused_with_its_candidates() -> None:
    found = match(["项目编号", "金额"], PIPELINE, sheet="华东")
    assert found.columns[1].field is None
    assert ("HD02", "B1") in at(found.findings)
    facts = dict(next(f for f in found.findings if f.code == "HD02").facts)
    assert set(str(facts["fields"]).split("、")) == {"预计合同金额", "合同金额", "已回款金额"}


def test_two_columns_for_one_field_are_refused_at_both_cells_and_neither_is_used() -> None:
    found = match(["客户名称", "线索编号", "单位名称"], LEAD)
    assert [column.field for column in found.columns] == [None, "lead_no", None]
    assert [place for code, place in at(found.findings) if code == "HD01"] == ["A1", "C1"]
    assert "customer_name" not in {f.id for f in found.missing}


def test_a_header_that_says_without_vat_is_not_taken_for_an_amount_with_vat() -> None:
    found = match(["合同金额（不含税）"], PIPELINE)
    assert found.columns[0].field is None
    assert ("HD05", "A1") in at(found.findings)


def test_an_unknown_column_is_kept_and_reported_and_a_nameless_one_kept() -> None:
    found = match(["线索编号", "微信号", None, ""], LEAD)
    assert [column.header for column in found.columns] == ["线索编号", "微信号", "", ""]
    assert [place for code, place in at(found.findings) if code == "HD03"] == ["B1"]


def test_missing_required_columns_are_listed_once() -> None:
    found = match(["线索编号"], LEAD, row=3)
    assert [place for code, place in at(found.findings) if code == "HD04"] == ["3:3"]
    assert {f.id for f in found.missing} == {f.id for f in LEAD.fields if f.required == "Y"} - {"lead_no"}


@pytest.mark.parametrize(
    ("samples", "field_id"),
    [
        ([["0512-66660000"], ["021-66660000"], ["13900005678"]], "contact_tel"),
        ([["13900005678"], ["13900005679"]], "contact_mobile"),
        ([["zhou@example.com"]], "contact_email"),
        ([], "contact_mobile"),
        ([["待定"], [None], [13900005678.0]], "contact_mobile"),
    ],
)
def test_a_contact_column_takes_the_field_most_of_its_cells_belong_to(
    samples: list[list[object]], field_id: str
) -> None:
    found = match(["联系方式"], LEAD, samples=samples)
    assert found.columns[0].field == field_id
    assert {f.id for f in sharing(found.columns[0], LEAD)} == {"contact_mobile", "contact_tel", "contact_email"}


def test_two_contact_columns_take_two_fields() -> None:
    assert fields(["联系方式", "联系电话"], LEAD) == ["contact_mobile", "contact_tel"]


def test_the_header_is_the_first_row_with_three_hits_below_titles() -> None:
    rows = [
        ["大客户线索汇总表", None, None],
        ["区域", "华东", "填报人"],
        [],
        ["客户", "联系人", "手机", "备注"],
        ["苏州华锐", "周工", "13900005678", None],
    ]
    header = find_header(rows, LISTS)
    assert header is not None
    assert (header.index, header.form.id, header.hits) == (3, "F1", 4)


def test_two_hits_are_no_header() -> None:
    assert find_header([["客户", "联系人", "随便"]], LISTS) is None
    assert find_header([], LISTS) is None


def test_the_sheet_name_decides_between_forms_that_fit_equally() -> None:
    headers = ["项目编号", "合同编号", "期次", "回款编号", "到账日期", "回款金额"]
    assert recognise(headers, LISTS, "回款")[0].id == "F10d"  # type: ignore[index]
    assert recognise(headers, LISTS, "个人奖金发放明细")[0].id == "F10c"  # type: ignore[index]
    assert recognise(headers, LISTS)[0].id == "F10d"  # type: ignore[index]


HEADER = header_texts(["线索编号", "客户名称", "联系人", "预计金额"])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ([None, "", "  "], "blank"),
        (["合计", None, 12], "total"),
        ([None, "小 计：", 12], "total"),
        (["A级小计", 3], "total"),
        (["总计（万元）", 3], "total"),
        (["Total", 3], "total"),
        (["Grand total", 3], "total"),
        (["线索编号", "客户名称", "联系人", "预计金额"], "header"),
        (["注：金额含税", None], "note"),
        (["制表人：林晓", None], "note"),
        (["XS-HD-202503-0031", "合计划有限公司"], "data"),
        (["Total Energies China", "x"], "data"),
        (["备注：客户要求", "第二格"], "data"),
        ([1, 2, 3], "data"),
        (["线索编号", "苏州华锐", "周工", "386"], "data"),
    ],
)
def test_a_row_is_told_by_what_it_holds(row: list[object], kind: str) -> None:
    assert row_kind(row, HEADER) == kind


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates()), max_size=8))
def test_any_row_has_a_kind(row: list[object]) -> None:
    assert row_kind(row, HEADER) in {"data", "blank", "total", "header", "note"}
