"""``approvals route``, ``explain`` and ``due`` on workbooks as they come: pipeline, dossier, bonus sheet, leads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from approvals.builders import DAY, away, office
from openpyxl import Workbook, load_workbook

from kamsheets.core.errors import OutputExistsError, UsageError
from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.approvals_due import follow_up
from kamsheets.jobs.approvals_explain import explain_approval
from kamsheets.jobs.approvals_route import route_approvals
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.dated import Dated
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Delegation, Person
from kamsheets.workbook.form_blocks import form_block
from kamsheets.workbook.write import Book

PIPELINE = [
    "项目编号",
    "项目名称",
    "区域",
    "项目登记人",
    "项目小组负责人",
    "当前里程碑",
    "预计合同金额（元）",
    "预计毛利率",
    "费用预算合计",
    "项目结果",
]
SMALL = [
    "XM-HD-2025-0001",
    "小件焊接",
    "华东",
    "E002 林晓",
    "E003 王强",
    "M3 项目立项",
    386000,
    "24.5%",
    4000,
    "进行中",
]
MAJOR = ["XM-HD-2025-0012", "华锐车身", "华东", "林晓", "E010 何敏", "M5 技术突破", 3860000, "24.5%", 42000, "进行中"]


def session(people: tuple[Person, ...] = office(), *delegations: Delegation, **facts: Any) -> Session:
    shipped = Policy.shipped()
    day = shipped.beginning
    policy = replace(
        shipped,
        people=tuple(Dated(each, day) for each in people),
        delegations=tuple(Dated(each, day) for each in delegations),
    )
    return Session(policy, DAY, **facts)


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def pipeline(tmp_path: Path, *rows: Sequence[object], headers: Sequence[str] = PIPELINE) -> Path:
    return workbook(tmp_path / "台账.xlsx", 华东=[["华东区域项目台账 2026年6月"], headers, *rows])


def dossier(tmp_path: Path, form: str, record: dict[str, object], name: str = "档案.xlsx") -> Path:
    current = session()
    with Book(tmp_path / name, "zh") as book:
        form_block(book, catalogue()[form], current.view, record)
    return tmp_path / name


def told(outcome: Outcome, form: str = "") -> list[str]:
    rows: Any = outcome.data["routes"]
    wanted = [row for row in rows if not form or row["form_code"] == form]
    return [f"{row['step']} {row['mode']} {row['role']} {row['person']}".strip() for row in wanted]


def codes(outcome: Outcome) -> list[str]:
    return [found.code for found in outcome.findings]


# --- route: the pipeline ---


def test_each_project_is_routed_on_the_forms_its_milestone_asks_for(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, SMALL, MAJOR)], session())
    assert told(outcome, "JTF-002") == ["1 approve RKAM E010", "2 notify MIA E060"]
    assert told(outcome, "JTF-004") == ["1 approve KAD E020", "2 notify MIA E060"]
    assert outcome.summary["documents"] == 3
    assert (outcome.summary["rows_read"], outcome.summary["accepted"]) == (2, 2)


def test_a_list_that_names_its_forms_needs_no_milestone(tmp_path: Path) -> None:
    headers = ["表号", *(name for name in PIPELINE if name != "当前里程碑")]
    rows = [["jtf－002", *SMALL[:5], *SMALL[6:]], ["JTF004", *MAJOR[:5], *MAJOR[6:]], ["周报", *SMALL[:5], *SMALL[6:]]]
    outcome = route_approvals([pipeline(tmp_path, *rows, headers=headers)], session())
    assert told(outcome, "JTF-002") == ["1 approve RKAM E010", "2 notify MIA E060"]
    assert told(outcome, "JTF-004") == ["1 approve KAD E020", "2 notify MIA E060"]
    assert ("AP11" in codes(outcome), "AP14" in codes(outcome)) == (True, False)  # no form 周报 in the matrix


def test_a_json_row_holds_what_the_contract_names(tmp_path: Path) -> None:
    rows: Any = route_approvals([pipeline(tmp_path, SMALL)], session()).data["routes"]
    first = rows[0]
    assert first["project_no"] == "XM-HD-2025-0001"
    assert (first["form_code"], first["step"], first["mode"]) == ("JTF-002", 1, "approve")
    assert (first["role"], first["person"], first["person_name"]) == ("RKAM", "E010", "何敏")
    assert (first["rule"], first["rows"]) == ("依据 审批矩阵 第5、79行", [5, 79])
    assert "周会" in first["reason"]
    assert (first["file"], first["sheet"], first["cell"]) == ("台账.xlsx", "华东", "3:3")


def test_a_named_form_is_routed_for_every_project(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, SMALL, MAJOR)], session(), forms=["jtf 2"])
    assert told(outcome) == [
        "1 approve RKAM E010",
        "2 notify MIA E060",
        "1 approve RKAM E010",
        "2 approve KAD E020",
        "3 notify MIA E060",
    ]


def test_an_unknown_form_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="JTF-002"):
        route_approvals([pipeline(tmp_path, SMALL)], session(), forms=["JTF-099"])


def test_what_a_sheet_has_no_column_for_is_said_once_a_file(tmp_path: Path) -> None:
    headers, row = PIPELINE[:7], SMALL[:7]
    outcome = route_approvals([pipeline(tmp_path, row, row, headers=headers)], session())
    assert codes(outcome) == ["AP07"]
    assert outcome.summary["open"] == 2


def test_a_blank_margin_is_told_at_its_cell(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, [*SMALL[:7], None, *SMALL[8:]])], session())
    assert [(found.code, found.place.cell) for found in outcome.findings] == [("AP06", "H3")]


def test_an_amount_nobody_can_read_keeps_the_row_out_and_says_so(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, [*SMALL[:6], "三四百万", *SMALL[7:]], MAJOR)], session())
    assert (outcome.summary["rejected"], outcome.summary["accepted"]) == (1, 1)
    assert [found.place.cell for found in outcome.findings if found.severity == "error"] == ["G3"]
    assert outcome.exit_code == 1


def test_a_bad_cell_that_routing_does_not_need_is_no_matter(tmp_path: Path) -> None:
    headers, row = [*PIPELINE, "开标日期"], [*SMALL, "下周"]
    assert codes(route_approvals([pipeline(tmp_path, row, headers=headers)], session())) == []


def test_the_region_comes_from_the_tab_or_the_number_when_the_row_names_none(tmp_path: Path) -> None:
    headers = [header for header in PIPELINE if header != "区域"]
    row = [cell for cell in SMALL if cell != "华东"]
    for tab in ("华东", "台账"):
        path = workbook(tmp_path / f"{tab}.xlsx", **{tab: [headers, row]})
        assert told(route_approvals([path], session()))[0] == "1 approve RKAM E010"


def test_a_blank_milestone_asks_for_no_form_and_is_told(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, [*SMALL[:5], None, *SMALL[6:]])], session())
    assert [(found.code, found.place.cell) for found in outcome.findings] == [("AP14", "F3")]
    assert outcome.data["routes"] == []


def test_without_people_roles_stand_alone_and_that_is_said_once(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, SMALL, MAJOR)], session(()))
    assert codes(outcome).count("AP01") == 1
    assert told(outcome, "JTF-002") == ["1 approve RKAM", "2 notify MIA"]


def test_only_won_projects_ask_for_the_bonus_plan(tmp_path: Path) -> None:
    closed = [*SMALL[:5], "结案", *SMALL[6:9]]
    outcome = route_approvals([pipeline(tmp_path, [*closed, "赢单"], [*closed, "输单"])], session())
    rows: Any = outcome.data["routes"]
    assert [row["form_code"] for row in rows if row["step"] == 1] == ["JTF-009", "JTF-010", "JTF-009"]


def test_a_deputy_signs_and_both_names_are_there(tmp_path: Path) -> None:
    outcome = route_approvals([pipeline(tmp_path, SMALL)], session(office(), away("E010", "E003")))
    rows: Any = outcome.data["routes"]
    assert rows[0]["person"] == "E003"
    assert rows[0]["on_behalf_of"] == "王强代何敏（2026-06-01 至 2026-06-30）"


def test_a_file_without_anything_to_route_is_a_warning_and_a_damaged_one_a_failure(tmp_path: Path) -> None:
    other = workbook(tmp_path / "通讯录.xlsx", 名单=[["某列", "另一列"], ["甲", "乙"]])
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    outcome = route_approvals([other, broken, pipeline(tmp_path, SMALL)], session())
    assert "AP13" in codes(outcome)
    assert len(outcome.failures) == 1
    assert outcome.exit_code == 2
    assert told(outcome, "JTF-002")


# --- route: leads, bonus plans ---


def test_leads_are_assigned_by_the_region_s_manager(tmp_path: Path) -> None:
    headers = ["线索编号", "登记日期", "收集主体", "项目登记人", "客户名称", "区域"]
    rows = [
        ["XS-HD-202606-0001", "2026-06-01", "销售人员", "E002 林晓", "苏州华锐车身部件有限公司", "华东"],
        ["XS-HN-202606-0002", "2026-06-02", "大客户总监", "公司", "深圳某某电器有限公司", "华南"],
    ]
    outcome = route_approvals([workbook(tmp_path / "线索.xlsx", 线索=[headers, *rows])], session())
    assert told(outcome) == ["1 approve RKAM E010", "1 approve RKAM E011"]
    assert codes(outcome) == []


BONUS = [
    "分配表编号",
    "项目编号",
    "合同编号",
    "合同金额(含税)",
    "税率",
    "计提基数口径",
    "提成比例",
    "项目系数",
    "加减项",
    "项目登记人",
]


@pytest.mark.parametrize(
    ("contract", "adjustment", "by_the_general_manager"),
    [
        (2_000_000, 0, False),  # 2,000,000 / 1.13 x 2 % = 35,398.23
        (3_860_000, 0, True),  # the worked example of §4.4: 68,318.58
        (2_000_000, 1769, False),  # 4.997 % of the pool
        (2_000_000, -1770, True),  # 5.0003 %
    ],
)
def test_bonus_plans_go_by_pool_and_adjustment(
    tmp_path: Path, contract: int, adjustment: int, by_the_general_manager: bool
) -> None:
    row = ["JTF-010-HD-202606-001", "XM-HD-2025-0012", "HT-1", contract, "13%", "", "", 1, adjustment, "林晓"]
    path = workbook(tmp_path / "奖金.xlsx", 项目奖金=[BONUS, row])
    outcome = route_approvals([path], session())
    assert any(" GM " in f"{line} " for line in told(outcome)) is by_the_general_manager


def test_the_bonus_sheet_and_the_pipeline_together_know_the_leader_and_route_once(tmp_path: Path) -> None:
    row = ["JTF-010-HD-202606-001", "XM-HD-2025-0012", "HT-1", 3860000, "13%", "", "", 1, 0, "林晓"]
    bonus = workbook(tmp_path / "奖金.xlsx", 项目奖金=[BONUS, row])
    closed = pipeline(tmp_path, [*MAJOR[:5], "结案", *MAJOR[6:9], "赢单"])
    outcome = route_approvals([closed, bonus], session())
    assert told(outcome, "JTF-010") == [
        "1 approve PL E010",
        "2 approve KAD E020",
        "3 approve FIN E050",
        "4 approve MGM E030",
        "5 approve GM E040",
        "6 notify HR E120",
    ]
    assert outcome.summary["replaced"] == 1


# --- route: dossiers ---

BID: dict[str, object] = {
    "filler": "E003 王强",
    "region": "HD",
    "project_no": "XM-HD-2025-0012",
    "tenderee": "苏州华锐车身部件有限公司",
    "agency": "某招标有限公司",
    "est_value": 400_000_000,
    "doc_fee": 80_000,
    "bond_amount": 8_000_000,
    "bond_payee": "某招标有限公司",
}


def test_a_bid_application_is_routed_from_its_sheet(tmp_path: Path) -> None:
    outcome = route_approvals([dossier(tmp_path, "JTF-006", BID)], session())
    assert told(outcome) == ["1 approve RKAM E010", "2 approve MGM E030", "3 approve FIN E050", "4 notify BID E110"]
    assert codes(outcome) == []


def test_a_bond_a_fen_over_two_per_cent_is_blocked_with_the_article(tmp_path: Path) -> None:
    outcome = route_approvals([dossier(tmp_path, "JTF-006", {**BID, "bond_amount": 8_000_001})], session())
    assert codes(outcome) == ["AP08"]
    assert outcome.exit_code == 1
    blocked: Any = outcome.data["blocked"]
    assert "条例 26" in blocked[0]["reason"]
    assert told(outcome) == ["1 notify COMP E070"]


def test_the_finding_of_a_block_stands_at_the_cell_that_decides(tmp_path: Path) -> None:
    path = dossier(tmp_path, "JTF-006", {**BID, "bond_payee": "李四"})
    found = route_approvals([path], session()).findings[0]
    sheet = load_workbook(path)[found.place.sheet]
    assert sheet[found.place.cell].value == "李四"


def test_a_form_knows_from_the_pipeline_who_leads_and_how_large_the_project_is(tmp_path: Path) -> None:
    plan = dossier(
        tmp_path,
        "JTF-005",
        {
            "region": "HD",
            "project_no": "XM-HD-2025-0012",
            "budget_rows": [{"subject": "travel", "amount": 360_000}],
            "ent_plan": [],
        },
    )
    outcome = route_approvals([pipeline(tmp_path, MAJOR), plan], session(), forms=["JTF-005"])
    assert told(outcome)[:2] == ["1 countersign MGM E030", "2 approve KAD E020"]
    assert outcome.summary["replaced"] == 1


# --- the workbook ---


def test_the_workbook_holds_routes_people_register_and_reasons(tmp_path: Path) -> None:
    target = tmp_path / "路线.xlsx"
    outcome = route_approvals([pipeline(tmp_path, SMALL, MAJOR)], session(), output=target)
    assert outcome.outputs == [target]
    book = load_workbook(target)
    assert book.sheetnames[:4] == ["审批路线", "按审批人", "审批台账", "依据"]
    with pytest.raises(OutputExistsError):
        route_approvals([pipeline(tmp_path, SMALL)], session(), output=target)


def test_the_workbook_speaks_english_too(tmp_path: Path) -> None:
    target = tmp_path / "routes.xlsx"
    route_approvals([pipeline(tmp_path, SMALL)], session(lang="en"), output=target)
    assert load_workbook(target).sheetnames[:2] == ["Routes", "By approver"]


def test_a_formula_in_a_name_stays_text(tmp_path: Path) -> None:
    target = tmp_path / "路线.xlsx"
    route_approvals([pipeline(tmp_path, ["=1+1", *SMALL[1:]])], session(), output=target)
    cells = [cell for sheet in load_workbook(target) for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []


# --- explain ---


def test_explain_tells_every_rule_and_the_value_that_decided(tmp_path: Path) -> None:
    outcome = explain_approval([pipeline(tmp_path, SMALL, MAJOR)], session(), project="XM-HD-2025-0012", form="JTF-002")
    trace: Any = outcome.data["trace"]
    states = {line["row"]: line["state"] for line in trace}
    assert states == dict.fromkeys((5, 7, 8, 14), "hit") | dict.fromkeys((6, 9, 10, 11, 12, 13, 79), "missed")
    seventh = next(line for line in trace if line["row"] == 7)
    assert seventh["conditions"] == [
        {"input": "预计合同金额", "value": "3,860,000.00", "test": ">= 2,000,000.00（重大项目金额）"}
    ]
    assert seventh["since"] == date(2020, 1, 1)
    assert any("3,860,000.00" in line for line in outcome.lines)


def test_explain_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="XM-HD-2025-0099"):
        explain_approval([pipeline(tmp_path, SMALL)], session(), project="XM-HD-2025-0099", form="JTF-002")


# --- due ---


def register(tmp_path: Path, *signed: tuple[int, str, str, str], rows: Sequence[Sequence[object]] = (SMALL,)) -> Path:
    """The register of a routed pipeline, JTF-002 sent on 1 June, with (step, state, date, signer) filled in by hand."""
    target = tmp_path / "台账本.xlsx"
    path = pipeline(tmp_path, *rows)
    route_approvals([path], session(force=True), forms=["JTF-002"], output=target)
    book = load_workbook(target)
    sheet = book["审批台账"]
    heads = {
        str(cell.value).rstrip("*"): cell.column for line in sheet.iter_rows(max_row=6) for cell in line if cell.value
    }
    first = next(line[0].row for line in sheet.iter_rows() if any(str(c.value).rstrip("*") == "步骤" for c in line)) + 1
    for line in range(first, sheet.max_row + 1):
        step = sheet.cell(line, heads["步骤"]).value
        if step is None:
            continue
        sheet.cell(line, heads["表单编号"], "JTF-002-HD-202606-001")
        sheet.cell(line, heads["送签日期"], date(2026, 6, 1))
        for number, state, day, signer in signed:
            if number == step:
                sheet.cell(line, heads["步骤状态"], state)
                sheet.cell(line, heads["签字日期"], day)
                sheet.cell(line, heads["实际签字人"], signer)
    book.save(target)
    return target


def test_a_register_is_read_back_and_the_first_signature_is_overdue(tmp_path: Path) -> None:
    outcome = follow_up([register(tmp_path)], session())
    due: Any = outcome.data["due"]
    assert [(row["step"], row["state"], row["due"]) for row in due] == [
        (1, "pending", date(2026, 6, 4)),
        (2, "not_started", None),
    ]
    assert (due[0]["person"], due[0]["days_late"]) == ("E010", 26)
    assert codes(outcome) == ["AP46", "AP40"]
    assert (outcome.summary["overdue"], outcome.summary["finished"]) == (1, 0)


def test_a_signed_register_is_finished(tmp_path: Path) -> None:
    outcome = follow_up([register(tmp_path, (1, "同意", "2026-06-03", ""))], session())
    assert codes(outcome) == ["AP46"]
    assert outcome.summary["finished"] == 1


def test_somebody_else_s_signature_and_an_open_condition_are_told_at_their_cells(tmp_path: Path) -> None:
    outcome = follow_up([register(tmp_path, (1, "有条件同意", "2026-06-03", "王强"))], session())
    assert [(found.code, bool(found.place.cell)) for found in outcome.findings] == [
        ("AP46", False),
        ("AP47", True),
        ("AP42", True),
    ]


def test_an_amount_changed_after_the_signature_calls_for_new_ones(tmp_path: Path) -> None:
    signed = register(tmp_path, (1, "同意", "2026-06-03", ""))
    same = pipeline(tmp_path, SMALL)
    assert "AP41" not in codes(follow_up([signed, same], session()))
    raised = pipeline(tmp_path, [*SMALL[:6], 386000.01, *SMALL[7:]])
    outcome = follow_up([signed, raised], session())
    found = next(each for each in outcome.findings if each.code == "AP41")
    assert dict(found.facts)["changes"].zh == "预计合同金额 386000.00 → 386000.01"  # type: ignore[attr-defined]
    due: Any = outcome.data["due"]
    assert [row["sign_again"] for row in due] == [True, False]


def test_the_follow_up_workbook_lists_what_waits_first(tmp_path: Path) -> None:
    target = tmp_path / "催办.xlsx"
    follow_up([register(tmp_path)], session(), output=target)
    book = load_workbook(target)
    assert book.sheetnames[:2] == ["待签", "在办表单"]
    assert "何敏" in {cell.value for line in book["待签"].iter_rows() for cell in line}


def test_without_a_register_there_is_nothing_to_follow_up(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        follow_up([pipeline(tmp_path, SMALL)], session())


# --- what the forms of a project say of each other ---


def test_a_plan_over_the_stage_budget_of_the_initiation_calls_for_finance(tmp_path: Path) -> None:
    initiation: dict[str, object] = {
        "applicant": "E002 林晓",
        "region": "HD",
        "project_no": "XM-HD-2025-0012",
        "est_amount": 386_000_000,
        "expense_rows": [
            {"subject": "travel", "stage": "M5", "amount": 360_000},
            {"subject": "travel", "stage": "M6", "amount": 90_000},
        ],
        "team_rows": [{"role": "leader", "person": "E010 何敏", "duty": "负责"}],
    }
    plan = {"region": "HD", "project_no": "XM-HD-2025-0012", "ent_plan": [{"per_head": 20_000, "official": False}]}
    for over, finance in ((0, False), (1, True)):
        path = tmp_path / f"档案{over}.xlsx"
        with Book(path, "zh") as book:
            form_block(book, catalogue()["JTF-002"], session().view, initiation)
            rows = [{"subject": "travel", "amount": 360_000 + over}]
            form_block(book, catalogue()["JTF-004"], session().view, {**plan, "budget_rows": rows})
        outcome = route_approvals([path], session(), forms=["JTF-004"])
        assert told(outcome)[0] == "1 approve KAD E020"
        assert any("FIN" in line for line in told(outcome)) is finance


def test_our_own_route_workbook_among_the_files_adds_nothing(tmp_path: Path) -> None:
    target = tmp_path / "路线.xlsx"
    path = pipeline(tmp_path, SMALL)
    first = route_approvals([path], session(), output=target)
    again = route_approvals([path, target], session())
    assert told(again) == told(first)
    assert codes(again) == codes(first)


def test_a_policy_workbook_among_the_files_is_no_form(tmp_path: Path) -> None:
    policy = Path(__file__).parents[2] / "workbook_templates" / "policy.xlsx"
    outcome = route_approvals([policy, pipeline(tmp_path, SMALL)], session())
    assert codes(outcome) == []


def test_a_formula_without_a_value_and_an_error_cell_are_no_amounts(tmp_path: Path) -> None:
    path = pipeline(tmp_path, [*SMALL[:6], "=1+1", *SMALL[7:]])
    outcome = route_approvals([path], session())
    assert outcome.summary["rejected"] == 1
    assert outcome.data["routes"] == []
