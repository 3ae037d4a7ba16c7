"""JTF-001 潜在客户线索汇总表 (domain §2.1, §5.3): landscape, a row a lead, contacts masked."""

from collections.abc import Iterator

from word_forms.sheet import Col, Sheet


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        None,
        s.facts(
            (("区域", "Region"), ("区域", "region")),
            (("统计期间", "Period"), ("统计期间", "period")),
            (("填报人", "Prepared by"), ("填报人", "filler")),
            (("线索数", "Leads"), ("线索数", "lead_count")),
            split=(4, 8, 5, 11, 4, 9, 4, 3),
        ),
    )
    yield s.rows(
        None,
        "F1",
        [
            Col("seq", 2, label=("序号", "No.")),
            Col("lead_no", 4),
            Col("reg_date", 3),
            Col("customer_name", 5),
            Col("industry", 3, label=("行业", "Industry")),
            Col("province city", 3, label=("省市", "Province, city")),
            Col("contact_name contact_title", 3, label=("联系人/职务", "Contact, title")),
            Col("contact_mobile contact_tel", 4, ("脱敏",), ("联系方式", "Phone")),
            Col("source_channel", 3, label=("来源", "Source")),
            Col("registrant", 3, label=("登记人", "Registrant")),
            Col("need_summary", 5, label=("需求", "Need")),
            Col("est_amount", 4, label=("预计金额（元）", "Est. amount")),
            Col("lead_grade", 2, label=("等级", "Grade")),
            Col("assigned_to", 2, label=("负责人", "Owner")),
            Col("next_contact_date", 2, label=("下次联系", "Next contact")),
        ],
        total="est_amount",
    )
    yield s.section(
        None,
        s.facts((("等级小计", "By grade"), ("等级小计", "by_grade")), split=(6, 42)),
        s.facts((("跟进方式", "Follow-up"), ("跟进方式说明", "follow_up")), split=(6, 42)),
    )
    yield s.signatures(("签字", "Signatures"), ("制表", "Prepared by"))
