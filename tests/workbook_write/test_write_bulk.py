"""Long tables: the fast way writes the same cells as the ordinary one."""

from datetime import date
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook
from workbook_write.builders import parts

from kamsheets.workbook import write_bulk
from kamsheets.workbook.write import Book, Cell, Col

COLUMNS = [
    Col("编号", "code"),
    Col("名称"),
    Col("金额", "money", total="sum"),
    Col("率", "pct"),
    Col("日期", "date"),
    Col("是否", "bool"),
    Col("原值", "raw"),
]


def row(n):
    return [
        f"XS-{n:04d}",
        None if n % 7 == 0 else f"=A&<{n}>\n二行",
        "约3万" if n == 25 else n * 101,
        Fraction(n, 1000),
        date(2026, 1, 1 + n % 28),
        n % 2 == 0,
        [n, 1.5, "文本", date(2026, 6, 30), None, True, 10**17][n % 7],
    ]


def cells(path):
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def looks(cell):
    return cell.value, cell.number_format, cell.border.left.style, cell.alignment.horizontal, cell.font.name


@pytest.fixture
def both(tmp_path, monkeypatch):
    """The same table written both ways."""

    def write(rows):
        for name, limit in (("plain.xlsx", 10**6), ("bulk.xlsx", 10)):
            monkeypatch.setattr(write_bulk, "LONG", limit)
            with Book(tmp_path / name) as book:
                book.sheet("大表", COLUMNS, rows, title="标题", table="T")
        return tmp_path / "plain.xlsx", tmp_path / "bulk.xlsx"

    return write


def test_cells_formats_and_ranges_are_the_same(both):
    from openpyxl import load_workbook

    plain, bulk = both([row(n) for n in range(60)])
    assert cells(plain) == cells(bulk)
    one, two = (load_workbook(path).worksheets[0] for path in (plain, bulk))
    assert one.dimensions == two.dimensions
    for left, right in zip(one.iter_rows(), two.iter_rows(), strict=True):
        assert [looks(cell) for cell in left] == [looks(cell) for cell in right]


def test_every_other_part_is_the_same(both):
    plain, bulk = map(parts, both([row(n) for n in range(60)]))
    differing = {name for name in plain if plain[name] != bulk[name]}
    assert differing == {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}
    assert list(plain) == list(bulk)


def test_marked_rows_take_the_ordinary_way(both):
    from openpyxl import load_workbook

    rows = [row(n) for n in range(40)]
    rows[33][1] = Cell("坏", tone="error", note="原因")
    _, bulk = both(rows)
    sheet = load_workbook(bulk).worksheets[0]
    assert sheet["B36"].comment.text == "原因"
    assert sheet["B36"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["A37"].value == "XS-0034"


def test_the_same_input_gives_the_same_bytes(both):
    rows = [row(n) for n in range(60)]
    first = both(rows)[1].read_bytes()
    assert both(rows)[1].read_bytes() == first
