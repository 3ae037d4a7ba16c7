"""Sheets as people keep them become tables whose every value knows its cell, and what is left out is named."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from workbook_read.builders import book, edit, workbook

from kamsheets.core.finding import Place, Severity
from kamsheets.core.messages import LANGUAGES, sentence
from kamsheets.core.table import Table
from kamsheets.forms.catalogue import catalogue
from kamsheets.workbook import read
from kamsheets.workbook.guard import Merged, SheetFacts
from kamsheets.workbook.rawbook import RawBook, RawSheet, Reason, Skipped
from kamsheets.workbook.read_tables import GUIDES, Reading, ranges, tables

BOOK = catalogue()
FORMS = [BOOK["F1"], BOOK["F2"], BOOK["F11"]]
HEADER = ["线索编号", "客户名称", "联系人", "预计金额", "登记日期"]
LEAD = ["XS-HD-202503-0031", "苏州华锐车身部件有限公司", "周工", 3860000, date(2025, 3, 5)]


def reading(*rows: Sequence[object], name: str = "线索", **facts: object) -> Reading:
    """What is read from one sheet of these rows."""
    width = max(map(len, rows))
    grid = [[*row, *[None] * (width - len(row))] for row in rows]
    sheet = RawSheet(name, grid, SheetFacts(**facts))  # type: ignore[arg-type]
    return tables(RawBook("a.xlsx", (sheet,)), FORMS)


def only(found: Reading) -> Table:
    ((_, table),) = found.tables
    return table


def told(found: Reading, prefix: str = "IO") -> list[tuple[str, str]]:
    return [(f.code, f.place.cell) for f in found.findings if f.code.startswith(prefix)]


def facts(found: Reading, code: str) -> dict[str, object]:
    (one,) = [dict(f.facts) for f in found.findings if f.code == code]
    return one


@pytest.mark.parametrize(
    ("dialect", "header"),
    [
        ("the catalogue's names", HEADER),
        ("aliases", ["线索号", "公司名称", "客户联系人", "预估金额", "录入日期"]),
        ("English", ["Lead No", "Company", "Contact", "Est. amount", "Created"]),
        ("line breaks, stars and 必填", ["线索\n编号*", "客户名称（必填）", " 联 系 人 ", "预计金额：", "登记日期 *"]),
        ("full width and traditional characters", ["線索編號", "客戶名稱", "聯繫人", "預計金額", "登記日期"]),
    ],
)
def test_header_dialects_mean_the_same_columns(dialect: str, header: list[object]) -> None:
    table = only(reading(header, LEAD))
    assert [c.field for c in table.columns] == ["lead_no", "customer_name", "contact_name", "est_amount", "reg_date"]
    assert table.rows == [LEAD]


def test_the_unit_in_a_header_stays_with_its_column() -> None:
    assert only(reading([*HEADER[:3], "预计金额（万元）", "登记日期"], LEAD)).columns[3].unit == "万元"


@pytest.mark.parametrize(
    ("above", "merged"),
    [
        ([], ()),
        ([["2025年3月潜在客户线索汇总表"], ["单位：元", None, "制表：林晓"]], (Merged(1, 0, 1, 4),)),
        ([[], [], ["区域", "华东", "月份", "2025-03"], []], ()),
    ],
)
def test_rows_above_the_header_are_passed_over_and_places_still_hold(
    above: list[list[object]], merged: tuple[Merged, ...]
) -> None:
    table = only(reading(*above, HEADER, LEAD, merged=merged))
    row = len(above) + 2
    assert table.header_row == row - 1
    assert table.place(0, "customer_name") == Place("a.xlsx", "线索", f"B{row}")
    assert table.place(None, "est_amount").cell == f"D{row - 1}"


def test_free_column_order_leading_empty_columns_and_unknown_columns_are_kept() -> None:
    table = only(reading([None, "联系人", "内部备忘", "客户名称", "线索编号"], [None, "周工", "x", "甲公司", "XS-1"]))
    assert [c.field for c in table.columns] == [None, "contact_name", None, "customer_name", "lead_no"]
    assert table.column("customer_name") == ["甲公司"]
    assert table.columns[2].header == "内部备忘"
    assert table.place(0, "lead_no").cell == "E2"


def test_a_header_of_two_levels_takes_the_lower_names_and_those_merged_down() -> None:
    top = ["线索编号", "客户名称", "联系信息", None, "预计金额"]
    low = [None, None, "联系人", "手机", None]
    merged = (Merged(2, 0, 3, 0), Merged(2, 1, 3, 1), Merged(2, 2, 2, 3), Merged(2, 4, 3, 4))
    table = only(reading(["线索表"], top, low, ["XS-1", "甲公司", "周工", 13900005678, 5], merged=merged))
    assert [c.field for c in table.columns] == [
        "lead_no",
        "customer_name",
        "contact_name",
        "contact_mobile",
        "est_amount",
    ]
    assert (table.header_row, table.row_numbers) == (3, [4])


def test_totals_repeated_headers_and_notes_are_no_data_and_each_is_named() -> None:
    found = reading(
        HEADER,
        LEAD,
        HEADER,
        LEAD,
        ["小计", None, None, 7720000],
        LEAD,
        ["合计", None, None, 11580000],
        ["注：金额含税"],
    )
    table = only(found)
    assert table.row_numbers == [2, 4, 6]
    assert table.totals == ((5, ["小计", None, None, 7720000, None]), (7, ["合计", None, None, 11580000, None]))
    assert [facts(found, code)["rows"] for code in ("IO011", "IO012", "IO013")] == ["5, 7", "3", "8"]


def test_a_title_above_a_repeated_header_and_a_line_of_signatures_are_no_data() -> None:
    found = reading(
        HEADER, LEAD, [], ["华南区"], HEADER, LEAD, ["制表人：张三", None, "审核：李四"], ["制表人：张三", LEAD[1]]
    )
    table = only(found)
    assert (table.row_numbers, table.blank_rows) == ([2, 3, 6, 8], {1})
    assert [facts(found, code)["rows"] for code in ("IO012", "IO013")] == ["5", "4, 7"]


def test_blank_rows_between_are_counted_and_those_at_the_end_are_no_rows() -> None:
    table = only(reading(HEADER, LEAD, [], [" ", "\n"], LEAD, [], []))
    assert (table.row_numbers, table.blank_rows) == ([2, 3, 4, 5], {1, 2})


def test_a_row_that_holds_only_an_error_is_a_row_and_not_blank() -> None:
    table = only(reading(HEADER, LEAD, [], error_cells={(3, 3): "#N/A"}))
    assert (table.row_numbers, table.blank_rows) == ([2, 3], frozenset())
    assert table.error_cells == {(3, 3): "#N/A"}


def test_every_row_below_the_header_is_accounted_for() -> None:
    rows = [LEAD, [], ["合计"], HEADER, ["备注：x"], LEAD]
    found = reading(HEADER, *rows)
    table = only(found)
    aside = sum(int(str(facts(found, code)["count"])) for code in ("IO011", "IO012", "IO013"))
    assert len(table.rows) + aside == len(rows)


def test_hidden_rows_are_read_and_named_once() -> None:
    found = reading(HEADER, LEAD, LEAD, LEAD, LEAD, hidden_rows=frozenset({1, 3, 4}))
    assert len(only(found).rows) == 4
    assert facts(found, "IO010") == {"count": 2, "rows": "3-4"}


def test_errors_and_lost_digits_in_columns_without_a_field_are_named_since_nobody_else_will() -> None:
    header = [*HEADER, "开户账号"]
    marked = {(2, 5): "#N/A", (3, 5): "#N/A", (4, 5): "", (2, 3): "#REF!"}
    sheet = RawSheet("线索", [header, *[[*LEAD, None]] * 4], SheetFacts(error_cells=marked), ((5, 5), (5, 3)))
    found = tables(RawBook("a.xlsx", (sheet,)), FORMS)
    assert told(found) == [("IO015", "F2"), ("IO016", "F4"), ("IO017", "F5")]
    assert facts(found, "IO015") == {"header": "开户账号", "count": 2, "rows": "2-3"}


def test_merged_cells_among_the_data_are_named_by_column() -> None:
    merged = (Merged(1, 0, 1, 4), Merged(3, 1, 5, 1), Merged(6, 1, 7, 1), Merged(40, 0, 40, 3))
    found = reading(["线索表"], HEADER, LEAD, LEAD, LEAD, LEAD, LEAD, merged=merged)
    assert told(found) == [("IO018", "B3:B5")]
    assert facts(found, "IO018") == {"header": "客户名称", "count": 2}


def test_formulas_nobody_calculated_are_a_warning_at_the_first() -> None:
    assert told(reading(HEADER, LEAD, unreckoned="D2")) == [("IO014", "D2")]


def test_percent_formats_reach_the_table_for_percent_fields_only(tmp_path: Path) -> None:
    header = ["项目编号", "项目名称", "客户名称", "赢率", "预计毛利率", "折扣"]
    cells = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in zip("ABCDEF", header, strict=True)
    )
    data = '<c r="A2"><v>1</v></c><c r="D2" s="3"><v>0.5</v></c><c r="E2"><v>0.2</v></c><c r="F2" s="3"><v>0.9</v></c>'
    path = book(tmp_path / "x.xlsx", f'<row r="1">{cells}</row><row r="2">{data}</row>')
    assert only(read.read(path, FORMS)).percent_cells == {(2, 3)}


def test_regional_tabs_are_tables_of_their_own_and_other_sheets_are_named(tmp_path: Path) -> None:
    pipeline = [["项目编号", "项目名称", "客户名称", "当前里程碑"], ["XM-HD-2025-0012", "甲", "乙公司", "M5"]]
    path = workbook(
        tmp_path / "台账.xlsx",
        {
            "华东": pipeline,
            "华南": pipeline,
            "汇总": pipeline,
            "说明": [["怎么填"]],
            "草稿": [["a", "b"]],
            "Sheet6": [],
            "线索": [HEADER, LEAD],
        },
    )
    found = read.read(path, FORMS)
    assert [(form.id, table.sheet) for form, table in found.tables] == [("F2", "华东"), ("F2", "华南"), ("F1", "线索")]
    assert {s.sheet: s.reason for s in found.skipped} == {
        "汇总": Reason.GUIDE,
        "说明": Reason.GUIDE,
        "草稿": Reason.UNRECOGNISED,
        "Sheet6": Reason.EMPTY,
    }
    assert {f.place.sheet for f in found.findings if f.code in set(Reason)} == {"汇总", "说明", "草稿", ""}


def test_a_sheet_named_summary_that_is_the_only_table_is_read() -> None:
    assert only(reading(HEADER, LEAD, name="汇总")).rows == [LEAD]
    assert "汇总" in GUIDES


def test_hidden_sheets_are_left_out_and_named_unless_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"线索": [HEADER, LEAD], "旧": [HEADER, LEAD], "更旧": [HEADER, LEAD]})
    hide = {"旧": "hidden", "更旧": "veryHidden"}
    for name, state in hide.items():
        edit(
            path, "xl/workbook.xml", lambda xml, n=name, s=state: xml.replace(f'name="{n}"', f'name="{n}" state="{s}"')
        )
    found = read.read(path, FORMS)
    assert [table.sheet for _, table in found.tables] == ["线索"]
    assert [(f.code, f.place.sheet) for f in found.findings if f.code == Reason.HIDDEN] == [
        ("IO002", "旧"),
        ("IO002", "更旧"),
    ]
    assert [table.sheet for _, table in read.read(path, FORMS, only={"更旧"}).tables] == ["更旧"]


def test_a_file_without_any_known_table_is_an_error_and_not_an_empty_success() -> None:
    found = reading(["日期", "天气"], ["今天", "晴"])
    assert not found.tables
    assert [(f.code, f.severity) for f in found.findings] == [("IO006", Severity.INFO), ("IO001", Severity.ERROR)]


def test_block_forms_are_never_taken_for_a_table() -> None:
    row = ["编号", "JTF-002-HD-202503-007", "填报日期", "2025-03-05", "填报人", "林晓"]
    sheet = RawSheet("立项申请", [row, ["项目名称", "甲", "客户名称", "乙", "项目编号", "XM-1"]])
    found = tables(RawBook("a.xlsx", (sheet,)), [BOOK["F3"]])
    assert (found.tables, [one.reason for one in found.skipped]) == ([], [Reason.OTHER])


def test_a_csv_is_a_table_without_a_sheet_name(tmp_path: Path) -> None:
    path = tmp_path / "线索.csv"
    path.write_bytes("线索编号,客户名称,联系人\nXS-1,甲公司,周工\n".encode("gb18030"))
    table = only(read.read(path, FORMS))
    assert table.place(0, "contact_name") == Place("线索.csv", "", "C2")


def test_the_date_system_of_the_workbook_goes_with_the_table(tmp_path: Path) -> None:
    cells = "".join(
        f'<c r="{c}1" t="inlineStr"><is><t>{text}</t></is></c>' for c, text in zip("ABC", HEADER, strict=False)
    )
    path = book(tmp_path / "x.xlsx", f'<row r="1">{cells}</row><row r="2"><c r="A2"><v>1</v></c></row>')
    assert not only(read.read(path, FORMS)).date1904
    edit(path, "xl/workbook.xml", lambda xml: xml.replace("<sheets>", '<workbookPr date1904="true"/><sheets>'))
    assert only(read.read(path, FORMS)).date1904


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_finding_is_a_whole_sentence(lang: str) -> None:
    merged, marked = (Merged(3, 1, 5, 1),), {(2, 5): "#N/A", (4, 5): ""}
    rows = [[*HEADER, "账号"], LEAD, LEAD, LEAD, ["合计"], HEADER, ["注：x"]]
    found = reading(*rows, merged=merged, error_cells=marked, hidden_rows=frozenset({2}), unreckoned="D2")
    found.findings += reading(["日期", "天气"]).findings
    found.findings += tables(RawBook("a.xlsx", (), tuple(Skipped("x", reason) for reason in Reason)), FORMS).findings
    assert {f.code for f in found.findings if f.code.startswith("IO")} >= {
        f"IO{n:03d}" for n in (*range(1, 8), *range(10, 17), 18)
    }
    assert not [text for f in found.findings if "{" in (text := sentence(f, lang))]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([], ""),
        ([7], "7"),
        ([7, 8], "7-8"),
        ([1, 3, 4, 5, 9], "1, 3-5, 9"),
        (list(range(1, 40, 2)), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 …"),
    ],
)
def test_row_numbers_are_told_in_short(numbers: list[int], shown: str) -> None:
    assert ranges(numbers) == shown


def test_a_sheet_that_fits_another_form_clearly_better_is_named_and_not_misread(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    headers = ["项目编号", "项目名称", "当前里程碑", "预计合同金额", "赢率", "客户名称", "项目登记人", "省份"]
    workbook = Workbook()
    workbook.active.title = "华东"
    workbook.active.append(headers)
    workbook.active.append(["XM-HD-2025-0001", "焊接线", "M5", 100, 50, "甲公司", "E002 林晓", "江苏省"])
    workbook.save(path)
    found = read.read(path, [BOOK["F1"]])
    assert not found.tables
    assert [(f.code, f.place.sheet) for f in found.findings] == [("IO008", "华东")]
    assert [form.id for form, _ in read.read(path, [BOOK["F1"], BOOK["F2"]]).tables] == ["F2"]


def test_a_policy_workbook_in_the_folder_is_named_once_and_not_sheet_by_sheet() -> None:
    shipped = Path(__file__).resolve().parents[2] / "workbook_templates" / "policy.xlsx"
    found = read.read(shipped, FORMS)
    assert not found.tables
    assert [f.place.sheet for f in found.findings if f.code == "IO008"] == [""]
    assert len(found.skipped) > 3
