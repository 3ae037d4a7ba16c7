"""Routing: forms of all kinds through the shipped matrix in an office of 500, on one core; the cost grows in step.

Typed values become documents with their derived facts, documents become routes to people, routes become findings.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench import Figure, timed

FORMS = ("JTF-002", "JTF-004", "JTF-005", "JTF-006", "JTF-007", "JTF-009", "JTF-010")
DOCUMENTS = 10_000
DAY = date(2026, 6, 30)


def office() -> Any:
    """The shipped policy with 500 people, some away with and without deputies."""
    from kamsheets.policy.policy import Policy
    from kamsheets.policy.types import Delegation, Person

    chance = random.Random(1)  # noqa: S311  invented, not secret
    view = Policy.shipped().as_of(DAY)
    roles = [role.code for role in view.roles]
    regions = [region.code for region in view.regions]
    people = tuple(
        Person(f"E{n:04d}", f"员{n}", (chance.choice(roles) if n % 5 == 0 else "SE",), chance.choice(regions))
        for n in range(500)
    )
    away = tuple(
        Delegation(one.emp_id, chance.choice(people).emp_id if n % 3 else "", date(2026, 6, 1), date(2026, 7, 15))
        for n, one in enumerate(chance.sample(people, 60))
    )
    return replace(view, people=people, delegations=away)


def papers(count: int) -> list[Any]:
    """Forms of every kind with amounts over all bands."""
    from kamsheets.approvals.papers import Paper

    chance = random.Random(2)  # noqa: S311
    made = []
    for n in range(count):
        fen = chance.randrange(10_000_00, 9_000_000_00)
        values = {
            "region": chance.choice(("HD", "HN", "HB", "XB")),
            "project_lead": f"E{chance.randrange(500):04d}",
            "est_amount": fen,
            "amount_gross": fen,
            "est_margin_pct": Fraction(chance.randrange(5, 40), 100),
            "margin_pct": Fraction(chance.randrange(5, 40), 100),
            "expense_total": fen // chance.randrange(20, 200),
            "budget_rows": [{"amount": chance.randrange(1_000_00, 80_000_00)}],
            "ent_plan": [],
            "doc_fee": 800_00,
            "bond_amount": fen // 60,
            "est_value": fen,
            "pool": fen // 60,
            "manual_adjust_ratio": Fraction(0),
        }
        made.append(Paper(FORMS[n % len(FORMS)], f"XM-HD-2026-{n:05d}", values))
    return made


def route(view: Any, made: list[Any]) -> int:
    """Papers to routes."""
    from kamsheets.approvals.papers import document
    from kamsheets.approvals.route import Router

    router = Router.of(view)
    return sum(len(router.route(document(paper, router)).steps) for paper in made)


def route_and_tell(view: Any, made: list[Any]) -> int:
    """Papers to routes and findings."""
    from kamsheets.approvals.findings import findings
    from kamsheets.approvals.papers import document
    from kamsheets.approvals.route import Router

    router = Router.of(view)
    return len(findings([router.route(document(paper, router)) for paper in made], router))


def measure(folder: Path, rows: int) -> Iterator[Figure]:
    """A quarter, a half, all and twice the documents: the ratios are 1, 2, 4 and 8 where the cost grows in step."""
    view, made = office(), papers(2 * DOCUMENTS)
    for count in (DOCUMENTS // 4, DOCUMENTS // 2, DOCUMENTS, 2 * DOCUMENTS):
        yield timed("approvals: route", f"{count:,} documents", route, view, made[:count])
    for count in (DOCUMENTS // 2, DOCUMENTS):
        yield timed("approvals: route and findings", f"{count:,} documents", route_and_tell, view, made[:count])
