"""The workbook behind ``data/legacy.xls``: everything the .xls guard must see. Remade with LibreOffice by

PYTHONPATH=tests python -m workbook_read.legacy
"""

import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import xlsxwriter

LEGACY = Path(__file__).parent / "data" / "legacy.xls"


def source(path: Path) -> Path:
    """The same content as .xlsx."""
    book = xlsxwriter.Workbook(str(path))
    styles = {name: book.add_format({"num_format": code}) for name, code in _CODES.items()}
    sheet = book.add_worksheet("线索")
    sheet.write_row(0, 0, ["客户名称", "登记日期", "赢率", "预计金额", "手机"])
    sheet.write_row(1, 0, ["苏州华锐车身部件有限公司"])
    sheet.write_datetime(1, 1, datetime(2025, 3, 5), styles["date"])
    sheet.write_number(1, 2, 0.5, styles["percent"])
    sheet.write_number(1, 3, 3860000.07)
    sheet.write_number(1, 4, 13900005678)
    sheet.write_row(2, 0, ["无锡精工"])
    sheet.write_number(2, 1, -5, styles["date"])
    sheet.write_number(2, 2, 1, styles["own percent"])
    sheet.write_formula(2, 3, "=NA()", None, "#N/A")
    sheet.write_string(2, 4, "0512-66660000")
    for column in range(5):
        sheet.write_number(3, column, column / 4, styles["percent"] if column % 2 else None)
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.merge_range("A6:A8", "合并")
    sheet.write_number(5, 4, 914403001922038216)
    sheet.write_formula(6, 3, '=IF(A7="",1/0,2)', None, "#DIV/0!")
    book.add_worksheet("隐藏").hide()
    book.add_worksheet("空")
    book.close()
    return path


_CODES = {"date": "yyyy-mm-dd", "percent": "0%", "own percent": '0.0%;[Red]-0.0%;"零"'}


def convert(target: Path) -> None:
    """``target`` made anew from ``source``; needs LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        made = source(Path(folder) / "legacy.xlsx")
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", folder, str(made)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        shutil.copy(made.with_suffix(".xls"), target)


if __name__ == "__main__":
    convert(LEGACY)
