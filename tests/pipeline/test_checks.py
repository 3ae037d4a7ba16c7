"""Every rule of the pipeline sheet at its edge: one day, one fen, one step to each side."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from pipeline.pipeline_builders import (
    TODAY,
    WAN,
    cell,
    codes,
    person,
    project,
    shipped,
    six_stages,
    view_with,
    with_value,
)

from kamsheets.pipeline.check_team import years_served
from kamsheets.pipeline.checks import check
from kamsheets.pipeline.people import person_named

YESTERDAY = TODAY - timedelta(days=1)
STAFF = view_with(
    people=(
        person(),
        person("E002", "林晓", roles=("SE",), grade="senior", hire_date=date(2025, 3, 21)),
        person("E003", "王强", roles=("SE",), grade="ordinary"),
        person("E004", "王强", roles=("SE",), grade="senior"),
        person("E009", "周离", leave_date=TODAY),
    )
)
SMALL = {"est_amount": 49 * WAN, "project_level": "small", "expense_budget": 10_000_00, "expense_actual": 0}

CASES = [
    ("a tidy project is quiet", {}, []),
    # the stage
    ("the planned day itself", {"milestone_due": TODAY}, []),
    ("a day past the planned day", {"milestone_due": YESTERDAY}, [("PL10", "milestone_due")]),
    ("90 days in M5", {"milestone_in": TODAY - timedelta(days=90)}, []),
    ("91 days in M5", {"milestone_in": TODAY - timedelta(days=91)}, [("PL11", "milestone_in")]),
    ("entered today", {"milestone_in": TODAY}, []),
    ("entered tomorrow", {"milestone_in": TODAY + timedelta(days=1)}, [("PL12", "milestone_in")]),
    ("due a day after entry", {"milestone_in": TODAY, "milestone_due": TODAY + timedelta(days=1)}, []),
    ("due on the day of entry", {"milestone_in": TODAY, "milestone_due": TODAY}, [("PL13", "milestone_due")]),
    ("signing expected today", {"est_sign_date": TODAY}, []),
    ("signing expected yesterday", {"est_sign_date": YESTERDAY}, [("PL14", "est_sign_date")]),
    # the end
    ("closed stage, open outcome", {"milestone": "结案", "close_no": "x"}, [("PL15", "outcome")]),
    ("won without contract", {"outcome": "won", "outcome_reason": "price"},
     [("PL16", "contract_no"), ("PL19", "contract_amount")]),
    ("lost without a reason", {"outcome": "lost"}, [("PL17", "outcome_reason")]),
    ("shelved needs no reason", {"outcome": "shelved"}, []),
    ("close-out without its report", {"milestone": "结案", "outcome": "lost", "outcome_reason": "price"},
     [("PL18", "close_no")]),
    # next steps and meetings
    ("no next action", {"next_action": None}, [("PL30", "next_action")]),
    ("no owner", {"next_action_owner": None}, [("PL35", "next_action_owner")]),
    ("no day", {"next_action_due": None}, [("PL36", "next_action_due")]),
    ("the step is due today", {"next_action_due": TODAY}, []),
    ("the step was due yesterday", {"next_action_due": YESTERDAY}, [("PL31", "next_action_due")]),
    ("the leader may own the step", {"next_action_owner": "何敏"}, []),
    ("somebody else owns the step", {"next_action_owner": "E099 外人"}, [("PL32", "next_action_owner")]),
    ("a meeting two days ago", {"last_meeting": TODAY - timedelta(days=2)}, []),
    ("a meeting three days ago", {"last_meeting": TODAY - timedelta(days=3)}, [("PL34", "last_meeting")]),
    ("no meeting on record", {"last_meeting": None}, [("PL33", "last_meeting")]),
    ("before the team starts no meeting is asked for",
     {"milestone": "M3", "milestone_in": TODAY, "last_meeting": None}, []),
    ("ended projects need no next step", {"outcome": "lost", "outcome_reason": "price", "next_action": None}, []),
    # money
    ("20 points off the default", {"win_prob": Fraction(70, 100)}, []),
    ("20.01 points off the default", {"win_prob": Fraction(7001, 10000)}, [("PL40", "win_prob")]),
    ("20.01 points below", {"win_prob": Fraction(2999, 10000)}, [("PL40", "win_prob")]),
    ("a margin on the floor", {"est_margin_pct": Fraction(20, 100)}, []),
    ("a margin under the floor", {"est_margin_pct": Fraction(1999, 10000)}, [("PL41", "est_margin_pct")]),
    ("the sheet's weighted amount is right", {"weighted_amount": 193 * WAN}, []),
    ("the sheet's weighted amount is a fen off", {"weighted_amount": 193 * WAN - 1}, [("PL42", "weighted_amount")]),
    ("spent before initiation", {"approved_date": None}, [("EX01", "expense_actual")]),
    ("initiated tomorrow, spent today", {"approved_date": TODAY + timedelta(days=1)}, [("EX01", "expense_actual")]),
    ("spent in a stage before initiation", {"milestone": "M2", "milestone_in": TODAY}, [("EX01", "expense_actual")]),
    ("nothing spent before initiation", {"approved_date": None, "expense_actual": 0}, []),
    ("80 % of the budget", {"expense_actual": 33_600_00}, []),
    ("a fen more", {"expense_actual": 33_600_01}, [("EX03", "expense_actual")]),
    ("all of the budget", {"expense_actual": 42_000_00}, [("EX03", "expense_actual")]),
    ("a fen over the budget", {"expense_actual": 42_000_01}, [("EX02", "expense_actual")]),
    ("spent without a budget", {"expense_budget": None}, [("EX04", "expense_budget")]),
    ("a budget of 3 % of the amount", {"expense_budget": 115_800_00}, []),
    ("a fen more than 3 %", {"expense_budget": 115_800_01}, [("EX05", "expense_budget")]),
    # level
    ("2 million makes it major", {"est_amount": 200 * WAN, "project_level": "normal"}, [("PL26", "project_level")]),
    ("a fen less does not", {"est_amount": 200 * WAN - 1, "project_level": "normal"}, []),
    ("half a million is not small", {**SMALL, "est_amount": 50 * WAN}, [("PL26", "project_level")]),
    ("a fen less is", {**SMALL, "est_amount": 50 * WAN - 1}, []),
    ("a level may be raised", {**SMALL, "project_level": "major"}, []),
    ("a major project led by one alone", {"members": None, "next_action_owner": "E010"}, [("PL25", "members")]),
    ("a small project may have one", {**SMALL, "members": None, "next_action_owner": "何敏"}, []),
    # tender
    ("20 days from notice to opening", {"tender_publish_date": date(2026, 7, 1), "tender_date": date(2026, 7, 21)}, []),
    ("19 days", {"tender_publish_date": date(2026, 7, 1), "tender_date": date(2026, 7, 20)}, [("PL51", "tender_date")]),
    ("opened before the notice", {"tender_publish_date": date(2026, 7, 2), "tender_date": date(2026, 7, 1)},
     [("PL50", "tender_date")]),
    ("signed on the day of opening", {"tender_date": date(2026, 9, 30)}, []),
    ("signed the day before", {"tender_date": date(2026, 10, 1)}, [("PL52", "est_sign_date")]),
    ("the freeze starts with the notice", {"tender_publish_date": TODAY, "tender_date": date(2026, 7, 20)},
     [("PL53", "tender_publish_date")]),
    ("and ends after the opening", {"tender_publish_date": date(2026, 6, 1), "tender_date": YESTERDAY}, []),
    ("a word compliance should look at, blanks or not", {"next_action": "找线 人打听"}, [("PL55", "next_action")]),
    ("in the competitors too", {"competitors": "安排陪标"}, [("PL55", "competitors")]),
    ("bidding without a day of opening", {"milestone": "M7", "milestone_in": TODAY}, [("PL54", "tender_date")]),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_rule_at_its_edge(values, expected):
    wanted = [(code, cell(field)) for code, field in expected]
    found = [entry for entry in codes(check([project(1, **values)], shipped())) if entry[0] not in _also(expected)]
    assert found == wanted


def _also(expected):
    """20 days of notice and opening before the notice are asked about apart from the freeze that runs with them."""
    return {"PL53"} - {code for code, _ in expected} if any(code in ("PL50", "PL51") for code, _ in expected) else set()


LEADERS = [
    ("the regional manager", "E010 何敏", {}, []),
    ("by name alone", "何敏", {}, []),
    ("nobody of that name", "E777 无名", {}, ["PL20"]),
    ("a name two people have is nobody's", "王强", {}, ["PL20"]),
    ("somebody whose last day was yesterday", "E009 周离", {}, ["PL21"]),
    ("a senior engineer with a full year leads a usual project", "E002",
     {"est_amount": 199 * WAN, "project_level": "normal", "approved_date": date(2026, 3, 21)}, []),
    ("a day short of the year", "E002",
     {"est_amount": 199 * WAN, "project_level": "normal", "approved_date": date(2026, 3, 20)}, ["PL23"]),
    ("an ordinary grade", "E003", {"est_amount": 199 * WAN, "project_level": "normal"}, ["PL22"]),
    ("a major project led by an engineer", "E002", {"approved_date": date(2026, 3, 21)}, ["PL24"]),
    ("major by level, not by amount", "E002", {"est_amount": 199 * WAN, "approved_date": date(2026, 3, 21)}, ["PL24"]),
    ("before the team starts nobody is judged", "E003", {"milestone": "M3", "milestone_in": TODAY}, []),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "values", "expected"), [case[1:] for case in LEADERS], ids=[c[0] for c in LEADERS])
def test_who_may_lead(lead, values, expected):
    found = check([project(1, project_lead=lead, expense_budget=None, expense_actual=None, **values)], STAFF)
    assert [code for code, _ in codes(found) if code.startswith("PL2")] == expected


def test_without_a_people_sheet_names_are_taken_as_written():
    assert codes(check([project(1, project_lead="E777 无名")], shipped())) == []


SERVICE = [
    (date(2025, 3, 21), date(2026, 3, 20), 0),
    (date(2025, 3, 21), date(2026, 3, 21), 1),
    (date(2024, 2, 29), date(2025, 2, 28), 0),
    (date(2024, 2, 29), date(2025, 3, 1), 1),
]


@pytest.mark.parametrize(("hired", "day", "years"), SERVICE)
def test_years_of_service_are_full_years(hired, day, years):
    assert years_served(hired, day) == years


def test_an_employee_number_wins_over_a_name():
    found = person_named("E004 王强", STAFF)
    assert found is not None
    assert found.emp_id == "E004"


def test_another_company_sets_its_meetings_to_fourteen_days():
    view = with_value("analysis_interval_days", 14)
    assert codes(check([project(1, last_meeting=TODAY - timedelta(days=14))], view)) == []
    assert codes(check([project(1, last_meeting=TODAY - timedelta(days=15))], view)) == [("PL34", cell("last_meeting"))]


def test_a_company_without_an_expense_ratio_is_not_asked_for_one():
    assert codes(check([project(1, expense_budget=386 * WAN)], with_value("expense_ratio_max", None))) == []


def test_six_stages_without_marks_ask_for_nothing_that_hangs_on_them():
    found = check([project(1, milestone="S3", milestone_in=TODAY, last_meeting=None, members=None)], six_stages())
    assert [code for code, _ in codes(found)] == ["PL32"]


def test_the_proposed_value_is_the_one_that_would_be_right():
    [found] = check([project(1, weighted_amount=1)], shipped())
    assert (found.value, found.proposed) == ("0.01", "1,930,000.00")
    [level] = check([project(1, project_level="normal")], shipped())
    assert (level.value, level.proposed) == ("一般项目", "重大项目")


def test_a_column_that_is_not_there_points_at_the_row():
    bare = project(1, next_action=None)._replace(tab=replace(project(1).tab, columns={}))
    assert codes(check([bare], shipped())) == [("PL30", "2:2")]
