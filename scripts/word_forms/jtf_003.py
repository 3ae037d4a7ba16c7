"""JTF-003 客户关键信息登记表 (domain §2.4, §2.5, §5.3): the decision makers and their chart on a page of their own."""

from collections.abc import Iterator

from word_forms.ooxml import para, run
from word_forms.sheet import GAP, Col, Sheet
from word_forms.signing import signatures

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def draw(s: Sheet) -> Iterator[str]:
    """The sections of the form from top to bottom."""
    yield s.section(
        ("一、项目与客户", "1  Project and customer"),
        s.line("project_name", "project_no", split=(7, 22, 7, 12)),
        s.line("customer_name", "region", split=(7, 22, 7, 12)),
        s.line("filled_by", "fill_date", "info_version"),
    )
    yield s.section(
        ("二、采购组织、流程与规则", "2  Organisation, procedure, rules"), *s.text("org_desc", "procure_rule")
    )
    yield s.rows(
        ("采购流程", "Procurement steps"),
        "procure_flow",
        [Col("step", 16), Col("dept", 14), Col("planned_date", 9), Col("actual_date", 9)],
    )
    yield s.rows(
        ("关联机构/部门", "Related organisations"),
        "related_orgs",
        [Col("name", 18), Col("relation", 14), Col("contact_public", 16)],
    )
    yield s.rows(
        ("三、客户关键时间", "3  Key dates"), "key_dates", [Col("event", 20), Col("date", 16), Col("confirmed", 12)]
    )
    yield s.section(
        ("四、需求", "4  Needs"),
        s.line("need_qty", split=(8, 40)),
        *s.text("need_spec", "need_perf", "need_tech", "need_service"),
    )
    yield s.section(("五、当前困难与资金", "5  Pressing issue and funds"), *s.text("pressing_issue", "budget_pressure"))
    yield s.rows(
        ("六、关注点分组", "6  Concern groups"),
        "concern_groups",
        [Col("concern", 14), Col("members", 18), Col("note", 16)],
    )
    yield s.rows(
        ("七、竞争对手（公开来源）", "7  Competitors (public sources)"),
        "competitor_rows",
        [
            Col("name", 8),
            Col("product", 8),
            Col("price_band", 7),
            Col("strength", 9),
            Col("weakness", 9),
            Col("source", 7),
        ],
    )
    yield s.section(("八、汇总分析", "8  Summary"), *s.text("summary", height=680))
    yield s.rows(("下一步计划", "Next steps"), "next_plan", [Col("action", 26), Col("owner", 12), Col("due", 10)])
    yield signatures(s, ("九、审核", "9  Review"), ("填写人", "Filled in by"), "filled_by") + s.only(
        s.system("内部"), restricted(s)
    )


def restricted(s: Sheet) -> str:
    """The decision makers and their chart: on a page of their own, left out of shared prints."""
    people = s.rows(
        ("十、决策小组成员表（内部受限，不得外传）", "10  Decision makers (restricted)"),
        "F4b",
        [
            Col("dm_id", 3, label=("序号", "No.")),
            Col("name", 4),
            Col("dept", 4, label=("部门", "Dept.")),
            Col("title", 4),
            Col("reports_to", 4, label=("上级", "Reports to")),
            Col("role", 5),
            Col("stance", 4),
            Col("personality", 3, label=("性格", "Style")),
            Col("influence", 3, label=("影响力", "Infl.")),
            Col("our_counterpart", 4, ("姓名",), ("我方对接", "Our side")),
            Col("concerns", 5),
            Col("evidence", 5),
        ],
        small=True,
    )
    legend = s.say((
        "图例：＋＋ 坚定支持　＋ 支持　＝ 中立　－ 反对　－－ 坚定反对　？ 未知；粗框为决策者，虚框为反对。"
        "立场为工作判断，依据见表。",
        "Legend: ＋＋ firmly supports, ＋ supports, ＝ neutral, － opposes, －－ firmly opposes, ？ unknown; "
        "thick border: decides; broken border: opposes. Stances are working judgements; the table gives the evidence.",
    ))  # fmt: skip
    chart = para(f"{{{{p {s.system('组织分析图')} }}}}", "KamCentre")
    title = para(run(s.say(("十一、组织分析图", "11  Organisation chart"))), "KamBar")
    return para(PAGE_BREAK, "KamGap") + people + GAP + title + para(run(legend), "KamNote", "<w:keepNext/>") + chart
