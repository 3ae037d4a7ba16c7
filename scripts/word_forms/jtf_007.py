"""JTF-007 合同评审表 (domain §2.8, §5.3)."""

from collections.abc import Iterator

from word_forms.sheet import Box, Col, Sheet, boxes, hand
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、合同基本信息", "1  Contract"),
        s.line("contract_name", "contract_no", split=(7, 22, 7, 12)),
        s.line("counterparty", "tech_agreement_no", split=(7, 20, 9, 12)),
        s.line("project_name", "project_no", split=(7, 22, 7, 12)),
        s.line(boxes("contract_type"), boxes("from_tender"), split=(7, 25, 8, 8)),
        s.line("filler", "fill_date", "region"),
    )
    yield s.section(
        ("二、金额", "2  Amount"),
        s.line("amount_gross", Box("amount_gross", ("大写金额",), ("大写", "In words")), split=(9, 10, 5, 24)),
        s.line("tax_rate", "amount_net", "amount_tax", split=(6, 7, 10, 8, 8, 9)),
        s.line(boxes("invoice_type"), "margin_pct", split=(7, 25, 7, 9)),
    )
    yield s.rows(
        ("三、付款条件", "3  Payment"),
        "pay_rows",
        [Col("node", 10), Col("percent", 7), Col("amount", 10), Col("condition", 13), Col("due", 8)],
        total="percent amount",
        whole=True,
    )
    yield s.section(
        ("四、交货、验收、质保与履约", "4  Delivery, acceptance, warranty"),
        s.line("delivery", "delivery_place", split=(7, 17, 10, 14)),
        *s.text("acceptance"),
        s.line("warranty_months", "retention_pct", "retention_due", split=(7, 7, 9, 8, 9, 8)),
        s.line("advance_pct", "perf_bond", split=(9, 15, 9, 15)),
        *s.text("liability"),
        s.line(boxes("dispute"), split=(8, 40)),
    )
    yield s.rows(
        ("五、与招投标文件差异", "5  Deviations from the bid documents"),
        "diff_rows",
        [Col("clause", 8), Col("tender_text", 16), Col("contract_text", 16), Col("substantive", 8)],
    )
    yield s.rows(
        ("六、部门评审", "6  Reviews"),
        "review_rows",
        [
            Col("dept", 8),
            Col("item", 9),
            Col("opinion", 7),
            Col("comment", 12),
            Col("reviewer", 6, ("姓名",)),
            Col("date", 6, ("短日期",)),
        ],
    )
    yield s.rows(
        ("七、有条件同意关闭情况", "7  Closing of conditions"),
        "closure_rows",
        [Col("condition", 16), Col("measure", 16), Col("owner", 8), Col("date", 8)],
        spare=2,
    )
    yield s.rows(("八、附件清单", "8  Attachments"), "attachments", [Col("name", 38), Col("copies", 10)])
    yield s.section(
        ("九、结论与用章", "9  Result and seal"),
        s.line(boxes("final_result", by_hand=True), split=(8, 40)),
        s.line(boxes("seal_type"), split=(8, 40)),
        s.line(hand("sign_date"), "sign_copies", split=(8, 16, 8, 16)),
    )
    yield signatures(s, ("十、会签与批准", "10  Signatures"), ("经办人", "Handled by"), "filler") + s.note((
        "合同超过一页须加盖骑缝章；招标项目不得订立背离合同实质性内容的其他协议（招标投标法 46）。",
        "Contracts of several pages are sealed across the edges; a tendered contract keeps the substance of the bid.",
    ))  # fmt: skip
