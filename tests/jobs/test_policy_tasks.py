"""``policy check`` and ``policy show`` on real workbooks."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from policy import company

from kamsheets.cli.main import cli
from kamsheets.core.errors import PolicyError, UnreadableFileError
from kamsheets.jobs.policy_source import inspect, load
from kamsheets.jobs.policy_tasks import check_policy, show_policy
from kamsheets.jobs.session import Session
from kamsheets.policy.errors import UnknownKeyError
from kamsheets.policy.policy import Policy
from kamsheets.policy.sheets import sheet_specs
from kamsheets.workbook.write import Book, Col

SESSION = Session(Policy.shipped(), date(2026, 6, 30))


def generated(path: Path, lang: str = "zh") -> Path:
    """The whole shipped policy as a workbook."""
    with Book(path, lang) as book:
        for spec in sheet_specs(Policy.shipped(), lang):
            book.sheet(spec.name, [Col(c.label, c.kind, required=c.required) for c in spec.columns], spec.rows)  # type: ignore[arg-type]
    return path


def typed(path: Path, sheet: str, *rows: tuple[object, ...]) -> Path:
    """A workbook with one sheet as somebody typed it."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_generated_workbook_is_the_shipped_policy(tmp_path: Path, lang: str) -> None:
    policy, found = inspect(generated(tmp_path / "policy.xlsx", lang))
    assert found == []
    assert policy == Policy.shipped()


def test_a_workbook_with_titles_above_its_headers_is_read(tmp_path: Path) -> None:
    policy, found = inspect(company.write(tmp_path / "policy.xlsx"))
    assert found == []
    assert [stage.code for stage in policy.as_of(date(2026, 6, 30)).stages][:2] == ["KF", "LX"]


def test_a_hidden_sheet_of_the_policy_counts_too(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "说明"  # type: ignore[union-attr]
    page = book.create_sheet("参数")
    for row in (("键", "值"), ("top_n", 60)):
        page.append(row)
    page.sheet_state = "hidden"
    book.save(path := tmp_path / "policy.xlsx")
    assert inspect(path)[0].as_of(date(2026, 6, 30)).number("top_n") == 60


def test_a_percent_format_is_seen(tmp_path: Path) -> None:
    path = typed(tmp_path / "policy.xlsx", "参数", ("键", "值"), ("margin_floor", 0.25))
    assert [one.code for one in inspect(path)[1]] == ["PO08"]
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["参数"]["B2"].number_format = "0%"
    book.save(path)
    assert inspect(path)[0].as_of(date(2026, 6, 30)).rate("margin_floor") * 100 == 25


def test_the_policy_beside_the_input_is_taken_and_refused_when_broken(tmp_path: Path) -> None:
    typed(tmp_path / "policy.xlsx", "参数", ("键", "值"), ("top_m", 60))
    with pytest.raises(PolicyError):
        load(None, tmp_path / "线索.xlsx")
    typed(tmp_path / "policy.xlsx", "参数", ("键", "值"), ("top_n", 60))
    assert load(None, tmp_path / "线索.xlsx").as_of(date(2026, 6, 30)).number("top_n") == 60
    assert load(None, None) is Policy.shipped()


def test_a_matrix_that_cannot_be_hit_is_found_with_its_row(tmp_path: Path) -> None:
    rows = (
        ("行号", "表单", "步骤", "角色", "方式", "预计合同金额"),
        (1, "JTF-002", 10, "RKAM", "审批", None),
        (2, "JTF-002", 20, "KAD", "审批", "[500..400)"),
    )
    found = inspect(typed(tmp_path / "policy.xlsx", "审批矩阵", *rows))[1]
    assert [(one.code, one.place.sheet, one.place.cell) for one in found] == [("AP26", "审批矩阵", "3:3")]


def test_check_counts_what_is_accepted_refused_and_unreadable(tmp_path: Path) -> None:
    good = typed(tmp_path / "a.xlsx", "参数", ("键", "值"), ("top_n", 60))
    bad = typed(tmp_path / "b.xlsx", "参数", ("键", "值"), ("top_m", 60))
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 no zip")
    outcome = check_policy([tmp_path], SESSION)
    assert outcome.summary == {"files": 3, "accepted": 1, "refused": 1}
    assert [one.place.file for one in outcome.findings] == [bad.name]
    assert isinstance(outcome.failures[0], UnreadableFileError)
    assert (outcome.exit_code, check_policy([bad], SESSION).exit_code, check_policy([good], SESSION).exit_code) == (
        2,
        1,
        0,
    )


def test_show_names_value_unit_day_and_source() -> None:
    outcome = show_policy("major_amount", SESSION)
    (row,) = outcome.data["values"]  # type: ignore[misc]
    assert (row["value"], row["unit"], row["since"]) == ("2000000.00", "元", date(2020, 1, 1))
    assert "2,000,000.00 元" in outcome.lines[0]


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("margin_floor", "20", "20 %"),
        ("difficulty_scale", ["0.8", "1", "1.2", "1.5"], "0.8、1、1.2、1.5"),
        ("personal_mobile", True, "是"),
        ("weekly_meeting_day", "fri", "周五"),
        ("company_name", None, "未设"),
        ("bench_deciders", [6, 8], "参考值"),
        ("stage_weights", [500, 500, 500, 2000, 2500, 2000, 1000, 1000], "2500"),
    ],
)
def test_show_spells_every_kind(key: str, value: object, line: str) -> None:
    outcome = show_policy(key, SESSION)
    assert outcome.data["values"][0]["value"] == value  # type: ignore[index]
    assert line in outcome.lines[0]


def test_show_without_a_key_lists_all() -> None:
    assert len(show_policy(None, SESSION).lines) == len(SESSION.view.values)


def test_show_of_an_unknown_key_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError) as caught:
        show_policy("mayor_amount", SESSION)
    assert "major_amount" in str(caught.value)


def test_the_commands_answer_in_json_and_exit_codes(tmp_path: Path) -> None:
    bad = typed(tmp_path / "policy.xlsx", "参数", ("键", "值"), ("top_m", 60))
    run = CliRunner()
    checked = run.invoke(cli, ["policy", "check", str(bad), "--json"])
    assert checked.exit_code == 1
    found = json.loads(checked.stdout)["findings"]
    assert [(one["code"], one["cell"], one["proposed"]) for one in found] == [("PO10", "A2", "top_n")]
    shown = run.invoke(cli, ["policy", "show", "top_n", "--json", "--policy", str(bad)])
    assert shown.exit_code == 2
    assert run.invoke(cli, ["policy", "show", "top_n"]).exit_code == 0
