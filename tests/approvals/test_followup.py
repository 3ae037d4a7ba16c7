"""Issued forms under way: turns, deadlines, refusals, conditions, amounts that changed after a signature."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from approvals.builders import document, shipped, view_of
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.approvals.calendar import due, late, works
from kamsheets.approvals.followup import Entry, Followed, follow
from kamsheets.approvals.overdue import followup_findings, stale, stale_findings
from kamsheets.approvals.snapshot import amounts, changes, digest, snapshot

# Labour Day 2026 as a company would enter it: five days off, two Saturdays and Sundays moved.
MAY = {date(2026, 5, n): False for n in (1, 2, 3, 4, 5)} | {date(2026, 4, 26): True, date(2026, 5, 9): True}


@pytest.mark.parametrize(
    ("sentence", "start", "days", "expected"),
    [
        ("a weekend in between does not count", "2026-06-26", 1, "2026-06-29"),
        ("three days over a weekend", "2026-06-25", 3, "2026-06-30"),
        ("a holiday week", "2026-04-30", 1, "2026-05-06"),
        ("a Sunday that is worked counts", "2026-04-24", 1, "2026-04-26"),
        ("a Saturday that is worked counts", "2026-05-08", 1, "2026-05-09"),
        ("no days: the same day", "2026-06-26", 0, "2026-06-26"),
        ("from a Saturday", "2026-06-27", 1, "2026-06-29"),
    ],
)
def test_deadlines_by_working_days(sentence: str, start: str, days: int, expected: str) -> None:
    assert due(date.fromisoformat(start), days, MAY) == date.fromisoformat(expected)


def test_without_a_holiday_table_days_are_calendar_days() -> None:
    assert due(date(2026, 6, 26), 2, {}) == date(2026, 6, 28)
    assert late(date(2026, 6, 26), date(2026, 6, 30), {}) == 4


@pytest.mark.parametrize(
    ("today", "expected"), [("2026-06-26", 0), ("2026-06-28", 0), ("2026-06-29", 1), ("2026-06-25", 0)]
)
def test_days_late_count_as_the_deadline_does(today: str, expected: int) -> None:
    assert late(date(2026, 6, 26), date.fromisoformat(today), MAY) == expected


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 60))
def test_a_deadline_is_a_working_day_with_just_so_many_before_it(start: date, days: int) -> None:
    last = due(start, days, MAY)
    between = [date.fromordinal(n) for n in range(start.toordinal() + 1, last.toordinal() + 1)]
    assert sum(works(day, MAY) for day in between) == days
    assert days == 0 or works(last, MAY)


# --- turns ---

ISSUED = date(2026, 6, 1)
TODAY = date(2026, 6, 30)


def entry(step: int, role: str, state: str | None = None, signed: str = "", **facts: Any) -> Entry:
    given_on = date.fromisoformat(signed) if signed else (ISSUED if state in ("agree", "conditional") else None)
    base: dict[str, Any] = {"days": 3, "state": state, "signed": given_on}
    return Entry("JTF-002-HD-202606-001", "JTF-002", "XM-1", ISSUED, step, role, role, role, **{**base, **facts})


def states(*entries: Entry, today: date = TODAY) -> list[str]:
    return [step.state for step in follow(entries, today, {}, 3)]


def follow_one(*entries: Entry, today: date = TODAY) -> list[Followed]:
    return follow(entries, today, {}, 3)


def codes(*entries: Entry, today: date = TODAY) -> list[str]:
    view = view_of(holidays=MAY)
    return [found.code for found in followup_findings(follow(entries, today, MAY, 3), view)]


def test_a_step_waits_until_all_before_it_are_done() -> None:
    assert states(entry(1, "RKAM"), entry(2, "KAD")) == ["pending", "not_started"]
    assert states(entry(1, "RKAM", "agree"), entry(2, "KAD")) == ["agree", "pending"]
    assert states(entry(1, "RKAM", "not_needed"), entry(2, "KAD")) == ["not_needed", "pending"]


def test_side_by_side_signers_are_all_needed() -> None:
    both = [entry(1, "FIN", "agree", mode="countersign"), entry(1, "TEC", mode="countersign"), entry(2, "KAD")]
    assert states(*both) == ["agree", "pending", "not_started"]


def test_any_of_needs_one_and_the_others_are_not_needed() -> None:
    some = [entry(1, "TEC", "agree", mode="any_of"), entry(1, "TEC", mode="any_of"), entry(2, "KAD")]
    assert states(*some) == ["agree", "not_needed", "pending"]


@pytest.mark.parametrize(("agreed", "third"), [(1, "pending"), (2, "not_needed")])
def test_two_of_three(agreed: int, third: str) -> None:
    some = [entry(1, "TEC", "agree" if n < agreed else None, mode="2/3") for n in range(3)]
    assert states(*some)[2] == third


def test_any_of_beside_a_countersigner_needs_both() -> None:
    mixed = [entry(1, "TEC", "agree", mode="any_of"), entry(1, "FIN", mode="countersign"), entry(2, "KAD")]
    assert states(*mixed) == ["agree", "pending", "not_started"]


def test_being_told_holds_nothing_up() -> None:
    assert states(entry(1, "KAD", mode="notify"), entry(2, "MGM")) == ["pending", "pending"]


def test_one_refusal_ends_the_form() -> None:
    found = follow_one(entry(1, "RKAM", "disagree", "2026-06-02"), entry(2, "KAD"))
    assert [step.state for step in found] == ["disagree", "not_started"]
    assert [step.stops for step in found] == [True, False]


def test_a_refusal_that_waits_for_all_ends_it_when_all_have_spoken() -> None:
    def group(second: str | None) -> list[Entry]:
        return [
            entry(1, "FIN", "disagree", "2026-06-02", mode="countersign", refusal="wait"),
            entry(1, "TEC", second, mode="countersign", refusal="wait"),
        ]

    assert [step.stops for step in follow_one(*group(None))] == [False, False]
    assert [step.stops for step in follow_one(*group("agree"))] == [True, False]


def test_a_refusal_under_any_of_does_not_matter_once_another_agreed() -> None:
    some = [
        entry(1, "TEC", "disagree", "2026-06-02", mode="any_of"),
        entry(1, "TEC", "agree", mode="any_of"),
        entry(2, "KAD"),
    ]
    assert [step.stops for step in follow_one(*some)] == [False, False, False]
    assert states(*some)[2] == "pending"


def test_supplement_and_resubmit_ends_the_form_too() -> None:
    assert "AP45" in codes(entry(1, "RKAM", "resubmit", "2026-06-02"), entry(2, "KAD"))


# --- deadlines in the register ---


def test_the_clock_of_a_step_starts_with_the_last_signature_before_it() -> None:
    found = follow_one(entry(1, "RKAM", "agree", "2026-06-10"), entry(2, "KAD", days=5))
    assert (found[1].sent, found[1].due) == (date(2026, 6, 10), date(2026, 6, 15))


@pytest.mark.parametrize(("today", "days_late"), [("2026-06-04", 0), ("2026-06-05", 1)])
def test_overdue_begins_the_day_after_the_deadline(today: str, days_late: int) -> None:
    assert follow_one(entry(1, "RKAM"), today=date.fromisoformat(today))[0].late == days_late


def test_a_step_without_a_deadline_takes_the_policy_s() -> None:
    found = follow([entry(1, "RKAM", days=None)], TODAY, {}, 10)
    assert found[0].due == date(2026, 6, 11)


def test_what_is_not_yet_due_signed_or_only_told_is_not_late() -> None:
    assert codes(entry(1, "RKAM", "agree"), entry(2, "KAD", mode="notify")) == []
    assert codes(entry(1, "RKAM")) == ["AP40"]


def test_without_a_holiday_table_that_is_said_once() -> None:
    found = followup_findings(follow([entry(1, "RKAM", "agree"), entry(2, "KAD", "agree")], TODAY, {}, 3), shipped())
    assert [f.code for f in found] == ["AP46"]


# --- what the register must not hide ---


def test_a_condition_stays_open_until_it_says_how_and_when_it_was_met() -> None:
    open_ = entry(1, "RKAM", "conditional")
    assert codes(open_) == ["AP42"]
    assert codes(replace(open_, closure="已补充客户证明")) == ["AP42"]
    assert codes(replace(open_, closure="已补充客户证明", closed=TODAY)) == []


def test_a_signature_before_its_turn_is_told() -> None:
    assert codes(entry(1, "RKAM"), entry(2, "KAD", "agree")) == ["AP40", "AP43"]


def test_an_opinion_without_a_date_is_an_error() -> None:
    assert codes(replace(entry(1, "RKAM", "agree"), signed=None)) == ["AP44"]


@pytest.mark.parametrize(
    ("signer", "expected"), [("", []), ("何敏", []), ("E010", []), ("E010 何敏", []), ("何敏敏", ["AP47"])]
)
def test_another_signer_than_the_one_routed_is_told(signer: str, expected: list[str]) -> None:
    assert codes(replace(entry(1, "RKAM", "agree"), person="E010", name="何敏", signer=signer)) == expected


def test_forms_are_followed_apart() -> None:
    other = replace(entry(1, "RKAM"), form_no="JTF-002-HD-202606-002")
    assert states(entry(1, "RKAM", "agree"), other, entry(2, "KAD")) == ["agree", "pending", "pending"]


# --- amounts after a signature ---


def test_a_snapshot_is_read_back_and_names_what_changed() -> None:
    paper = document("JTF-002", est_amount="3860000.00", est_margin_pct="24%", expense_ratio="1%")
    kept = snapshot(paper, shipped())
    assert kept == "est_amount=3860000.00"
    raised = document("JTF-002", est_amount="3860000.01")
    found = changes(kept, amounts(raised, shipped()))
    assert [(c.name, c.before, c.now) for c in found] == [("est_amount", "3860000.00", "3860000.01")]
    assert changes(kept, amounts(paper, shipped())) == ()


def test_the_digest_changes_with_a_fen_and_not_with_what_is_no_money() -> None:
    one = document("JTF-002", est_amount="3860000.00", est_margin_pct="24%")
    assert digest(one, shipped()) == digest(
        document("JTF-002", est_amount="3860000.00", est_margin_pct="5%"), shipped()
    )
    assert digest(one, shipped()) != digest(document("JTF-002", est_amount="3860000.01"), shipped())
    assert len(digest(one, shipped())) == 8


def stale_codes(state: str | None, amount: str) -> list[str]:
    kept = [
        entry(1, "RKAM", state, snapshot="est_amount=3860000.00"),
        entry(2, "KAD", snapshot="est_amount=3860000.00"),
    ]
    now = {("JTF-002", "XM-1"): {"est_amount": amount}}
    return [found.code for found in stale_findings(kept, stale(kept, now), shipped())]


def test_a_changed_amount_voids_the_signatures_and_before_any_it_does_not() -> None:
    assert stale_codes("agree", "3860000.01") == ["AP41"]
    assert stale_codes("conditional", "1.00") == ["AP41"]
    assert stale_codes("agree", "3860000.00") == []
    assert stale_codes(None, "1.00") == []
