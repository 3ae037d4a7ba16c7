"""Project files: the initiation application (JTF-002), and of closed projects the close-out report (JTF-009)."""

import random
from datetime import timedelta
from fractions import Fraction

from kamsheets.core.money import round_half_up, split_vat
from kamsheets.core.shares import largest_remainder
from kamsheets.jobs.demo.companies import Company
from kamsheets.jobs.demo.typed import day, fen
from kamsheets.jobs.demo.words import Row, dice
from kamsheets.policy.view import PolicyView

SAME = (
    "lead_no", "registrant", "region", "project_no", "customer_name", "industry", "project_name", "project_level",
    "est_amount", "est_margin_pct", "est_sign_date", "tender_mode",
)  # fmt: skip
"""Fields of the application that stand in the pipeline too."""
LESSONS = (
    "技术交流早于招标文件发布，方案按性能参数描述，减少了澄清；费用应按阶段滚动核对，"
    "样件试焊需要提前排产，交付计划与客户停产窗口对齐。"
)


def initiation(project: Row, lead: Row, company: Company, policy: PolicyView) -> Row:
    """The application (F3) with which a project of the pipeline began."""
    throw = dice(f"initiation-{project['project_no']}")
    approved = day(project["approved_date"])
    net, _ = split_vat(fen(project["est_amount"]), Fraction(str(project["tax_rate"])) / 100)
    margin = Fraction(str(project["est_margin_pct"])) / 100
    team = str(project["members"]).split(";")
    expenses = _expenses(throw, fen(project["expense_budget"]), policy)
    row: Row = {
        "form_no": project["jtf002_no"],
        "applicant": lead["registrant"] if lead["registrant"] != "公司" else lead["assigned_to"],
        "apply_dept": "大客户管理部",
        "apply_date": approved - timedelta(days=2),
        "customer_budget": round_half_up(Fraction(fen(project["est_amount"]), 100_000) * 104) * 1000,
        "est_margin": round_half_up(net * margin),
        "uscc": company.uscc,
        "ownership": company.ownership,
        "contact": {
            "name": company.contact[0],
            "title": company.contact[2],
            "phone": lead["contact_tel"],
            "consent_basis": lead["consent_basis"],
        },
        "project_type": throw.choice(("新建", "扩产", "技改")),
        "subject_matter": [_subject(str(lead["need_summary"]), str(lead["product_interest"]))],
        "fund_source": "自有",
        "need_desc": f"{lead['need_summary']}。客户要求节拍与飞溅率达到试焊样件水平，并提供操作培训。",
        "competition_desc": f"已知参与方：{lead['competitor']}。信息来源：公开招标公告与企业网站。",
        "relation_desc": "与设备部门、采购部门建立了正式对接，联系人已告知信息用途。",
        "tech_desc": "建议采用数字化电源与焊缝跟踪，参数按性能要求描述，多家供应商可满足。",
        "business_desc": "预期付款条件 30/30/30/10，交货期 90 天。",
        "risk_desc": "客户扩产计划可能推迟；样件试焊周期紧。",
        "strategic_desc": "区域内同类客户的示范项目。",
        "resource_need": "试焊样件、技术工程师 1 人。",
        "expense_rows": expenses,
        "expense_total": project["expense_budget"],
        "team_mode": "项目小组" if len(team) > 1 else "单人负责",
        "team_rows": [_member(k, who) for k, who in enumerate(team)],
        "init_checks": [{"item": choice.label.zh, "answer": "是"} for choice in policy.choices["init_checks"]],
        "duplicate_check": "无重复",
        "meeting_date": approved,
        "meeting_result": "同意立项",
        "copies": "一式两份：区域存档一份，市场部信息管理员一份（录入CRM）",
    }
    return {**{key: project[key] for key in SAME}, **row}


def close_out(project: Row, policy: PolicyView) -> Row:
    """The close-out report (F9) of a won project."""
    throw = dice(f"close-out-{project['project_no']}")
    closed = day(project["est_sign_date"]) + timedelta(days=10)
    budget, actual = fen(project["expense_budget"]), fen(project["expense_actual"])
    team_stages = [stage.code for stage in policy.stages if not stage.closed][3:]
    budgets = largest_remainder(budget, [throw.randint(1, 5) for _ in team_stages])
    actuals = largest_remainder(actual, [part or 1 for part in budgets])
    stages = zip(team_stages, budgets, actuals, strict=True)
    report: Row = {
        "form_no": project["close_no"],
        "outcome": project["outcome"],
        "close_date": closed,
        "timeline_rows": _timeline(throw, project, policy),
        "result_kv": {
            "contract_amount": project["contract_amount"],
            "margin_pct": project["est_margin_pct"],
            "payment": "30/30/30/10",
        },
        "expense_rows": [{"stage": s, "budget": b, "actual": a, "variance": b - a} for s, b, a in stages],
        "forecast_vs_actual": [
            {
                "item": "预计签约",
                "forecast": f"{day(project['milestone_due']):%Y-%m-%d}",
                "actual": f"{closed:%Y-%m-%d}",
            },
        ],
        "win_factors": [{"factor": "试焊数据证明节拍", "stage": team_stages[1], "evidence": "样件试焊报告"}],
        "customer_feedback": "客户对响应速度满意，建议加强备件库存。",
        "lessons": LESSONS,
        "team_review_rows": _reviews(str(project["members"]).split(";"), team_stages[0]),
        "handover_rows": [
            {"item": "合同与技术协议", "to_dept": "合同管理部", "date": closed},
            {"item": "收款计划", "to_dept": "财务部", "date": closed},
        ],
        "pi_cleanup": [{"item": choice.label.zh, "answer": "是"} for choice in policy.choices.get("pi_cleanup", ())],
        "author": project["project_lead"],
        "report_to": _manager(str(project["project_lead"]), policy),
    }
    return {**{key: project[key] for key in ("region", "project_no", "project_name", "customer_name")}, **report}


def _manager(who: str, policy: PolicyView) -> str:
    """The manager of a member of staff; of a manager the one above."""
    person = policy.person(who.split()[0])
    manager = policy.person(person.manager_id or "") if person else None
    return f"{manager.emp_id} {manager.name}" if manager else who


def _expenses(throw: random.Random, total: int, policy: PolicyView) -> list[Row]:
    subjects = [choice.code for choice in policy.choices["expense_subject"]]
    stages = [stage.code for stage in policy.stages if not stage.closed][3:]
    cells = [(stage, throw.choice(subjects[:4])) for stage in stages]
    amounts = largest_remainder(total // 100, [throw.randint(2, 6) for _ in cells])
    return [
        {"subject": subject, "stage": stage, "amount": amount * 100}
        for (stage, subject), amount in zip(cells, amounts, strict=True)
    ]


def _subject(need: str, product: str) -> Row:
    quantity = next((int(ch) for ch in need if ch.isdigit()), 1)
    return {"name": product, "spec": "按技术协议", "unit": "套" if "套" in need else "台", "qty": quantity}


def _member(position: int, who: str) -> Row:
    return {"role": "成员" if position else "组长", "person": who, "duty": "技术方案与商务" if position else "全面负责"}


def _reviews(team: list[str], stage: str) -> list[Row]:
    shares = largest_remainder(100, [1] * len(team))
    return [
        {"stage": stage, "member": who, "workload_pct": share, "comment": "按计划完成"}
        for who, share in zip(team, shares, strict=True)
    ]


def _timeline(throw: random.Random, project: Row, policy: PolicyView) -> list[Row]:
    rows = []
    planned = day(project["approved_date"])
    for stage in policy.stages:
        if stage.closed or stage.order < 3:
            continue
        late = throw.randint(-3, 6)
        rows.append({"stage": stage.code, "plan_date": planned, "actual_date": planned + timedelta(days=late),
                     "variance_days": late, "visits": throw.randint(1, 3)})  # fmt: skip
        planned += timedelta(days=throw.randint(12, 25))
    return rows
