"""Locked statements: the ledger a release writes locks what was settled; what would differ is shown, never changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commissions.builders import NO
from jobs.commission_books import Row, deal, efforts, receipt, receipts, session, write
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kamsheets.core.errors import OutputExistsError, UnreadableFileError
from kamsheets.jobs.commission_read import LedgerRefusedError
from kamsheets.jobs.commission_release import release_commissions
from kamsheets.jobs.outcome import Outcome

MARCH = date(2026, 3, 31)
LEDGER = "结算台账"


def release(folder: Path, name: str, ledger: Path | None = None, day: date = MARCH, **parts: Any) -> Outcome:
    """A release of the example with other parts, written to ``name``."""
    source = write(folder / f"奖金_{name}.xlsx", **parts)
    return release_commissions([source], session(day=day), folder / f"{name}.xlsx", ledger)


def settled(folder: Path, count: int = 2, **parts: Any) -> Path:
    """The output of a release of the first receipts."""
    return Path(release(folder, "一期", paid=receipts(count), **parts).outputs[0])


def instalments(outcome: Outcome) -> list[Mapping[str, Any]]:
    return list(outcome.data["instalments"])  # type: ignore[call-overload]


def rows(path: Path) -> list[tuple[object, ...]]:
    """The ledger's data rows, as a spreadsheet shows them."""
    sheet = load_workbook(path, data_only=True)[LEDGER]
    return [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]


def codes(outcome: Outcome) -> set[str]:
    return {one.code for one in outcome.findings}


def test_the_next_release_adds_to_the_ledger_and_changes_nothing_in_it(tmp_path: Path) -> None:
    first = settled(tmp_path)
    outcome = release(tmp_path, "二期", first, date(2026, 6, 30))
    assert rows(tmp_path / "二期.xlsx")[:8] == rows(first)
    assert len(rows(tmp_path / "二期.xlsx")) == 16
    assert outcome.summary["settled_total"] == "40991.13"
    assert outcome.summary["new_total"] == "27327.45"
    assert outcome.summary["released_total"] == "68318.58"
    assert "CM05" not in codes(outcome)
    third = {row["emp_id"]: row for row in instalments(outcome) if row["instalment"] == 3}
    assert (third["E010"]["released"], third["E010"]["paid_before"]) == ("9026.11", "18052.21")


def test_a_release_with_nothing_new_repeats_the_ledger(tmp_path: Path) -> None:
    first = settled(tmp_path)
    outcome = release(tmp_path, "再来", first, paid=receipts(2))
    assert rows(tmp_path / "再来.xlsx") == rows(first)
    assert outcome.summary["new_total"] == "0.00"


def test_the_output_among_the_files_is_read_for_its_ledger_only(tmp_path: Path) -> None:
    first = settled(tmp_path)
    source = write(tmp_path / "奖金.xlsx")
    outcome = release_commissions([source, first], session())
    assert outcome.summary["new_total"] == "27327.45"
    assert {"CM34"} == codes(outcome) - {"CM17", "CM30"}


def test_a_plan_edited_after_release_keeps_the_settled_instalments_and_shows_the_difference(tmp_path: Path) -> None:
    first = settled(tmp_path)
    outcome = release(tmp_path, "改系数", first, date(2026, 6, 30), deals=[deal(项目系数=1.2)])
    before = {(row["instalment"], row["emp_id"]): row for row in instalments(release(tmp_path, "原", paid=receipts(2)))}
    after = {(row["instalment"], row["emp_id"]): row for row in instalments(outcome)}
    for key, row in before.items():
        assert after[key]["released"] == row["released"]
    found = [one for one in outcome.findings if one.code == "CM05"]
    assert {(one.place.file, one.place.sheet) for one in found} == {("一期.xlsx", LEDGER)}
    assert len({one.place.cell for one in found}) == len(found) == 8
    assert {cause for row in outcome.data["differences"] for cause in row["causes"]} == {"plan"}  # type: ignore[attr-defined]
    assert "差异" in load_workbook(tmp_path / "改系数.xlsx").sheetnames
    assert (outcome.summary["released_total"], outcome.exit_code) == ("81982.30", 1)


def test_a_contract_amendment_counts_from_the_next_receipt(tmp_path: Path) -> None:
    first = settled(tmp_path)
    paid = [*receipts(2), receipt(3, 5_404_000)]
    outcome = release(tmp_path, "补充协议", first, deals=[deal(**{"合同金额（含税）": 7_720_000})], paid=paid)
    assert outcome.summary["released_total"] == "204955.75"  # 6,831,858.41 x 3 %, all received
    assert outcome.summary["settled_total"] == "40991.13"
    assert outcome.summary["clawback_total"] == "0.00"


def test_a_deal_that_closes_short_keeps_what_was_released_and_closes_the_rest(tmp_path: Path) -> None:
    """2,316,000 received of 3,860,000: pool 40,991.15; one member had a fen more than the new share."""
    first = settled(tmp_path)
    outcome = release(tmp_path, "短收", first, deals=[deal(按实收结算="是")], paid=receipts(2))
    closing = [row for row in instalments(outcome) if not row["receipt_no"]]
    assert project_pool(outcome) == "40991.15"
    assert {row["instalment"] for row in closing} == {3}
    again = release(tmp_path, "短收再来", tmp_path / "短收.xlsx", deals=[deal(按实收结算="是")], paid=receipts(2))
    assert again.summary["new_total"] == "0.00"


def test_a_refund_after_settlement_is_shown_as_to_be_taken_back(tmp_path: Path) -> None:
    first = settled(tmp_path)
    refund = receipt(3, -1_158_000, 冲回的回款编号="HK-2")
    outcome = release(tmp_path, "退款", first, paid=[*receipts(2), refund])
    third = [row for row in instalments(outcome) if row["instalment"] == 3]
    second = {row["emp_id"]: row["released"] for row in instalments(outcome) if row["instalment"] == 2}
    assert {row["released"] for row in third} == {"0.00"}
    assert {row["emp_id"]: row["clawback"] for row in third} == second
    assert {row["change"] for row in third} == {f"-{amount}" for amount in second.values()}
    assert {row["reverses"] for row in third} == {"HK-2"}
    assert outcome.summary["clawback_total"] == "20495.58"
    assert "应扣回" in load_workbook(tmp_path / "退款.xlsx").sheetnames
    back = [*receipts(2), refund, receipt(4, 1_158_000)]
    outcome = release(tmp_path, "重付", tmp_path / "退款.xlsx", date(2026, 4, 30), paid=back)
    assert (outcome.summary["new_total"], outcome.summary["clawback_total"]) == ("0.00", "0.00")
    assert "CM05" not in codes(outcome)


def test_a_receipt_taken_out_of_the_sheet_after_settlement(tmp_path: Path) -> None:
    first = settled(tmp_path)
    outcome = release(tmp_path, "少一笔", first, paid=receipts(1))
    gone = [row for row in outcome.data["differences"] if row["causes"] == ["gone"]]  # type: ignore[attr-defined]
    assert {row["receipt_no"] for row in gone} == {"HK-2"}
    assert outcome.summary["released_total"] == "40991.13"


def test_a_member_taken_off_keeps_the_settled_amounts(tmp_path: Path) -> None:
    first = settled(tmp_path)
    moved: list[Row] = [
        {**row, "工号": "E003", "姓名": "王强"} if row["工号"] == "E004" and row["阶段"] == "M8" else row
        for row in efforts()
        if not (row["工号"] == "E003" and row["阶段"] == "M8")
    ]
    moved = [{**row, "工作量": 30} if row["工号"] == "E003" and row["阶段"] == "M8" else row for row in moved]
    outcome = release(tmp_path, "换人", first, date(2026, 6, 30), effort=moved)
    assert outcome.summary["released_total"] == "68318.58"
    assert "CM05" in codes(outcome)


def find(sheet: Worksheet, header: str) -> int:
    return next(cell.column for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(header))


def project_pool(outcome: Outcome) -> str:
    """What is released less what is to be taken back."""
    return str(Decimal(str(outcome.summary["released_total"])) - Decimal(str(outcome.summary["clawback_total"])))


def first_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == 1)


def change_amount(sheet: Worksheet) -> str:
    cell = sheet.cell(first_row(sheet) + 2, find(sheet, "本期应发"))
    cell.value = cell.value + 0.01
    return str(cell.coordinate)


def change_name(sheet: Worksheet) -> str:
    sheet.cell(first_row(sheet) + 2, find(sheet, "姓名")).value = "他人"
    return str(sheet.cell(first_row(sheet) + 2, find(sheet, "本期应发")).coordinate)


def delete_row(sheet: Worksheet) -> str:
    number = first_row(sheet) + 3
    sheet.delete_rows(number)
    return str(sheet.cell(number, find(sheet, "核对码")).coordinate)


def cut_off(sheet: Worksheet) -> str:
    last = sheet.max_row - 1
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last, column).value = None
    return str(sheet.cell(last + 1, find(sheet, "核对码")).coordinate)


@pytest.mark.parametrize(
    ("change", "code"),
    [(change_amount, "CM27"), (change_name, "CM27"), (delete_row, "CM28"), (cut_off, "CM28")],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_a_ledger_somebody_changed_is_refused_with_its_cell(
    tmp_path: Path, change: Callable[[Worksheet], str], code: str
) -> None:
    first = settled(tmp_path)
    values = load_workbook(first, data_only=True)
    cell = change(values[LEDGER])
    values.save(tmp_path / "改过.xlsx")
    outcome = release(tmp_path, "二期", tmp_path / "改过.xlsx", date(2026, 6, 30))
    found = [(one.place.file, one.place.sheet, one.place.cell) for one in outcome.findings if one.code == code]
    assert ("改过.xlsx", LEDGER, cell) in found
    assert [type(failure) for failure in outcome.failures] == [LedgerRefusedError]
    assert (outcome.exit_code, outcome.data["instalments"]) == (2, [])
    assert not (tmp_path / "二期.xlsx").exists()


def test_a_ledger_saved_again_by_another_program_still_holds(tmp_path: Path) -> None:
    first = settled(tmp_path)
    values = load_workbook(first, data_only=True)
    values.save(tmp_path / "另存.xlsx")
    outcome = release(tmp_path, "二期", tmp_path / "另存.xlsx", date(2026, 6, 30))
    assert outcome.summary["settled_total"] == "40991.13"


def test_a_ledger_sheet_in_the_bonus_workbook_itself_locks_too(tmp_path: Path) -> None:
    first = settled(tmp_path)
    source = write(tmp_path / "奖金.xlsx")
    book, ledger = load_workbook(source), load_workbook(first, data_only=True)[LEDGER]
    copy = book.create_sheet(LEDGER)
    for row in ledger.iter_rows(values_only=True):
        copy.append(row)
    book.save(source)
    outcome = release_commissions([source], session())
    assert (outcome.summary["settled_total"], outcome.summary["new_total"]) == ("40991.13", "27327.45")


def test_a_file_without_a_ledger_is_refused_lest_everything_be_paid_again(tmp_path: Path) -> None:
    source = write(tmp_path / "奖金.xlsx")
    outcome = release_commissions([source], session(), tmp_path / "发放.xlsx", source)
    assert [type(failure) for failure in outcome.failures] == [UnreadableFileError]
    assert (outcome.exit_code, outcome.data["instalments"]) == (2, [])
    assert not (tmp_path / "发放.xlsx").exists()


def test_an_output_that_exists_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    first = settled(tmp_path)
    before = first.read_bytes()
    with pytest.raises(OutputExistsError):
        release_commissions([tmp_path / "奖金_一期.xlsx"], session(), first)
    assert first.read_bytes() == before


def test_every_settled_line_is_one_of_the_project(tmp_path: Path) -> None:
    ledger: Sequence[tuple[object, ...]] = rows(settled(tmp_path))
    assert {row[4] for row in ledger} == {NO}
    assert [row[0] for row in ledger] == list(range(1, 9))
