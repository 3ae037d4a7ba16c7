"""Sheets, tables, totals, names and print setup of workbooks we make."""

from datetime import date
from fractions import Fraction

import pytest
from workbook_write.builders import parts

from kamsheets.workbook.write import Book, Col, Formula, Highlight
from kamsheets.workbook.write_names import fitting_width, sheet_name, table_name

COLUMNS = [
    Col("线索编号", "code", key="no"),
    Col("客户名称", required=True, note="工商登记全称"),
    Col("预计金额", "money", key="amt", total="sum"),
    Col("赢率", "pct", key="p", total="average"),
    Col("加权金额", "money", key="w", formula="=ROUND({amt}*{p},2)", total="sum"),
    Col("登记日期", "date", total="count"),
    Col("状态", "enum", choices=("进行中", "赢单")),
]
ROWS = [
    ("XS-0001", "苏州华锐", 386000000, Fraction(1, 2), 193000000, date(2026, 3, 5), "进行中"),
    ("XS-0002", "宁波远航", 100, Fraction(1, 4), 25, None, "赢单"),
    ("XS-0003", "无锡恒立", 1, Fraction(0), 0, date(2026, 3, 7), "进行中"),
]


def leads(book):
    return book.sheet("线索", COLUMNS, ROWS, title="线索汇总表", lines=("金额单位：元。",), table="Leads")


def test_totals_are_live_and_carry_their_values(made):
    live, stored = made(leads).worksheets[0], made(leads, values=True).worksheets[0]
    assert live["C7"].value == "=SUBTOTAL(109,$C$4:$C$6)"
    assert stored["C7"].value == 3860001.01
    assert stored["D7"].value == 0.25
    assert stored["E7"].value == 1930000.25
    assert (live["F7"].value, stored["F7"].value) == ("=SUBTOTAL(103,$F$4:$F$6)", 2)
    assert stored["A7"].value == "合计"


def test_row_formulas_name_their_own_row(made):
    sheet = made(leads).worksheets[0]
    assert [sheet[f"E{row}"].value for row in (4, 5, 6)] == [f"=ROUND($C{row}*$D{row},2)" for row in (4, 5, 6)]


def test_a_total_may_be_any_formula_over_columns(made):
    columns = [
        Col("金额", "money", key="a"),
        Col("加权", "money", key="b"),
        Col("率", "pct", total=Formula("=SUM({b})/SUM({a})", Fraction(1, 2))),
    ]
    sheet = made(lambda book: book.sheet("表", columns, [(200, 100, Fraction(1, 2))])).worksheets[0]
    assert sheet["C3"].value == "=SUM($B$2:$B$2)/SUM($A$2:$A$2)"


def test_the_table_has_a_name_a_filter_and_its_totals(made):
    sheet = made(leads).worksheets[0]
    table = sheet.tables["Leads"]
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("A3:G7", "A3:G6", 1)
    assert [c.name for c in table.tableColumns][:2] == ["线索编号", "客户名称*"]


def test_headers_that_no_table_allows_get_a_plain_filter(made):
    sheet = made(lambda book: book.sheet("表", [Col("金额"), Col("金额")], [["1", "2"]])).worksheets[0]
    assert not sheet.tables
    assert sheet.auto_filter.ref == "A1:B2"


def test_the_table_knows_the_formulas_of_its_totals(made):
    table = made(leads).worksheets[0].tables["Leads"]
    total = table.tableColumns[2]
    assert (total.totalsRowFunction, total.totalsRowFormula.attr_text) == ("custom", "SUBTOTAL(109,$C$4:$C$6)")


def test_print_setup(made):
    sheet = made(leads).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_number_formats(made):
    sheet = made(leads).worksheets[0]
    formats = [sheet.cell(4, column).number_format for column in range(1, 7)]
    assert formats == ["@", "General", "#,##0.00", "0.00%", "#,##0.00", 'yyyy"年"m"月"d"日"']


def test_a_short_list_stands_in_the_rule(made):
    rule = made(leads).worksheets[0].data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1, rule.errorStyle) == ("G4:G6", '"进行中,赢单"', None)


@pytest.mark.parametrize("choices", [["选项,带逗号", "乙"], [f"很长的选项{n:03d}" for n in range(40)]])
def test_long_lists_stand_on_the_options_sheet(made, choices):
    def fill(book):
        book.sheet("甲", [Col("列", choices=choices)], [[choices[0]]])
        book.sheet("乙", [Col("列", choices=choices, strict=False)], [[choices[0]]])

    book = made(fill)
    rules = [book[name].data_validations.dataValidation[0] for name in ("甲", "乙")]
    assert [rule.formula1 for rule in rules] == ["_options_1", "_options_1"]
    assert [rule.errorStyle for rule in rules] == [None, "warning"]
    assert book.defined_names["_options_1"].attr_text == f"'选项'!$A$1:$A${len(choices)}"
    assert [cell.value for cell in book["选项"]["A"]] == choices
    assert book["选项"].sheet_state == "hidden"


def test_spare_rows_are_ready_for_typing(made):
    columns = [Col("电话", "code"), Col("状态", choices=("新建", "无效"), hint="选一个")]
    sheet = made(lambda book: book.sheet("表", columns, [], spare=20, table="T")).worksheets[0]
    assert sheet.tables["T"].ref == "A1:B21"
    assert sheet.column_dimensions["A"].number_format == "@"
    rule = sheet.data_validations.dataValidation[0]
    assert str(rule.sqref) == "B2:B5001"
    assert (rule.promptTitle, rule.prompt) == ("状态", "选一个")


def test_highlights_follow_a_formula(made):
    rule = Highlight('{no}="XS-0001"', "warning", ("no",))
    sheet = made(lambda book: book.sheet("表", COLUMNS, ROWS, highlights=[rule])).worksheets[0]
    ((area, found),) = ((str(r.sqref), r.rules[0]) for r in sheet.conditional_formatting)
    assert (area, found.formula) == ("A2:A4", ['$A2="XS-0001"'])


def test_groups_stand_over_their_columns(made):
    columns = [Col("阶段"), Col("甲", group="成员"), Col("乙", group="成员"), Col("合计", group="")]
    sheet = made(lambda book: book.sheet("表", columns, [["M1", "1", "2", "3"]])).worksheets[0]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B1:C1"]
    assert (sheet["B1"].value, sheet["B2"].value) == ("成员", "甲")


def test_blocks_name_their_cells(tmp_path):
    with Book(tmp_path / "x.xlsx") as book:
        block = leads(book)
    assert block.cell(0, "amt") == "C4"
    assert block.range("amt") == "'线索'!$C$4:$C$6"
    assert block.total("amt") == "'线索'!$C$7"
    assert block.link(2, "no") == "internal:'线索'!A6"
    with pytest.raises(KeyError):
        block.cell(0, "无此列")


def test_pairs_and_blocks_share_a_sheet(made):
    def fill(book):
        page = book.page("汇总")
        page.title("区域汇总")
        page.pairs([("截至", date(2026, 6, 30), "date"), ("合计", 386000000, "money")])
        page.heading("按区域")
        page.table([Col("区域"), Col("金额", "money", total="sum")], [("华东", 386000000)], table="R")

    sheet = made(fill, values=True).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet["A3:B8"]] == [
        ["合计", 3860000], [None, None], ["按区域", None], ["区域", "金额"], ["华东", 3860000], ["合计", 3860000],
    ]  # fmt: skip


NAMES = [
    ("forbidden characters", "华东/华南[1]:*?\\", "华东_华南_1_"),
    ("31 characters at most", "区" * 40, "区" * 31),
    ("an emoji counts two", "😀" * 20, "😀" * 15),
    ("no quotes at the ends", "'a'b'", "a'b"),
    ("nothing left", "  ''", "Sheet"),
    ("Excel's own", "History", "History_"),
]


@pytest.mark.parametrize(("wanted", "name"), [case[1:] for case in NAMES], ids=[case[0] for case in NAMES])
def test_sheet_names(wanted, name):
    assert sheet_name(wanted, ()) == name


def test_sheet_names_are_unique_without_case():
    assert sheet_name("Leads", {"leads", "leads (2)"}) == "Leads (3)"
    assert sheet_name("区" * 31, {"区" * 31}) == "区" * 27 + " (2)"


def test_table_names_look_like_no_cell():
    assert [table_name(name, ()) for name in ("A1", "R1C1", "xfd7", "2026", "")] == [
        "_A1",
        "_R1C1",
        "_xfd7",
        "_2026",
        "_",
    ]


def test_chinese_counts_two():
    assert fitting_width(["苏州华锐车身部件有限公司"]) == 26
    assert (fitting_width([]), fitting_width(["x" * 100])) == (10, 42)


def test_the_same_input_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        with Book(tmp_path / name) as book:
            leads(book)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert b"2026-01-01T00:00:00Z" in parts(tmp_path / "a.xlsx")["docProps/core.xml"]


def test_a_column_is_never_too_narrow_for_its_numbers_or_their_sum(made):
    def wide(book):
        page = book.page("宽")
        page.table(
            [Col("甲", "money", 10, total="sum"), Col("乙", "money", 10)], [[999_999_99, 1], [2, 9_876_543_210_98]]
        )

    sheet = made(wide).worksheets[0]
    assert sheet.column_dimensions["A"].width >= len("1,000,000.01")
    assert sheet.column_dimensions["B"].width >= len("9,876,543,210.98")
