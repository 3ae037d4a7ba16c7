"""JTF-004 技术突破阶段工作计划书 and JTF-005 商务突破阶段工作计划书 (domain §2.6, §5.3): one skeleton."""

from collections.abc import Iterator

from word_forms.sheet import Col, Sheet, boxes, hand
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of either form from top to bottom; the top line is the one that survived of the handbook's form."""
    yield s.section(
        None,
        s.line("rkam", "leader", "fill_date", split=(8, 9, 6, 9, 6, 10)),
        s.line("project_name", "form_no", split=(8, 20, 5, 15)),
        s.line("project_no", "participants", split=(8, 13, 8, 19)),
    )
    yield s.rows(
        ("一、阶段目标", "1  Goals"),
        "stage_goal",
        [Col("goal", 18), Col("measure", 12), Col("target", 9), Col("due", 9)],
    )
    yield s.section(("二、现状与战术方针", "2  Situation and approach"), *s.text("situation", "tactic", height=567))
    if "exec_visit" in s.form.by_id:
        yield s.rows(
            ("三、高层互访计划", "3  Executive visits"),
            "exec_visit",
            [Col("our_exec", 10), Col("client_exec", 10), Col("date", 9), Col("agenda", 19)],
        )
    else:
        yield s.section(
            ("三、技术交流安排", "3  Technical exchange"),
            s.line(boxes("exchange_type"), split=(8, 40)),
            s.line("proposal_doc", split=(8, 40)),
        )
    yield s.rows(
        ("四、行动方案", "4  Actions"),
        "action_rows",
        [
            Col("no", 2, label=("序", "No.")),
            Col("action", 6),
            Col("client_party", 4, label=("对象", "Whom")),
            Col("method", 4),
            Col("owner", 4, ("姓名",)),
            Col("helper", 4, ("姓名",)),
            Col("start", 5, ("短日期",)),
            Col("end", 5, ("短日期",)),
            Col("deliverable", 5),
            Col("check_standard", 4),
            Col("budget", 5),
        ],
        total="budget",
        small=True,
    )
    yield s.rows(
        ("五、人员分工", "5  Division of work"),
        "team_rows",
        [Col("person", 14), Col("duty", 24), Col("workload_pct", 10)],
        total="workload_pct",
        whole=True,
    )
    yield s.rows(
        ("六、费用预算", "6  Budget"),
        "budget_rows",
        [Col("subject", 14), Col("basis", 22), Col("amount", 12)],
        total="amount",
        whole=True,
    )
    yield s.section(None, s.facts(in_words(s), split=(8, 40)))
    yield s.rows(
        ("商务活动预案", "Hospitality plan"),
        "ent_plan",
        [
            Col("date", 9),
            Col("purpose", 14),
            Col("people", 5),
            Col("per_head", 7),
            Col("official", 6),
            Col("application_no", 7),
        ],
        only_with=True,
    )
    yield s.rows(("七、风险与应对", "7  Risks"), "risk_rows", [Col("risk", 18), Col("response", 20), Col("owner", 10)])
    yield s.ticks(("八、合规自检", "8  Compliance checklist"), "compliance_ack")
    yield s.rows(
        ("九、检查记录", "9  Inspections"),
        "check_rows",
        [Col("date", 8), Col("method", 7), Col("finding", 14), Col("adjustment", 12), Col("checker", 7)],
        spare=5,
    )
    yield signatures(s, ("十、审批", "10  Approval"), ("编制", "Drawn up by"), "leader")
    yield s.section(
        None, s.line(hand("crm_entry.entered_by"), hand("crm_entry.entered_date"), hand("crm_entry.crm_no"))
    )


def in_words(s: Sheet) -> tuple[tuple[str, str], tuple[str, str]]:
    """The total of the budget in words."""
    name = f"{s.name('budget_rows')}.{'合计.金额' if s.lang == 'zh' else 'total.amount'}"
    filtered = f"{name}|{'大写金额' if s.lang == 'zh' else 'in_words'}"
    return ("预算合计大写", "Budget in words"), (filtered, filtered)
