"""Lead sheets: reading and checking against the bare reader and against pandas with pandera; grades written in place.

pandera is no dependency of ours: ``pip install pandera`` for its line.
"""

import contextlib
import importlib.util
import io
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from bench import Figure, timed
from invented_leads import customers, leads

DAY = date(2026, 6, 30)


def sheet(path: Path, rows: int) -> Path:
    """``rows`` sound leads of as many customers, in 20 columns."""
    import xlsxwriter

    from kamsheets.forms.catalogue import catalogue

    made = list(leads(customers(rows)))
    book = xlsxwriter.Workbook(str(path))
    page, day = book.add_worksheet("线索"), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, [catalogue()["F1"][field].zh for field in made[0]])
    for row, lead in enumerate(made, 1):
        for column, value in enumerate(lead.values()):
            if isinstance(value, date):
                page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
            else:
                page.write(row, column, value)
    book.close()
    return path


def calamine(path: Path) -> None:
    """The bare reader."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def command(*arguments: str) -> None:
    """The command itself, from its arguments to its last line."""
    from kamsheets.cli.main import main

    sys.argv = ["kamsheets", "leads", *arguments, "--as-of", DAY.isoformat(), "--jobs", "1"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main()


def rules(path: Path) -> None:
    """Reading, typed reading, every rule and the grades, without the search for duplicates and the report."""
    import gc

    from kamsheets.jobs.leads_batch import inside, load
    from kamsheets.jobs.session import Session
    from kamsheets.policy.policy import Policy

    gc.set_threshold(200_000, 50, 50)  # as the command sets it
    assert inside(load([path], Session(Policy.shipped(), DAY))) is not None


def pandera(path: Path) -> None:
    """The same checks as a pandera schema over a frame that openpyxl read, with all failures collected."""
    import pandas as pd
    import pandera.pandas as pa

    from kamsheets.formats import uscc

    frame = pd.read_excel(path, engine="openpyxl", dtype={"统一社会信用代码": str, "手机": str})
    today = pd.Timestamp(DAY)

    def text(pattern: str) -> pa.Column:
        return pa.Column(str, pa.Check.str_matches(pattern), nullable=False)

    def one_of(*names: str) -> pa.Column:
        return pa.Column(str, pa.Check.isin(names))

    schema = pa.DataFrameSchema(
        {
            "线索编号": pa.Column(
                str, pa.Check.str_matches(r"^XS-(HD|HN|HB|HZ|XN|XB|DB|GAT|ZB)-\d{6}-\d{4}$"), unique=True
            ),
            "登记日期": pa.Column("datetime64[ns]", pa.Check(lambda s: s <= today), coerce=True),
            "收集主体": one_of("销售人员", "市场信息岗", "大客户总监"),
            "线索来源": one_of("展会", "官网/网络询价", "招标公告", "老客户"),
            "项目登记人": text(r"."),
            "客户名称": text(r"^.{2,80}$"),
            "统一社会信用代码": pa.Column(str, pa.Check(uscc.is_valid, element_wise=True)),
            "所属行业": one_of("汽车制造业"),
            "区域": one_of("HD", "HN", "HB", "HZ", "XN", "XB", "DB", "GAT", "ZB"),
            "省份": text(r"."),
            "城市": text(r"."),
            "联系人": text(r"^.{2,30}$"),
            "手机": text(r"^1[3-9]\d{9}$"),
            "个人信息来源/依据": one_of("名片交换已告知", "本人同意", "依法公开信息", "合同履行对接人"),
            "行业销售排名": pa.Column(int, pa.Check.ge(1)),
            "行业利润排名": pa.Column(int, pa.Check.ge(1)),
            "排名来源": text(r"."),
            "需求描述": pa.Column(
                str, [pa.Check.str_length(5, 500), pa.Check(lambda s: ~s.str.contains("内线|标底|回扣"))]
            ),
            "预计金额": pa.Column(float, pa.Check.gt(0), coerce=True),
            "线索状态": one_of("新建", "已分配", "跟进中", "已转立项", "搁置", "无效", "重复"),
        }
    )
    with contextlib.suppress(pa.errors.SchemaErrors):
        schema.validate(frame, lazy=True)
    worst = frame[["行业销售排名", "行业利润排名"]].max(axis=1)
    pd.cut(worst, [0, 20, 50, 200, float("inf")], labels=["A", "B", "C", "D"])


def grades_in_place(path: Path, copy: Path) -> None:
    """Grades read, worked out and written into a copy of the workbook."""
    shutil.copy(path, copy)
    command("grade", str(copy), "--in-place", "-q")


def splice(path: Path, copy: Path, rows: int) -> None:
    """One coloured column of grades beside the data."""
    from kamsheets.workbook.splice import NewColumn, SheetColumns, add_columns

    column = NewColumn("线索等级", {row: "ABCD"[row % 4] for row in range(2, rows + 2)}, tones={2: "good"})
    copy.unlink(missing_ok=True)
    add_columns(path, copy, [SheetColumns("线索", 1, [column])])


def openpyxl(path: Path, copy: Path) -> None:
    """The same column by loading and saving, which forgets what openpyxl does not know."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    page = book.worksheets[0]
    column = page.max_column + 1
    for row in range(2, page.max_row + 1):
        page.cell(row, column, "ABCD"[row % 4])
    book.save(copy)


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """Checking, then writing."""
    path, copy = sheet(folder / "leads.xlsx", rows), folder / "copy.xlsx"
    group = f"check {rows} leads x 20 columns"
    yield timed(group, "python-calamine, reading only", calamine, path)
    yield timed(group, "kamsheets, every rule and grade", rules, path)
    yield timed(group, "kamsheets leads check, whole", command, "check", str(path), "-q")
    if importlib.util.find_spec("pandera"):
        yield timed(group, "pandas, openpyxl and pandera", pandera, path, repeat=1)
    group = f"a column of {rows} grades"
    yield timed(group, "openpyxl, load and save", openpyxl, path, copy, repeat=1)
    yield timed(group, "kamsheets, spliced", splice, path, copy, rows)
    yield timed(group, "kamsheets leads grade, whole", grades_in_place, path, copy)
