"""What must hold whatever the numbers: more money never fewer signers, names never matter, nobody signs his own."""

import random
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from approvals.builders import OFFICE, away, document, office, person, row, shipped, told, view_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kamsheets.approvals.documents import Document
from kamsheets.approvals.route import Route, Router
from kamsheets.approvals.steps import signs
from kamsheets.approvals.together import RouteStep
from kamsheets.policy.types import Delegation, Person
from kamsheets.policy.view import PolicyView

AMOUNTS = {
    "JTF-002": "est_amount",
    "JTF-004": "plan_budget",
    "JTF-005": "plan_budget",
    "JTF-006": "fee_plus_bond",
    "JTF-007": "amount_gross",
    "JTF-010": "pool",
    "JTF-013": "event_total",
}
EDGES = sorted(value.value for value in shipped().values.values() if value.kind == "money" and value.value is not None)
fen = st.one_of(st.integers(0, 10**11), st.sampled_from(EDGES), st.sampled_from(EDGES).map(lambda edge: edge + 1))
shares = st.integers(-100, 200).map(lambda n: Fraction(n, 200))
BY_ROLE = Router.of(shipped())
STAFFED = Router.of(view_of(office()))
untimed = settings(deadline=None)


@st.composite
def papers(draw: st.DrawFn) -> Document:
    """A form with any facts of the kinds the matrix asks for; some not known."""
    form = draw(st.sampled_from(sorted(AMOUNTS)))
    facts: dict[str, Any] = {}
    for name in {name for each in shipped().matrix if each.form == form for name, _ in each.conditions}:
        kind = shipped().inputs[name].kind
        codes = [choice.code for choice in shipped().choices.get(shipped().inputs[name].choices, ())]
        values = {"money": fen, "rate": shares, "int": st.integers(0, 365), "flag": st.booleans()}
        facts[name] = draw(st.none() | (st.sampled_from(codes) if kind == "choice" else values[kind]))
    submitter = draw(st.sampled_from(["", *OFFICE]))
    region = draw(st.sampled_from(["HD", "HN", "XB", None]))
    return Document(form, "XM-1", region, facts, (submitter,) if submitter else ())


def signers(route: Route) -> set[str]:
    return {step.role for step in route.steps if signs(step.mode)}


@untimed
@given(papers(), fen, fen)
def test_a_higher_amount_never_removes_a_signer(paper: Document, one: int, other: int) -> None:
    amount = AMOUNTS[paper.form]
    low, high = sorted((one, other))
    few, many = (BY_ROLE.route(replace(paper, facts={**paper.facts, amount: fen})) for fen in (low, high))
    assert signers(few) <= signers(many)


@untimed
@given(papers())
def test_a_lower_margin_never_removes_a_signer(paper: Document) -> None:
    for name in ("est_margin_pct", "margin_pct"):
        if name in paper.facts:
            good, bad = (BY_ROLE.route(replace(paper, facts={**paper.facts, name: Fraction(n, 100)})) for n in (30, 10))
            assert signers(good) <= signers(bad)


@untimed
@given(papers())
def test_what_becomes_known_never_removes_a_signer(paper: Document) -> None:
    known = BY_ROLE.route(paper)
    blank = BY_ROLE.route(replace(paper, facts=dict.fromkeys(paper.facts)))
    if not known.blocks:
        assert signers(blank) <= signers(known)


@untimed
@given(papers())
def test_other_rows_of_other_forms_change_nothing(paper: Document) -> None:
    more = replace(shipped(), matrix=(*shipped().matrix, row(900, form="JTF-011", role="GM"), row(901, form="JTF-008")))
    if paper.form not in ("JTF-008", "JTF-011"):
        assert told(Router.of(more).route(paper)) == told(BY_ROLE.route(paper))


@untimed
@given(papers(), st.randoms())
def test_the_order_of_the_sheet_s_rows_changes_nothing(paper: Document, chance: random.Random) -> None:
    rows = list(shipped().matrix)
    chance.shuffle(rows)
    shuffled = Router.of(replace(shipped(), matrix=tuple(rows))).route(paper)
    assert sorted(told(shuffled)) == sorted(told(BY_ROLE.route(paper)))


@untimed
@given(papers())
def test_renaming_regions_changes_nothing(paper: Document) -> None:
    def new(code: str | None) -> str | None:
        return code and f"区{code}"

    view = view_of(office())
    renamed = replace(
        view,
        regions=tuple(replace(region, code=str(new(region.code))) for region in view.regions),
        people=tuple(replace(each, region=new(each.region)) for each in view.people),
    )
    assert told(Router.of(renamed).route(replace(paper, region=new(paper.region)))) == told(STAFFED.route(paper))


@untimed
@given(papers())
def test_renaming_roles_changes_only_their_names(paper: Document) -> None:
    view = view_of(office())
    new = {role.code: f"R{n}" for n, role in enumerate(view.roles)}
    renamed = replace(
        view,
        roles=tuple(replace(r, code=new[r.code], superior=r.superior and new[r.superior]) for r in view.roles),
        matrix=tuple(replace(r, role=new[r.role]) for r in view.matrix),
        people=tuple(replace(p, roles=tuple(new[r] for r in p.roles)) for p in view.people),
    )
    people = [step.person and step.person.emp_id for step in Router.of(renamed).route(paper).steps]
    assert people == [step.person and step.person.emp_id for step in STAFFED.route(paper).steps]


# --- delegation ---

links = st.tuples(st.sampled_from(sorted(OFFICE)), st.sampled_from(["", *sorted(OFFICE)]))


@untimed
@given(papers(), st.lists(links, max_size=12))
def test_delegation_never_lets_a_submitter_sign(paper: Document, chain: list[tuple[str, str]]) -> None:
    view = view_of(office(), *[away(one, other) for one, other in chain if one != other])
    for step in Router.of(view).route(paper).steps:
        if signs(step.mode) and step.person:
            assert step.person.emp_id not in paper.submitters


@untimed
@given(papers(), st.lists(links, max_size=12))
def test_who_is_away_never_signs(paper: Document, chain: list[tuple[str, str]]) -> None:
    absent = {one for one, other in chain if one != other}
    view = view_of(office(), *[away(one, other) for one, other in chain if one != other])
    for step in Router.of(view).route(paper).steps:
        if step.person:
            assert step.person.emp_id not in absent


# --- five hundred people ---

ROLES = [role.code for role in shipped().roles if role.code not in ("CO", "PL")]
REGIONS = [region.code for region in shipped().regions]


def big_office(chance: random.Random) -> PolicyView:
    """500 people with vacancies, leave, chains of deputies and people who have left."""
    people: list[Person] = []
    for n in range(500):
        role = chance.choice(ROLES) if chance.random() < 0.1 else "SE"
        region = chance.choice(REGIONS) if role in ("SE", "MD", "RKAM") else "ZB"
        left = date(2026, 1, 1) + timedelta(days=chance.randrange(365)) if chance.random() < 0.1 else None
        manager = f"E{chance.randrange(500):04d}"
        people.append(replace(person(f"E{n:04d}", f"员{n} {role} {region}"), leave_date=left, manager_id=manager))
    vacant = set(chance.sample(ROLES, 3))
    people = [replace(p, roles=("SE",)) if set(p.roles) & vacant else p for p in people]
    delegations: list[Delegation] = []
    officers = [p for p in people if p.roles != ("SE",)]
    for each in [*officers[::2], *chance.sample(people, 150)]:
        start = date(2026, 6, 1) + timedelta(days=chance.randrange(40))
        until = start + timedelta(days=chance.randrange(1, 30))
        other = "" if chance.random() < 0.3 else chance.choice(people).emp_id
        if other != each.emp_id:
            delegations.append(away(each.emp_id, other, start.isoformat(), until.isoformat()))
    return view_of(tuple(people), *delegations)


def unexplained(step: RouteStep, paper: Document, view: PolicyView) -> str:
    """Why a step's person cannot be followed from its remarks, by a second reading of the rules; empty when he can."""
    codes = {note.code for note in step.notes}
    if step.person is None:
        return "" if "nobody" in codes else "nobody, and not said"
    if step.role not in step.asked and not {"vacant", "own", "away"} & codes:
        return "moved up, and not said"
    staff = [each for each in view.people if each.active_on(view.day) and step.role in each.roles]
    near = [each for each in staff if each.region == paper.region] or [each for each in staff if each.region == "ZB"]
    reached = {each.name for each in near}
    links = [dict(note.facts) for note in step.notes if note.code == "delegated"]
    if any(not link["start"] <= view.day <= link["last"] for link in links):  # type: ignore[operator]
        return f"a deputy of other days: {links}"
    for _ in links:
        reached |= {str(link["delegate"]) for link in links if link["delegator"] in reached}
    return "" if step.person.name in reached else f"{step.person.name} neither holds {step.role} nor stands in for it"


def test_an_office_of_five_hundred_routes_without_an_unexplained_step() -> None:
    remarks = set()
    for seed in range(5):
        chance = random.Random(seed)
        view = big_office(chance)
        router = Router.of(view)
        for form in sorted(AMOUNTS) * 40:
            submitter = chance.choice(view.people).emp_id
            paper = document(form, submitter, chance.choice(REGIONS), **{AMOUNTS[form]: str(chance.randrange(10**7))})
            for step in router.route(paper).steps:
                remarks |= {note.code for note in step.notes}
                assert unexplained(step, paper, view) == ""
                assert not (signs(step.mode) and step.person and step.person.emp_id == submitter)
    assert {"vacant", "away", "own", "delegated", "chosen", "colleague", "merged"} <= remarks
