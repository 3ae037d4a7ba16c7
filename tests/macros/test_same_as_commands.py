"""A button and the command line say the same of the same workbook, cell by cell: on sound books and on dirty ones."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from macros.engine import Selected, opened

from kamsheets.core.finding import Finding, Severity
from kamsheets.core.messages import text
from kamsheets.document import templates
from kamsheets.jobs.approvals_route import route_approvals
from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.commission_split import split_commissions
from kamsheets.jobs.demo.dirt import spoil
from kamsheets.jobs.demo.files import Writer
from kamsheets.jobs.demo.workspace import invent
from kamsheets.jobs.forms_print import How, print_forms
from kamsheets.jobs.leads_check import check_leads
from kamsheets.jobs.leads_grade import grade_leads
from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session
from kamsheets.macros import actions, bridge, marks

DAY = date(2026, 6, 30)
LEADS = ["线索_华东.xlsx", "线索_华北.xlsx", "线索_东北.xlsx"]
PIPELINE, BONUS = "区域项目台账.xlsx", "奖金分配.xlsx"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample workspace: real templates, filled, with the problems that are planted in it."""
    folder = tmp_path_factory.mktemp("demo") / "d"
    folder.mkdir()
    office = invent()
    Writer(folder, office, spoil(office)).write()
    regions = openpyxl.load_workbook(folder / PIPELINE)
    for sheet in regions.worksheets[3:]:  # three tabs prove as much as seven
        regions.remove(sheet)
    regions.save(folder / PIPELINE)
    return folder


def as_it_is(sheet: Any) -> None:
    """The template as it was filled."""


def titled(sheet: Any) -> None:
    """Two rows above the header, the first merged; columns of ours that nobody knows."""
    sheet.insert_rows(1, 2)
    sheet["A1"] = "2026 年 6 月 汇总"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=6)
    header = _header(sheet)
    sheet.cell(header, sheet.max_column + 1, "自己的备注")


def totalled(sheet: Any) -> None:
    """A totals row at the end, a blank row and a header repeated in the middle."""
    header, last = _header(sheet), sheet.max_row
    words = [sheet.cell(header, column).value for column in range(1, sheet.max_column + 1)]
    middle = header + 6
    sheet.insert_rows(middle, 2)
    for column, word in enumerate(words, 1):
        sheet.cell(middle + 1, column, word)
    sheet.cell(last + 3, 1, "合计")


def mixed(sheet: Any) -> None:
    """Numbers as text, text with blanks, full-width figures, an error value, merged cells among the data."""
    header = _header(sheet)
    for row in range(header + 1, min(header + 30, sheet.max_row)):
        for column in range(1, sheet.max_column + 1):
            cell = sheet.cell(row, column)
            if type(cell.value) in (int, float) and (row + column) % 3 == 0:
                cell.value = f" {cell.value} ".translate(str.maketrans("0123456789", "０１２３４５６７８９"))
            elif isinstance(cell.value, str) and (row + column) % 5 == 0:
                cell.value = f"{cell.value}　"
    sheet.cell(header + 4, 3, "#N/A").data_type = "e"
    sheet.merge_cells(start_row=header + 8, start_column=2, end_row=header + 9, end_column=2)


def filtered(sheet: Any) -> None:
    """Rows that a filter hides."""
    for row in range(_header(sheet) + 1, sheet.max_row, 3):
        sheet.row_dimensions[row].hidden = True


DIRT: Sequence[Callable[[Any], None]] = (as_it_is, titled, totalled, mixed, filtered)
LEAD_BOOKS = pytest.mark.parametrize(
    ("name", "change"),
    [*((LEADS[0], change) for change in DIRT), *((name, as_it_is) for name in LEADS[1:])],
    ids=lambda one: getattr(one, "__name__", one),
)


def _header(sheet: Any) -> int:
    """The row with most words among the first ten."""
    return max(range(1, 11), key=lambda row: sum(isinstance(cell.value, str) for cell in sheet[row]))


def dirtied(path: Path, folder: Path, change: Callable[[Any], None]) -> Path:
    """A copy of a workbook whose list sheets are changed; formulas stand as their results."""
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book:
        if sheet.max_row > 15 and sheet.title not in ("说明", "汇总", "选项"):
            for name in list(sheet.tables):
                del sheet.tables[name]
            change(sheet)
    target = folder / path.name
    book.save(target)
    (folder / "policy.xlsx").write_bytes((path.parent / "policy.xlsx").read_bytes())
    return target


@pytest.fixture(params=DIRT, ids=lambda change: change.__name__)
def changed(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Path], Path]:
    return lambda path: dirtied(path, tmp_path, request.param)


def session(path: Path) -> Session:
    return Session(load(None, path), DAY)


def shown_all(path: Path) -> tuple[Selected, object]:
    """The workbook opened, no row hidden: what stands beside the data is not written over a filter."""
    book, calls = opened(path)
    for sheet in book.impl.book:
        for row in sheet.row_dimensions.values():
            row.hidden = False
    return book, calls


def facts(found: Sequence[Finding]) -> list[tuple[object, ...]]:
    return [(one.code, one.severity, one.place, one.value, one.proposed, one.facts) for one in found]


def shown(book: Selected, sheet: str, rows: Sequence[Mapping[str, object]]) -> list[tuple[list[str], list[str]]]:
    """(cells of the sheet, what the rows of the command say) a row."""
    header, *cells = book.sheets[sheet].used_range.options(ndim=2, empty="").value
    keys = list(dict.fromkeys(key for row in rows for key in row))
    assert header == [text(f"macros.column.{key}", "zh") for key in keys]
    wanted = [[str(bridge.plain(row.get(key))) for key in keys] for row in rows]
    assert len(cells) == len(wanted)
    return list(zip(cells, wanted, strict=True))


def assert_same(book: Selected, sheet: str, rows: Sequence[Mapping[str, object]]) -> None:
    assert rows
    for cells, wanted in shown(book, sheet, rows):
        assert cells == wanted


@LEAD_BOOKS
def test_check_finds_lists_and_colours_what_the_command_finds(
    name: str, change: Callable[[Any], None], demo: Path, tmp_path: Path
) -> None:
    path = dirtied(demo / name, tmp_path, change)
    book, _ = opened(path)
    found = actions.check_leads(book, session(path)).findings
    outside = check_leads([path], session(path)).findings
    assert facts(found) == facts(outside)
    listed = book.sheets["KAM 问题清单"].used_range.options(ndim=2, empty="", err_to_str=True).value[1:]
    assert [row[1:5] for row in listed] == [[f.code, f.place.sheet, f.place.cell, str(f.value)] for f in outside]
    sheet = book.sheets["线索"]
    colours = {
        f.place.cell.split(":")[0]: marks.COLOURS[f.severity]
        for severity in (Severity.WARNING, Severity.ERROR)
        for f in outside
        if f.severity is severity and f.place.sheet == "线索" and f.place.cell[:1].isalpha()
    }
    assert {cell: sheet.range(cell).color for cell in colours} == colours


@LEAD_BOOKS
def test_grades_stand_in_the_cells_where_the_command_writes_them(
    name: str, change: Callable[[Any], None], demo: Path, tmp_path: Path
) -> None:
    path = dirtied(demo / name, tmp_path, change)
    book, _ = shown_all(path)
    actions.grade_leads(book, session(path))
    done = grade_leads([path], session(path), folder=tmp_path / "out")
    assert not done.failures
    theirs = openpyxl.load_workbook(done.outputs[0])["线索"]
    ours = book.impl.book["线索"]
    assert ours.max_column == theirs.max_column
    for row in theirs.iter_rows():
        for cell in row:
            mine = ours[cell.coordinate].value
            assert _plain(mine) == _plain(cell.value), cell.coordinate


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value
    return str(value).removesuffix(".0") if value not in (None, "") else None


@LEAD_BOOKS
def test_duplicates_are_those_of_the_command(
    name: str, change: Callable[[Any], None], demo: Path, tmp_path: Path
) -> None:
    def twice(sheet: Any) -> None:
        change(sheet)
        words = [cell.value for cell in sheet[sheet.max_row - 3]]
        sheet.append(words)

    path = dirtied(demo / name, tmp_path, twice)
    book, _ = shown_all(path)
    before = book.impl.book["线索"].max_column
    actions.find_duplicates(book, session(path))
    leads: Any = check_leads([path], session(path)).data["leads"]
    groups = {row["row"]: row["duplicate_group"] or None for row in leads}
    assert any(groups.values())
    sheet = book.impl.book["线索"]
    column = before + 1
    assert sheet.max_column == column
    assert {row: sheet.cell(row, column).value for row in groups} == groups
    others = {sheet.cell(row, column).value for row in range(1, sheet.max_row + 1) if row not in groups}
    assert others <= {None, text("leads.column.group", "zh")}


def test_the_roll_up_is_that_of_the_command(demo: Path, changed: Callable[[Path], Path]) -> None:
    path = changed(demo / PIPELINE)
    book, _ = opened(path)
    report = actions.roll_up(book, session(path))
    done = roll_up_pipeline([path], session(path))
    data: Any = done.data
    total = {**data["total"], "region": "", "region_name": text("macros.total", "zh")}
    assert_same(book, "KAM 台账汇总", [*data["regions"], total])
    assert facts(report.findings) == facts(done.findings)


def test_the_split_is_that_of_the_command_to_the_cent(demo: Path, changed: Callable[[Path], Path]) -> None:
    path = changed(demo / BONUS)
    book, _ = opened(path)
    report = actions.split_commissions(book, session(path))
    done = split_commissions([path], session(path))
    projects: Any = done.data["projects"]
    assert_same(
        book, "KAM 奖金分配", [{"project_no": p["project_no"], **cell} for p in projects for cell in p["cells"]]
    )
    assert facts(report.findings) == facts(done.findings)


def test_the_release_is_that_of_the_command_to_the_cent(demo: Path, changed: Callable[[Path], Path]) -> None:
    path = changed(demo / BONUS)
    book, _ = opened(path)
    report = actions.release_commissions(book, session(path))
    done = release_commissions([path], session(path))
    lines: Any = done.data["instalments"]
    assert_same(book, "KAM 奖金发放", lines)
    assert facts(report.findings) == facts(done.findings)


@pytest.mark.parametrize("name", [PIPELINE, LEADS[0], BONUS])
def test_the_routes_of_selected_rows_are_those_of_the_command(
    name: str, demo: Path, changed: Callable[[Path], Path]
) -> None:
    path = changed(demo / name)
    book, _ = opened(path)
    sheet = book.sheets.active.name
    header = _header(book.impl.book[sheet])
    rows = [*range(header + 1, header + 5), header + 12]
    book.select((rows[0], rows[-2]), rows[-1])
    actions.route_selected(book, session(path))
    data: Any = route_approvals([path], session(path)).data
    hidden = {row for row in rows if book.impl.book[sheet].row_dimensions[row].hidden}
    wanted = [
        row
        for row in (*data["routes"], *data["blocked"])
        if row["sheet"] == sheet and _row(row["cell"]) in set(rows) - hidden
    ]
    assert_same(book, "KAM 审批路线", wanted)


def _row(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell.split(":")[0])))


def test_a_form_of_one_project_is_routed_as_a_whole(demo: Path) -> None:
    path = next(demo.glob("项目档案_*.xlsx"))
    book, _ = opened(path)
    actions.route_selected(book, session(path))
    data: Any = route_approvals([path], session(path)).data
    sheet = book.impl.book.sheetnames[0]
    assert_same(book, "KAM 审批路线", [row for row in data["routes"] if row["sheet"] == sheet])


def texts(path: Path) -> bytes:
    """The words and marks of a document."""
    with zipfile.ZipFile(path) as package:
        return package.read("word/document.xml")


def test_the_form_in_front_is_printed_as_the_command_prints_it(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / "project.xlsx"
    path.write_bytes(next(demo.glob("项目档案_*.xlsx")).read_bytes())
    book, _ = opened(path)
    actions.print_selected(book, session(path))
    outside = print_forms([path], session(path), How(tmp_path / "out", draft=True), ["JTF-002"])
    ours = sorted((tmp_path / "表单").glob("*.docx"))
    assert [one.name for one in ours] == [one.name for one in outside.outputs]
    assert [texts(one) for one in ours] == [texts(one) for one in outside.outputs]


def test_all_rows_selected_print_the_register_of_the_command(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / LEADS[0]
    path.write_bytes((demo / LEADS[0]).read_bytes())
    book, _ = opened(path)
    book.select((1, 1_048_576))
    actions.print_selected(book, session(path))
    outside = print_forms([path], session(path), How(tmp_path / "out", draft=True))
    ours = sorted((tmp_path / "表单").glob("*.docx"))
    assert ours
    assert [one.name for one in ours] == sorted(one.name for one in outside.outputs)
    for one in outside.outputs:
        assert texts(tmp_path / "表单" / one.name) == texts(one)


def test_the_plan_of_a_selected_project_is_printed_as_the_command_prints_it(demo: Path, tmp_path: Path) -> None:
    path = tmp_path / BONUS
    path.write_bytes((demo / BONUS).read_bytes())
    book, _ = opened(path)
    header = _header(book.impl.book.active)
    book.select((header + 1, header + 3))
    actions.print_selected(book, session(path))
    outside = {one.name: one for one in print_forms([path], session(path), How(tmp_path / "out", draft=True)).outputs}
    plans = [one for one in (tmp_path / "表单").glob("*.docx") if templates.STATEMENT not in one.name]
    assert plans
    same = [one for one in plans if one.name in outside and texts(one) == texts(outside[one.name])]
    assert len(same) >= 2, "plans of the selected projects; statements sum up the selected projects only"


def test_blank_templates_are_one_sentence(tmp_path: Path) -> None:
    from kamsheets.macros import runner
    from kamsheets.workbook.templates import find

    for name, action in (("lead_register", "check_leads"), ("commission", "split_commissions")):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(find(name).read_bytes())
        book, _ = opened(path)
        runner.perform(action, book, "zh")
        assert len(book.said) == 1


BUDGETS = {"roll_up": 600, "route_selected": 600, "split_commissions": 300, "release_commissions": 300}
"""Calls at most: a few a column and a merged cell of each sheet and a halving where formats are mixed, none a row."""


@pytest.mark.parametrize("name", [PIPELINE, BONUS])
def test_macros_keep_to_their_calls_at_5000_rows(name: str, demo: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(demo / name, data_only=True)
    sheet = book.worksheets[0] if name == PIPELINE else book.worksheets[1]
    header = _header(sheet)
    rows = list(sheet.iter_rows(min_row=header + 1))
    at = sheet.max_row
    for turn in range(1, 5200 // len(rows) + 1):
        for row in rows:
            at += 1
            for column, old in enumerate(row, 1):
                cell = sheet.cell(at, column, old.value)
                cell._style = old._style
            if name == PIPELINE:
                sheet.cell(at, 1).value = f"{row[0].value}-{turn}"
    assert sheet.max_row > 5000
    path = tmp_path / name
    book.save(path)
    live, calls = opened(path)
    for action in ("split_commissions", "release_commissions") if name == BONUS else ("roll_up", "route_selected"):
        before = calls.count
        live.sheets[0].activate()
        live.select((header + 1, header + 40))
        actions.MACROS[action](live, session(demo / name))
        assert calls.count - before <= BUDGETS[action], action
