"""JTF-002 项目立项申请表 (domain §2.3, §5.3): all of it on one sheet when the texts are as long as usual."""

from collections.abc import Iterator

from word_forms.matrix import matrix
from word_forms.ooxml import Cell, Row, para, run
from word_forms.sheet import Box, Col, Sheet, boxes, hand
from word_forms.signing import rows as signatures

BY_HAND = 425
"""7.5 mm: room for a date written by hand."""
DESCRIBED = (
    "need_desc", "competition_desc", "relation_desc", "tech_desc", "business_desc", "risk_desc", "strategic_desc",
)  # fmt: skip


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom; a section's name stands at its left, where a bar costs a line."""
    yield s.table([*_who(s), *_project(s)])
    yield s.rows(
        None,
        "subject_matter",
        [Col("name", 13), Col("spec", 13), Col("unit", 4), Col("qty", 4), Col("note", 10)],
        numbered=("标的物", "Subject"),
    )
    yield matrix(
        s,
        f"{s.name('expense_rows')}.{'矩阵' if s.lang == 'zh' else 'matrix'}",
        None,
        s.say(("销售费用科目（元）", "Expense item (yuan)")),
    )
    yield s.table([*_description(s), s.line(boxes("team_mode"), "duplicate_check", split=(6, 20, 6, 16))])
    yield s.rows(None, "team_rows", [Col("role", 5), Col("person", 8), Col("duty", 11)], across=2)
    yield s.rows(
        None,
        "init_checks",
        [Col("item", 15, label=("检查项（立项条件）", "Item (initiation)")), Col("answer note", 9, ("勾选",))],
        across=2,
    )
    signing = signatures(s, ("审批", "Approval"), ("申请人", "Applicant"), "applicant")
    yield s.table([_meeting(s), *signing, _archive(s)])


def _who(s: Sheet) -> Iterator[Row]:
    yield from s.block(
        ("申请\n信息", "Request"),
        s.line("applicant", "apply_dept", "apply_date", split=(6, 8, 6, 9, 6, 9)),
        s.line("registrant", "lead_no", "region", split=(6, 8, 6, 9, 6, 9)),
    )
    yield from s.block(
        ("客户\n信息", "Client"),
        s.line("customer_name", "uscc", split=(6, 18, 9, 11)),
        s.line("industry", "ownership", "lead_grade", split=(6, 10, 6, 9, 6, 7)),
        s.line(
            Box("contact.name", ("手填",)), Box("contact.title", ("手填",)), Box("contact.phone", ("手填",)),
            split=(6, 10, 6, 9, 6, 7),
        ),
    )  # fmt: skip


def _project(s: Sheet) -> Iterator[Row]:
    in_words = Box("est_amount", ("大写金额",), ("大写", "In words"))
    return s.block(
        ("项目\n信息", "Project"),
        s.line("project_name", "project_no", split=(6, 20, 6, 12)),
        s.line(boxes("project_level"), "est_sign_date", split=(6, 20, 6, 12)),
        s.line(boxes("project_type"), split=(6, 38)),
        s.line("est_amount", in_words, split=(10, 8, 4, 22)),
        s.line("est_margin", "est_margin_pct", "expense_total", split=(9, 7, 6, 5, 10, 7)),
        s.line("customer_budget", "fund_source", "tender_mode", split=(9, 7, 6, 5, 7, 10)),
        *s.when("margin_note", s.line("margin_note", split=(6, 38))),
    )


def _description(s: Sheet) -> Iterator[Row]:
    needed = s.when("resource_need", *s.text("resource_need", split=(6, 38)))
    return s.block(("项目\n描述", "Details"), *s.text(*DESCRIBED, split=(6, 38)), *needed)


def _meeting(s: Sheet) -> Row:
    return s.line(
        boxes("meeting_result", by_hand=True), hand("meeting_date"), hand("resubmit_after"),
        split=(6, 14, 6, 8, 6, 8), height=BY_HAND,
    )  # fmt: skip


def _archive(s: Sheet) -> Row:
    """Where the copies go, and the entry in the CRM."""
    made = s.line(
        hand("crm_entry.entered_by"), hand("crm_entry.entered_date"), hand("crm_entry.crm_no"),
        split=(5, 5, 5, 9, 5, 6), height=BY_HAND,
    )  # fmt: skip
    copies = Cell(para(run(s.expr(s.name("copies"))), "KamCellSmall"), 13)
    return Row([copies, *made.cells], made.height)
