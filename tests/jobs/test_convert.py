"""``convert``: any dialect into the canonical sheet, .csv or .json, and back, nothing lost or changed on the way."""

import csv
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook_read.builders import workbook
from workbook_read.legacy import LEGACY

from kamsheets.cli.main import cli
from kamsheets.core.errors import OutputExistsError, UsageError
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.convert import To, convert_files
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.refusal import RefusedFileError

SESSION = Session(Policy.shipped(), date(2026, 6, 30))
ORIGIN = ["文件", "工作表", "行"]
DIALECT = [
    "我的备注",
    "线索号",
    "公司名称",
    "录入日期",
    "手机",
    "固定电话",
    "预估金额（万元）",
    "年营业额",
    "省",
    "来源",
]
LEAD = [
    "=1+1",
    "XS-HD-202503-0031",
    "苏州华锐车身部件有限公司",
    "2025.3.5",
    13900005678,
    None,
    386,
    12.5,
    "江苏",
    "展会",
]


def values(path: Path, sheet: str | None = None) -> list[list[object]]:
    """All cells of a sheet."""
    book = load_workbook(path)
    page = book[sheet] if sheet else book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def columns(path: Path, *labels: str) -> list[list[object]]:
    """The columns under these headers."""
    header, *rows = values(path)
    return [[row[header.index(label)] for row in rows] for label in labels]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of the first table of a .json."""
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["tables"][0]["rows"]
    return found


def text_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.fixture
def convert(tmp_path: Path) -> Callable[..., Outcome]:
    """Converts files into the folder ``out``."""

    def run(*files: Path, to: To = "xlsx", folder: str = "out", session: Session = SESSION, **how: bool) -> Outcome:
        return convert_files(files, session, to, tmp_path / folder, **how)

    return run


@pytest.fixture
def leads(tmp_path: Path) -> Callable[..., Path]:
    """A lead sheet of one dialect with these rows."""

    def made(*rows: list[object], header: list[object] | None = None, name: str = "华东.xlsx") -> Path:
        return workbook(tmp_path / name, {"线索": [header or DIALECT, *rows]})

    return made


def test_a_dialect_becomes_the_canonical_sheet_with_unknown_columns_and_origin_at_the_right(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    convert(leads(LEAD))
    header, row = values(tmp_path / "out" / "华东.xlsx")
    assert header[:5] == ["线索编号", "登记日期", "线索来源", "客户名称", "省份"]
    assert header[5:] == ["手机", "固定电话", "年销售额(元)", "预计金额", "我的备注", *ORIGIN]
    assert row[:5] == ["XS-HD-202503-0031", datetime(2025, 3, 5), "展会", "苏州华锐车身部件有限公司", "江苏省"]
    assert row[5:] == ["13900005678", None, 125000, 3860000, "=1+1", "华东.xlsx", "线索", 2]
    note = load_workbook(tmp_path / "out" / "华东.xlsx").worksheets[0]["J2"]
    assert note.data_type == "s", "a text that looks like a formula stays text"


def test_english_headers_for_the_crm(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    convert(leads(LEAD), to="csv", session=replace(SESSION, lang="en"))
    header, row = text_rows(tmp_path / "out" / "华东.csv")
    assert header[:4] == ["Lead no.", "Registration date", "Lead source", "Customer name"]
    assert header[7:] == ["Annual sales (CNY)", "Estimated amount", "我的备注", "File", "Sheet", "Row"]
    assert row[1] == "2025-03-05"
    assert row[7:10] == ["125000.00", "3860000.00", "'=1+1"]


def test_json_holds_field_ids_codes_and_amounts_with_two_decimals(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    convert(leads(LEAD), to="json")
    (row,) = rows_of(tmp_path / "out" / "华东.json")
    assert (row["est_amount"], row["annual_sales"], row["reg_date"]) == ("3860000.00", "125000.00", "2025-03-05")
    assert (row["province"], row["extra"], row["unread"]) == ("32", {"我的备注": "=1+1"}, {})
    assert (row["file"], row["sheet"], row["row"]) == ("华东.xlsx", "线索", 2)


UNREAD = [
    ("录入日期", "3月7日", "登记日期", "3月7日"),
    ("预估金额（万元）", "300-400", "预计金额", "300-400万元"),
    ("预估金额（万元）", "300-400万", "预计金额", "300-400万"),
    ("预估金额（万元）", "待定", "预计金额", "待定"),
    ("预估金额（万元）", 12.3456789, "预计金额", "12.3456789万元"),
    ("省", "大江省", "省份", "大江省"),
    ("手机", "139000056", "手机", "139000056"),
    ("手机", "13900005678/13811112222/13711112222", "手机", "13900005678/13811112222/13711112222"),
]


@pytest.mark.parametrize(("header", "typed", "label", "kept"), UNREAD)
def test_what_cannot_be_read_stays_as_it_was_typed_and_is_said(
    convert: Callable[..., Outcome],
    leads: Callable[..., Path],
    tmp_path: Path,
    header: str,
    typed: object,
    label: str,
    kept: str,
) -> None:
    row = list(LEAD)
    row[DIALECT.index(header)] = typed
    outcome = convert(leads(row))
    assert columns(tmp_path / "out" / "华东.xlsx", label) == [[kept]]
    assert [f for f in outcome.findings if f.place.cell.endswith("2") and f.code.startswith("CT")]


def test_a_number_that_could_not_be_read_never_becomes_another_number(
    convert: Callable[..., Outcome], tmp_path: Path
) -> None:
    """0.5 under 赢率 may be 50% or 0.5%; 12.345 yuan is no amount: both are kept as text."""
    header = ["项目编号", "项目名称", "客户名称", "赢率", "预计合同金额"]
    convert(workbook(tmp_path / "台账.xlsx", {"华东": [header, ["XM-HD-2025-0012", "甲线", "乙公司", 0.5, 12.345]]}))
    assert columns(tmp_path / "out" / "台账.xlsx", "赢率", "预计合同金额") == [["0.5"], ["12.345"]]


def test_a_telephone_under_mobile_moves_to_its_field_and_is_not_doubled(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    header = ["线索编号", "客户名称", "联系人", "手机"]
    convert(leads(["XS-HD-202503-0031", "甲公司", "周工", "0512-66660000"], header=header))
    assert columns(tmp_path / "out" / "华东.xlsx", "手机", "固定电话") == [[None], ["0512-66660000"]]


def test_cells_with_several_entries_are_written_as_people_write_them(
    convert: Callable[..., Outcome], tmp_path: Path
) -> None:
    header = ["项目编号", "项目名称", "客户名称", "项目小组成员"]
    path = workbook(tmp_path / "台账.xlsx", {"华东": [header, ["XM-HD-2025-0012", "甲线", "乙公司", "E002、E003"]]})
    convert(path)
    convert(path, to="json")
    assert columns(tmp_path / "out" / "台账.xlsx", "项目小组成员") == [["E002；E003"]]
    assert rows_of(tmp_path / "out" / "台账.json")[0]["members"] == ["E002", "E003"]


def test_columns_of_one_name_or_of_none_are_all_kept(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    header = ["线索编号", "客户名称", "联系人", "账号", "账号", None]
    convert(leads(["XS-HD-202503-0031", "甲公司", "周工", "a", "b", "c"], header=header))
    header_row, row = values(tmp_path / "out" / "华东.xlsx")
    assert header_row[-6:] == ["账号", "账号 (2)", "F", *ORIGIN]
    assert row[-6:-3] == ["a", "b", "c"]


def test_every_row_is_accounted_for(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    bad = [*LEAD[:3], "昨天", *LEAD[4:]]
    outcome = convert(leads(LEAD, [], bad, ["合计", None, None, None, None, None, 772], LEAD))
    counted = {name: outcome.summary[name] for name in ("rows_read", "accepted", "rejected", "blank", "totals")}
    assert counted["rows_read"] == counted["accepted"] + counted["rejected"] + counted["blank"] == 4
    assert (counted["blank"], counted["totals"]) == (1, 1)
    assert len(values(tmp_path / "out" / "华东.xlsx")) == 1 + 3


def test_a_second_conversion_keeps_the_first_origin(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    convert(leads(LEAD))
    outcome = convert(tmp_path / "out" / "华东.xlsx", folder="again")
    assert values(tmp_path / "again" / "华东.xlsx") == values(tmp_path / "out" / "华东.xlsx")
    assert [f.value for f in outcome.findings if f.code == "HD03"] == ["我的备注"]


def test_a_lone_column_called_file_is_somebodys_own(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    convert(leads(["XS-HD-202503-0031", "甲公司", "周工", "a.pdf"], header=["线索编号", "客户名称", "联系人", "文件"]))
    assert values(tmp_path / "out" / "华东.xlsx")[1][-4:] == ["a.pdf", "华东.xlsx", "线索", 2]


@pytest.mark.parametrize("through", [["json"], ["csv"], ["json", "csv"], ["csv", "json", "csv"]])
def test_there_and_back_again(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path, through: list[To]
) -> None:
    odd = [[*LEAD[:i], value, *LEAD[i + 1 :]] for i, value in ((3, "3月7日"), (6, "300-400"), (0, "'=x"), (7, -0.01))]
    convert(leads(LEAD, *odd), folder="first")
    path = tmp_path / "first" / "华东.xlsx"
    for n, to in enumerate(through):
        convert(path, to=to, folder=f"step{n}")
        path = tmp_path / f"step{n}" / f"华东.{to}"
    convert(path, folder="last")
    assert values(tmp_path / "last" / "华东.xlsx") == values(tmp_path / "first" / "华东.xlsx")


MONEY = st.integers(-(10**13), 10**13)
AMOUNTS = st.one_of(st.none(), MONEY.map(lambda fen: f"{fen // 100}.{fen % 100:02d}" if fen >= 0 else None))
TEXT = st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffd"), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(TEXT, AMOUNTS, st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 1, 1))), TEXT),
        min_size=1,
        max_size=5,
    )
)
def test_any_row_survives_json_and_csv(rows: list[tuple[object, ...]], tmp_path: Path) -> None:
    header = ["客户名称", "预计金额", "登记日期", "自己的列", "线索编号"]
    path = workbook(tmp_path / "a.xlsx", {"线索": [header, *([*row, "XS-HD-202503-0031"] for row in rows)]})
    session = replace(SESSION, force=True)
    convert_files([path], session, "json", tmp_path / "direct")
    convert_files([path], session, "csv", tmp_path / "step")
    convert_files([tmp_path / "step" / "a.csv"], session, "json", tmp_path / "through")
    assert rows_of(tmp_path / "through" / "a.json") == rows_of(tmp_path / "direct" / "a.json")


def test_each_sheet_of_a_workbook_is_a_table_of_its_own(convert: Callable[..., Outcome], tmp_path: Path) -> None:
    header = ["项目编号", "项目名称", "客户名称", "当前里程碑"]
    tabs = {tab: [header, [f"XM-HD-2025-00{n}", "甲线", "乙公司", "M5"]] for n, tab in enumerate(("华东", "华南"), 12)}
    path = workbook(tmp_path / "台账.xlsx", {**tabs, "说明": [["怎么填"]]})
    convert(path)
    outcome = convert(path, to="csv")
    assert load_workbook(tmp_path / "out" / "台账.xlsx").sheetnames == ["华东", "华南"]
    assert [made.name for made in outcome.outputs] == ["台账-华东.csv", "台账-华南.csv"]


def test_legacy_xls_and_gb18030_csv_are_sources_like_others(convert: Callable[..., Outcome], tmp_path: Path) -> None:
    old = shutil.copy(LEGACY, tmp_path / "老表.xls")
    flat = tmp_path / "导出.csv"
    flat.write_bytes("线索编号,客户名称,联系人\nXS-HD-202503-0031,甲公司,周工\n".encode("gb18030"))
    outcome = convert(Path(old), flat)
    assert [made.name for made in outcome.outputs] == ["老表.xlsx", "导出.xlsx"]
    assert columns(tmp_path / "out" / "老表.xlsx", "登记日期", "预计金额", ORIGIN[2])[0][:2] == [
        datetime(2025, 3, 5),
        "######",
    ]
    assert load_workbook(tmp_path / "out" / "导出.xlsx").sheetnames == [catalogue()["F1"].zh]


def test_restricted_sheets_are_left_out_and_named_unless_asked_for(
    convert: Callable[..., Outcome], tmp_path: Path
) -> None:
    form = catalogue()["F4b"]
    header = [f.zh for f in form.fields if f.required == "Y"]
    path = workbook(tmp_path / "档案.xlsx", {"决策小组": [header, ["x"] * len(header)]})
    without = convert(path)
    assert ([f.code for f in without.findings], without.outputs) == (["IO020"], [])
    assert convert(path, restricted=True).outputs == [tmp_path / "out" / "档案.xlsx"]


def test_the_batch_goes_on_past_a_bad_file_and_names_it(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    empty = tmp_path / "空.xlsx"
    empty.touch()
    outcome = convert(empty, leads(LEAD))
    assert (outcome.exit_code, len(outcome.outputs), outcome.summary["files"]) == (2, 1, 1)
    assert [error.facts["file"] for error in outcome.failures] == ["空.xlsx"]


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"a": 1}', '{"format": "kamsheets-tables", "tables": [{"form": "F99"}]}', "\ufffd", "[" * 9000],
)
def test_a_foreign_json_is_refused(convert: Callable[..., Outcome], tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    (error,) = convert(path).failures
    assert isinstance(error, RefusedFileError)
    assert error.facts["why"] == "convert.foreign_json"


def test_outputs_are_not_replaced_unasked_and_inputs_never(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    path = leads(LEAD)
    before = path.read_bytes()
    convert(path)
    assert isinstance(convert(path).failures[0], OutputExistsError)
    assert not convert(path, session=replace(SESSION, force=True)).failures
    over = convert(path, folder=".", session=replace(SESSION, force=True))
    assert isinstance(over.failures[0], UsageError)
    assert path.read_bytes() == before


def test_two_inputs_of_one_name_are_two_outputs(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    second = workbook(tmp_path / "b" / "华东.xlsx", {"线索": [DIALECT, LEAD]})
    assert [made.name for made in convert(leads(LEAD), second).outputs] == ["华东.xlsx", "华东 (2).xlsx"]


def test_worker_processes_write_the_same(
    convert: Callable[..., Outcome], leads: Callable[..., Path], tmp_path: Path
) -> None:
    files = [leads([*LEAD[:6], n, *LEAD[7:]], name=f"{n:02d}.xlsx") for n in range(30)]
    alone = convert(*files, to="json")
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        together = convert(*files, to="json", folder="pool", session=replace(SESSION, executor=pool))
    assert [(f.code, f.place) for f in together.findings] == [(f.code, f.place) for f in alone.findings]
    for path in files:
        assert rows_of(tmp_path / "pool" / f"{path.stem}.json") == rows_of(tmp_path / "out" / f"{path.stem}.json")


def test_the_names_a_json_row_reserves_are_no_field_of_any_form() -> None:
    ids = {f.id for form in catalogue().values() for f in form.fields}
    assert not ids & {"extra", "unread", "file", "sheet", "row"}


def test_the_command(leads: Callable[..., Path], tmp_path: Path) -> None:
    path = leads(LEAD)
    run = CliRunner().invoke(cli, ["convert", str(path), "--to", "csv", "-o", str(tmp_path / "out"), "--json"])
    assert run.exit_code == 0, "gaps are for the checks to name, not for a conversion"
    assert json.loads(run.output)["summary"]["rows_read"] == 1
    assert (tmp_path / "out" / "华东.csv").exists()
