"""People, surveys, service, churn: cases at the edges."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from accounts.account_builders import TODAY, shipped, with_value
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.accounts.churn import Signal, churn
from kamsheets.accounts.relations import KeyPerson, balance, contact_due, coverage, matrix, overdue
from kamsheets.accounts.service import Case, due, judge
from kamsheets.accounts.surveys import csat, nps


def person(influence=5, attitude="positive", stance="supporter", days=0, **changes):
    last = None if days is None else TODAY - timedelta(days=days)
    return replace(KeyPerson("甲", "DM01", influence, attitude, stance, last_contact=last), **changes)


@pytest.mark.parametrize(
    ("case", "influence", "days", "late"),
    [
        ("high, seven days ago: in time", 4, 7, 0),
        ("high, eight days ago: one day late", 4, 8, 1),
        ("medium, thirty days ago", 3, 30, 0),
        ("medium from 2 on, 31 days ago", 2, 31, 1),
        ("low, ninety days ago", 1, 90, 0),
        ("low, 91 days ago", 1, 91, 1),
        ("never", 5, None, None),
    ],
)
def test_contact_frequency(case, influence, days, late):
    found = contact_due(person(influence, days=days), shipped())
    assert found is not None
    assert found.overdue_days == late, case


def test_without_influence_no_frequency_follows():
    assert contact_due(person(None), shipped()) is None


def test_overdue_lists_those_never_contacted_first():
    people = [
        person(days=20, number="1"),
        person(days=None, number="2"),
        person(days=3, number="3"),
        person(days=30, number="4"),
    ]
    assert [late.person.number for late in overdue(people, shipped())] == ["2", "4", "1"]


def test_matrix_counts_everybody_once_and_keeps_the_unknown():
    grid = matrix([person(5), person(4), person(2, None), person(None, "negative")], shipped())
    assert grid == {("high", "positive"): 2, ("medium", None): 1, (None, "negative"): 1}


def test_coverage():
    assert coverage([person(), person(attitude=None), person(attitude="negative")]) == (2, 3)
    assert coverage([]) == (0, 0)


@pytest.mark.parametrize(
    ("case", "people", "value", "opposed"),
    [
        ("(2 × 5 − 1 × 5) / 10", [person(5, stance="mentor"), person(5, stance="opponent")], Fraction(1, 2), ()),
        ("a decider against us is named", [person(5, stance="enemy", decides=True)], Fraction(-2), ("DM01",)),
        ("a neutral decider is not", [person(5, stance="neutral", decides=True)], Fraction(0), ()),
        ("nobody", [], None, ()),
        ("no influence, no weight; the decider is named all the same",
         [person(None, stance="opponent", decides=True)], None, ("DM01",)),
    ],
)  # fmt: skip
def test_balance(case, people, value, opposed):
    found = balance(people, shipped())
    assert (found.value, found.opposed) == (value, opposed), case
    assert found.counted + found.left_out == len(people)


@pytest.mark.parametrize(
    ("scores", "value"),
    [([10, 9, 8, 6], Fraction(25)), ([9], Fraction(100)), ([7, 8], Fraction(0)), ([6, 0], Fraction(-100)), ([], None)],
)
def test_nps(scores, value):
    found = nps(scores, shipped())
    assert (found.value, found.n) == (value, len(scores))


@given(st.lists(st.integers(0, 10), min_size=1))
def test_nps_is_the_mean_of_plus_and_minus_hundred(scores):
    assert nps(scores, shipped()).value == Fraction(
        sum(100 if s >= 9 else -100 if s <= 6 else 0 for s in scores), len(scores)
    )


@pytest.mark.parametrize("score", [-1, 11])
def test_nps_refuses_a_score_outside_the_scale(score):
    with pytest.raises(ValueError, match="0 to 10"):
        nps([score], shipped())


def test_csat_mean_and_best_two():
    five, seven = csat([5, 4, 3, 1], 5, shipped()), csat([7, 6, 5], 7, shipped())
    assert (five.mean, five.share, five.n) == (Fraction(13, 4), Fraction(1, 2), 4)
    assert (seven.mean, seven.share) == (Fraction(6), Fraction(2, 3))
    assert csat([], 5, shipped()).mean is None


REPORTED = datetime(2026, 6, 26, 16, 0)


@pytest.mark.parametrize(
    ("case", "level", "response", "solved", "met"),
    [
        ("to the minute", "L1", 120, 24 * 60, True),
        ("response a minute late", "L1", 121, 24 * 60, False),
        ("solution a minute late", "L1", 120, 24 * 60 + 1, False),
        ("L3 has a week", "L3", 24 * 60, 7 * 24 * 60, True),
        ("answered, not solved, the week not over", "L3", 60, None, None),
        ("never answered, time over", "L2", None, None, False),
    ],
)
def test_service_agreement(case, level, response, solved, met):
    at = [None if m is None else REPORTED + timedelta(minutes=m) for m in (response, solved)]
    now = datetime(2026, 6, 30)
    assert judge(Case("1", "甲", level, REPORTED, *at), now, shipped()).met is met, case


def test_working_hours_stop_at_night_and_over_the_weekend():
    view = with_value("sla_clock", "working")
    assert due(REPORTED, 2, view) == datetime(2026, 6, 26, 18, 0)
    assert due(REPORTED, 4, view) == datetime(2026, 6, 29, 11, 0)
    off = replace(view, holidays={date(2026, 6, 29): False, date(2026, 6, 27): True})
    assert due(REPORTED, 12, off) == datetime(2026, 6, 30, 10, 0)


def signal(kind, days):
    return Signal("甲", kind, TODAY - timedelta(days=days), "E001", "拜访")


@pytest.mark.parametrize(
    ("case", "signals", "complaints", "stage"),
    [
        ("nothing", [], [], 0),
        ("on the last day of the window", [signal("research", 90)], [], 2),
        ("a day before it", [signal("research", 91)], [], 0),
        ("the highest stage counts, not the latest", [signal("lawsuit", 80), signal("anger", 1)], [], 4),
        ("a date to come does not count yet", [signal("lawsuit", -1)], [], 0),
        ("three complaints are repeated", [], [0, 45, 90], 1),
        ("two are not; the third is too old", [], [0, 45, 91], 0),
    ],
)
def test_churn(case, signals, complaints, stage):
    days = [TODAY - timedelta(days=days) for days in complaints]
    assert churn(signals, days, shipped()).stage == stage, case


def test_a_signal_without_owner_or_action_is_not_owned():
    assert churn([signal("anger", 1)], [], shipped()).owned
    assert not churn([replace(signal("anger", 1), action="")], [], shipped()).owned
