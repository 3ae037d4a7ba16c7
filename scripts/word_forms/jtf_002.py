"""JTF-002 项目立项申请表 (domain §2.3, §5.3): two pages; the signatures stand on the second, whole."""

from collections.abc import Iterator

from word_forms.matrix import matrix
from word_forms.ooxml import Row
from word_forms.sheet import Box, Col, Sheet, boxes, hand


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、申请信息", "1  Application"),
        s.line("applicant", "apply_dept", "apply_date", split=(6, 9, 6, 12, 6, 9)),
        s.line("registrant", "lead_no", "region", split=(6, 9, 6, 12, 6, 9)),
    )
    yield s.section(
        ("二、客户信息", "2  Customer"),
        s.line("customer_name", "uscc", split=(7, 19, 9, 13)),
        s.line("industry", "ownership", "lead_grade", split=(7, 9, 7, 9, 7, 9)),
        s.line(Box("contact.name", ("手填",)), Box("contact.title", ("手填",)), Box("contact.phone", ("手填",))),
    )
    yield s.section(
        ("三、项目信息", "3  Project"),
        s.line("project_name", "project_no", split=(7, 22, 7, 12)),
        s.line(boxes("project_level"), split=(7, 41)),
        s.line(boxes("project_type"), split=(7, 41)),
        s.line("est_amount", Box("est_amount", ("大写金额",), ("大写", "In words")), split=(11, 8, 5, 24)),
        s.line("est_margin", "est_margin_pct", "est_sign_date", split=(11, 8, 7, 6, 7, 9)),
        s.line("customer_budget", "fund_source", "tender_mode", split=(11, 8, 7, 6, 7, 9)),
        *s.when("margin_note", s.line("margin_note", split=(11, 37))),
    )
    yield s.rows(
        ("标的物", "Subject matter"),
        "subject_matter",
        [Col("name", 14), Col("spec", 14), Col("unit", 4), Col("qty", 5), Col("note", 11)],
    )
    yield matrix(
        s,
        f"{s.name('expense_rows')}.{'矩阵' if s.lang == 'zh' else 'matrix'}",
        ("四、分阶段销售费用预算", "4  Sales expense budget by stage"),
        s.say(("科目（元）", "Item (yuan)")),
    )
    yield s.section(None, expense_sum(s))
    yield s.section(
        ("五、项目描述", "5  Description"),
        *s.text("need_desc", "competition_desc", "relation_desc", "tech_desc", "business_desc", "risk_desc"),
        *s.text("strategic_desc"),
        *s.when("resource_need", *s.text("resource_need")),
    )
    yield s.section(
        ("六、负责方式与项目小组", "6  Responsibility and team"),
        s.line(boxes("team_mode"), "duplicate_check", split=(7, 21, 7, 13)),
    )
    yield s.rows(None, "team_rows", [Col("role", 8), Col("person", 14), Col("duty", 26)])
    yield s.ticks(("七、立项条件自检", "7  Initiation checklist"), "init_checks")
    yield s.section(
        ("八、周会讨论", "8  Weekly meeting"),
        s.line(boxes("meeting_result", by_hand=True), split=(7, 41)),
        s.line(hand("meeting_date"), hand("resubmit_after")),
    )
    yield s.signatures(("九、审批", "9  Approval"), ("申请人", "Applicant"), "applicant")
    yield s.section(
        None,
        s.line(hand("crm_entry.entered_by"), hand("crm_entry.entered_date"), hand("crm_entry.crm_no")),
    ) + s.say_field("copies")


def expense_sum(s: Sheet) -> Row:
    """The total of the budget in figures and in words."""
    return s.line("expense_total", Box("expense_total", ("大写金额",), ("大写", "In words")), split=(11, 8, 5, 24))
