"""Visits, roles, needs, deals, delivery, operations, time, meetings, pilots: cases at the edges."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

import pytest
from accounts.account_builders import TODAY, shipped, with_value
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.accounts.cadence import internal_occasions
from kamsheets.accounts.deals import Deal, beside_reference, delivery_lacks, funnel, standard_stage, win_loss
from kamsheets.accounts.managers import one_spelling
from kamsheets.accounts.needs import Need, depth
from kamsheets.accounts.operations import progress, supports
from kamsheets.accounts.portfolio import pilots, yearly_growth
from kamsheets.accounts.relations import KeyPerson, depths
from kamsheets.accounts.roles import buyer, roles_open
from kamsheets.accounts.segments import Tags, segments
from kamsheets.accounts.time_use import Hours, time_use
from kamsheets.accounts.visits import Visit, discipline, flags

TWO_THIRDS = Fraction(2, 3)


def visit(minutes=30, intro=5, talk=TWO_THIRDS, next_step=True):
    return Visit("甲", TODAY, minutes, intro, talk, next_step)


@pytest.mark.parametrize(
    ("case", "made", "expected"),
    [
        ("thirty minutes, five on the product, two to one, a next step", visit(), ()),
        ("a minute too long", visit(minutes=31), ("long",)),
        ("a minute too much of the product", visit(intro=6), ("intro",)),
        ("a hundredth less than two to one", visit(talk=TWO_THIRDS - Fraction(1, 100)), ("talk",)),
        ("no next step", visit(next_step=False), ("next",)),
        ("what was not recorded is not held against anybody", visit(None, None, None), ()),
        ("everything", visit(60, 10, Fraction(1, 2), False), ("long", "intro", "talk", "next")),
    ],
)
def test_visit_discipline(case, made, expected):
    assert flags(made, shipped()) == expected, case


def test_a_contact_of_a_date_only_is_not_judged():
    found = discipline([Visit("甲", TODAY), visit(), visit(minutes=31)], shipped())
    assert (found.judged, found.kept, found.share, found.flags) == (2, 1, Fraction(1, 2), Counter(long=1))
    assert discipline([Visit("甲", TODAY)], shipped()).share is None


@pytest.mark.parametrize(
    ("code", "role", "stance"),
    [
        ("decider", "decider", None), ("final", "decider", None), ("economic", "decider", None),
        ("technical", "technical", None), ("commercial", "commercial", None), ("financial", "commercial", None),
        ("user", "user", None), ("influencer", None, None), ("coach", None, "mentor"),
    ],
)  # fmt: skip
def test_buyer_roles_of_three_schemes(code, role, stance):
    assert (buyer(code, shipped()).role, buyer(code, shipped()).stance) == (role, stance)


def test_the_names_of_every_scheme_are_read():
    names = {name: c.code for c in shipped().choices["buyer_role"] for name in (c.label.zh, *c.label.aliases)}
    five, four = ("最终", "使用", "技术", "财务", "影响者"), ("经济", "使用", "技术", "教练")
    handbook = [choice.label.zh for choice in shipped().choices["dm_role"]]
    assert {*five, *four, *handbook} - set(names) == set()


def test_an_unknown_role_is_refused():
    with pytest.raises(ValueError, match="buyer role"):
        buyer("boss", shipped())


def test_roles_nobody_has():
    people = [KeyPerson("甲", "1", 5, None, role="decider"), KeyPerson("甲", "2", 3, None)]
    assert roles_open(people, shipped()) == ("technical", "commercial", "user")


def test_depths_of_relations_keep_the_unknown():
    people = [KeyPerson("甲", "1", 5, None, relation="trust"), KeyPerson("甲", "2", 5, None)]
    assert depths(people, shipped()) == (("stranger", 0), ("known", 0), ("trust", 1), ("reliance", 0), (None, 1))


@pytest.mark.parametrize(
    ("case", "layers", "share", "gaps"),
    [
        ("two of four layers, three needs", ["basic", "basic", "business"], Fraction(1, 2), ("hidden", "strategic")),
        ("all four", ["basic", "hidden", "business", "strategic"], Fraction(1), ()),
        ("no need at all: no depth", [], None, ("basic", "hidden", "business", "strategic")),
    ],
)
def test_depth_of_needs(case, layers, share, gaps):
    found = depth([Need("甲", layer) for layer in layers], shipped())
    assert (found.share, found.gaps, found.needs) == (share, gaps, len(layers)), case


@given(
    st.lists(
        st.tuples(st.sampled_from(("basic", "hidden", "business", "strategic")), st.sampled_from(("matched", None)))
    )
)
def test_needs_counted_one_by_one(pairs):
    found = depth([Need("甲", layer, phase) for layer, phase in pairs], shipped())
    assert dict(found.layers) == {code: sum(layer == code for layer, _ in pairs) for code, _ in found.layers}
    assert found.phases[None] == sum(phase is None for _, phase in pairs)
    if pairs:
        assert found.share == Fraction(len({layer for layer, _ in pairs}), 4)


def deal(milestone="M5", outcome="open", **facts):
    return Deal("甲", "XM-HD-2025-0001", milestone, outcome, **facts)


@pytest.mark.parametrize(
    ("case", "made", "stage", "lacks"),
    [
        ("M2 is customer development", deal("M2"), "develop", ()),
        ("M6 is proposal", deal("M6"), "propose", ()),
        ("M8 before signing is negotiation", deal("M8"), "negotiate", ()),
        ("signed: delivery, both dates open", deal("M8", "won"), "deliver", ("acceptance", "close")),
        ("signed though still called open", deal("M8", signed=TODAY), "deliver", ("acceptance", "close")),
        ("accepted, not closed", deal("M8", "won", accepted=TODAY), "deliver", ("close",)),
        ("accepted and closed", deal("M8", "won", accepted=TODAY, closed=TODAY), "deliver", ()),
        ("lost in M7 stays in bidding and owes nothing", deal("M7", "lost"), "bid", ()),
    ],
)
def test_stage_and_delivery(case, made, stage, lacks):
    assert (standard_stage(made, shipped()), delivery_lacks(made)) == (stage, lacks), case


@pytest.mark.parametrize(
    ("case", "made", "outside"),
    [
        ("on the lower bounds", deal(deciders=6, rivals=3, started=TODAY, signed=TODAY + timedelta(90)), []),
        ("on the upper bounds", deal(deciders=8, rivals=5, started=TODAY, signed=TODAY + timedelta(180)), []),
        ("a day too long", deal(started=TODAY, signed=TODAY + timedelta(181)), ["bench_cycle_days"]),
        ("one decider too few, one rival too many", deal(deciders=5, rivals=6), ["bench_deciders", "bench_rivals"]),
        ("nothing known", deal(), []),
    ],
)
def test_deals_beside_the_reference(case, made, outside):
    found = beside_reference(made, shipped())
    assert [one.key for one in found if one.outside] == outside, case
    assert all(shipped().get(one.key).reference for one in found)


def test_win_loss_counts_every_deal_once():
    days = [100, 160, 200]
    won = [deal("M8", "won", reason="price", started=TODAY - timedelta(n), signed=TODAY) for n in days]
    others = [deal(outcome="lost", reason="price"), deal(outcome="lost"), deal(outcome="shelved"), deal(), deal()]
    found = win_loss([*won, *others], shipped())
    assert (found.won, found.lost, found.others, found.running) == (3, 2, 1, 2)
    assert (found.rate, found.median_days) == (Fraction(3, 5), median(days))
    assert found.reasons[0] == (("won", "price"), 3)
    assert sum(n for _, n in found.reasons) == 6


def test_without_a_decision_there_is_no_win_rate():
    assert win_loss([deal()], shipped()).rate is None
    assert win_loss([], shipped()).median_days is None


@given(st.lists(st.tuples(st.sampled_from([f"M{n}" for n in range(1, 9)]), st.sampled_from(("open", "won", "lost")))))
def test_funnel_by_a_second_method(pairs):
    """A deal has entered every stage up to its own, a won one all of them and the signing."""
    entered = Counter()
    for code, outcome in pairs:
        entered.update(range(1, 10 if outcome == "won" else int(code[1]) + 1))
    steps = funnel([deal(code, outcome) for code, outcome in pairs], shipped())
    assert [(s.milestone, s.entered, s.advanced) for s in steps] == [
        (f"M{n}", entered[n], entered[n + 1]) for n in range(1, 9)
    ]


def test_operation_steps_and_what_was_left_out():
    found = progress({"research": date(2026, 1, 5), "talks": date(2026, 3, 1)}, shipped())
    assert (found.following, found.skipped) == ("plan", ("plan",))
    assert progress({}, shipped()).following == "research"
    every = dict.fromkeys((choice.code for choice in shipped().choices["operation_step"]), TODAY)
    assert (progress(every, shipped()).following, progress(every, shipped()).skipped) == (None, ())


def test_a_step_dated_tomorrow_is_not_done_yet():
    assert progress({"research": TODAY + timedelta(1)}, shipped()).done == ()
    assert len(progress({"research": TODAY}, shipped()).done) == 1


def test_supports_without_accounts_have_no_share():
    assert [s.share for s in supports({}, 0, shipped())] == [None] * 4
    assert [s.share for s in supports({"surveys": 3}, 4, shipped())] == [0, Fraction(3, 4), 0, 0]


def hours(code, spent):
    return Hours("E1", TODAY, code, Fraction(spent))


@pytest.mark.parametrize(
    ("case", "spent", "excess"),
    [
        ("exactly the share", [hours("A", 70), hours("C", 30)], Fraction(0)),
        ("a tenth more", [hours("A", 60), hours("C", 40)], Fraction(1, 10)),
        ("less", [hours("B", 80), hours("C", 20)], Fraction(-1, 10)),
        ("no hours", [], None),
    ],
)
def test_ordinary_accounts_and_time(case, spent, excess):
    found = time_use(spent, {"A": 2, "B": 3, "C": 5}, shipped())
    assert found[-1].excess == excess, case
    assert [(one.account_plan, one.plan) for one in found] == [(None, None)] * 2 + [(Fraction(3, 10), Fraction(3, 10))]
    assert [one.account_share for one in found] == [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)]
    assert sum(one.time_share or 0 for one in found) == (1 if spent else 0)


def test_internal_reviews_are_due_by_the_week_the_month_the_quarter():
    last = {"weekly": TODAY - timedelta(7), "monthly": TODAY - timedelta(31), "quarterly": None}
    assert [(n.kind, n.overdue) for n in internal_occasions(last, shipped())] == [
        ("weekly", False), ("monthly", True), ("quarterly", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "candidates", "expected"),
    [
        ("the best three to grow", {"a": ("grow", 50), "b": ("grow", 90), "c": ("grow", 70), "d": ("grow", 60)},
         ("b", "c", "d")),
        ("verdict before score", {"a": ("watch", 99), "b": ("grow", 10)}, ("b",)),
        ("without a score none", {"a": ("grow", None)}, ()),
        ("a tie goes by key", {"b": ("grow", 5), "a": ("grow", 5)}, ("a", "b")),
    ],
)  # fmt: skip
def test_pilot_accounts(case, candidates, expected):
    scored = {key: (action, None if score is None else Fraction(score)) for key, (action, score) in candidates.items()}
    assert pilots(scored, shipped()) == expected, case


def test_a_company_may_want_one_pilot_only():
    assert pilots({"a": ("grow", Fraction(1)), "b": ("grow", Fraction(2))}, with_value("portfolio_pilots", (1, 1))) == (
        "b",
    )


@pytest.mark.parametrize(("first", "last", "years", "growth"), [(100, 121, 2, 0.1), (100, 0, 1, -1.0)])
def test_yearly_growth(first, last, years, growth):
    assert yearly_growth(first, last, years) == pytest.approx(growth)


@pytest.mark.parametrize(("first", "last", "years"), [(0, 5, 2), (-1, 5, 2), (5, -1, 2), (5, 6, 0)])
def test_growth_that_says_nothing(first, last, years):
    assert yearly_growth(first, last, years) is None


def test_segments_add_up_to_all_accounts():
    accounts = [(Tags("manufacturing", "new"), 100), (Tags("manufacturing"), 50), (Tags(), 7)]
    found = segments(accounts, "sector", shipped())
    assert [(s.code, s.accounts, s.revenue) for s in found if s.accounts] == [("manufacturing", 2, 150), (None, 1, 7)]
    for tag in ("sector", "phase", "decision"):
        assert sum(s.revenue for s in segments(accounts, tag, shipped())) == 157


def test_one_person_under_several_spellings():
    found = one_spelling(["E003", "王强", "E003 王强", "E004王强二", "李明"])
    assert found == {"E003": "E003 王强", "王强": "E003 王强", "E003 王强": "E003 王强", "E004王强二": "E004王强二",
                     "李明": "李明"}  # fmt: skip


def test_a_name_two_people_share_stays():
    assert one_spelling(["王强", "E003 王强", "E009 王强"])["王强"] == "王强"
