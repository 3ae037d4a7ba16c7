"""What a value becomes in a cell."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.workbook.write import Book, Cell, Col, Formula, to_cell, to_file
from kamsheets.workbook.write_cells import clean, serial, settle

SETTLED = [
    ("fen become yuan", 6831858, "money", 68318.58, "money"),
    ("one fen", 1, "money", 0.01, "money"),
    ("a refund", -38600000, "money", -386000.0, "money"),
    ("a share stays a share", Fraction(1, 50), "pct", 0.02, "pct"),
    ("a day is Excel's serial number", date(2026, 6, 30), "date", 46203, "date"),
    ("the first day Excel counts right", date(1900, 3, 1), "date", 61, "date"),
    ("the day before it is text", date(1900, 2, 28), "date", "1900-02-28", "text"),
    ("a point in time in a column of days loses its time", datetime(2026, 6, 30, 14), "date", 46203, "date"),
    ("a point in time", datetime(2026, 6, 30, 12), "datetime", 46203.5, "datetime"),
    ("a day in a column of times", date(2026, 6, 30), "datetime", 46203, "datetime"),
    ("midnight as read from a sheet is a day", datetime(2026, 6, 30), "raw", 46203, "date"),
    ("a time of day is text", time(9, 30), "raw", "09:30:00", "text"),
    ("yes", True, "bool", "是", "bool"),
    ("no", False, "raw", "否", "bool"),
    ("nothing", None, "money", None, "money"),
    ("an empty text is nothing", "", "date", None, "date"),
    ("a data frame's blank is nothing", float("nan"), "raw", None, "raw"),
    ("what nobody could read as an amount stays text", "约386万", "money", "约386万", "text"),
    ("a phone is text", "0755-28881234", "code", "0755-28881234", "code"),
    ("a number in a code column becomes text", 13800138000, "code", "13800138000", "code"),
    ("a number as read stays one", 42, "raw", 42, "raw"),
    ("fifteen digits fit", 10**15 - 1, "raw", 10**15 - 1, "raw"),
    ("sixteen do not, so they become text", 914403001922038216, "raw", "914403001922038216", "text"),
    ("a decimal number", Decimal("1.25"), "dec", 1.25, "dec"),
]


@pytest.mark.parametrize(
    ("value", "kind", "content", "shown"), [case[1:] for case in SETTLED], ids=[c[0] for c in SETTLED]
)
def test_settles(value, kind, content, shown):
    assert settle(value, kind, "zh") == (content, shown)


@pytest.mark.parametrize("value", [Fraction(1, 3), 1.5, Decimal("0.1")])
def test_fen_must_be_whole(value):
    with pytest.raises(TypeError):
        settle(value, "money", "zh")


@given(st.integers(-(10**14), 10**14))
def test_every_amount_shows_its_own_two_decimals(fen):
    content, _ = settle(fen, "money", "zh")
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    assert f"{content:.2f}" == f"{sign}{rest // 100}.{rest % 100:02d}"


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_serials_count_days(day):
    assert serial(day) - serial(date(2000, 1, 1)) == (day - date(2000, 1, 1)).days
    assert serial(date(2000, 1, 1)) == 36526


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_written_as_xml(text):
    shown = clean(text)
    assert shown.encode().decode() == shown
    assert not set(shown) & {chr(n) for n in range(32)} - {"\n", "\t"}


def test_text_longer_than_a_cell_is_cut_visibly():
    assert clean("线" * 32_767) == "线" * 32_767
    assert clean("线" * 32_768) == "线" * 32_766 + "…"
    assert len(clean("😀" * 20_000).encode("utf-16-le")) <= 2 * 32_767


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+5",
    "-x",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "http://example.com",
    "123",
    "0012",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["text", "code", "enum", "raw", "money", "date"])
def test_text_is_never_a_formula_a_link_or_a_number(made, text, kind):
    sheet = made(lambda book: book.sheet("表", [Col("列", kind)], [[text]])).worksheets[0]
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_formula_keeps_its_value_beside_it(made):
    def fill(book):
        book.sheet("表", [Col("金额", "money")], [[Formula("=1+2", 300)]])

    assert made(fill).worksheets[0]["A2"].value == "=1+2"
    assert made(fill, values=True).worksheets[0]["A2"].value == 3


def test_links_lead_to_cells_files_and_web_pages_only(made):
    values = [
        Cell("内", link=to_cell("张三's 表", "B7")),
        Cell("文件", link=to_file("..\\表单\\华锐.docx")),
        Cell(12300, link="https://example.com/a"),
        Cell("坏", link="javascript:alert(1)"),
        Cell("坏", link="file:///etc/passwd"),
    ]
    sheet = made(lambda book: book.sheet("表", [Col("链接", "link")], [[v] for v in values])).worksheets[0]
    links = [sheet[f"A{row}"].hyperlink for row in range(2, 7)]
    assert links[0].location == "'张三''s 表'!B7"
    assert links[1].target == "../表单/华锐.docx"
    assert links[2].target == "https://example.com/a"
    assert links[3:] == [None, None]


def test_a_linked_number_stays_a_number(made):
    sheet = made(lambda book: book.sheet("表", [Col("金额", "money")], [[Cell(12345, link=to_cell("表"))]])).worksheets[
        0
    ]
    assert sheet["A2"].value == 123.45


def test_notes_and_tones_mark_a_cell(made):
    sheet = made(
        lambda book: book.sheet("表", [Col("列")], [[Cell("坏值", tone="error", note="LD012 电话少一位")]])
    ).worksheets[0]
    assert sheet["A2"].comment.text == "LD012 电话少一位"
    assert sheet["A2"].fill.fgColor.rgb == "FFFFC7CE"


def test_english_says_yes(made):
    assert made(lambda book: book.sheet("T", [Col("OK", "bool")], [[True]]), "en").worksheets[0]["A2"].value == "Yes"


def test_an_error_leaves_no_file(tmp_path):
    path = tmp_path / "x.xlsx"
    with pytest.raises(TypeError), Book(path) as book:
        book.sheet("表", [Col("金额", "money")], [[1.5]])
    assert not path.exists()
    assert not list(tmp_path.iterdir())


def test_a_file_is_a_zip_of_sound_parts(tmp_path):
    with Book(tmp_path / "x.xlsx") as book:
        book.sheet("表", [Col("列")], [["值"]])
    with ZipFile(tmp_path / "x.xlsx") as package:
        assert package.testzip() is None
