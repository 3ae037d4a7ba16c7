"""How much, how far, how sure."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline.pipeline_builders import TODAY, WAN, person, project, shipped, six_stages, snapshot, view_with

from kamsheets.pipeline.categories import SIGNED, categories, standard_process
from kamsheets.pipeline.counting import count
from kamsheets.pipeline.project import Tab
from kamsheets.pipeline.rollup import Line, roll_up
from kamsheets.pipeline.weight import probability

WEIGHTS = [
    ("the stage's default where nothing is typed", {"win_prob": None}, 193 * WAN),
    ("a typed 0 % stays 0 %", {"win_prob": Fraction(0)}, 0),
    ("a typed probability stands", {"win_prob": Fraction(65, 100)}, 250_900_000),
    ("half a fen is rounded up", {"est_amount": 1, "win_prob": Fraction(1, 2)}, 1),
    ("under half a fen is rounded down", {"est_amount": 1, "win_prob": Fraction(49, 100)}, 0),
    ("a lost project counts nothing", {"outcome": "lost"}, 0),
    ("a shelved project counts nothing", {"outcome": "shelved"}, 0),
]


@pytest.mark.parametrize(("values", "expected"), [case[1:] for case in WEIGHTS], ids=[case[0] for case in WEIGHTS])
def test_weighted_amount(values, expected):
    assert roll_up([project(1, **values)], shipped()).total.weighted_amount == expected


def test_each_project_is_rounded_before_the_sum():
    one = {"est_amount": 1, "win_prob": Fraction(1, 2)}
    assert roll_up([project(n, **one) for n in range(3)], shipped()).total.weighted_amount == 3


OVERDUE = [
    ("on the planned day itself it is not late", {"milestone_due": TODAY}, 0),
    ("a day later it is", {"milestone_due": TODAY - timedelta(days=1)}, 1),
    ("ended projects are never late", {"milestone_due": date(2026, 1, 1), "outcome": "won"}, 0),
    ("without a planned day the stage's limit (M5: 90 days) holds: day 90",
     {"milestone_due": None, "milestone_in": TODAY - timedelta(days=90)}, 0),
    ("… and day 91", {"milestone_due": None, "milestone_in": TODAY - timedelta(days=91)}, 1),
    ("no day at all is not late", {"milestone_due": None, "milestone_in": None}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("values", "expected"), [case[1:] for case in OVERDUE], ids=[case[0] for case in OVERDUE])
def test_overdue(values, expected):
    assert roll_up([project(1, **values)], shipped()).total.overdue == expected


def test_open_closed_and_shelved_stand_apart():
    mixed = [
        project(1),
        project(2, outcome="won", est_amount=5),
        project(3, outcome="lost", est_amount=7),
        project(4, outcome="lost", est_amount=11),
        project(5, outcome="cancelled", est_amount=13),
        project(6, outcome="shelved", est_amount=17),
    ]
    found = roll_up(mixed, shipped())
    assert found.total == Line("", 1, 386 * WAN, 193 * WAN, 0)
    assert {(line.key, line.projects, line.est_amount) for line in found.closed} == {
        ("won", 1, 5), ("lost", 2, 18), ("cancelled", 1, 13),
    }  # fmt: skip
    assert (found.shelved.projects, found.shelved.est_amount) == (1, 17)


def test_lines_come_in_the_policys_order_and_show_empty_stages():
    found = roll_up([project(1, region="HN", milestone="M7"), project(2, region="HB", milestone="M3")], shipped())
    assert [line.key for line in found.regions] == ["HB", "HN"]
    assert [(line.key, line.projects) for line in found.milestones if line.projects] == [("M3", 1), ("M7", 1)]
    assert len(found.milestones) == 8


def test_blank_groups_are_kept_and_come_last():
    found = roll_up([project(1, est_sign_date=None, project_lead=None), project(2)], shipped())
    assert [line.key for line in found.months] == ["2026-09", ""]
    assert {line.key for line in found.owners} == {"", "E010 何敏"}


def test_one_leader_under_two_spellings_is_one_owner():
    view = view_with(people=(person(),))
    found = roll_up([project(1, project_lead="何敏"), project(2, project_lead="E010")], view)
    assert [(line.key, line.projects) for line in found.owners] == [("E010 何敏", 2)]


def test_six_stages_of_another_company_roll_up_without_code():
    view = six_stages()
    found = roll_up([project(1, milestone="S3"), project(2, milestone="S6", win_prob=None)], view)
    assert [(line.key, line.weighted_amount) for line in found.milestones if line.projects] == [
        ("S3", 386 * WAN * 4 // 10), ("S6", 386 * WAN * 9 // 10),
    ]  # fmt: skip


def test_nothing_at_all_rolls_up_to_nothing():
    found = roll_up([], shipped())
    assert (found.total, found.regions, found.closed) == (Line(""), (), ())


def test_categories_are_shown_alone_and_cumulative():
    mixed = [
        project(1, milestone="M8", est_amount=8),
        project(2, milestone="M5", est_amount=5),
        project(3, milestone="M1", est_amount=1),
        project(4, outcome="won", est_amount=100, contract_amount=90),
    ]
    found = categories(roll_up(mixed, shipped()).milestones, mixed, shipped())
    assert [(c.key, c.amount, c.cumulative_amount, c.cumulative_projects) for c in found] == [
        (SIGNED, 90, 90, 1), ("commit", 8, 98, 2), ("best_case", 5, 103, 3), ("pipeline", 1, 104, 4),
    ]  # fmt: skip


def test_the_standard_process_of_six_stages_has_the_same_total():
    """M1 and M2 are 客户开发, M4 to M6 提案, M7 招投标 (domain §6.1)."""
    live = [project(n, milestone=f"M{n}", est_amount=10**n) for n in (1, 2, 4, 6, 7)]
    found = standard_process(roll_up(live, shipped()).milestones, shipped())
    amounts = {line.key: (line.projects, line.est_amount) for line in found if line.projects}
    assert amounts == {"develop": (2, 110), "propose": (2, 1_010_000), "bid": (1, 10_000_000)}
    assert standard_process(roll_up(live, six_stages()).milestones, six_stages()) == ()


STAGES = [stage.code for stage in shipped().stages if not stage.closed]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["HD", "HN", "XB"]),
        st.sampled_from(STAGES),
        st.integers(0, 10**13),
        st.one_of(st.none(), st.integers(0, 100).map(lambda n: Fraction(n, 100)), st.just(Fraction(3333, 10_000))),
        st.sampled_from(["open", "open", "won", "lost", "shelved", None]),
        st.integers(0, 5),
    ),
    max_size=30,
)


def _projects(rows, split):
    for n, (region, stage, amount, chance, outcome, tab) in enumerate(rows):
        place = Tab(f"{tab if split else 0}.xlsx", f"{tab % 2 if split else 0}", {})
        yield project(n, tab=place, region=region, milestone=stage, est_amount=amount, win_prob=chance, outcome=outcome)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_totals_equal_an_independent_sum_and_do_not_depend_on_how_files_are_split(rows):
    """The second method: plain dictionaries and fractions, half a fen up."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for region, stage, amount, chance, outcome, _ in rows:
        if outcome in ("open", None):
            rate = chance if chance is not None else shipped().stage(stage).win_probability
            exact = amount * rate
            whole = exact.numerator // exact.denominator
            half_up = whole + (exact - whole >= Fraction(1, 2))
            for key in ("", region, stage):
                sums[key] = [sums[key][0] + 1, sums[key][1] + amount, sums[key][2] + half_up]
    together, apart = (roll_up(count(_projects(rows, split), shipped()).projects, shipped()) for split in (False, True))
    assert together == apart
    lines = (together.total, *together.regions, *together.milestones)
    assert all([line.projects, line.est_amount, line.weighted_amount] == sums[line.key] for line in lines)
    for group in (together.owners, together.months, together.levels, together.grades, together.cells.values()):
        assert sum(line.est_amount for line in group) == together.total.est_amount
        assert sum(line.weighted_amount for line in group) == together.total.weighted_amount


def test_a_stage_nobody_knows_has_no_probability():
    assert probability(project(1, milestone=None), shipped()) == 0


def test_an_outcome_of_a_companys_own_follows_its_tag():

    from kamsheets.policy.types import Choice, Label

    moved = Choice("moved", Label("转代理", "To dealer"), tags=("closed",))
    view = view_with(choices={**shipped().choices, "outcome": (*shipped().choices["outcome"], moved)})
    found = roll_up([project(1)._replace(outcome="moved"), project(2)], view)
    assert ([line.key for line in found.closed], found.total.projects) == (["moved"], 1)


def test_counting_and_rolling_up_agree_on_the_number_of_projects():
    found = snapshot(project(1), project(2, est_amount=None), project(3, outcome="won"))
    sums = roll_up(found.projects, shipped())
    assert sums.total.projects + sum(line.projects for line in sums.closed) + len(found.excluded) == 3
