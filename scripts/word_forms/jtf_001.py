"""JTF-001 潜在客户线索汇总表 (domain §2.1, §5.3): landscape, a row a lead, contacts masked."""

from collections.abc import Iterator

from word_forms.sheet import Col, Sheet
from word_forms.signing import rows as signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        None,
        s.facts(
            (("区域", "Region"), ("区域", "region")),
            (("统计期间", "Period"), ("统计期间", "period")),
            (("填报人", "Prepared by"), ("填报人", "filler")),
            (("线索数", "Leads"), ("线索数", "lead_count")),
            split=(8, 16, 10, 22, 8, 18, 8, 6),
        ),
    )
    yield s.rows(
        None,
        "F1",
        [
            Col("seq", 3, label=("序号", "No.")),
            Col("lead_no", 7),
            Col("reg_date", 6, ("短日期",), ("登记日期", "Entered on")),
            Col("customer_name", 10),
            Col("industry", 8, label=("行业", "Industry")),
            Col("province city", 5, label=("省市", "Place")),
            Col("contact_name contact_title", 7, label=("联系人/职务", "Contact, title")),
            Col("contact_mobile|contact_tel", 7, ("脱敏",), ("联系方式", "Phone")),
            Col("source_channel", 6, label=("来源", "Source")),
            Col("registrant", 5, ("姓名",), ("登记人", "Entered by")),
            Col("need_summary", 9, label=("需求", "Need")),
            Col("est_amount", 8, label=("预计金额（元）", "Est. amount")),
            Col("lead_grade", 4, label=("等级", "Grade")),
            Col("assigned_to", 5, ("姓名",), ("负责人", "Owner")),
            Col("next_contact_date", 6, ("短日期",), ("下次联系", "Next contact")),
        ],
        total="est_amount",
        height=284,
        small=True,
    )
    yield s.table([
        s.facts((("等级小计", "By grade"), ("等级小计", "by_grade")), split=(10, 86), keep=True),
        s.facts((("跟进方式", "Follow-up"), ("跟进方式说明", "follow_up")), split=(10, 86), keep=True),
        *signatures(s, ("签字", "Signatures"), ("制表", "Prepared by")),
    ])  # fmt: skip
