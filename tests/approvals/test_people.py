"""From roles to people: nearest first, deputies, own documents, vacancies, joining (domain §3.2, semantics B3)."""

from dataclasses import replace
from datetime import date

import pytest
from approvals.builders import away, document, office, person, route, row, told, view_of

from kamsheets.approvals.directory import Directory
from kamsheets.approvals.findings import findings
from kamsheets.approvals.route import Router
from kamsheets.policy.types import Delegation, MatrixRow, Role
from kamsheets.policy.view import PolicyView

SMALL = {"est_amount": "386000.00", "est_margin_pct": "24%", "expense_ratio": "1%", "project_level": "small"}
MAJOR = {**SMALL, "est_amount": "3860000.00", "project_level": "major"}
PLAN = {"plan_budget": "3600.00", "over_stage_budget_ratio": "0%", "public_official": False, "per_head": "0.00"}


def notes(view: PolicyView, paper: object, step: int = 0) -> list[str]:
    return [note.code for note in route(view, paper).steps[step].notes]  # type: ignore[arg-type]


def codes(view: PolicyView, *papers: object) -> list[str]:
    router = Router.of(view)
    return [found.code for found in findings((router.route(paper) for paper in papers), router)]  # type: ignore[arg-type]


def only(view: PolicyView, *rows: MatrixRow) -> PolicyView:
    return replace(view, matrix=rows)


# --- nearest first ---


def test_the_region_s_own_manager_signs_and_headquarters_stand_behind_him() -> None:
    assert told(route(view_of(office()), document("JTF-002", **MAJOR))) == [
        "1 approve RKAM E010",
        "2 approve KAD E020",
        "3 notify MIA E060",
    ]


def test_another_region_s_manager_never_signs() -> None:
    steps = route(view_of(office()), document("JTF-002", region="HN", **SMALL)).steps
    assert steps[0].person
    assert steps[0].person.emp_id == "E011"
    west = route(view_of(office()), document("JTF-002", region="XB", **SMALL)).steps
    assert west[0].person
    assert west[0].person.emp_id == "E020"


def test_a_person_without_a_region_serves_headquarters() -> None:
    view = view_of((person("E010", "何敏 RKAM -"), *office(without=("E010", "E011"))))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E010"


def test_of_several_holders_the_submitter_s_own_superior_signs_and_the_others_are_named() -> None:
    staff = [person("E002", "林晓 SE HD", manager_id="E012"), *office(without=("E002",), E012="郑云 RKAM HD")]
    view = view_of(tuple(staff))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E012"
    assert notes(view, document("JTF-002", **SMALL)) == ["chosen"]
    assert told(route(view, document("JTF-002", submitter="E003", **SMALL)))[0] == "1 approve RKAM E010"


def test_who_has_left_by_the_day_signs_nothing_and_signs_until_the_day_before() -> None:
    last = replace(person("E010", "何敏 RKAM HD"), leave_date=date(2026, 7, 1))
    staff = (last, *office(without=("E010",)))
    assert told(route(view_of(staff), document("JTF-002", **SMALL)))[0] == "1 approve RKAM E010"
    gone = (replace(last, leave_date=date(2026, 6, 30)), *office(without=("E010",)))
    assert told(route(view_of(gone), document("JTF-002", **SMALL)))[0] == "1 approve KAD E020"


# --- vacancy and leave ---


def test_a_vacant_role_moves_up_one_level_with_a_warning() -> None:
    view = view_of(office(without=("E010",)))
    found = route(view, document("JTF-002", **SMALL))
    assert told(found)[0] == "1 approve KAD E020"
    assert found.steps[0].asked == ("RKAM",)
    assert notes(view, document("JTF-002", **SMALL)) == ["vacant"]
    assert codes(view, document("JTF-002", **SMALL)) == ["AP02"]


def test_a_vacancy_is_told_once_however_many_documents_wait() -> None:
    view = view_of(office(without=("E010",)))
    assert codes(view, *[document("JTF-002", **SMALL)] * 50) == ["AP02"]


def test_two_vacant_levels_move_up_two() -> None:
    view = view_of(office(without=("E010", "E020")))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve MGM E030"
    assert notes(view, document("JTF-002", **SMALL)) == ["vacant", "vacant"]


def test_nobody_at_all_is_an_error_and_the_step_stays_empty() -> None:
    view = view_of(office(without=("E010", "E020", "E030", "E040")))
    found = route(view, document("JTF-002", **SMALL))
    assert found.steps[0].person is None
    assert found.steps[0].missing
    assert codes(view, document("JTF-002", **SMALL)) == ["AP02", "AP02", "AP02", "AP02", "AP03"]


def test_leave_without_a_deputy_moves_up() -> None:
    view = view_of(office(), away("E010"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve KAD E020"
    assert notes(view, document("JTF-002", **SMALL)) == ["away"]
    assert codes(view, document("JTF-002", **SMALL)) == ["AP02"]


def test_leave_of_one_of_two_holders_leaves_the_other() -> None:
    view = view_of(office(E012="郑云 RKAM HD"), away("E010"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E012"
    assert notes(view, document("JTF-002", **SMALL)) == ["colleague", "chosen"]


# --- deputies ---


@pytest.mark.parametrize(
    ("day", "signer"),
    [
        ("2026-06-09", "E010"),
        ("2026-06-10", "E003"),
        ("2026-06-19", "E003"),
        ("2026-06-20", "E010"),
    ],
)
def test_a_deputy_signs_from_the_first_day_until_before_the_last(day: str, signer: str) -> None:
    view = view_of(office(), away("E010", "E003", "2026-06-10", "2026-06-20"), day=date.fromisoformat(day))
    found = route(view, document("JTF-002", **SMALL)).steps[0]
    assert found.person
    assert found.person.emp_id == signer
    assert found.role == "RKAM"


def test_both_names_and_the_last_day_are_printed() -> None:
    view = view_of(office(), away("E010", "E003", "2026-06-21", "2026-07-11"))
    note = route(view, document("JTF-002", **SMALL)).steps[0].notes[0]
    assert dict(note.facts) == {
        "delegator": "何敏",
        "delegate": "王强",
        "start": date(2026, 6, 21),
        "last": date(2026, 7, 10),
    }
    assert note.told("zh") == "王强代何敏（2026-06-21 至 2026-07-10）"


def test_a_deputy_for_some_forms_signs_only_those() -> None:
    view = view_of(office(), away("E010", "E003", forms="JTF-006"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E010"
    assert told(route(view, document("JTF-006")))[0] == "1 approve RKAM E003"


def test_a_chain_of_deputies_is_followed_to_its_end() -> None:
    view = view_of(office(), away("E010", "E003"), away("E003", "E011"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E011"
    assert notes(view, document("JTF-002", **SMALL)) == ["delegated", "delegated"]


def chain(length: int) -> tuple[tuple[Delegation, ...], dict[str, str]]:
    links = [f"E2{n:02d}" for n in range(length)]
    return (
        tuple(away(a, b) for a, b in zip(["E010", *links], links, strict=False)),
        {link: f"代{n} SE HD" for n, link in enumerate(links)},
    )


def test_a_chain_as_long_as_the_policy_allows_holds_and_one_longer_moves_up() -> None:
    for length, first in ((3, "1 approve RKAM E202"), (4, "1 approve KAD E020")):
        delegations, people = chain(length)
        view = view_of(office(**people), *delegations)
        assert told(route(view, document("JTF-002", **SMALL)))[0] == first


def test_deputies_in_a_circle_move_up() -> None:
    view = view_of(office(), away("E010", "E003"), away("E003", "E010"))
    found = route(view, document("JTF-002", **SMALL))
    assert told(found)[0] == "1 approve KAD E020"
    assert "代理成环" in found.steps[0].notes[0].told("zh")


def test_a_deputy_who_submits_the_document_does_not_sign_it() -> None:
    view = view_of(office(), away("E010", "E002"))
    found = route(view, document("JTF-002", submitter="E002", **SMALL))
    assert told(found)[0] == "1 approve KAD E020"
    assert told(route(view, document("JTF-002", submitter="E003", **SMALL)))[0] == "1 approve RKAM E002"


def test_a_deputy_who_has_left_does_not_sign() -> None:
    gone = replace(person("E003", "王强 SE HD"), leave_date=date(2026, 6, 30))
    view = view_of((gone, *office(without=("E003",))), away("E010", "E003"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve KAD E020"


def test_of_leave_and_a_deputy_named_for_the_same_days_the_deputy_holds() -> None:
    view = view_of(office(), away("E010"), away("E010", "E003"))
    assert told(route(view, document("JTF-002", **SMALL)))[0] == "1 approve RKAM E003"


# --- own documents ---


def test_the_leader_of_a_major_project_does_not_approve_his_own_plan() -> None:
    view = view_of(office())
    found = route(view, document("JTF-004", submitter="E010", **PLAN))
    assert told(found) == ["1 approve KAD E020", "2 notify MIA E060"]
    assert [note.code for note in found.steps[0].notes] == ["own", "merged"]
    assert found.steps[0].asked == ("RKAM", "KAD")
    assert {each.number for each in found.steps[0].rows} == {17, 20}


def test_own_documents_move_up_level_by_level() -> None:
    view = only(view_of(office()), row(1, role="KAD"))
    assert told(route(view, document("JTF-002", submitter="E020"))) == ["1 approve MGM E030"]


def test_at_the_top_an_own_document_finds_nobody() -> None:
    view = only(view_of(office()), row(1, role="GM"))
    assert codes(view, document("JTF-002", submitter="E040")) == ["AP03"]


def test_a_colleague_of_the_same_role_does_not_sign_instead_of_the_superior() -> None:
    view = only(view_of(office(E012="郑云 RKAM HD")), row(1))
    assert told(route(view, document("JTF-002", submitter="E012"))) == ["1 approve KAD E020"]


def test_being_told_of_an_own_document_is_no_approval() -> None:
    view = only(view_of(office()), row(1, role="MIA", mode="notify"))
    assert told(route(view, document("JTF-002", submitter="E060"))) == ["1 notify MIA E060"]


def test_a_leader_confirms_as_leader_what_he_may_not_approve_as_manager() -> None:
    paper = replace(document("JTF-010", "E010", pool="30000.00", manual_adjust_ratio="0%"), named={"PL": "E010"})
    found = route(view_of(office()), paper)
    assert told(found)[:3] == ["1 approve PL E010", "2 approve KAD E020", "3 approve FIN E050"]


def test_a_leader_whom_the_people_sheet_does_not_know_is_not_replaced_by_another_leader() -> None:
    staff = view_of(office(E200="旁人 PL HD"))
    view = only(staff, row(1, role="PL"))
    named = replace(document("JTF-002"), named={"PL": "E999"})
    assert told(route(view, named)) == ["1 approve RKAM E010"]
    assert notes(view, named) == ["vacant"]


# --- joining ---


def test_one_person_in_two_consecutive_steps_signs_once_at_the_later() -> None:
    staff = (person("E010", "何敏 RKAM,KAD HD"), *office(without=("E010",)))
    found = route(view_of(staff), document("JTF-004", **PLAN))
    assert told(found) == ["1 approve KAD E010", "2 notify MIA E060"]
    assert found.steps[0].notes[-1].told("zh") == "区域大客户经理、大客户总监为同一人，合并为一步"


def test_one_person_in_steps_that_are_not_consecutive_signs_each() -> None:
    staff = view_of((person("E010", "何敏 RKAM,MGM HD"), *office(without=("E010",))))
    view = only(staff, row(1), row(2, step=20, role="KAD"), row(3, step=30, role="MGM"))
    assert told(route(view, document("JTF-002"))) == ["1 approve RKAM E010", "2 approve KAD E020", "3 approve MGM E010"]


def test_a_a_b_a_is_signed_a_b_a() -> None:
    staff = view_of((person("E010", "何敏 RKAM,FIN,MGM HD"), *office(without=("E010",))))
    rows = [row(n, step=n, role=role) for n, role in enumerate(("RKAM", "FIN", "KAD", "MGM"), 1)]
    found = told(route(only(staff, *rows), document("JTF-002")))
    assert found == ["1 approve FIN E010", "2 approve KAD E020", "3 approve MGM E010"]


def test_who_signs_is_not_told_again_in_the_next_step() -> None:
    staff = view_of((person("E010", "何敏 RKAM,MIA HD"), *office(without=("E010",))))
    view = only(staff, row(1), row(2, step=20, role="MIA", mode="notify"))
    assert told(route(view, document("JTF-002"))) == ["1 approve RKAM E010"]


def test_side_by_side_steps_of_one_person_are_one() -> None:
    staff = view_of((person("E050", "钱蕾 FIN,TEC ZB"), *office(without=("E050",))))
    rows = [row(n, role=role, mode="countersign") for n, role in enumerate(("FIN", "TEC", "LEG"), 1)]
    assert told(route(only(staff, *rows), document("JTF-002"))) == ["1 countersign TEC E050", "1 countersign LEG E080"]


def test_a_role_is_kept_once_at_its_latest_step_in_its_strictest_mode() -> None:
    rows = (
        row(1, role="MGM", mode="countersign", step=5, days=3),
        row(2, role="MGM", mode="approve", step=40, days=2),
        row(3, role="MGM", mode="notify", step=90),
    )
    found = route(only(view_of(office()), *rows), document("JTF-002")).steps
    assert [(s.mode, s.role, s.days, len(s.rows)) for s in found] == [("approve", "MGM", 2, 3)]


# --- several people a step ---


def three_engineers() -> PolicyView:
    return view_of(office(E091="姜工 TEC ZB", E092="戚工 TEC ZB"))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("any_of", ["1 any_of TEC E090", "1 any_of TEC E091", "1 any_of TEC E092"]),
        ("2/3", ["1 2/3 TEC E090", "1 2/3 TEC E091", "1 2/3 TEC E092"]),
        ("in_turn", ["1 in_turn TEC E090", "2 in_turn TEC E091", "3 in_turn TEC E092"]),
        ("countersign", ["1 countersign TEC E090"]),
    ],
)
def test_modes_for_several_holders(mode: str, expected: list[str]) -> None:
    assert told(route(only(three_engineers(), row(1, role="TEC", mode=mode)), document("JTF-002"))) == expected


def test_too_few_for_n_of_m_moves_up() -> None:
    view = only(three_engineers(), row(1, role="TEC", mode="4/4"))
    assert codes(view, document("JTF-002")) == ["AP02", "AP02", "AP03"]


def test_the_submitter_is_not_one_of_several_signers() -> None:
    view = only(three_engineers(), row(1, role="TEC", mode="any_of"))
    assert told(route(view, document("JTF-002", submitter="E091"))) == ["1 any_of TEC E090", "1 any_of TEC E092"]


# --- what cannot be told ---


def test_without_people_roles_are_taken_as_written_and_that_is_said_once() -> None:
    view = view_of()
    assert codes(view, *[document("JTF-002", **SMALL)] * 9) == ["AP01"]
    assert told(route(view, document("JTF-002", **SMALL))) == ["1 approve RKAM", "2 notify MIA"]


def test_an_unknown_submitter_is_a_warning() -> None:
    assert codes(view_of(office()), document("JTF-002", submitter="", **SMALL)) == ["AP09"]
    assert codes(view_of(office()), document("JTF-002", submitter="某人", **SMALL)) == ["AP09"]


def test_a_document_without_a_region_is_a_warning() -> None:
    assert "AP10" in codes(view_of(office()), document("JTF-002", region=None, **SMALL))


def test_a_circle_of_superior_roles_ends_in_an_error_not_in_an_endless_climb() -> None:
    view = view_of(office(without=("E010",)))
    label = next(r.label for r in view.roles if r.code == "RKAM")
    roles = (Role("RKAM", label, "KAD"), Role("KAD", label, "RKAM"))
    view = replace(only(view, row(1)), roles=roles, people=office(without=("E010", "E020")))
    assert codes(view, document("JTF-002"))[-1] == "AP03"


def test_the_directory_knows_a_line_of_superiors_even_when_it_is_a_circle() -> None:
    staff = (person("E1", "甲 SE HD", manager_id="E2"), person("E2", "乙 SE HD", manager_id="E1"))
    assert Directory.of(view_of(staff)).superiors(["E1"]) == {"E1", "E2"}
