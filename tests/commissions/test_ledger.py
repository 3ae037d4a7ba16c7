"""结算台账: rows that were changed, removed, put in or cut off are found at their cell."""

from dataclasses import replace
from datetime import date

import pytest
from commissions.builders import fen, receipts

from kamsheets.commissions.ledger import START, Entry, append, code, differences, verify
from kamsheets.commissions.release import by_receipt, pay, steps
from kamsheets.core.finding import Place

DAY = date(2026, 6, 30)
PLANS, CONTRACT = {"A": 1000, "B": 777}, fen("100")
LAST = Place("台账.xlsx", "结算台账", "U9")


def ledger(*amounts: str) -> list[Entry]:
    lines = by_receipt(PLANS, CONTRACT, receipts(*amounts))
    entries = append([], [(line, f"成员{line.emp_id}") for line in lines], DAY)
    return [
        replace(
            one, place=Place("台账.xlsx", "结算台账", f"P{one.seq}"), code_place=Place("", "结算台账", f"U{one.seq}")
        )
        for one in entries
    ]


def found(entries: list[Entry], seal: str | None) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in verify(entries, seal, LAST)]


def test_an_untouched_ledger_is_sound() -> None:
    entries = ledger("50", "50")
    assert found(entries, entries[-1].code) == []
    assert found([], START) == []


def test_every_settlement_has_a_number_and_every_line_a_statement() -> None:
    entries = ledger("50", "50")
    assert {one.line.settled for one in entries} == {"JS-20260630-01"}
    assert [one.statement_no for one in entries] == [
        "TCM-202606-0001-1", "TCM-202606-0002-1", "TCM-202606-0003-2", "TCM-202606-0004-2",
    ]  # fmt: skip
    more = append(entries, [(entries[0].line, "成员A")], DAY)
    assert (more[-1].line.settled, more[-1].statement_no) == ("JS-20260630-02", "TCM-202606-0005-1")
    assert more[:-1] == entries


@pytest.mark.parametrize(
    "change",
    [
        {"released": 501}, {"paid_before": 1}, {"plan": 1001}, {"receipt": 1}, {"received": 1}, {"contract": 1},
        {"clawback": 1}, {"change": 1}, {"emp_id": "X"}, {"receipt_no": "R9"}, {"project_no": "P"}, {"part": 1},
        {"instalment": 2}, {"day": None}, {"reverses": "R1"}, {"settled": "JS-0"},
    ],
    ids=str,
)  # fmt: skip
def test_any_changed_value_of_a_line_is_found_at_its_row(change: dict[str, object]) -> None:
    entries = ledger("50", "50")
    entries[1] = replace(entries[1], line=replace(entries[1].line, **change))
    assert found(entries, entries[-1].code) == [("CM27", "P2")]


@pytest.mark.parametrize(
    "change", [{"member": "他人"}, {"settled_on": date(2026, 7, 1)}, {"statement_no": "TCM"}], ids=str
)
def test_any_changed_value_beside_the_line_is_found(change: dict[str, object]) -> None:
    entries = ledger("50", "50")
    entries[2] = replace(entries[2], **change)
    assert found(entries, entries[-1].code) == [("CM27", "P3")]


def test_a_missing_row_is_found_where_the_numbers_break() -> None:
    entries = ledger("50", "50")
    seal = entries[-1].code
    del entries[1]
    assert found(entries, seal) == [("CM28", "U3")]


def test_rows_renumbered_after_a_deletion_are_found_too() -> None:
    entries = ledger("50", "50")
    seal = entries[-1].code
    del entries[1]
    entries = [replace(one, seq=n) for n, one in enumerate(entries, start=1)]
    assert found(entries, seal)[0] == ("CM27", "P3")


def test_rows_cut_off_at_the_end_are_found_by_the_seal() -> None:
    entries = ledger("50", "50")
    assert found(entries[:-1], entries[-1].code) == [("CM28", "U9")]
    assert found(entries, None) == [("CM28", "U9")]


def test_the_code_depends_on_the_row_before() -> None:
    first, second = ledger("50")
    assert first.code == code(first, START)
    assert code(second, START) != second.code == code(second, first.code)


def test_nothing_differs_when_nothing_changed() -> None:
    assert differences(ledger("50"), by_receipt(PLANS, CONTRACT, receipts("50", "50"))) == []


@pytest.mark.parametrize(
    ("what", "plans", "contract", "paid", "causes", "now"),
    [
        ("plan edited", {"A": 1200, "B": 777}, "100", ("50",), ("plan",), 600),
        ("contract amended", {"A": 1000, "B": 777}, "200", ("50",), ("contract",), 250),
        ("receipt edited", {"A": 1000, "B": 777}, "100", ("40",), ("receipt",), 400),
        ("receipt gone", {"A": 1000, "B": 777}, "100", (), ("gone",), 0),
        ("member gone", {"B": 777}, "100", ("50",), ("gone",), 0),
    ],
)
def test_a_settled_line_that_would_differ_says_why(
    what: str, plans: dict[str, int], contract: str, paid: tuple[str, ...], causes: tuple[str, ...], now: int
) -> None:
    fresh = pay(steps(plans, fen(contract), receipts(*paid)), plans, fen(contract))
    off = next(one for one in differences(ledger("50"), fresh) if one.entry and one.entry.line.emp_id == "A")
    assert (off.settled, off.now, off.causes) == (500, now, causes), what


def test_a_member_added_to_a_settled_instalment_is_a_difference() -> None:
    fresh = by_receipt(PLANS | {"C": 500}, CONTRACT, receipts("50"))
    (off,) = differences(ledger("50"), fresh)
    assert (off.settled, off.now, off.causes) == (0, 250, ("joined",))


def test_the_closing_line_of_a_short_deal_contradicts_nothing() -> None:
    entries = ledger("50")
    closing = replace(entries[0].line, receipt_no="", released=1)
    entries = append(entries, [(closing, "")], DAY)
    assert differences(entries, by_receipt(PLANS, CONTRACT, receipts("50"))) == []
