"""The shipped book against the domain text: values, lists and the approval matrix."""

from datetime import date
from fractions import Fraction

import pytest

from kamsheets.core.messages import LANGUAGES
from kamsheets.policy.cells import spelling
from kamsheets.policy.checks import check
from kamsheets.policy.policy import Policy
from kamsheets.policy.types import Label, MatrixRow

VIEW = Policy.shipped().as_of(date(2025, 3, 5))
YUAN, PERCENT = 100, Fraction(1, 100)

DOMAIN = [
    ("§2.15 top_n", "top_n", 50),
    ("§0 decided 2", "ab_split", 20),
    ("§0 decided 2", "cd_split", 200),
    ("§2.15 min_visits", "min_visits", 4),
    ("§2.15 leader_min_years", "leader_min_years", 1),
    ("§0 decided 1", "analysis_interval_days", 2),
    ("§0 decided 3", "major_amount", 2_000_000 * YUAN),
    ("§0 decided 3", "small_amount", 500_000 * YUAN),
    ("§2.15 lead_protect_days", "lead_protect_days", 180),
    ("§2.15 min_project_amount", "min_project_amount", 100_000 * YUAN),
    ("§2.15 margin_floor", "margin_floor", 20 * PERCENT),
    ("§2.15 expense_ratio_max", "expense_ratio_max", 3 * PERCENT),
    ("§7.8 bond (BR 26)", "bond_pct_max", 2 * PERCENT),
    ("§2.15 retention_pct_max", "retention_pct_max", 10 * PERCENT),
    ("§2.15 ka_annual_amount", "ka_annual_amount", 1_000_000 * YUAN),
    ("§4.2 base weights", "stage_weights", (500, 500, 500, 2000, 2500, 2000, 1000, 1000)),
    ("§4.2 difficulty", "difficulty_scale", (Fraction(4, 5), Fraction(1), Fraction(6, 5), Fraction(3, 2))),
    ("§0 decided 4", "commission_basis", "collected_net"),
    ("§0 decided 4", "company_lead_share", "redistribute"),
    ("§4.1 coef_project", "coef_min", Fraction(1, 2)),
    ("§4.1 coef_project", "coef_max", Fraction(3, 2)),
    ("§4.5 alternative payout", "payout_shares", (75 * PERCENT, 15 * PERCENT, 10 * PERCENT)),
    ("§2.15 payout_mode", "payout_mode", "by_receipt"),
    ("§2.15 ent_per_head", "ent_per_head", 200 * YUAN),
    ("§2.15 gift_limit", "gift_limit", 100 * YUAN),
    ("§2.15 公职人员 gift", "official_gift_limit", 0),
    ("§2.15 pi_retain_months", "pi_retain_months", 24),
    ("§7.8 sale of documents (BR 16)", "doc_sale_days_min", 5),
    ("§7.8 issue to deadline (BL 24)", "bid_period_days_min", 20),
    ("§7.8 objection (BR 22)", "objection_days_min", 10),
    ("§7.8 bidders (BR 44)", "bidders_min", 3),
    ("§7.8 candidates (BR 54)", "candidate_days_min", 3),
    ("§7.8 contract (BL 46)", "contract_days_max", 30),
    ("§7.8 bond back (BR 57)", "bond_return_days_max", 5),
    ("§7.8 performance bond (BR 58)", "perf_bond_pct_max", 10 * PERCENT),
    ("§7.8 complaint (BR 60)", "complaint_days_max", 10),
    ("§7.8 定金 (民法典 586)", "deposit_pct_max", 20 * PERCENT),
    ("§6.4 count shares", "value_class_shares", (20 * PERCENT, 30 * PERCENT, 50 * PERCENT)),
    ("§6.4 revenue shares", "value_class_revenue", (80 * PERCENT, 15 * PERCENT, 5 * PERCENT)),
    ("§6.6 weights", "value_weights", (40 * PERCENT, 25 * PERCENT, 20 * PERCENT, 15 * PERCENT)),
    ("§6.12 response", "sla_response_hours", (2, 4, 24)),
    ("§6.12 fix", "sla_fix_hours", (24, 48, 168)),
    ("§6.21 churn window", "churn_window_days", 90),
    ("§6.22 fixed pay", "pay_fixed", (75 * PERCENT, 85 * PERCENT)),
    ("§6.22 variable pay", "pay_variable", (15 * PERCENT, 25 * PERCENT)),
    ("§6.23 span", "span_max", 12),
]


@pytest.mark.parametrize(("where", "key", "value"), DOMAIN, ids=[f"{case[1]} {case[0]}" for case in DOMAIN])
def test_ships_the_value_of_the_domain(where: str, key: str, value: object) -> None:
    assert VIEW.get(key).value == value


def test_every_value_names_unit_source_day_and_both_languages() -> None:
    for value in VIEW.values.values():
        assert value.label.zh, value.key
        assert value.label.en, value.key
        assert value.source.text, value.key
        assert value.source.since, value.key
        assert bool(value.note.zh) == bool(value.note.en), value.key


def test_the_shipped_policy_does_not_contradict_itself() -> None:
    assert check(Policy.shipped()) == []


def test_unsourced_figures_are_marked_as_reference() -> None:
    marked = {value.key for value in VIEW.values.values() if value.reference}
    assert marked == {
        "bench_deciders", "bench_cycle_days", "bench_rivals", "bench_relation_years", "bench_value_multiple",
        "replacement_accounts",
    }  # fmt: skip


def test_stages_are_the_eight_milestones_and_the_close() -> None:
    stages = VIEW.stages
    names = "行业与客户规划 电话预约与上门拜访 项目立项 深度接触 技术突破 商务突破 现场投标 合同签订 结案"
    assert [stage.label.zh for stage in stages] == names.split()
    assert [stage.win_probability * 100 for stage in stages[:8]] == [5, 10, 20, 30, 50, 65, 80, 95]
    assert [stage.closed for stage in stages] == [False] * 8 + [True]


def test_six_stage_standard_process_of_the_milestones() -> None:
    scores = {choice.code: choice.score for choice in VIEW.choices["standard_stage"]}
    assert [scores[stage.standard] for stage in VIEW.stages] == [1, 1, 2, 3, 3, 3, 4, 5, 6]


def meant(listing: str, text: str) -> str | None:
    """The code a person's spelling stands for."""
    for choice in VIEW.choices[listing]:
        names = (choice.code, choice.label.zh, choice.label.en, *choice.label.aliases)
        if spelling(text) in map(spelling, names):
            return choice.code
    return None


SPELLINGS = [
    ("milestone", "M5 技术突破", "M5"),
    ("milestone", "m5", "M5"),
    ("milestone", "技术突破", "M5"),
    ("milestone", "立项", "M3"),
    ("milestone", "结案", "结案"),
    ("region", "HD 华东", "HD"),
    ("role", "销售经理", "RKAM"),
    ("role", "营销中心总经理", "MGM"),
    ("role", "信息管理专员", "MIA"),
    ("lead_grade", "a级", "A"),
    ("stance", "教练", "mentor"),
    ("stance", "坚定反对", "enemy"),
    ("stance", "观望", "neutral"),
    ("dm_role", "经济型采购者", "decider"),
    ("source_channel", "其它", "other"),
    ("industry", "汽车", "C36"),
    ("form_code", "JTF001", "JTF-001"),
    ("outcome", "丢单", "lost"),
    ("province", "广西壮族自治区", "45"),
    ("province", "广西", "45"),
]


@pytest.mark.parametrize(("listing", "text", "code"), SPELLINGS, ids=[f"{c[0]} {c[1]}" for c in SPELLINGS])
def test_spellings_people_use(listing: str, text: str, code: str) -> None:
    assert meant(listing, text) == code


ENUMERATIONS = [
    (
        "source_channel",
        "展会 官网/网络询价 电话咨询 邮件咨询 转介绍 老客户 招标公告 行业协会 设计院 搜索引擎 广告 陌拜 公司高层 其他",
    ),
    ("ownership", "国有 民营 外资 合资 集体 事业单位 政府机关 其他"),
    ("status", "新建 已分配 跟进中 已转立项 搁置 无效 重复"),
    ("project_level", "小项目 一般项目 重大项目"),
    ("milestone_state", "未开始 进行中 已达成 超期 搁置"),
    ("tender_mode", "公开招标 邀请招标 竞争性谈判 竞争性磋商 询比价 单一来源 直接采购"),
    ("outcome", "进行中 赢单 输单 客户取消 我方放弃 搁置"),
    ("outcome_reason", "价格 技术方案 品牌/业绩 交期 商务条款 服务 客户预算取消 需求变更 资质不符 投标文件问题 其他"),
    ("expense_subject", "差旅费 业务招待费 试焊/样件费 技术交流费 标书费 其他"),
    ("dm_role", "决策者 技术评估者 商务评估者 使用者"),
    ("stance", "中立者 支持者 良师益友 反对者 死敌"),
    ("bond_form", "电汇 银行保函 保证保险 支票 其他"),
    ("bid_result", "中标 未中标 废标 流标 弃标"),
    ("contract_type", "买卖 承揽(非标) 服务 框架 补充协议"),
    ("pay_node", "预付款 发货款 到货款 验收款 质保金"),
    ("effort_unit", "百分比 工时 积分"),
    ("staff_grade", "普通 高级 经理 总监 总经理"),
    ("dept", "大客户管理部 市场策划部 投标支持部 合同管理部 财务部 技术部 法务/合规 总经办"),
    ("opinion", "同意 有条件同意 不同意 补充后再报"),
]


@pytest.mark.parametrize(("name", "labels"), ENUMERATIONS, ids=[case[0] for case in ENUMERATIONS])
def test_enumerations_hold_the_values_of_the_domain(name: str, labels: str) -> None:
    assert [choice.label.zh for choice in VIEW.choices[name]] == labels.split()


def test_stances_score_and_print_in_neutral_words() -> None:
    scores = {choice.label.zh: choice.score for choice in VIEW.choices["stance"]}
    assert scores == {"中立者": 0, "支持者": 1, "良师益友": 2, "反对者": -1, "死敌": -2}
    printed = {choice.label.zh: choice.printed("zh") for choice in VIEW.choices["stance"]}
    assert (printed["死敌"], printed["良师益友"]) == ("坚定反对", "坚定支持")


def test_checklists_and_words_of_the_compliance_section() -> None:
    assert len(VIEW.choices["compliance_checks"]) == 7
    assert len(VIEW.choices["init_checks"]) == 8
    words = VIEW.items("scan_words")
    assert len(words) == 17
    assert {"线人", "围标", "购物卡"} <= set(words)
    assert "教练" not in words


def test_tiers_begin_at_nothing_and_rise() -> None:
    assert [(tier.lower // YUAN, tier.rate * 100) for tier in VIEW.tiers] == [
        (0, Fraction(3, 2)), (2_000_000, 2), (4_000_000, Fraction(5, 2)), (6_000_000, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("province", "region"),
    [("15", "HB"), ("37", "HD"), ("36", "HD"), ("35", "HD"), ("45", "HN"), ("61", "XB"), ("14", "HB"), ("71", "GAT")],
)
def test_provinces_belong_to_the_regions_of_the_domain(province: str, region: str) -> None:
    found = VIEW.region_of(province)
    assert found is not None
    assert found.code == region


def test_an_unset_split_leaves_one_grade_for_the_pair() -> None:
    from policy.builders import parameters

    from kamsheets.policy.workbook import overlay

    view = overlay(Policy.shipped(), [parameters(("ab_split", None))]).as_of(date(2025, 3, 5))
    assert [(grade.code, grade.max_rank) for grade in view.grades] == [("A/B", 50), ("C", 200), ("D", None)]
    assert {"A", "B"} <= set(view.grades[0].label.aliases)


def test_both_languages_are_shown() -> None:
    label = VIEW.stages[4].label
    assert [label.of(lang) for lang in LANGUAGES] == ["技术突破", "Technical breakthrough"]
    assert Label("一", "one").of("en") == "one"


def rows(form: str, **conditions: str) -> list[MatrixRow]:
    return [row for row in VIEW.matrix if row.form == form and dict(row.conditions) == conditions]


CHAINS = [
    ("JTF-002", ["RKAM approve", "MIA notify"]),
    ("JTF-003", ["RKAM approve", "MIA notify"]),
    ("JTF-004", ["RKAM approve", "KAD approve", "MIA notify"]),
    ("JTF-005", ["RKAM approve", "KAD approve", "MIA notify"]),
    ("JTF-006", ["RKAM approve", "MGM approve", "FIN approve", "BID notify"]),
    ("JTF-007", ["CON countersign", "FIN countersign", "TEC countersign", "MIA notify"]),
    ("JTF-009", ["RKAM approve", "KAD notify", "MIA notify"]),
    ("JTF-010", ["PL approve", "RKAM approve", "KAD approve", "FIN approve", "MGM approve", "HR notify"]),
    ("JTF-013", ["RKAM approve"]),
]


@pytest.mark.parametrize(("form", "chain"), CHAINS, ids=[case[0] for case in CHAINS])
def test_the_chain_that_needs_no_threshold(form: str, chain: list[str]) -> None:
    assert [f"{row.role} {row.mode}" for row in sorted(rows(form), key=lambda row: row.step)] == chain


THRESHOLDS = [
    ("JTF-002", {"est_amount": "[{small_amount}..{major_amount})"}, "KAD notify"),
    ("JTF-002", {"est_amount": ">={major_amount}"}, "KAD approve"),
    ("JTF-002", {"est_amount": ">={large_amount}"}, "MGM approve"),
    ("JTF-002", {"est_margin_pct": "<{margin_floor}"}, "FIN countersign, MGM approve"),
    ("JTF-002", {"expense_ratio": ">{expense_ratio_max}"}, "FIN countersign, MGM approve"),
    ("JTF-004", {"plan_budget": ">{plan_fin_amount}"}, "FIN countersign"),
    ("JTF-004", {"plan_budget": ">{plan_mgm_amount}"}, "MGM approve"),
    ("JTF-004", {"public_official": "true"}, "COMP approve"),
    ("JTF-005", {"project_level": "major"}, "MGM countersign"),
    ("JTF-006", {"fee_plus_bond": ">{bid_cfo_amount}"}, "CFO approve"),
    ("JTF-006", {"fee_plus_bond": ">{bid_gm_amount}"}, "GM approve"),
    ("JTF-006", {"bond_ratio": ">{bond_pct_max}"}, "COMP block"),
    ("JTF-006", {"payee_differs": "true"}, "COMP block"),
    ("JTF-007", {"amount_gross": ">={small_amount}"}, "LEG countersign"),
    ("JTF-007", {"amount_gross": ">={large_amount}"}, "GM approve"),
    ("JTF-007", {"liability_uncapped": "true"}, "GM approve"),
    ("JTF-007", {"advance_pct": "<{advance_pct_min}"}, "CFO approve"),
    ("JTF-007", {"substantive_deviation": "true"}, "LEG block"),
    ("JTF-010", {"pool": ">{pool_gm_amount}"}, "GM approve"),
    ("JTF-013", {"event_total": ">{event_kad_amount}"}, "KAD approve"),
    ("JTF-013", {"event_total": ">{event_mgm_amount}"}, "MGM approve"),
]


@pytest.mark.parametrize(("form", "when", "steps"), THRESHOLDS, ids=[f"{c[0]} {c[1]}" for c in THRESHOLDS])
def test_the_steps_a_threshold_adds(form: str, when: dict[str, str], steps: str) -> None:
    assert ", ".join(f"{row.role} {row.mode}" for row in rows(form, **when)) == steps


def test_every_block_names_its_reason() -> None:
    blocks = [row for row in VIEW.matrix if row.mode == "block"]
    assert len(blocks) == 4
    assert all(row.reason for row in blocks)
    assert [row.reason.count("招标投标法") for row in blocks if row.source.text == "law"] == [1, 1]
