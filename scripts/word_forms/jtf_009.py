"""JTF-009 项目结案总结报告 (domain §2.10, §5.3)."""

from collections.abc import Iterator

from word_forms.sheet import Col, Sheet, hand
from word_forms.signing import signatures


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、基本结果", "1  Result"),
        s.line("project_name", "project_no", split=(7, 22, 7, 12)),
        s.line("customer_name", "region", split=(7, 22, 7, 12)),
        s.line("outcome", "close_date", split=(7, 22, 7, 12)),
        s.line("author", "report_to"),
    )
    yield s.rows(
        ("二、里程碑回顾", "2  Milestones"),
        "timeline_rows",
        [Col("stage", 14), Col("plan_date", 11), Col("actual_date", 11), Col("variance_days", 6), Col("visits", 6)],
    )
    yield s.section(
        ("三、商务结果", "3  Commercial result"),
        s.line(
            hand("result_kv.contract_amount"), hand("result_kv.margin_pct"), hand("result_kv.payment"),
            split=(8, 10, 6, 7, 5, 12),
        ),
    )  # fmt: skip
    yield s.rows(
        ("预计与实际对比", "Forecast and actual"),
        "forecast_vs_actual",
        [Col("item", 12), Col("forecast", 12), Col("actual", 12), Col("variance", 12)],
    )
    yield s.rows(
        ("四、费用决算", "4  Expenses"),
        "expense_rows",
        [Col("stage", 15), Col("budget", 11), Col("actual", 11), Col("variance", 11)],
        total="budget actual variance",
        whole=True,
    )
    yield s.rows(
        ("五、成败因素：成功因素", "5  Factors: success"),
        "win_factors",
        [Col("factor", 14), Col("stage", 10), Col("evidence", 24)],
        only_with=True,
    )
    yield s.rows(
        ("五、成败因素：失败原因", "5  Factors: loss"),
        "loss_factors",
        [Col("factor", 14), Col("note", 34)],
        only_with=True,
    )
    yield s.rows(
        ("六、竞争对手复盘（公示信息）", "6  Competitors (published data)"),
        "competitor_review",
        [Col("name", 12), Col("price", 9), Col("note", 16), Col("source", 11)],
    )
    yield s.section(
        ("七、客户反馈与经验教训", "7  Feedback and lessons"), *s.text("customer_feedback", "lessons", height=680)
    )
    yield s.rows(
        ("八、成员贡献评价", "8  Team contributions"),
        "team_review_rows",
        [Col("stage", 12), Col("member", 12), Col("workload_pct", 7), Col("comment", 17)],
    )
    yield s.rows(
        ("九、交接与归档", "9  Handover"), "handover_rows", [Col("item", 22), Col("to_dept", 14), Col("date", 12)]
    )
    yield s.ticks(("十、个人信息清理", "10  Personal data"), "pi_cleanup")
    yield signatures(s, ("十一、签批", "11  Signatures"), ("撰写人", "Author"), "author")
