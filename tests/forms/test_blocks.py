"""Forms of label and value cells: values with their places, row tables, nothing dropped, any sheet survived."""

from datetime import date
from fractions import Fraction

import pytest
from forms.builders import BOOK, CHOICES, at
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.forms import blocks
from kamsheets.forms.blocks import Block, Facts
from kamsheets.forms.filled import Filled, filled
from kamsheets.forms.headers import normalise

REQUEST = BOOK["JTF-002"]
SHEET = [
    ["项目立项申请表", None, None, None],
    ["编号", "JTF-002-HD-202503-007", "申请日期：", "2025年3月19日"],
    ["申请人", "E002 林晓", "区域", "华东"],
    ["客户名称", "苏州华锐车身部件有限公司", None, None],
    ["预计合同金额（万元）", 386, "预计毛利率", "24.5%"],
    ["备案说明", "内部资料", None, None],
    [None, None, None, None],
    ["标的物及数量", None, None, None],
    ["名称", "规格", "单位", "数量"],
    ["机器人弧焊工作站", "RW-200", "台", 8],
    ["变位机", None, "套", "4"],
    [None, None, None, None],
    ["需求方面", "后纵梁\n弧焊线2条", None, None],
]


def read(rows: list[list[object]], form_id: str = "JTF-002", facts: Facts = blocks.NO_FACTS) -> tuple[Block, Filled]:
    form = BOOK[form_id]
    block = blocks.read("d.xlsx", "表", rows, form, CHOICES, facts)
    return block, filled(block, "d.xlsx", "表", CHOICES, facts)


def test_a_value_stands_to_the_right_of_its_label_and_knows_its_cell() -> None:
    block, got = read(SHEET)
    assert got.values["form_no"] == "JTF-002-HD-202503-007"
    assert got.values["apply_date"] == date(2025, 3, 19)
    assert got.values["region"] == "HD"
    assert got.values["est_amount"] == 386_000_000
    assert got.values["est_margin_pct"] == Fraction(49, 200)
    assert got.values["need_desc"] == "后纵梁\n弧焊线2条"
    assert (block.values["apply_date"].row, block.values["apply_date"].column) == (2, 3)
    assert got.places["apply_date"].cell == "D2"


def test_a_row_table_is_read_by_its_header_and_keeps_its_rows_places() -> None:
    block, got = read(SHEET)
    assert [row["name"] for row in got.tables["subject_matter"]] == ["机器人弧焊工作站", "变位机"]
    assert [row["qty"] for row in got.tables["subject_matter"]] == [8, 4]
    assert block.tables["subject_matter"].row_numbers == [10, 11]


def test_a_row_table_is_read_under_other_names_of_its_columns() -> None:
    other = [["货物名称", "规格型号", "计量单位", "台数"] if row[0] == "名称" else row for row in SHEET]
    assert read(other)[1].tables["subject_matter"] == read(SHEET)[1].tables["subject_matter"]


def test_no_two_columns_of_a_table_share_a_name() -> None:
    tables = [field for form in BOOK.values() for field in form.fields if field.columns]
    names = [[normalise(n).key for c in one.columns for n in (c.zh, c.en, *c.aliases)] for one in tables]
    assert [one.id for one, said in zip(tables, names, strict=True) if len(said) != len(set(said))] == []


def test_a_label_nobody_knows_is_kept_with_what_stands_beside_it() -> None:
    block, _ = read(SHEET)
    assert {label: spot.cell for label, spot in block.unknown.items()} == {"备案说明": "内部资料"}


def test_a_wrong_value_is_a_finding_at_its_cell_and_no_value() -> None:
    _, got = read([["申请日期", "3月19日"], ["预计合同金额", "300-400万"]])
    assert at(got.findings) == [("CT21", "B1"), ("CT11", "B2")]
    assert got.values == {}


def test_a_wrong_value_in_a_row_table_is_a_finding_at_its_cell() -> None:
    _, got = read([["名称", "规格", "单位", "数量"], ["工作站", "x", "台", "几"]])
    assert at(got.findings) == [("CT10", "D2")]


def test_a_blank_value_is_absent_and_its_place_is_known() -> None:
    _, got = read([["申请人", None, None]])
    assert "applicant" not in got.values
    assert got.places["applicant"].cell == "B1"


def test_a_budget_written_across_the_stages_becomes_one_row_a_cell() -> None:
    stages = [stage.code for stage in CHOICES["milestone"]][3:5]
    _, got = read([["科目", *stages, "合计"], ["差旅费", 1000, 2000, 3000], ["标书费", None, 500, 500]])
    rows = [(row["subject"], row["stage"], row["amount"]) for row in got.tables["expense_rows"]]
    assert rows == [
        ("travel", stages[0], 100_000),
        ("travel", stages[1], 200_000),
        ("tender", stages[1], 50_000),
    ]


def test_an_error_cell_is_reported_where_it_stands() -> None:
    _, got = read([["预计合同金额", None]], facts=Facts(errors={(1, 1): "#REF!"}))
    assert at(got.findings) == [("CT02", "B1")]


@pytest.mark.parametrize(
    ("name", "rows", "code"),
    [
        ("JTF002", [], "JTF-002"),
        ("Sheet1", [["项目结案总结报告"]], "JTF-009"),
        ("Sheet1", [["表单编号：JTF-007  版次：A/0"]], "JTF-007"),
        ("Sheet1", [["结案日期", 1], ["经验教训", 2], ["撰写人", 3]], "JTF-009"),
    ],
)
def test_a_form_is_recognised_by_tab_title_or_labels(name: str, rows: list[list[object]], code: str) -> None:
    found = blocks.recognise(name, rows, BOOK.blocks())
    assert found is not None
    assert found.code == code


def test_a_sheet_that_is_no_form_is_not_recognised() -> None:
    assert blocks.recognise("Sheet1", [["午餐", "菜单"], ["周一", "面"]], BOOK.blocks()) is None


@pytest.mark.parametrize("form", BOOK.blocks(), ids=lambda form: form.code)
def test_every_field_of_a_form_is_found_by_its_own_label(form: object) -> None:
    plain = [f for f in form.fields if f.type not in ("table", "checklist", "group")]  # type: ignore[attr-defined]
    block = blocks.read("d.xlsx", "表", [[f.zh, "x"] for f in plain], form, CHOICES)  # type: ignore[arg-type]
    assert set(block.values) == {f.id for f in plain}


LABELS = [f.zh for f in REQUEST.fields] + [c.zh for f in REQUEST.fields for c in f.columns] + ["差旅费", "M4", "M5"]
CELLS = st.one_of(st.none(), st.sampled_from(LABELS), st.text(max_size=8), st.integers(), st.floats(), st.dates())


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_no_sheet_makes_the_reader_stumble(rows: list[list[object]]) -> None:
    block, got = read(rows)
    assert all(1 <= spot.row <= len(rows) for spot in (*block.values.values(), *block.unknown.values()))
    assert set(got.values) <= {name for f in REQUEST.fields for name in (f.id, *(f"{f.id}.{c.id}" for c in f.columns))}
