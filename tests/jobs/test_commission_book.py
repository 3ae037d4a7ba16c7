"""The workbooks of split and release: live sums that equal the computed values, before and after a recalculation."""

import shutil
import subprocess
from pathlib import Path

import pytest
from commissions.builders import CELLS, TOTALS
from jobs.commission_books import deal, efforts, receipt, receipts, session, write
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.commission_split import split_commissions

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
EVERYTHING = [*receipts(3), receipt(4, 386_000), receipt(5, -386_000, 冲回的回款编号="HK-4")]


def split_book(folder: Path, lang: str = "zh") -> Path:
    rows = [{**row, "附加奖励": 500} if i == 1 else row for i, row in enumerate(efforts())]
    source = write(folder / "奖金.xlsx", effort=rows)
    return split_commissions([source], session(lang), folder / "分配.xlsx").outputs[0]


def release_book(folder: Path, lang: str = "zh") -> Path:
    source = write(folder / "奖金.xlsx", paid=EVERYTHING)
    return release_commissions([source], session(lang), folder / "发放.xlsx").outputs[0]


def formulas(book: Workbook) -> dict[tuple[str, str], str]:
    """Formulas of all sheets by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def matrix(sheet: Worksheet) -> dict[str, list[float]]:
    """Rows of the first block by what stands in its first column: amounts from the sixth column on."""
    found: dict[str, list[float]] = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], str) and isinstance(row[5], int | float) and row[0] not in found:
            found[row[0].split()[0]] = [value for value in row[5:] if isinstance(value, int | float)]
    return found


def test_the_matrix_of_the_example_with_its_sums(tmp_path: Path) -> None:
    path = split_book(tmp_path)
    sums = matrix(load_workbook(path, data_only=True)["分配矩阵"])
    order = (1, 2, 3, 0)  # the sheet goes by employee number: E002, E003, E004, E010
    for stage, row in CELLS.items():
        people = [float(row[1 + k]) for k in order]
        assert sums[stage] == [*people, float(row[0])]
    assert sums["合计"] == [float(TOTALS[emp]) for emp in sorted(TOTALS)] + [68_318.58]
    live = formulas(load_workbook(path))
    assert sum(code.startswith("=SUM(") for (sheet, _), code in live.items() if sheet == "分配矩阵") == 8
    assert sum("SUBTOTAL(109" in code for (sheet, _), code in live.items() if sheet == "分配矩阵") == 7


def test_the_overview_refers_to_the_matrix_and_agrees(tmp_path: Path) -> None:
    path = split_book(tmp_path)
    sheet = load_workbook(path, data_only=True)["总览"]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == "XM-HD-2025-0012"]
    assert row[1:] == (
        3_860_000,
        3_415_929.2,
        "不含税回款",
        3_415_929.2,
        "全额累进",
        0.02,
        1,
        68_318.58,
        0,
        68_318.58,
        68_318.58,
        0,
    )


def test_every_amount_is_explained(tmp_path: Path) -> None:
    sheet = load_workbook(split_book(tmp_path), data_only=True)["计算说明"]
    lines = {
        (row[1].split()[0], row[2].split()[0]): row[4] for row in sheet.iter_rows(min_row=4, values_only=True) if row[4]
    }
    assert len(lines) == sum(amount != "0.00" for row in CELLS.values() for amount in row[1:])
    assert lines["M6", "E010"] == (
        "68,318.58 × 2000/11450 = 11,933.37 + 0.01 = 阶段 11,933.38；× 70/100 = 8,353.36 + 0.01 = 8,353.37"
    )


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("zh", ["总览", "分配矩阵", "奖金依据", "计算说明", "个人汇总", "附加奖励", "问题清单"]),
        ("en", ["Overview", "Split matrix", "Grounds", "Explanations", "People", "Overlay awards", "Findings"]),
    ],
)
def test_the_sheets_of_a_split(tmp_path: Path, lang: str, names: list[str]) -> None:
    assert load_workbook(split_book(tmp_path, lang)).sheetnames == names


def test_the_sheets_of_a_release(tmp_path: Path) -> None:
    names = load_workbook(release_book(tmp_path)).sheetnames
    assert names == [
        "总览", "分配矩阵", "奖金依据", "计算说明", "发放计划", "部门月报", "应扣回", "结算台账", "问题清单",
        "E002 林晓", "E003 王强", "E004 赵敏", "E010 何敏",
    ]  # fmt: skip


def test_a_statement_shows_every_instalment_and_has_room_for_a_dispute(tmp_path: Path) -> None:
    sheet = load_workbook(release_book(tmp_path), data_only=True)["E003 王强"]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("TCM-")]
    released = [row[9] for row in rows]
    assert released == [4859.86, 4859.87, 4859.87, 1619.96, 0]
    assert [row[11] for row in rows] == [11_339.7, 6_479.83, 1_619.96, 0, 0]
    headers = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert "异议（金额、理由）" in headers


def test_every_page_is_a4_with_its_header_repeated(tmp_path: Path) -> None:
    for sheet in load_workbook(release_book(tmp_path)):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title not in ("分配矩阵", "部门月报"):
            assert sheet.print_title_rows, sheet.title


def test_text_from_the_workbook_never_becomes_a_formula(tmp_path: Path) -> None:
    evil = deal(加减项=1, 加减原因='=HYPERLINK("http://x")', 加减批准人="+1", 分配表编号="=1+1")
    source = write(tmp_path / "奖金.xlsx", [evil])
    path = split_commissions([source], session(), tmp_path / "分配.xlsx").outputs[0]
    assert not [code for code in formulas(load_workbook(path)).values() if "HYPERLINK" in code or "1+1" in code]


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: formulas cannot be recalculated")
@pytest.mark.parametrize("make", [split_book, release_book])
def test_recalculated_formulas_equal_the_stored_values(tmp_path: Path, make: object) -> None:
    path: Path = make(tmp_path)  # type: ignore[operator]
    bare = load_workbook(path)  # saved again by openpyxl: formulas without stored values, so they must be computed
    bare.save(tmp_path / "bare.xlsx")
    command = [str(SOFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"), str(tmp_path / "bare.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    stored = load_workbook(path, data_only=True)
    fresh = load_workbook(tmp_path / "again" / "bare.xlsx", data_only=True)
    live = formulas(load_workbook(path))
    assert len(live) > 15
    for sheet, cell in live:
        was, now = stored[sheet][cell].value, fresh[sheet][cell].value
        if isinstance(was, str):
            assert now == was
        else:
            assert now == pytest.approx(was or 0, abs=1e-7), (sheet, cell, live[sheet, cell])
