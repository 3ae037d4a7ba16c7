"""Key accounts in Excel: what the buttons show is what the command line says of the same register."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from jobs.test_accounts import KEPT, NAME, book, year
from macros.engine import opened

from kamsheets.core.messages import text
from kamsheets.jobs.accounts_check import check_accounts
from kamsheets.jobs.accounts_papers import How
from kamsheets.jobs.accounts_review import review_accounts
from kamsheets.jobs.accounts_score import score_accounts
from kamsheets.jobs.demo.accounts import accounts
from kamsheets.jobs.demo.staff import staff
from kamsheets.jobs.excel_actions import ACTIONS
from kamsheets.jobs.session import Session
from kamsheets.macros import account_actions, actions, bridge, door, marks, runner
from kamsheets.policy.policy import Policy

SESSION = Session(Policy.shipped(), date(2026, 6, 30))
OTHER = "武汉恒润阀门有限公司"
IDS = [action.id for action in ACTIONS if action.group == "accounts"]
RED, YELLOW = "FFC7CE", "FFEB9C"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Two accounts, an error in one sheet, a warning in another."""
    return book(
        tmp_path,
        F16a=[{"customer_name": name, "manager": "E003 王强"} for name in (NAME, OTHER)],
        F16b=[year(2024, 300), year(2025, 500), year(2025, 500, name=OTHER), year(2025, 9, name="别的公司有限公司")],
        F16d=[{"customer_name": NAME, "dm_id": "DM01", "influence": 5, "stance": "enemy", **KEPT}],
        F16h=[{"customer_name": NAME, "signal": "anger", "signal_date": date(2026, 6, 1)}],
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty accounts."""
    return book(tmp_path_factory.mktemp("demo"), **accounts(staff(), SESSION.view))


def block(live: object, sheet: str) -> list[list[object]]:
    return live.sheets[sheet].used_range.options(ndim=2, empty="").value  # type: ignore[attr-defined]


def test_the_check_lists_and_colours_what_the_command_finds(register: Path) -> None:
    live, _ = opened(register)
    report = account_actions.check_accounts(live, SESSION)
    expected = check_accounts([register], SESSION).findings
    assert [(f.code, f.place, f.value) for f in report.findings] == [(f.code, f.place, f.value) for f in expected]
    listed = block(live, text("macros.sheet.findings", "zh"))
    assert len(listed) == 1 + len(expected)
    coloured = {
        (sheet.title, cell.coordinate): cell.fill.start_color.rgb[-6:]
        for sheet in live.impl.book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb[-6:] in (RED, YELLOW)
    }
    assert coloured["年度业绩", "A7"] == RED
    assert coloured["信号", "D4"] == YELLOW
    marks.clear(live, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_scores_are_those_of_the_command(demo: Path, lang: str) -> None:
    session = Session(SESSION.policy, SESSION.as_of, lang)
    live, calls = opened(demo)
    account_actions.score_accounts(live, session)
    header, *lines = block(live, text("macros.sheet.scores", lang))
    assert header == [text(f"macros.column.{key}", lang) for key in account_actions.SCORES]
    expected = score_accounts([demo], session).data["accounts"]
    assert len(lines) == len(expected) == 60  # type: ignore[arg-type]
    for line, row in zip(lines, expected, strict=True):  # type: ignore[call-overload]
        shown = dict(zip(account_actions.SCORES, line, strict=True))
        for key in ("customer", "manager", "revenue", "value_score", "profit", "profit_rate", "growth"):
            assert shown[key] == str(bridge.plain(row[key]))
        assert int(shown["churn_stage"]) == row["churn_stage"]
        assert shown["lifetime_value"] == row["lifetime_value"]
        assert shown["value_class"] == SESSION.view.choice("value_class", row["value_class"]).label.of(lang)
        assert shown["action"] == SESSION.view.choice("portfolio_action", row["action"]).label.of(lang)
        assert len([n for n in shown["missing_indicators"].split("、") if n]) == len(row["missing_indicators"])
    assert calls.count <= 1_500


def test_the_review_is_written_beside_the_workbook_as_the_command_writes_it(register: Path, tmp_path: Path) -> None:
    live, _ = opened(register)
    report = account_actions.review_accounts(live, SESSION)
    folder = register.parent / "客户回顾"
    made = {path.name for path in folder.iterdir()}
    assert made == {"客户回顾_2026-06-30.xlsx", "季度回顾议程_2026-06-30.docx", f"客户一页纸_{NAME}.docx",
                    f"客户一页纸_{OTHER}.docx"}  # fmt: skip
    assert f"4 个文件在 {folder}" in report.line
    other = tmp_path / "命令行"
    review_accounts([register], SESSION, other / "o.xlsx", How(other, other))
    assert all((folder / name).read_bytes() == (other / name).read_bytes() for name in made if name.endswith(".docx"))
    account_actions.review_accounts(live, SESSION)
    assert {path.name for path in folder.iterdir()} == made


def test_people_do_not_appear_in_the_scores(register: Path) -> None:
    live, _ = opened(register)
    account_actions.score_accounts(live, SESSION)
    assert "DM01" not in str(block(live, text("macros.sheet.scores", "zh")))


@pytest.mark.parametrize("action", IDS)
class TestRefusals:
    """One sentence, and nothing is written."""

    def test_an_empty_workbook(self, action: str, tmp_path: Path) -> None:
        self.refused(action, tmp_path, [])

    def test_a_workbook_of_another_kind_names_the_sheet_that_fits(self, action: str, tmp_path: Path) -> None:
        said = self.refused(action, tmp_path, [["日期", "菜名", "份数"], ["周一", "红烧肉", 30], ["周二", "鱼", 28]])
        assert "客户" in said

    @staticmethod
    def refused(action: str, folder: Path, rows: list[list[object]]) -> str:
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        made.save(folder / "食堂.xlsx")
        live, _ = opened(folder / "食堂.xlsx")
        assert runner.perform(action, live, "zh") is None
        assert len(live.said) == 1
        assert [sheet.name for sheet in live.sheets] == ["Sheet"]
        assert [path.name for path in folder.iterdir()] == ["食堂.xlsx"]
        return str(live.said[0])


def test_a_register_that_was_never_saved_is_not_reviewed(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "folder", lambda book: None)
    live, _ = opened(register)
    assert runner.perform("review_accounts", live, "zh") is None
    assert text("macros.said.save_first", "zh") in live.said[0]


def test_they_stand_in_the_table_of_actions() -> None:
    assert IDS == ["check_accounts", "score_accounts", "review_accounts"]
    assert set(IDS) <= set(actions.MACROS)
