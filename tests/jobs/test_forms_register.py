"""编号台账: each number once, whoever prints at the same time and whatever hands do to the workbook."""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from jobs.dossier_books import plan

from kamsheets.core.errors import KamError, UnreadableFileError
from kamsheets.jobs import forms_register
from kamsheets.jobs.forms_print import How, print_forms
from kamsheets.jobs.forms_register import FILE, GIVEN, Entry, Register, RegisterBusyError
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.read import raw
from kamsheets.workbook.write import Book, Col

DAY = date(2026, 6, 30)
PREFIX = "JTF-014-HD-202606-"


def printed(folder: Path, *projects: int, output: Path | None = None) -> Outcome:
    files = [plan(folder / f"{n}.xlsx", 项目编号=f"XM-HD-2025-{n:04d}") for n in projects]
    return print_forms(files, Session(Policy.shipped(), DAY, force=True), How(output or folder / "out"))


def numbers(outcome: Outcome) -> list[str]:
    return [row["form_no"] for row in outcome.data["documents"]]  # type: ignore[union-attr, index, attr-defined]


def by_hand(out: Path, change: Callable[[list[list[object]]], list[list[object]]]) -> None:
    """Somebody opens the register in Excel, changes its rows and saves."""
    rows = [list(row) for row in raw(out / FILE).sheets[0].rows]
    head = next(k for k, row in enumerate(rows) if "编号" in row)
    with Book(out / FILE) as book:
        book.sheet("编号台账", [Col(str(name)) for name in rows[head]], change(rows[head + 1 :]), table=False)


def test_a_number_deleted_by_hand_is_named_and_not_given_out_again(tmp_path: Path) -> None:
    printed(tmp_path, 1, 2, 3)
    by_hand(tmp_path / "out", lambda rows: rows[:2])
    outcome = printed(tmp_path, 4)
    assert numbers(outcome) == [f"{PREFIX}004"]
    (found,) = [one for one in outcome.findings if one.code == "DC26"]
    assert (found.value, found.place.file) == (f"{PREFIX}003", FILE)
    assert outcome.exit_code == 1


def test_a_deleted_row_that_is_put_back_is_well_again(tmp_path: Path) -> None:
    printed(tmp_path, 1, 2)
    kept: list[list[object]] = []

    def cut(rows: list[list[object]]) -> list[list[object]]:
        kept.extend(rows[1:])
        return rows[:1]

    by_hand(tmp_path / "out", cut)
    assert [one.code for one in forms_register.load(tmp_path / "out").findings] == ["DC26"]
    by_hand(tmp_path / "out", lambda rows: rows + kept)
    assert forms_register.load(tmp_path / "out").findings == []


def test_a_whole_register_deleted_is_named_and_counting_goes_on(tmp_path: Path) -> None:
    printed(tmp_path, *range(1, 12))
    (tmp_path / "out" / FILE).unlink()
    outcome = printed(tmp_path, 12)
    assert numbers(outcome) == [f"{PREFIX}012"]
    (found,) = [one for one in outcome.findings if one.code == "DC26"]
    assert dict(found.facts)["count"] == 11


def test_a_number_typed_twice_is_named_and_neither_row_is_lost(tmp_path: Path) -> None:
    printed(tmp_path, 1, 2)
    by_hand(tmp_path / "out", lambda rows: [*rows, [rows[0][0], rows[0][1], *rows[1][2:]]])
    outcome = printed(tmp_path, 1, 3)
    (found,) = [one for one in outcome.findings if one.code == "DC24"]
    assert (found.value, found.place.cell) == (f"{PREFIX}001", "4:4")
    assert numbers(outcome) == [f"{PREFIX}001", f"{PREFIX}003"]
    kept = [entry.number for entry in forms_register.load(tmp_path / "out").entries]
    assert sorted(kept) == [f"{PREFIX}001", f"{PREFIX}001", f"{PREFIX}002", f"{PREFIX}003"]


def test_a_number_typed_into_the_register_by_hand_is_taken(tmp_path: Path) -> None:
    printed(tmp_path, 1)
    by_hand(tmp_path / "out", lambda rows: [*rows, ["JTF-014", f"{PREFIX}009", "HD", "手写", *[None] * 8]])
    assert numbers(printed(tmp_path, 2)) == [f"{PREFIX}010"]


def test_a_damaged_record_of_numbers_is_one_sentence(tmp_path: Path) -> None:
    printed(tmp_path, 1)
    (tmp_path / "out" / GIVEN).write_text('["JTF', "utf-8")
    with pytest.raises(UnreadableFileError) as refused:
        printed(tmp_path, 2)
    assert GIVEN in str(refused.value.facts["file"])
    (tmp_path / "out" / GIVEN).unlink()
    assert numbers(printed(tmp_path, 2)) == [f"{PREFIX}002"]


def test_counters_pass_a_thousand() -> None:
    register = Register(Path())
    for n in range(998, 1001):
        register.enter(Entry("JTF-014", f"{PREFIX}{n:03d}", "HD", str(n)))
    assert register.free("JTF-014", "HD", DAY) == f"{PREFIX}1001"


def print_one(folder: str, n: int) -> list[str]:
    """In a process of its own."""
    return numbers(printed(Path(folder), n, output=Path(folder).parent / "out"))


def test_processes_that_print_at_once_never_share_a_number(tmp_path: Path) -> None:
    folders = [tmp_path / str(n) for n in range(8)]
    for folder in folders:
        folder.mkdir()
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        given = list(pool.map(print_one, map(str, folders), range(1, 9)))
    assert sorted(number for one in given for number in one) == [f"{PREFIX}{n:03d}" for n in range(1, 9)]
    register = forms_register.load(tmp_path / "out")
    assert (len(register.entries), register.findings) == (8, [])
    assert sorted(json.loads((tmp_path / "out" / GIVEN).read_text("utf-8"))) == sorted(register.issued)


def test_a_register_somebody_holds_is_waited_for_and_then_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms_register, "LOCK_SECONDS", 0.05)
    with forms_register.opened(tmp_path / "out"), pytest.raises(RegisterBusyError) as busy:
        printed(tmp_path, 1)
    assert isinstance(busy.value, KamError)
    assert list((tmp_path / "out").glob("*.docx")) == []
