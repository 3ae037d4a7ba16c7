"""Whose document a form is, where it belongs, and which cells its facts stand in."""

from typing import Any

from approvals.builders import office, told, view_of

from kamsheets.approvals.findings import SUBMITTER, findings
from kamsheets.approvals.papers import Paper, document
from kamsheets.approvals.route import Router
from kamsheets.core.finding import Place

ROUTER = Router.of(view_of(office()))


def paper(form: str, **values: Any) -> Paper:
    places = {name: Place("台账.xlsx", "华东", f"{chr(66 + n)}7") for n, name in enumerate(values)}
    return Paper(form, "XM-1", {"region": "HD", **values}, Place("台账.xlsx", "华东", "7:7"), places)


def submitters(form: str, **values: Any) -> tuple[str, ...]:
    return document(paper(form, **values), ROUTER).submitters


def test_an_initiation_is_the_applicant_s_even_when_the_manager_leads_the_project() -> None:
    assert submitters("JTF-002", applicant="E002 林晓", leader="E010 何敏") == ("E002",)


def test_in_the_pipeline_an_initiation_is_the_registrant_s_and_of_company_leads_nobody_s() -> None:
    assert submitters("JTF-002", registrant="林晓", project_lead="E010 何敏") == ("E002",)
    assert submitters("JTF-002", registrant="公司", project_lead="E010") == ("公司",)
    assert submitters("JTF-002", registrant=None, project_lead="E010 何敏") == ("E010",)


def test_a_plan_is_the_writer_s_and_the_leader_s() -> None:
    assert submitters("JTF-003", filled_by="E002 林晓", project_lead="E010 何敏") == ("E002", "E010")
    assert submitters("JTF-004", leader="何敏") == ("E010",)
    assert submitters("JTF-009", author="E010 何敏", leader="E010") == ("E010",)


def test_major_project_led_by_the_manager_the_director_reviews_jtf_003() -> None:
    found = ROUTER.route(document(paper("JTF-003", filled_by="E002", project_lead="E010 何敏"), ROUTER))
    assert told(found) == ["1 approve KAD E020", "2 notify MIA E060"]


def test_the_same_project_s_initiation_is_signed_by_the_manager() -> None:
    values = {"applicant": "E002", "leader": "E010", "est_amount": 386_000_000, "project_level": "major"}
    found = ROUTER.route(document(paper("JTF-002", **values), ROUTER))
    assert told(found) == ["1 approve RKAM E010", "2 approve KAD E020", "3 notify MIA E060"]


def test_the_leader_s_role_is_the_leader_the_document_names() -> None:
    found = ROUTER.route(document(paper("JTF-010", project_lead="E003 王强"), ROUTER))
    assert told(found)[:2] == ["1 approve PL E003", "2 approve RKAM E010"]


def test_a_name_that_two_share_means_the_one_of_the_region() -> None:
    router = Router.of(view_of(office(E500="林晓 SE HN")))
    assert document(paper("JTF-003", filled_by="林晓"), router).submitters == ("E002",)
    assert document(Paper("JTF-003", "XM-1", {"region": "XB", "filled_by": "林晓"}), router).submitters == ("林晓",)


def test_facts_know_the_cell_they_came_from() -> None:
    made = document(paper("JTF-002", expense_budget=42_000_00, est_amount=3_860_000_00), ROUTER)
    assert made.place_of("expense_ratio").cell == "B7"
    assert made.place_of("est_amount").cell == "C7"
    assert "est_margin_pct" not in made.places


def test_a_blank_cell_is_a_warning_there_and_a_missing_column_is_told_once_a_sheet() -> None:
    one = paper("JTF-002", registrant="E002", est_amount=386_000_00, est_margin_pct=None)
    routes = [ROUTER.route(document(one, ROUTER)) for _ in range(3)]
    found = findings(routes, ROUTER)
    assert [(f.code, f.place.cell) for f in found] == [("AP06", "D7")] * 3 + [("AP07", "")]
    assert dict(found[-1].facts)["rows"] == "10、13"


def test_a_blank_submitter_is_told_at_its_cell_and_company_leads_are_none() -> None:
    blank = paper("JTF-003", filled_by=None)
    found = findings([ROUTER.route(document(blank, ROUTER))], ROUTER)
    assert [(f.code, f.place.cell) for f in found] == [("AP09", "B7")]
    assert document(blank, ROUTER).places[SUBMITTER].cell == "B7"
    company = paper("JTF-001", registrant="公司", collector_type="director")
    assert findings([ROUTER.route(document(company, ROUTER))], ROUTER) == []
