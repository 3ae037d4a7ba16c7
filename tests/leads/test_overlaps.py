"""Duplicates said at their leads: which rule, which other lead, who holds the customer until when."""

from datetime import date, timedelta

import pytest
from leads.builders import at, cell, desk, sheet

from kamsheets.core.finding import Finding
from kamsheets.leads.candidates import Pool
from kamsheets.leads.duplicates import duplicates
from kamsheets.leads.overlaps import LeadRef, findings
from kamsheets.leads.sheet import LeadSheet

LATER = {"reg_date": date(2026, 4, 1)}
STRANGER = {"customer_name": "济南恒力锅炉有限公司", "contact_mobile": "13700000001", "uscc": None, "province": "37"}


def told(*sheets: LeadSheet, known: tuple[LeadSheet, ...] = ()) -> list[Finding]:
    pool = Pool(sheets, known, desk())
    leads = [LeadRef(one, row) for one in (*sheets, *known) for row in one.filled]
    own = sum(len(one.filled) for one in sheets)
    return list(findings(duplicates(pool.keys(), pool.lead, 180, 90), leads, frozenset(range(own, len(leads)))))


@pytest.mark.parametrize(
    ("sentence", "change", "code"),
    [
        ("one code", {"customer_name": "济南恒力锅炉有限公司", "contact_mobile": "13700000001"}, "LD040"),
        ("one phone", {"customer_name": "华锐车身", "uscc": None}, "LD041"),
        ("one name", {"contact_mobile": "13700000001", "uscc": None}, "LD042"),
        ("extension and bracket", {"contact_mobile": None, "contact_tel": "0512-66660000-8"}, "LD040"),
    ],
)
def test_the_best_rule_names_the_finding(sentence: str, change: dict[str, object], code: str) -> None:
    tested = sheet({}, {**LATER, **change})
    assert at(told(tested)) == [(code, cell(tested, 1, "customer_name"), None)], sentence


def test_the_holder_is_not_accused() -> None:
    tested = sheet(LATER, {})
    (found,) = told(tested)
    assert found.place.cell == cell(tested, 0, "customer_name")
    facts = dict(found.facts)
    assert facts["holder"] == "E002 林晓 2026-03-03 线索.xlsx｜线索!3"
    assert facts["until"] == date(2026, 3, 3) + timedelta(180)


def test_one_switchboard_with_two_extensions_is_one_phone() -> None:
    tel = {"contact_mobile": None, "uscc": None}
    tested = sheet({**tel, "contact_tel": "0512-66660000-801"}, {**tel, **LATER, "contact_tel": "0512-66660000-802"})
    assert [f.code for f in told(tested)] == ["LD041"]


def test_a_lead_of_last_month_is_named_but_nothing_is_said_at_it() -> None:
    new, old = sheet(LATER, file="六月.xlsx"), sheet({}, STRANGER, file="五月.xlsx")
    (found,) = told(new, known=(old,))
    assert (found.place.file, dict(found.facts)["other"]) == ("六月.xlsx", "五月.xlsx｜线索!2")


def test_a_new_lead_that_holds_the_customer_is_not_accused_by_an_old_one() -> None:
    new, old = sheet({}, file="六月.xlsx"), sheet(LATER, file="五月.xlsx")
    assert told(new, known=(old,)) == []


def test_possible_duplicates_are_information_with_the_other_name() -> None:
    slip = {
        "customer_name": "苏州华锐车身部伴有限公司",
        "contact_mobile": "13700000001",
        "uscc": None,
        "contact_name": "李工",
    }
    (found,) = told(sheet({}, slip))
    assert (found.code, found.severity.value) == ("LD044", "info")
    assert dict(found.facts)["other_name"] == "苏州华锐车身部件有限公司"


def test_blank_leads_are_nobodys_duplicates() -> None:
    nothing = dict.fromkeys(("customer_name", "uscc", "contact_mobile", "contact_tel", "contact_email"))
    assert told(sheet(nothing, nothing)) == []
