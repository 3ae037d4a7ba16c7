"""JTF-006 投标申请表 with document fee and bond (domain §2.7, §5.3)."""

from collections.abc import Iterator

from word_forms.sheet import Box, Col, Sheet, boxes, hand
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    pair, words = (9, 15, 9, 15), ("大写", "In words")
    yield s.section(
        ("一、申请", "1  Request"),
        s.line("filler", "fill_date", "region"),
        s.line("project_no", "customer_name", split=(7, 13, 7, 21)),
    )
    yield s.section(
        ("二、招标信息", "2  Tender"),
        s.line("bid_project", "bid_no", split=(8, 21, 7, 12)),
        s.line("tenderee", "agency", split=(8, 16, 9, 15)),
        s.line(Box("tenderee_contact.name"), Box("tenderee_contact.phone"), "lot", split=(8, 9, 7, 10, 6, 8)),
        s.line(boxes("tender_mode"), split=(7, 41)),
        s.line(boxes("mandatory_tender"), "notice_url", split=(11, 9, 7, 21)),
    )
    yield s.section(
        ("三、时间", "3  Dates"),
        s.line("doc_deadline", "bid_deadline", split=pair),
        s.line("open_time", "open_place", split=pair),
    )
    yield s.section(
        ("四、费用与保证金", "4  Fee and bond"),
        s.line("est_value", "our_price_plan", split=(13, 11, 11, 13)),
        s.line("doc_fee", Box("doc_fee", ("大写金额",), words), split=(9, 11, 5, 23)),
        s.line("bond_amount", Box("bond_amount", ("大写金额",), words), split=(9, 11, 5, 23)),
        s.line(boxes("bond_form"), split=(8, 40)),
        s.line("bond_payee", "bond_bank", split=(8, 18, 7, 15)),
        s.line("bond_account", "bond_bank_no", split=(8, 18, 7, 15)),
        s.line("bond_deadline", boxes("pay_from_basic"), split=(11, 15, 11, 11)),
        s.line("bond_valid", "bond_refund_due", split=(9, 15, 9, 15)),
    )
    yield s.section(
        ("五、付款条件、合作经历与竞争", "5  Terms, history, competition"),
        *s.text("contract_risk", "coop_history"),
        s.line("competitors", split=(8, 40)),
        *s.text("bid_goal"),
    )
    yield s.rows(
        ("六、可行性", "6  Feasibility"), "feasibility", [Col("aspect", 14), Col("rating", 12), Col("note", 22)]
    )
    yield s.rows(
        ("七、资格核对", "7  Qualification"),
        "qualification",
        [Col("requirement", 24), Col("met", 8), Col("evidence", 16)],
    )
    yield s.rows(
        ("八、分工与进度", "8  Work and schedule"), "division_rows", [Col("work", 22), Col("owner", 14), Col("due", 12)]
    )
    yield s.ticks(("九、合规与利害关系检查", "9  Compliance and conflict of interest"), "conflict_check")
    yield signatures(s, ("十、审批", "10  Approval"), ("项目负责人", "Project leader"), "filler")
    yield s.section(
        ("十一、投标结果", "11  Result"),
        s.line(boxes("result", by_hand=True), split=(8, 40)),
        s.line(hand("fail_reason"), split=(8, 40)),
        s.line(hand("win_notice.no"), hand("win_notice.date"), split=(10, 14, 10, 14)),
        s.line(hand("bond_refund_actual.date"), hand("bond_refund_actual.amount"), split=(10, 14, 10, 14)),
    )
