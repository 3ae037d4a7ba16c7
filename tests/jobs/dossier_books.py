"""Project files for tests: a sheet a form, labels and values."""

from datetime import date
from pathlib import Path

from kamsheets.workbook.write import Book, Col

PLAN: dict[str, object] = {
    "编号": None, "区域": "华东", "项目编号": "XM-HD-2025-0012", "项目名称": "华锐车身焊接线2025",
    "偏差": "技术交流晚于计划 3 周",
    "原因": "样件试焊排产冲突", "整改措施": "外协试焊，6 月底前补做交流", "责任人": "E002 林晓",
    "完成期限": date(2026, 7, 15),
}  # fmt: skip
"""JTF-014 with all it needs."""


def dossier(path: Path, *sheets: tuple[str, dict[str, object]]) -> Path:
    """A project file of these sheets."""
    with Book(path) as book:
        for name, values in sheets:
            rows = [(label, value) for label, value in values.items()]
            book.sheet(name, [Col("项"), Col("值", "raw")], rows, table=False)
    return path


def plan(path: Path, **changes: object) -> Path:
    """A project file with a JTF-014."""
    return dossier(path, ("JTF-014 整改计划", {**PLAN, **changes}))
