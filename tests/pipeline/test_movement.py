"""What moved between two snapshots, and the waterfall between their totals."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline.pipeline_builders import WAN, cell, codes, project, shipped, snapshot

from kamsheets.pipeline.check_moves import check_moves
from kamsheets.pipeline.movement import Move, changes, with_move
from kamsheets.pipeline.waterfall import CHANCE, MOVED_IN, MOVED_OUT, by_amount, by_weight

MOVES = [
    ("nothing", {}, []),
    ("advanced one stage", {"milestone": "M6"}, [Move.ADVANCED]),
    ("fell back", {"milestone": "M3"}, [Move.FELL_BACK]),
    ("grown", {"est_amount": 386 * WAN + 1}, [Move.GROWN]),
    ("shrunk", {"est_amount": 386 * WAN - 1}, [Move.SHRUNK]),
    ("slipped", {"est_sign_date": date(2026, 10, 1)}, [Move.SLIPPED]),
    ("pulled in", {"est_sign_date": date(2026, 9, 29)}, [Move.PULLED_IN]),
    ("won", {"outcome": "won"}, [Move.WON]),
    ("lost", {"outcome": "lost"}, [Move.LOST]),
    ("cancelled and abandoned are dropped", {"outcome": "cancelled"}, [Move.DROPPED]),
    ("shelved", {"outcome": "shelved"}, [Move.SHELVED]),
    ("renamed", {"project_name": "新名称"}, [Move.RENAMED]),
    ("moved to another region", {"region": "HN"}, [Move.REASSIGNED]),
    ("several at once", {"milestone": "M6", "est_amount": 1, "project_name": "x"},
     [Move.SHRUNK, Move.ADVANCED, Move.RENAMED]),
    ("a closed stage without an outcome is dropped", {"milestone": "结案", "outcome": None},
     [Move.DROPPED, Move.ADVANCED]),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES])
def test_moves_of_one_project(values, expected):
    found = changes(snapshot(project(1)), snapshot(project(1, **values)), shipped())
    assert [list(change.moves) for change in found] == [expected]


def test_new_vanished_reopened():
    old = snapshot(project(1), project(2), project(3, outcome="shelved"))
    new = snapshot(project(1), project(3), project(4))
    moves = {change.project.project_no: change.moves for change in changes(old, new, shipped())}
    assert moves == {
        "XM-HD-2026-0001": (),
        "XM-HD-2026-0003": (Move.REOPENED,),
        "XM-HD-2026-0004": (Move.NEW,),
        "XM-HD-2026-0002": (Move.VANISHED,),
    }


def test_a_row_that_can_no_longer_be_counted_has_not_vanished():
    found = changes(snapshot(project(1)), snapshot(project(1, est_amount=None)), shipped())
    assert [change.moves for change in found] == [(Move.UNCOUNTED,)]
    back = changes(snapshot(project(1, est_amount=None)), snapshot(project(1)), shipped())
    assert [change.moves for change in back] == [(Move.RECOUNTED,)]


def test_a_new_number_under_the_same_name_and_customer_is_the_same_project():
    renumbered = project(1, project_no="XM-HD-2026-9999")
    found = changes(snapshot(project(1)), snapshot(renumbered), shipped())
    assert [change.moves for change in found] == [(Move.RENUMBERED,)]
    assert codes(check_moves(found)) == [("PL63", cell("project_no"))]


def test_two_candidates_of_one_name_are_not_matched():
    old = snapshot(project(1), project(2, project_name="项目1", customer_name="客户1有限公司"))
    new = snapshot(project(1, project_no="A"), project(2, project_no="B"))
    assert {change.moves for change in changes(old, new, shipped())} == {(Move.NEW,), (Move.VANISHED,)}


def test_what_needs_a_word_is_said_at_its_cell():
    old = snapshot(project(1), project(2, milestone="M3"), project(3, milestone="M6"), project(4))
    new = snapshot(project(1, milestone="M4"), project(2, milestone="M6"), project(3, milestone="M8"))
    said = list(check_moves(changes(old, new, shipped())))
    assert codes(said) == [
        ("PL60", cell("milestone", 2)), ("PL61", cell("milestone", 3)), ("PL62", cell("project_no", 5)),
    ]  # fmt: skip
    assert dict(said[1].facts) == {"before": "M3", "skipped": "M4、M5"}, "M7 may be skipped, M4 and M5 may not"


def test_the_waterfall_of_amounts():
    old = snapshot(project(1, est_amount=100), project(2, est_amount=50), project(3, est_amount=30))
    new = snapshot(project(1, est_amount=120), project(2, est_amount=50, outcome="won"), project(4, est_amount=7))
    found = by_amount(changes(old, new, shipped()), shipped())
    assert (found.start, found.end, found.gap) == (180, 127, 0)
    assert [(step.key, step.projects, step.amount) for step in found.steps] == [
        (Move.NEW, 1, 7), (Move.GROWN, 1, 20), (Move.WON, 1, -50), (Move.VANISHED, 1, -30),
    ]  # fmt: skip


def test_the_weighted_waterfall_tells_amount_and_probability_apart():
    old = snapshot(project(1, est_amount=100, win_prob=Fraction(1, 2)))
    new = snapshot(project(1, est_amount=200, win_prob=Fraction(3, 4)))
    found = by_weight(changes(old, new, shipped()), shipped())
    assert [(step.key, step.amount) for step in found.steps] == [(Move.GROWN, 50), (CHANCE, 50)]
    assert (found.start, found.end, found.gap) == (50, 150, 0)


def test_a_project_that_changes_region_moves_between_two_regional_waterfalls():
    found = changes(snapshot(project(1, est_amount=9)), snapshot(project(1, est_amount=9, region="HN")), shipped())
    assert [(s.key, s.amount) for s in by_amount(found, shipped(), "HD").steps] == [(MOVED_OUT, -9)]
    assert [(s.key, s.amount) for s in by_amount(found, shipped(), "HN").steps] == [(MOVED_IN, 9)]
    assert by_amount(found, shipped()).steps == ()


def test_with_move_lists_the_largest_first():
    new = snapshot(project(1, est_amount=1), project(2, est_amount=3), project(3, est_amount=2))
    found = with_move(changes(snapshot(), new, shipped()), Move.NEW)
    assert [change.amount_after for change in found] == [3, 2, 1]


STATE = st.fixed_dictionaries(
    {
        "region": st.sampled_from(["HD", "HN"]),
        "milestone": st.sampled_from(["M1", "M5", "M8", "结案"]),
        "est_amount": st.one_of(st.none(), st.integers(0, 10**12)),
        "outcome": st.sampled_from(["open", "open", "open", "won", "lost", "abandoned", "shelved", None]),
        "win_prob": st.one_of(st.none(), st.integers(0, 100).map(lambda n: Fraction(n, 100))),
        "project_name": st.sampled_from(["甲", "乙", "丙"]),
        "customer_name": st.just("某厂"),
    }
)
SNAPSHOT = st.dictionaries(st.integers(1, 12), STATE, max_size=10)


def _open_sums(side, region):
    """The second method: amounts and weighted amounts of open projects, added one by one with fractions."""
    amount = weight = 0
    for found in side.projects:
        ended = found.outcome not in ("open", None) or (found.outcome is None and found.milestone == "结案")
        if not ended and region in (None, found.region):
            chance = found.win_prob if found.win_prob is not None else shipped().stage(found.milestone).win_probability
            amount += found.est_amount
            weight += int(found.est_amount * chance + Fraction(1, 2))
    return amount, weight


@settings(max_examples=80, deadline=None)
@given(SNAPSHOT, SNAPSHOT)
def test_the_waterfall_always_closes(before, after):
    """Its ends are the totals of the two snapshots, and its steps explain all of the difference."""
    old, new = (snapshot(*(project(n, **values) for n, values in state.items())) for state in (before, after))
    found = changes(old, new, shipped())
    for region in (None, "HD", "HN"):
        falls = by_amount(found, shipped(), region), by_weight(found, shipped(), region)
        assert tuple(fall.start for fall in falls) == _open_sums(old, region)
        assert tuple(fall.end for fall in falls) == _open_sums(new, region)
        for fall in falls:
            assert fall.gap == 0
            level = fall.start
            for step in fall.steps:
                level += step.amount
                assert level >= 0, "a chart of the waterfall never dips below zero"
