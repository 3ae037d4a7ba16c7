"""Macros on the test Excel: what they write, what they leave alone, what they say, in how many calls."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from macros.engine import Selected, opened
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from kamsheets.core.errors import UsageError
from kamsheets.jobs.excel_actions import ACTIONS
from kamsheets.jobs.policy_source import load
from kamsheets.jobs.session import Session
from kamsheets.macros import actions, door, marks, runner

DAY = date(2026, 3, 2)
LEAD = {
    "线索编号": "XS-HD-202602-0001", "客户名称": "华锐风电科技(集团)股份有限公司",
    "统一社会信用代码": "914403001922038216", "联系人": "张三", "联系电话": "13800138000", "省份": "江苏",
    "所属行业": "通用设备制造业", "预计金额(万元)": 386, "拜访次数": 2, "行业销售排名": 3, "排名来源": "行业协会年报",
    "登记日期": date(2026, 2, 1), "收集主体": "市场部", "线索来源": "展会", "项目登记人": "E0001",
    "个人信息来源/依据": "名片", "需求描述": "塔筒法兰锻件年度采购", "分配销售工程师": "E0002", "线索状态": "跟进中",
}  # fmt: skip
HEADERS = list(LEAD)
WIDTH = len(HEADERS)
NEXT, AFTER = get_column_letter(WIDTH + 1), get_column_letter(WIDTH + 2)
"""Letters of the columns at the right of the data."""
WRONG = "1380013800"
FINDINGS, BACKUP = "KAM 问题清单", "KAM 备份"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(door, "today", lambda: DAY)
    monkeypatch.setattr(door, "LOG", tmp_path / "macros.log")


def saved(path: Path, rows: int = 30, change: Callable[[Any], None] = lambda sheet: None) -> Path:
    """A lead sheet with a wrong phone number in every other row, changed by ``change``."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "线索"
    sheet.append(HEADERS)
    for k in range(rows):
        lead = LEAD | {"线索编号": f"XS-HD-202602-{k + 1:04}"} | ({"联系电话": WRONG} if k % 2 else {})
        sheet.append(list(lead.values()))
    change(sheet)
    book.save(path)
    return path


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    return saved(tmp_path / "线索.xlsx")


def session(path: Path) -> Session:
    return Session(load(None, path), DAY)


def rows_of(book: Selected, name: str) -> list[list[object]]:
    """The values of a sheet up to the last column that holds one."""
    rows = book.sheets[name].used_range.options(ndim=2).value
    width = max((k for row in rows for k, cell in enumerate(row, 1) if cell is not None), default=0)
    return [row[:width] for row in rows]


def notes(book: Selected, sheet: str = "线索") -> dict[str, str]:
    cells = [cell for row in book.impl.book[sheet].iter_rows() for cell in row if cell.comment]
    return {cell.coordinate: cell.comment.text for cell in cells}


def test_every_action_of_the_table_has_a_macro() -> None:
    assert set(actions.MACROS) == {action.id for action in ACTIONS}


class TestMarks:
    def test_colours_from_before_come_back(self, leads: Path) -> None:
        book, _ = opened(leads)
        sheet = book.sheets["线索"]
        sheet.range("E3").color = (1, 2, 3)
        found = actions.check_leads(book, session(leads)).findings
        assert any(f.place.cell == "E3" for f in found)
        assert sheet.range("E3").color == marks.COLOURS[found[0].severity.ERROR]
        actions.clear_marks(book, session(leads))
        assert sheet.range("E3").color == (1, 2, 3)
        cells = [f.place.cell for f in found if f.place.cell and ":" not in f.place.cell]
        assert {sheet.range(cell).color for cell in cells} == {None, (1, 2, 3)}

    def test_a_note_says_what_the_list_says(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        listed = {(str(row[3]), str(row[5])) for row in rows_of(book, FINDINGS)[1:]}
        noted = notes(book)
        assert "E3" in noted
        for cell, words in noted.items():
            for line in words.removesuffix("…").split("\n"):
                assert any(where == cell and why.startswith(line) for where, why in listed)

    def test_a_person_s_note_stays_and_ours_go(self, tmp_path: Path) -> None:
        def note(sheet: Any) -> None:
            sheet["E3"].comment = Comment("我的批注", "me")

        path = saved(tmp_path / "a.xlsx", change=note)
        book, _ = opened(path)
        actions.check_leads(book, session(path))
        assert notes(book)["E3"] == "我的批注"
        assert len(notes(book)) > 1
        actions.clear_marks(book, session(path))
        assert notes(book) == {"E3": "我的批注"}

    def test_a_note_that_a_person_went_on_with_stays(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        book.impl.book["线索"]["E3"].comment.text += "（已联系客户）"
        actions.clear_marks(book, session(leads))
        assert list(notes(book)) == ["E3"]

    def test_marks_of_an_add_in_in_another_language_go_too(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        actions.clear_marks(book, Session(load(None, leads), DAY, "en"))
        assert notes(book) == {}
        assert book.sheets["线索"].range("E3").color is None

    def test_more_findings_than_notes_are_said(self, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", rows=200)
        book, _ = opened(path)
        said = actions.check_leads(book, session(path)).line
        assert len(notes(book)) == marks.MOST_NOTES
        assert str(marks.MOST_NOTES) in said
        actions.clear_marks(book, session(path))
        assert not notes(book)

    def test_a_second_check_does_not_take_its_own_colours_for_the_colours_from_before(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        actions.check_leads(book, session(leads))
        actions.clear_marks(book, session(leads))
        assert {cell.fill.fill_type for row in book.impl.book["线索"].iter_rows() for cell in row} == {None}
        assert not notes(book)


class TestBeside:
    def test_a_column_that_was_made_goes_again(self, leads: Path) -> None:
        book, _ = opened(leads)
        before = rows_of(book, "线索")
        actions.grade_leads(book, session(leads))
        assert len(rows_of(book, "线索")[0]) > WIDTH
        actions.restore(book, session(leads))
        assert rows_of(book, "线索") == before

    def test_a_second_press_changes_nothing_and_one_restore_undoes_both(self, tmp_path: Path) -> None:
        def ranked(sheet: Any) -> None:
            sheet.cell(1, WIDTH + 1, "行业利润排名")
            for row in range(2, 32):
                sheet.cell(row, WIDTH + 1, 4)

        path = saved(tmp_path / "a.xlsx", change=ranked)
        book, _ = opened(path)
        before = rows_of(book, "线索")
        actions.grade_leads(book, session(path))
        after = rows_of(book, "线索")
        assert "A" in after[1]
        actions.grade_leads(book, session(path))
        assert rows_of(book, "线索") == after
        actions.restore(book, session(path))
        assert rows_of(book, "线索") == before

    def test_what_a_person_wrote_into_a_made_column_stays(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.find_duplicates(book, session(leads))
        book.sheets["线索"].range((40, WIDTH + 1)).value = "我的"
        actions.restore(book, session(leads))
        assert [row[WIDTH] for row in rows_of(book, "线索") if row[WIDTH]] == ["我的"]

    def test_what_was_changed_since_is_named_and_nothing_is_put_back(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.find_duplicates(book, session(leads))
        book.sheets["线索"].range((7, WIDTH + 1)).value = "改过"
        before = rows_of(book, "线索")
        with pytest.raises(UsageError) as refused:
            actions.restore(book, session(leads))
        assert f"{NEXT}7" in refused.value.message()
        assert rows_of(book, "线索") == before

    def test_nothing_is_put_back_over_filtered_rows(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.find_duplicates(book, session(leads))
        before = rows_of(book, "线索")
        book.impl.book["线索"].row_dimensions[9].hidden = True
        assert runner.perform("restore", book, "zh") is None
        assert "隐藏" in book.said[0]
        assert rows_of(book, "线索") == before
        book.impl.book["线索"].row_dimensions[9].hidden = False
        actions.restore(book, session(leads))
        assert len(rows_of(book, "线索")[0]) == WIDTH

    def test_a_sheet_that_is_gone_is_named(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.find_duplicates(book, session(leads))
        book.impl.book["线索"].title = "改名"
        with pytest.raises(UsageError) as refused:
            actions.restore(book, session(leads))
        assert "线索" in refused.value.message()

    def test_a_formula_that_was_overwritten_comes_back_as_a_formula(self, tmp_path: Path) -> None:
        def formulas(sheet: Any) -> None:
            sheet.cell(1, WIDTH + 1, "计算等级")
            for row in range(2, 32):
                sheet.cell(row, WIDTH + 1, f'=IF(J{row}<10,"?","")' if row % 3 else None)

        path = saved(tmp_path / "a.xlsx", change=formulas)
        book, _ = opened(path)
        column = f"{NEXT}2:{NEXT}31"
        before = book.sheets["线索"].range(column).formula
        assert any(row[0].startswith("=") for row in before)
        written = actions.grade_leads(book, session(path))
        assert written.line
        actions.restore(book, session(path))
        assert book.sheets["线索"].range(column).formula == before

    def test_cells_between_those_that_are_written_are_not_touched(self, tmp_path: Path) -> None:
        def graded(sheet: Any) -> None:
            sheet.cell(1, WIDTH + 1, "线索等级")
            sheet.cell(1, WIDTH + 2, "行业利润排名")
            for row in range(2, 32):
                sheet.cell(row, WIDTH + 2, 4)
            sheet.cell(5, WIDTH + 1, "=1+1")
            sheet.cell(9, WIDTH + 1, "B")

        path = saved(tmp_path / "a.xlsx", change=graded)
        book, _ = opened(path)
        actions.grade_leads(book, session(path))
        grades = [row[0] for row in book.sheets["线索"].range(f"{NEXT}2:{NEXT}31").options(ndim=2).value]
        assert grades[7] == "B", "what a person decided"
        assert grades[0] == "A"
        actions.restore(book, session(path))
        assert book.sheets["线索"].range(f"{NEXT}5").formula == "=1+1"
        assert [k for k, row in enumerate(rows_of(book, "线索")[1:], 2) if row[WIDTH]] == [9]

    def test_text_of_figures_comes_back_as_text(self, leads: Path) -> None:
        from kamsheets.macros import backup

        book, _ = opened(leads)
        sheet = book.sheets["线索"]
        sheet.range(f"{NEXT}2").value = "'0012"
        kept = backup.blocks(backup.CELLS, "线索", NEXT, 2, ["0012"], ["x"])
        backup.keep(book, list(kept), "zh")
        sheet.range(f"{NEXT}2").value = "x"
        actions.restore(book, session(leads))
        assert sheet.range(f"{NEXT}2").value == "0012"

    def test_a_column_in_the_other_language_is_written_over(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.find_duplicates(book, session(leads))
        width = len(rows_of(book, "线索")[0])
        actions.find_duplicates(book, Session(load(None, leads), DAY, "en"))
        assert len(rows_of(book, "线索")[0]) == width

    def test_no_duplicates_make_no_column(self, tmp_path: Path) -> None:
        path = saved(tmp_path / "a.xlsx", rows=1)
        book, _ = opened(path)
        before = rows_of(book, "线索")
        assert actions.find_duplicates(book, session(path)).line == "没有要写的内容，工作表没有变动。"
        assert rows_of(book, "线索") == before


class TestSheets:
    """Sheets as people have them."""

    def test_filtered_rows_are_refused_before_anything_is_written(self, tmp_path: Path) -> None:
        def hide(sheet: Any) -> None:
            sheet.row_dimensions[5].hidden = True

        path = saved(tmp_path / "a.xlsx", change=hide)
        book, _ = opened(path)
        before = rows_of(book, "线索")
        assert runner.perform("grade_leads", book, "zh") is None
        assert "隐藏" in book.said[0]
        assert rows_of(book, "线索") == before
        assert BACKUP not in {sheet.name for sheet in book.sheets}

    def test_the_check_of_a_filtered_sheet_marks_every_row(self, tmp_path: Path) -> None:
        def hide(sheet: Any) -> None:
            sheet.row_dimensions[5].hidden = True

        path = saved(tmp_path / "a.xlsx", change=hide)
        book, _ = opened(path)
        actions.check_leads(book, session(path))
        assert book.sheets["线索"].range("E5").color is not None

    def test_title_rows_merged_cells_and_a_totals_row(self, tmp_path: Path) -> None:
        def titled(sheet: Any) -> None:
            sheet.insert_rows(1, 2)
            sheet["A1"] = "线索汇总表"
            sheet.merge_cells(f"A1:{AFTER}1")
            sheet["A34"], sheet["H34"] = "合计", "=SUM(H4:H33)"

        path = saved(tmp_path / "a.xlsx", change=titled)
        book, _ = opened(path)
        actions.find_duplicates(book, session(path))
        rows = rows_of(book, "线索")
        assert [row[WIDTH] for row in rows[:2]] == [None, None]
        assert rows[2][WIDTH]
        assert all(row[WIDTH] for row in rows[3:33])
        assert rows[33][WIDTH] is None

    @pytest.mark.parametrize("action", ["check_leads", "grade_leads", "find_duplicates"])
    def test_a_protected_sheet_is_one_sentence(self, action: str, tmp_path: Path) -> None:
        def protect(sheet: Any) -> None:
            sheet.protection.sheet = True

        path = saved(tmp_path / "a.xlsx", change=protect)
        book, _ = opened(path)
        before = rows_of(book, "线索")
        assert runner.perform(action, book, "zh") is None
        assert len(book.said) == 1
        assert "保护" in book.said[0]
        assert rows_of(book, "线索") == before

    def test_what_excel_refuses_midway_is_put_back_and_forgotten(self, leads: Path) -> None:
        book, _ = opened(leads)
        before = rows_of(book, "线索")
        book.impl.locked = {f"{AFTER}2"}
        assert runner.perform("grade_leads", book, "zh") is None
        assert "保护" in book.said[0]
        assert rows_of(book, "线索") == before
        book.impl.locked = set()
        assert actions.restore(book, session(leads)).line == "没有可恢复的备份。"

    def test_a_protected_workbook_is_one_sentence(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.impl.book.security.lockStructure = True
        for action in ("check_leads", "grade_leads", "split_commissions", "route_selected"):
            assert runner.perform(action, book, "zh") is None
        assert len(book.said) == 4
        assert notes(book) == {}

    def test_a_sheet_with_a_cell_astray_is_named(self, tmp_path: Path) -> None:
        def astray(sheet: Any) -> None:
            sheet["AF1048576"] = "x"

        path = saved(tmp_path / "a.xlsx", change=astray)
        book, _ = opened(path)
        assert runner.perform("check_leads", book, "zh") is None
        assert "AF1048576" in book.said[0]

    @pytest.mark.parametrize("action", [a.id for a in ACTIONS if a.group not in ("sheet", "accounts")])
    def test_an_empty_sheet_is_one_sentence(self, action: str, tmp_path: Path) -> None:
        path = tmp_path / "空.xlsx"
        openpyxl.Workbook().save(path)
        book, _ = opened(path)
        assert runner.perform(action, book, "zh") is None
        assert len(book.said) == 1
        assert "Traceback" not in book.said[0]
        assert not door.LOG.exists()

    @pytest.mark.parametrize("action", [a.id for a in ACTIONS if a.group not in ("sheet", "accounts")])
    def test_a_sheet_of_another_kind_names_the_kinds_that_fit(self, action: str, tmp_path: Path) -> None:
        path = tmp_path / "食堂.xlsx"
        book = openpyxl.Workbook()
        for row in (["日期", "菜名", "份数"], ["周一", "红烧肉", 30], ["周二", "青椒肉丝", 28]):
            book.active.append(row)
        book.save(path)
        live, _ = opened(path)
        live.select((2, 3))
        assert runner.perform(action, live, "zh") is None
        assert "适用的表" in live.said[0]
        assert [sheet.name for sheet in live.sheets] == ["Sheet"], "nothing was written"

    def test_a_sheet_of_results_is_not_checked(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        book.sheets[FINDINGS].activate()
        assert runner.perform("check_leads", book, "zh") is None
        assert FINDINGS in book.said[0]


class TestSelection:
    def test_the_header_alone_is_no_selection(self, leads: Path) -> None:
        book, _ = opened(leads)
        assert runner.perform("route_selected", book, "zh") is None
        assert "选中" in book.said[0]

    def test_rows_that_a_filter_hides_are_not_selected(self, tmp_path: Path) -> None:
        def hide(sheet: Any) -> None:
            sheet.row_dimensions[5].hidden = True

        path = saved(tmp_path / "a.xlsx", change=hide)
        book, _ = opened(path)
        book.select((4, 6))
        actions.route_selected(book, session(path))
        assert self.routed(book) == {4, 6}

    def test_pieces_of_a_selection_all_count(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.select((4, 5), 9)
        actions.route_selected(book, session(leads))
        assert self.routed(book) == {4, 5, 9}

    def test_whole_columns_are_all_rows(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.select((1, 1_048_576))
        actions.route_selected(book, session(leads))
        assert self.routed(book) == set(range(2, 32))

    def test_more_pieces_than_excel_names_are_refused(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.select(*range(2, 200, 2))
        assert runner.perform("route_selected", book, "zh") is None
        assert len(book.said) == 1

    @staticmethod
    def routed(book: Selected) -> set[int]:
        header, *rows = rows_of(book, "KAM 审批路线")
        where = header.index("单元格")
        return {int("".join(filter(str.isdigit, str(row[where]).split(":")[0]))) for row in rows}


class TestOthers:
    def test_forms_of_the_selected_rows_are_printed_beside_the_workbook(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.select((2, 5))
        said = actions.print_selected(book, session(leads)).line
        made = sorted((leads.parent / "表单").glob("*.docx"))
        assert len(made) == 1
        assert str(leads.parent / "表单") in said
        again = actions.print_selected(book, session(leads)).line
        assert again == said
        assert sorted((leads.parent / "表单").glob("*.docx")) == made

    def test_a_workbook_that_was_never_saved_cannot_print(self, leads: Path) -> None:
        book, _ = opened(leads)
        book.impl.fullname = "工作簿1"
        assert runner.perform("print_selected", book, "zh") is None
        assert "保存" in book.said[0]

    def test_the_list_of_findings_comes_to_the_front(self, leads: Path) -> None:
        book, _ = opened(leads)
        actions.check_leads(book, session(leads))
        assert book.sheets.active.name == "线索"
        assert runner.perform("show_findings", book, "zh") is not None
        assert book.sheets.active.name == FINDINGS
        assert not book.said, "it shows, it does not speak"

    def test_no_list_yet_is_said(self, leads: Path) -> None:
        book, _ = opened(leads)
        assert runner.perform("show_findings", book, "zh") is None
        assert len(book.said) == 1

    def test_settings_name_the_policy_beside_the_workbook_and_the_day(self, leads: Path) -> None:
        from kamsheets.workbook.templates import find

        book, _ = opened(leads)
        shipped = actions.settings(book, session(leads)).line
        assert DAY.isoformat() in shipped
        own = leads.parent / "policy.xlsx"
        own.write_bytes(find("policy").read_bytes())
        assert str(own) not in shipped
        assert str(own) in actions.settings(book, session(leads)).line

    def test_about_names_the_version_and_the_log(self, leads: Path) -> None:
        from kamsheets import __version__

        book, _ = opened(leads)
        said = actions.about(book, session(leads)).line
        assert __version__ in said
        assert str(door.LOG) in said

    @pytest.mark.parametrize("action", ["settings", "about", "restore", "clear_marks"])
    def test_small_macros_say_one_sentence(self, action: str, leads: Path) -> None:
        book, _ = opened(leads)
        assert runner.perform(action, book, "en") is not None
        assert len(book.said) == 1

    def test_a_failure_is_one_sentence_and_the_rest_is_in_the_log(
        self, leads: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(book: object, session: object) -> None:
            raise ZeroDivisionError("inside")

        monkeypatch.setattr(runner, "MACROS", {"check_leads": broken})
        book, _ = opened(leads)
        assert runner.perform("check_leads", book, "zh") is None
        assert len(book.said) == 1
        assert "Traceback" not in book.said[0]
        assert "ZeroDivisionError: inside" in door.LOG.read_text("utf-8")


BUDGETS = {
    "check_leads": 320, "clear_marks": 350, "grade_leads": 40, "restore": 40, "find_duplicates": 30,
    "route_selected": 30, "print_selected": 30,
}  # fmt: skip
"""Calls at most. Marks cost up to three calls a note, of which there are 50 at most, and one a stretch of colour."""


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    """Calls of each macro on a sheet of 500 and one of 5,000 rows, with as many wrong cells in both."""
    found: dict[int, dict[str, int]] = {}
    for rows in (500, 5000):

        def spread(sheet: Any, rows: int = rows) -> None:
            for row in range(2, rows + 2):
                k = row - 2
                sheet.cell(row, 2, f"{chr(0x4E00 + k % 700)}{chr(0x5000 + k // 7)}机械有限公司")
                sheet.cell(row, 5, "138" if k % (rows // 100) == 0 else "13800138000")
                sheet.cell(row, 10, 3 + k % 400)

        path = saved(tmp_path_factory.mktemp("many") / "many.xlsx", rows, spread)
        book, calls = opened(path)
        book.select((2, 50))
        found[rows] = {}
        for name in BUDGETS:
            book.sheets["线索"].activate()
            before = calls.count
            actions.MACROS[name](book, session(path))
            found[rows][name] = calls.count - before
    return found


@pytest.mark.parametrize("macro", BUDGETS)
def test_a_macro_keeps_to_its_calls_at_5000_rows(macro: str, costs: dict[int, dict[str, int]]) -> None:
    assert costs[5000][macro] <= BUDGETS[macro]


@pytest.mark.parametrize("macro", BUDGETS)
def test_ten_times_the_rows_cost_no_more_calls(macro: str, costs: dict[int, dict[str, int]]) -> None:
    assert costs[5000][macro] <= costs[500][macro] * 1.2 + 5
