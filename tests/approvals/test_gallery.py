"""The smallest case for every finding code of the room, said in both languages."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from approvals.builders import document, office, row, shipped, view_of

from kamsheets.approvals.check import check_matrix
from kamsheets.approvals.findings import findings
from kamsheets.approvals.followup import Entry, follow
from kamsheets.approvals.overdue import followup_findings, stale, stale_findings
from kamsheets.approvals.papers import Paper
from kamsheets.approvals.papers import document as of_paper
from kamsheets.approvals.route import Router
from kamsheets.core.finding import Finding, Place
from kamsheets.core.messages import LANGUAGES, has, reason
from kamsheets.policy.types import MatrixRow
from kamsheets.policy.view import PolicyView

SMALL = {"est_amount": "386000.00", "est_margin_pct": "24%", "expense_ratio": "1%", "project_level": "small"}
OPEN_CODES = {"AP11", "AP12", "AP13", "AP14"}
"""Said by the jobs, see tests/jobs/test_approvals.py."""


def routed(view: PolicyView, *papers: Any) -> list[Finding]:
    router = Router.of(view)
    made = [router.route(of_paper(p, router) if isinstance(p, Paper) else p) for p in papers]
    return findings(made, router)


def matrix(*rows: MatrixRow, people: Any = ()) -> PolicyView:
    return view_of(people, matrix=rows)


def unique(*rows: MatrixRow) -> PolicyView:
    return matrix(*(replace(r, hit_policy="UNIQUE", group="x") for r in rows))


def entry(**facts: Any) -> Entry:
    base: dict[str, Any] = {"form_no": "JTF-002-HD-202606-001", "form": "JTF-002", "subject": "XM-1", "step": 1}
    base |= {"issued": date(2026, 6, 1), "role": "RKAM", "person": "E010", "name": "何敏"}
    return Entry(**{**base, **facts})


def followed(*entries: Entry) -> list[Finding]:
    view = view_of(holidays={date(2026, 6, 19): False})
    return followup_findings(follow(entries, date(2026, 6, 30), view.holidays, 3), view)


def agreed(**facts: Any) -> Entry:
    return entry(state="agree", signed=date(2026, 6, 2), **facts)


def changed() -> list[Finding]:
    signed = [agreed(snapshot="est_amount=1.00")]
    return stale_findings(signed, stale(signed, {("JTF-002", "XM-1"): {"est_amount": "2.00"}}), shipped())


CASES: dict[str, Callable[[], list[Finding]]] = {
    "AP01": lambda: routed(view_of(), document("JTF-002", **SMALL)),
    "AP02": lambda: routed(view_of(office(without=("E010",))), document("JTF-002", **SMALL)),
    "AP03": lambda: routed(matrix(row(1, role="GM"), people=office(without=("E040",))), document("JTF-002")),
    "AP04": lambda: routed(unique(row(1), row(2, {"est_amount": ">=1"})), document("JTF-002", est_amount="5")),
    "AP05": lambda: routed(unique(row(1, {"est_amount": ">=9"})), document("JTF-002", est_amount="5")),
    "AP06": lambda: routed(view_of(office()), document("JTF-002", **{**SMALL, "est_margin_pct": None})),
    "AP07": lambda: routed(view_of(office()), document("JTF-002", est_amount="386000.00", project_level="small")),
    "AP08": lambda: routed(view_of(office()), document("JTF-006", bond_ratio="3%")),
    "AP09": lambda: routed(view_of(office()), document("JTF-002", submitter="", **SMALL)),
    "AP10": lambda: routed(view_of(office()), document("JTF-002", region=None, **SMALL)),
    "AP15": lambda: routed(
        view_of(office()), Paper("JTF-010", "XM-HD-1", {"region": "HD"}, Place("奖金.xlsx", "项目奖金"))
    ),
    "AP24": lambda: check_matrix(unique(row(1, {"est_amount": ">=9"}))),
    "AP25": lambda: check_matrix(unique(row(1), row(2, {"est_amount": ">=9"}))),
    "AP26": lambda: check_matrix(matrix(row(1, {"est_amount": "[9..5)"}))),
    "AP27": lambda: check_matrix(matrix(row(1), row(2))),
    "AP40": lambda: followed(entry()),
    "AP41": changed,
    "AP42": lambda: followed(entry(state="conditional", signed=date(2026, 6, 2))),
    "AP43": lambda: followed(entry(), agreed(step=2)),
    "AP44": lambda: followed(entry(state="agree")),
    "AP45": lambda: followed(entry(state="disagree", signed=date(2026, 6, 2))),
    "AP46": lambda: followup_findings(follow([agreed()], date(2026, 6, 30), {}, 3), shipped()),
    "AP47": lambda: followed(agreed(signer="王强")),
}


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_case_of_each_code(code: str) -> None:
    found = [each for each in CASES[code]() if each.code == code]
    assert found
    for lang in LANGUAGES:
        said = reason(found[0], lang)
        assert "Label(" not in said
        assert "{" not in said


def test_every_code_of_the_catalogue_has_a_case_and_a_way_out() -> None:
    source = (files("kamsheets.core") / "codes" / "approvals.toml").read_text("utf-8")
    codes = set(tomllib.loads(source))
    assert codes == set(CASES) | OPEN_CODES
    assert [code for code in sorted(codes) if not has(f"{code}.fix")] == []
