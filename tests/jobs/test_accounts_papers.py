"""The papers of the review: their figures are those of the workbook and of --json, and nothing harmful gets out."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from document.schema import mistakes
from docx import Document
from jobs import paper_texts as read
from jobs.test_accounts import KEPT, NAME, SESSION, book, year
from openpyxl import load_workbook
from pipeline.region_books import row, write_book

from kamsheets.core.messages import text
from kamsheets.document import archive, pdf, properties, templates
from kamsheets.jobs.accounts_papers import AGENDA, ONE_PAGER, How
from kamsheets.jobs.accounts_review import review_accounts
from kamsheets.jobs.demo.accounts import accounts
from kamsheets.jobs.demo.staff import staff

ENGLISH = replace(SESSION, lang="en")


def written(folder, source, session=SESSION, pipeline=(), **how):
    """The review of one register, with its papers beside it."""
    return review_accounts([source], session, folder / "回顾.xlsx", How(folder / "纸", folder, **how), pipeline)


def pages(outcome):
    """One-pagers by customer."""
    return {row["customer"]: Path(row["path"]) for row in outcome.data["papers"] if row["kind"] == ONE_PAGER}


def agenda(outcome):
    return next(Path(row["path"]) for row in outcome.data["papers"] if row["kind"] == AGENDA)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Sixty accounts: folder, rows as written, outcome."""
    folder = tmp_path_factory.mktemp("sixty")
    rows = accounts(staff(), SESSION.view)
    return folder, rows, written(folder, book(folder, **rows))


def number(shown):
    """The figure in a cell of a paper; None for none."""
    plain = shown.replace(",", "").removesuffix("%")
    return None if plain == "—" else Decimal(plain)


def fen(value):
    """An amount of a workbook, to the fen."""
    return Decimal(str(value)).quantize(Decimal("0.01"))


def near(shown, value):
    """Whether two decimals on paper are a number of the workbook."""
    return abs(number(shown) - Decimal(str(value))) <= Decimal("0.0051")


def sheet_rows(sheet, mark):
    """The rows of the table whose header holds ``mark``: by account, then by header."""
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    top = next(k for k, line in enumerate(lines) if mark in line)
    at = lines[top].index("客户")
    return {line[at]: dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :] if line[at]}


class TestFigures:
    """Every figure on paper is that of --json, and of the workbook."""

    def test_of_an_account_are_those_of_json(self, demo):
        _, _, outcome = demo
        papers = pages(outcome)
        assert len(papers) == 60
        for line in outcome.data["accounts"]:
            path = papers[line["customer"]]
            assert number(read.below(path, "2025 年销售额（元）")) == Decimal(line["revenue"])
            assert number(read.below(path, "估计利润（元）")) == Decimal(line["profit"])
            assert number(read.below(path, "终身价值（元）")) == Decimal(line["lifetime_value"])
            assert number(read.below(path, "客户确认节约（元）")) == Decimal(line["delivered"]["confirmed"])
            assert number(read.below(path, "估计节约（元）")) == Decimal(line["delivered"]["estimated"])
            assert number(read.below(path, "年服务成本（元）")) == Decimal(line["invested"])
            assert number(read.below(path, "已签未结项目")) == len(line["undelivered"])
            assert number(read.below(path, "流失阶段（0–4）")) == line["churn_stage"]
            score = number(read.below(path, "价值分（100）"))
            assert abs(score - Decimal(line["value_score"])) <= Decimal("0.0051")
            for label, key in (("利润率", "profit_rate"), ("年均增长", "growth"), ("需求深度", "need_depth")):
                held = line[key]
                assert number(read.below(path, label)) == (None if held is None else Decimal(held) * 100)
            assert f"（n={line['nps']['n']}）" in read.starting(path, "按时")[7]
            overdue = read.starting(path, "关键人")
            people = line["people"]
            assert overdue[1:6:2] == [str(people["all"]), f"{people['attitude_known']} / {people['all']}",
                                      str(people["overdue"])]  # fmt: skip
            service = read.starting(path, "按时")
            assert service[1:6:2] == [str(line["service"][name]) for name in ("met", "breached", "open")]
            for kind, shown in (("visit", "客户拜访"), ("review", "季度回顾"), ("strategy", "年度战略会")):
                assert read.starting(path, shown)[2] == (line["due"][kind] or "尚无记录")

    def test_of_an_account_are_those_of_the_workbook(self, demo):
        folder, _, outcome = demo
        made = load_workbook(folder / "回顾.xlsx")
        value, portfolio = sheet_rows(made["价值"], "累计占比"), sheet_rows(made["组合"], "年均增长")
        for name, path in pages(outcome).items():
            row, stands = value[name], portfolio[name]
            assert number(read.below(path, "2025 年销售额（元）")) == fen(row["2025 年销售额（元）"])
            assert read.below(path, "价值分类") == row["价值分类"]
            assert read.below(path, "大客户") == row["大客户"]
            assert near(read.below(path, "价值分（100）"), row["价值分"])
            missing = row["未评指标"]
            assert (f"未评（不计为零）：{missing}。" in read.whole(path)) == bool(missing)
            assert number(read.below(path, "估计利润（元）")) == fen(stands["估计利润（元）"])
            assert near(read.below(path, "年均增长"), stands["年均增长"] * 100)
            assert read.below(path, "组合结论") == stands["结论"]

    def test_of_three_years_are_the_rows_of_the_register(self, demo):
        _, rows, outcome = demo
        papers = pages(outcome)
        for name, path in papers.items():
            own = {r["year"]: r for r in rows["F16b"] if r["customer_name"] == name}
            assert sorted(own) == [2023, 2024, 2025]
            for label, fen in {
                "销售额（元）": lambda r: r["revenue"],
                "毛利（元）": lambda r: r["gross_profit"],
                "估计利润（元）": lambda r: r["gross_profit"] - r["cost_to_serve"],
            }.items():
                line = next(x for x in read.rows(path) if x[0] == label and len(x) == 4)
                assert [number(cell) * 100 for cell in line[1:]] == [fen(own[y]) for y in (2023, 2024, 2025)]

    def test_in_the_charts_are_those_of_the_table(self, demo):
        _, rows, outcome = demo
        name, path = next(iter(pages(outcome).items()))
        parts = archive.read(path)
        shown = re.findall(rb"<c:v>([\d.]+)</c:v>", parts["word/charts/chart1.xml"].partition(b"<c:val>")[2])
        own = [r["revenue"] for r in rows["F16b"] if r["customer_name"] == name]
        assert [int(Decimal(v.decode()) * 1_000_000) for v in shown[:3]] == own

    def test_kpi_of_all_accounts_are_those_of_json(self, demo):
        _, _, outcome = demo
        held = {kpi["name"]: kpi["value"] for kpi in outcome.data["kpis"]}
        path = next(iter(pages(outcome).values()))
        lines = [line for line in read.rows(path) if line[0] in held and len(line) == 6]
        assert [line[0] for line in lines] == ["毛利率", "满意度", "续约率", "拜访频次", "方案转化率", "销售周期（天）"]
        for name, _, _, every, *_ in lines:
            scale = 100 if every.endswith("%") else 1
            assert abs(number(every) - Decimal(held[name]) * scale) <= Decimal("0.0051")

    def test_kpi_of_one_account_by_counting_its_rows(self, demo):
        """Second method: from the rows as they were written."""
        _, rows, outcome = demo
        for name, path in pages(outcome).items():
            last = next(r for r in rows["F16b"] if r["customer_name"] == name and r["year"] == 2025)
            visits = [r for r in rows["F16e"] if r["customer_name"] == name and r["contact_date"] > date(2025, 6, 30)]
            asked = [r for r in rows["F16g"] if r["customer_name"] == name and r["survey_date"] > date(2025, 6, 30)]
            pairs = {
                "毛利率": (last["gross_profit"], last["revenue"]),
                "满意度": (sum(r["csat"] >= 4 for r in asked), len(asked)),
                "续约率": (last["renewals_done"], last["renewals_due"]),
                "拜访频次": (len(visits), 1),
                "方案转化率": (last["orders"], last["proposals"]),
                "销售周期（天）": (last["cycle_days"], last["orders"]),
            }
            for label, (above, under) in pairs.items():
                own = next(line for line in read.rows(path) if line[0] == label and len(line) == 6)[1]
                if not under:
                    assert own == "—"
                    continue
                scale = 100 if own.endswith("%") else 1
                assert abs(number(own) - Decimal(above) * scale / Decimal(under)) <= Decimal("0.005"), (name, label)

    def test_kpi_of_an_account_without_the_last_year_are_not_those_of_another_year(self, tmp_path):
        other = "武汉恒润阀门有限公司"
        years = [year(2024, 500_000, margin=40), year(2025, 100_000, name=other)]
        rows = [{"customer_name": name, "manager": "E003"} for name in (NAME, other)]
        path = pages(written(tmp_path, book(tmp_path, F16a=rows, F16b=years)))[NAME]
        assert next(line for line in read.rows(path) if line[0] == "毛利率" and len(line) == 6)[1:4] == [
            "—",
            "—",
            "30%",
        ]
        assert next(line for line in read.rows(path) if line[0] == "毛利率" and len(line) == 4) == [
            "毛利率", "—", "40%", "—"]  # fmt: skip


class TestAgenda:
    """What the meeting has to decide."""

    def test_it_names_what_json_and_workbook_name(self, demo):
        folder, _, outcome = demo
        lines = read.rows(agenda(outcome))
        churning = [x["customer"] for x in outcome.data["accounts"] if x["churn_stage"]]
        assert sorted(line[0] for line in lines if "流失阶段" in "".join(line[2:3])) == sorted(churning)
        breached = sum(x["service"]["breached"] for x in outcome.data["accounts"])
        assert [f"服务超时（{breached} 项）"] in lines
        late = sum(x["people"]["overdue"] > 0 for x in outcome.data["accounts"])
        assert [f"关键人联系逾期（{late} 项）"] in lines
        undelivered = sum(len(x["undelivered"]) for x in outcome.data["accounts"])
        assert ([f"已签未验收、未结项（{undelivered} 项）"] in lines) == bool(undelivered)
        subjects = [r[3].value for r in load_workbook(folder / "回顾.xlsx")["回顾议程"].iter_rows(min_row=5)]
        titles = [line[0] for line in lines if len(line) == 1]
        for subject, title in {"流失预警": "流失预警", "满意度": "低分答卷", "运作步骤漏做": "运作步骤漏做"}.items():
            held = subjects.count(subject)
            assert [one for one in titles if one.startswith(title)] == ([f"{title}（{held} 项）"] if held else [])
        assert subjects.count("服务") == sum(x["service"]["breached"] > 0 for x in outcome.data["accounts"])

    def test_what_does_not_fit_is_counted(self, demo):
        _, _, outcome = demo
        lines = read.rows(agenda(outcome))
        late = sum(x["people"]["overdue"] > 0 for x in outcome.data["accounts"])
        start = lines.index([f"关键人联系逾期（{late} 项）"])
        assert lines[start + 2 + 12][0] == f"另有 {late - 12} 项，见客户回顾工作簿"

    def test_an_account_that_changed_its_class(self, tmp_path):
        rows = [{"customer_name": f"苏州第{k}机械有限公司", "manager": "E003 王强"} for k in range(10, 20)]
        years = [year(y, (k if y == 2025 else 30 - k) * 100_000, name=r["customer_name"])
                 for k, r in enumerate(rows, 10) for y in (2024, 2025)]  # fmt: skip
        lines = read.rows(agenda(written(tmp_path, book(tmp_path, F16a=rows, F16b=years))))
        changed = {line[0]: line[2] for line in lines if "→" in "".join(line[2:3])}
        assert changed["苏州第19机械有限公司"] == "C类 → A类（销售额 11,000.00 → 19,000.00 元）"
        assert len(changed) == 10

    def test_kpi_off_target_with_its_figures(self, tmp_path):
        view = SESSION.view
        held = {**view.values, "kpi_target_margin": replace(view.values["kpi_target_margin"], value=Decimal("0.4"))}
        session = replace(SESSION)
        session.__dict__["view"] = replace(view, values=held)
        lines = read.rows(agenda(written(tmp_path, book(tmp_path, F16b=[year(2025, 100_000)]), session)))
        assert ["毛利率", "30%", "40%", "未达标（红）", "300.00 ÷ 1,000.00", "最近年度毛利 ÷ 销售额", ""] in lines

    def test_a_quiet_quarter_says_so(self, tmp_path):
        customer = {"customer_name": NAME, "manager": "E003 王强", "last_review": date(2026, 6, 1),
                    "last_strategy": date(2026, 6, 1)}  # fmt: skip
        contact = {"customer_name": NAME, "contact_date": date(2026, 6, 25), "contact_type": "onsite"}
        path = agenda(written(tmp_path, book(tmp_path, F16a=[customer], F16e=[contact])))
        quiet = "流失预警、服务超时、低分答卷、已签未验收、未结项、价值分类变化、关键人联系逾期"
        assert f"没有需要讨论的事项：{quiet}" in read.whole(path)
        assert not [line for line in read.rows(path) if line[0] == NAME]

    def test_it_has_room_for_decisions_and_a_signature(self, demo):
        lines = read.rows(agenda(demo[2]))
        assert lines[-6:] == [[""] * 4] * 6
        assert "主持人签字" in read.whole(agenda(demo[2]))


PERSON = {"customer_name": NAME, "dm_id": "DM77", "influence": 5, "attitude": "negative", "stance": "enemy",
          "decides": True, **KEPT}  # fmt: skip


class TestPeople:
    """Attitudes of people only where asked for (domain §7.5, U21)."""

    def test_stay_out_of_the_papers(self, tmp_path):
        outcome = written(tmp_path, book(tmp_path, F16d=[PERSON]))
        told = "".join(read.whole(Path(row["path"])) for row in outcome.data["papers"])
        assert not {word for word in ("DM77", "消极", "反对", "立场") if word in told}
        assert read.starting(pages(outcome)[NAME], "关键人")[1] == "1"

    def test_are_printed_when_restricted_and_the_page_says_so(self, tmp_path):
        outcome = written(tmp_path, book(tmp_path, F16d=[PERSON]), restricted=True)
        path = pages(outcome)[NAME]
        assert read.starting(path, "高") == ["高", "0", "0", "1", "0"]
        assert read.starting(path, "DM77") == ["DM77", "高", "尚无记录", "—"]
        assert SESSION.view.text("restricted_class") in read.whole(path)
        assert "DM77" not in read.whole(agenda(outcome))


def test_what_is_open_stands_with_its_promise(tmp_path):
    case = {"customer_name": NAME, "sla_level": "L1", "complaint": True}
    cases = [
        {**case, "case_no": "早", "reported": datetime(2026, 6, 1, 9, 0)},
        {**case, "case_no": "答", "reported": datetime(2026, 6, 2, 9, 0), "responded": datetime(2026, 6, 2, 10, 0)},
        {**case, "case_no": "完", "reported": datetime(2026, 6, 3, 9, 0), "responded": datetime(2026, 6, 3, 10, 0),
         "solved": datetime(2026, 6, 3, 11, 0)},
        {**case, "case_no": "晚", "reported": datetime(2026, 6, 30, 23, 0)},
    ]  # fmt: skip
    path = pages(written(tmp_path, book(tmp_path, F16f=cases)))[NAME]
    assert [line for line in read.rows(path) if line[1:2] == ["L1"]] == [
        ["早", "L1", "2026-06-01 09:00", "响应 2026-06-01 11:00", "已超时"],
        ["答", "L1", "2026-06-02 09:00", "解决 2026-06-03 09:00", "已超时"],
        ["晚", "L1", "2026-06-30 23:00", "响应 2026-07-01 01:00", "处理中"],
    ]
    assert "近 90 天投诉 4 次" in read.whole(path)


def test_satisfaction_comes_with_its_n(tmp_path):
    answers = [{"customer_name": NAME, "survey_date": date(2026, 1, k), "nps": nps, "csat": csat, "csat_scale": 5}
               for k, (nps, csat) in enumerate([(10, 5), (9, 4), (3, 2)], 1)]  # fmt: skip
    old = {"customer_name": NAME, "survey_date": date(2025, 6, 30), "nps": 0, "csat": 1, "csat_scale": 5}
    path = pages(written(tmp_path, book(tmp_path, F16g=[*answers, old])))[NAME]
    assert read.starting(path, "按时")[7::2] == ["33.33（n=3）", "66.67%（n=3）"]


def test_open_projects_of_the_pipeline_and_their_sum(tmp_path):
    own = {"客户名称": "苏州市华锐机械有限公司"}
    tab = [row(k, 预计合同金额=100 * k, **own) for k in range(1, 8)]
    tab += [row(8, 项目结果="赢单", **own), row(9), row(10, 项目结果="搁置", **own)]
    pipeline = write_book(tmp_path / "台账.xlsx", {"华东": tab})
    path = pages(written(tmp_path, book(tmp_path), pipeline=[pipeline]))[NAME]
    lines = [line for line in read.rows(path) if len(line) == 5 and line[3].endswith(".00")]
    assert [line[1] for line in lines] == ["项目7", "项目6", "项目5", "项目4", "项目3", "另有 2 项，见工作簿",
                                           "在手项目合计 7 个"]  # fmt: skip
    assert [number(line[3]) for line in lines] == [700, 600, 500, 400, 300, 300, 2800]
    assert lines[0][2:] == ["M5 技术突破", "700.00", "2026-09-30"]
    (tmp_path / "无").mkdir()
    assert "在手项目" not in read.whole(pages(written(tmp_path / "无", book(tmp_path / "无")))[NAME])


HOSTILE = ["../../etc/机械有限公司", "A/B机械有限公司", "a:b机械厂<R&D>", "{{ 7*7 }}{% for x in y %}厂", "con",
           "很" * 65 + "甲厂", "很" * 65 + "乙厂", '=HYPERLINK("x")厂']  # fmt: skip
"""Paths, a device, tags, formulas, and two names alike as far as a file name goes."""


def test_hostile_names_stay_in_the_folder_and_print_as_they_are(tmp_path):
    rows = [{"customer_name": name, "manager": "{{ secrecy }}"} for name in HOSTILE]
    outcome = written(tmp_path, book(tmp_path, F16a=rows), merge=True)
    papers = pages(outcome)
    assert len(papers) == len(HOSTILE)
    assert {path.parent for path in papers.values()} == {tmp_path / "纸"}
    assert len({path.name.casefold() for path in papers.values()}) == len(HOSTILE)
    assert not outcome.failures
    for name, path in papers.items():
        assert name in read.whole(path)
        assert "{{ secrecy }}" in read.whole(path)
        assert len(path.name.encode()) <= 255


def test_same_input_same_bytes_also_by_many_workers(tmp_path):
    rows = accounts(staff(), SESSION.view)
    source = book(tmp_path, **rows)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one = written(tmp_path / "a", source)
    with ThreadPoolExecutor(2) as pool:
        two = written(tmp_path / "b", source, replace(SESSION, executor=pool))
    for first, second in zip(one.data["papers"], two.data["papers"], strict=True):
        assert Path(first["path"]).name == Path(second["path"]).name
        assert Path(first["path"]).read_bytes() == Path(second["path"]).read_bytes()
        parts = archive.read(Path(first["path"]))
        assert properties.read_custom(parts[archive.CUSTOM])["kam.digest"] == archive.content_digest(parts)


@pytest.mark.parametrize("session", [SESSION, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("restricted", [False, True])
def test_every_part_stands_in_the_order_word_asks_for(tmp_path, session, restricted):
    rows = accounts(staff(), SESSION.view)
    few = {form: [r for r in own if r.get("customer_name", "") in {x["customer_name"] for x in rows["F16a"][:6]}]
           for form, own in rows.items()}  # fmt: skip
    outcome = written(tmp_path, book(tmp_path, **few), session, restricted=restricted, merge=True)
    for path in (path for path in outcome.outputs if path.suffix == ".docx"):
        parts = archive.read(path)
        wrong = {
            n: list(mistakes(d))
            for n, d in parts.items()
            if n.startswith("word/") and n.endswith("l") and "chart" not in n
        }
        assert {name: found for name, found in wrong.items() if found} == {}, path.name
        assert "【" not in read.whole(path)


def test_merged_pages_keep_their_own_charts(tmp_path):
    rows = [{"customer_name": f"苏州第{k}机械有限公司", "manager": "E003"} for k in range(10, 13)]
    years = [year(2025, k * 1_000_000, name=r["customer_name"]) for k, r in enumerate(rows, 1)]
    outcome = written(tmp_path, book(tmp_path, F16a=rows, F16b=years), merge=True)
    (merged,) = [path for path in outcome.outputs if "一页纸" in path.name and path not in pages(outcome).values()]
    parts = archive.read(merged)
    charts = [name for name in parts if name.startswith("word/charts/")]
    assert len(charts) == 6
    body = parts["word/document.xml"].decode()
    links = dict(re.findall(r'Id="(\w+)"[^>]*Target="(charts/[^"]+)"', parts["word/_rels/document.xml.rels"].decode()))
    links |= {
        i: t
        for t, i in re.findall(
            r'Target="(charts/[^"]+)"[^>]*Id="(\w+)"', parts["word/_rels/document.xml.rels"].decode()
        )
    }
    used = [links[one] for one in re.findall(r'<c:chart [^>]*r:id="(\w+)"', body)]
    assert len(set(used)) == 6
    shown = [re.findall(rb"<c:val>.*?<c:v>([\d.]+)</c:v>", parts[f"word/{name}"])[0] for name in used[::2]]
    assert [Decimal(v.decode()) for v in shown] == [3, 2, 1]
    assert all(f"/word/{name}" in parts["[Content_Types].xml"].decode() for name in used)


class TestOnDisk:
    """Refusals, and what goes on past them."""

    def test_an_existing_page_is_refused_and_the_others_go_on(self, tmp_path):
        rows = [{"customer_name": f"苏州第{k}机械有限公司", "manager": "E003"} for k in range(10, 13)]
        source, kept = book(tmp_path, F16a=rows), tmp_path / "纸" / "客户一页纸_苏州第11机械有限公司.docx"
        kept.parent.mkdir()
        kept.write_bytes(b"mine")
        outcome = written(tmp_path, source)
        assert (len(pages(outcome)), outcome.exit_code, kept.read_bytes()) == (2, 2, b"mine")
        assert [failure.code for failure in outcome.failures] == ["E002"]
        again = written(tmp_path, source, replace(SESSION, force=True))
        assert (len(pages(again)), again.exit_code) == (3, 0)
        assert kept.read_bytes() != b"mine"

    def test_a_register_without_accounts_makes_no_papers(self, tmp_path):
        assert written(tmp_path, book(tmp_path, F16a=[])).outputs == []
        assert not (tmp_path / "纸").exists()

    def test_a_companys_own_template_wins(self, tmp_path):
        own = tmp_path / templates.FOLDER
        own.mkdir()
        document = Document(str(templates.find(ONE_PAGER, "zh")))
        document.paragraphs[1].runs[0].text = "我司专用 {{ customer }} {{ revenue }}"
        document.save(str(own / f"{ONE_PAGER}.docx"))
        path = pages(written(tmp_path, book(tmp_path, F16b=[year(2025, 123)])))[NAME]
        assert Document(str(path)).paragraphs[1].text == f"我司专用 {NAME} 1.23"

    @pytest.mark.parametrize(
        ("case", "tag", "codes", "printed"),
        [
            ("a name nobody knows is said once, and marked on every page", "{{ 不存在 }}", ["DC02"], 2),
            ("a tag that cannot be read stops the pages, not the agenda", "{{ 1/0 }}", [], 0),
        ],
    )
    def test_a_faulty_template(self, tmp_path, case, tag, codes, printed):
        own = tmp_path / templates.FOLDER
        own.mkdir()
        document = Document(str(templates.find(ONE_PAGER, "zh")))
        document.paragraphs[1].runs[0].text = tag
        document.save(str(own / f"{ONE_PAGER}.docx"))
        rows = [{"customer_name": f"苏州第{k}机械有限公司", "manager": "E003"} for k in (10, 11)]
        outcome = written(tmp_path, book(tmp_path, F16a=rows))
        assert [f.code for f in outcome.findings if f.code.startswith("DC")] == codes, case
        assert len(pages(outcome)) == printed
        assert len(outcome.failures) == (not printed)
        assert agenda(outcome).exists()


@pytest.mark.office
@pytest.mark.parametrize("session", [SESSION, ENGLISH], ids=["zh", "en"])
@pytest.mark.parametrize("restricted", [False, True])
def test_usual_accounts_take_one_page(tmp_path, session, restricted):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    rows = accounts(staff(), SESSION.view)
    names = {x["customer_name"] for x in rows["F16a"][:6]}
    few = {form: [r for r in own if r.get("customer_name", "") in names] for form, own in rows.items()}
    tab = [row(k, 客户名称=name) for k, name in enumerate(sorted(names), 1)]
    pipeline = write_book(tmp_path / "台账.xlsx", {"华东": tab})
    outcome = written(tmp_path, book(tmp_path, **few), session, [pipeline], restricted=restricted)
    made = pdf.to_pdf(list(pages(outcome).values()), tmp_path / "pdf")
    assert {len(re.findall(rb"/Type\s*/Page\b", one.read_bytes())) for one in made} == {1}
    assert text("accounts.paper.one_pager", session.lang) in made[0].name
