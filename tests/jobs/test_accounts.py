"""Account registers on disk: read, checked, scored; sums tie to what was written."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kamsheets.forms.catalogue import catalogue
from kamsheets.jobs.accounts_check import check_accounts
from kamsheets.jobs.accounts_review import review_accounts
from kamsheets.jobs.accounts_score import score_accounts
from kamsheets.jobs.demo.accounts import COUNT, YEARS, accounts
from kamsheets.jobs.demo.dirt import spoil
from kamsheets.jobs.demo.files import REGISTER, Writer
from kamsheets.jobs.demo.staff import staff
from kamsheets.jobs.demo.workspace import invent
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.form_lists import form_list
from kamsheets.workbook.template_books import ACCOUNT_LISTS
from kamsheets.workbook.write import Book

SESSION = Session(Policy.shipped(), date(2026, 6, 30))
NAME = "苏州华锐机械有限公司"
KEPT = {"consent_basis": "card", "retain_until": date(2027, 6, 30)}


def year(number, revenue, margin=30, name=NAME):
    return {
        "customer_name": name,
        "year": number,
        "revenue": revenue,
        "gross_profit": revenue * margin // 100,
        "cost_to_serve": 0,
    }


def book(folder: Path, **sheets) -> Path:
    """A register with these rows; 客户 holds one customer unless it is given."""
    forms, path = catalogue().expanded(SESSION.view.choices), folder / "大客户档案.xlsx"
    rows = {"F16a": [{"customer_name": NAME, "manager": "E003 王强"}], **sheets}
    with Book(path) as out:
        for form_id in ACCOUNT_LISTS:
            form_list(out, forms[form_id], SESSION.view, name=forms[form_id].zh, rows=rows.get(form_id, ()))
    return path


def said(outcome):
    return [(f.code, f.place.sheet, f.place.cell) for f in outcome.findings if f.code != "AC11"]


@pytest.mark.parametrize(
    ("case", "sheets", "expected"),
    [
        ("nothing wrong", {"F16b": [year(2024, 100), year(2025, 110)]}, []),
        (
            "the same customer under two spellings is one account",
            {"F16a": [{"customer_name": n, "manager": "E003"} for n in (NAME, "苏州华锐机械有限责任公司")]},
            [("AC01", "客户", "A5")],
        ),
        (
            "a name without its place may be the same customer",
            {"F16a": [{"customer_name": n, "manager": "E003"} for n in (NAME, "华锐机械有限公司")]},
            [("AC23", "客户", "A5")],
        ),
        (
            "two places are two customers",
            {"F16a": [{"customer_name": n, "manager": "E003"} for n in (NAME, "无锡华锐机械有限公司")]},
            [],
        ),
        ("another spelling elsewhere counts, and is said", {"F16b": [year(2025, 9, name="苏州市华锐机械有限公司")]},
         [("AC02", "年度业绩", "A4")]),
        ("an unknown customer", {"F16b": [year(2025, 9, name="别的公司有限公司")]}, [("AC03", "年度业绩", "A4")]),
        ("a year given twice", {"F16b": [year(2025, 1), year(2025, 2)]}, [("AC04", "年度业绩", "B5")]),
        ("a score of 6 on a scale of 5",
         {"F16g": [{"customer_name": NAME, "survey_date": date(2026, 1, 1), "csat": 6, "csat_scale": 5}]},
         [("AC05", "满意度", "D4")]),
        ("a person kept until yesterday",
         {"F16d": [{"customer_name": NAME, "dm_id": "DM01", **KEPT, "retain_until": date(2026, 6, 29)}]},
         [("AC06", "关键人", "J4")]),
        ("a person kept until today", {"F16d": [{"customer_name": NAME, "dm_id": "DM01", **KEPT,
                                                  "retain_until": date(2026, 6, 30)}]}, []),
        ("a signal without owner", {"F16h": [{"customer_name": NAME, "signal": "anger",
                                               "signal_date": date(2026, 6, 1)}]},
         [("AC07", "信号", "D4")]),
        ("a case answered late",
         {"F16f": [{"customer_name": NAME, "case_no": "1", "sla_level": "L1", "reported": datetime(2026, 6, 1, 9, 0),
                    "responded": datetime(2026, 6, 1, 11, 1), "solved": datetime(2026, 6, 1, 12, 0)}]},
         [("AC08", "投诉与服务", "B4")]),
        ("pay that does not make 100 %", {"F16i": [{"manager": "E003", "fixed_pay": 0, "variable_pay": 0}]},
         [("AC10", "客户经理", "B4")]),
    ],
)  # fmt: skip
def test_check(tmp_path, case, sheets, expected):
    outcome = check_accounts([book(tmp_path, **sheets)], SESSION)
    assert said(outcome) == expected, case
    tally = outcome.summary
    assert tally["rows_read"] == tally["accepted"] + tally["rejected"] + tally["blank"]
    assert tally["accounts"] == tally["accepted"] if "place" in case else 1


def test_thirteen_accounts_are_too_many_for_one_manager(tmp_path):
    rows = [{"customer_name": f"苏州第{k}机械有限公司", "manager": "E003"} for k in range(10, 23)]
    assert [code for code, *_ in said(check_accounts([book(tmp_path, F16a=rows)], SESSION))] == ["AC09"]


def test_the_last_contact_is_looked_up_in_the_contacts_by_number(tmp_path):
    people = [{"customer_name": NAME, "dm_id": f"DM0{k}", "influence": 5, **KEPT} for k in (1, 2)]
    contact = {"customer_name": NAME, "contact_date": date(2026, 6, 23), "dm_id": "DM01", "contact_type": "onsite"}
    (line,) = score_accounts([book(tmp_path, F16d=people, F16e=[contact])], SESSION).data["accounts"]
    assert line["people"] == {"attitude_known": 0, "all": 2, "overdue": 1}
    assert line["lifecycle"] == "engage"


def test_a_loss_is_shown_as_one(tmp_path):
    years = [year(2024, 10_000, margin=10), year(2025, 9_000, margin=-10)]
    (line,) = score_accounts([book(tmp_path, F16b=years)], SESSION).data["accounts"]
    assert (line["profit"], line["profit_rate"], line["action"]) == ("-9.00", "-0.1000", "exit")
    assert line["value_score"] is None
    assert len(line["missing_indicators"]) == 12


def test_sixty_accounts_with_three_years_tie_to_the_register(tmp_path):
    rows = accounts(staff(), SESSION.view)
    outcome = score_accounts([book(tmp_path, **rows)], SESSION)
    assert (len(outcome.data["accounts"]), len(rows["F16b"])) == (COUNT, COUNT * YEARS)
    last = sum(row["revenue"] for row in rows["F16b"] if row["year"] == 2025)
    amounts = [int(line["revenue"].replace(".", "")) for line in outcome.data["accounts"]]
    assert sum(amounts) == last
    assert sum(int(c["revenue"].replace(".", "")) for c in outcome.data["classes"]) == last
    assert [c["accounts"] for c in outcome.data["classes"]] == [12, 18, 30]
    assert len(outcome.data["kpis"]) == 16
    assert outcome.summary["rejected"] == 0


def test_every_problem_planted_in_the_demo_register_is_found_at_its_cell(tmp_path):
    office = invent()
    writer = Writer(tmp_path, office, spoil(office))
    writer.write()
    session = replace(SESSION, policy=office.policy)
    outcome = check_accounts([tmp_path / REGISTER], session)
    found = {(f.code, f.place.sheet, f.place.cell) for f in outcome.findings}
    planted = {(one.code, one.sheet, one.cell) for one in writer.in_register}
    assert len(planted) == 17
    assert planted - found == set()
    assert {
        f for f in outcome.findings if f.severity == "error" and (f.code, f.place.sheet, f.place.cell) not in planted
    } == set()
    assert {code for code, *_ in found - planted} == {"AC08", "AC09", "AC11"}
    assert outcome.summary["accounts"] == COUNT


def test_people_appear_as_numbers_only(tmp_path):
    assert not any(f.personal and f.id in ("name", "work_tel", "work_email") for f in catalogue()["F16d"].fields)
    assert catalogue()["F16d"].restricted


def test_a_file_that_cannot_be_read_is_a_failure_and_the_others_go_on(tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"no workbook")
    outcome = check_accounts([broken, book(tmp_path)], SESSION)
    assert (len(outcome.failures), outcome.summary["accounts"], outcome.exit_code) == (1, 1, 2)


def test_the_review_workbook_holds_all_pages_and_ties_to_the_register(tmp_path):
    rows = accounts(staff(), SESSION.view)
    outcome = review_accounts([book(tmp_path, **rows)], SESSION, tmp_path / "回顾.xlsx")
    made = load_workbook(outcome.outputs[0])
    assert made.sheetnames == [
        "指标", "价值", "价值明细", "组合", "终身价值", "客户结构", "关系", "服务与流失", "满意度", "客户项目",
        "交付价值", "客户经理", "回顾议程", "标准流程", "销售运作", "问题清单",
    ]  # fmt: skip
    drawn = {name: len(made[name]._charts) for name in made.sheetnames}
    assert {name: n for name, n in drawn.items() if n} == {"价值": 2, "组合": 1, "关系": 1}
    held = {row[0].value: row[7].value for row in made["价值"].iter_rows() if isinstance(row[7].value, int | float)}
    last = {row["customer_name"]: row["revenue"] for row in rows["F16b"] if row["year"] == 2025}
    assert {name: round(held[name] * 100) for name in last} == last
    kpis = {row[1].value: row for row in made["指标"].iter_rows(min_row=4) if row[9].value and row[1].value}
    assert len(kpis) == 16
    assert {cell.data_type for row in kpis.values() for cell in (row[3], row[6], row[7])} == {"n"}
    assert kpis["销售额（元）"][3].value == sum(last.values()) / 100
    assert "%" in kpis["毛利率"][3].number_format


def test_a_register_without_accounts_makes_no_workbook(tmp_path):
    outcome = review_accounts([book(tmp_path, F16a=[])], SESSION, tmp_path / "回顾.xlsx")
    assert (outcome.summary["accounts"], outcome.outputs) == (0, [])
    assert not (tmp_path / "回顾.xlsx").exists()


def test_attitudes_of_people_stand_on_restricted_pages_only(tmp_path):
    person = {"customer_name": NAME, "dm_id": "DM77", "influence": 5, "stance": "enemy", "decides": True, **KEPT}
    contact = {"customer_name": NAME, "contact_date": date(2026, 6, 1), "dm_id": "DM77", "contact_type": "phone"}
    path = book(tmp_path, F16d=[person], F16e=[contact])
    for restricted, expected in ((False, set()), (True, {"立场（受限）", "联系逾期（受限）"})):
        outcome = review_accounts([path], SESSION, tmp_path / f"{restricted}.xlsx", restricted=restricted)
        made = load_workbook(outcome.outputs[0])
        named = {sheet.title for sheet in made for row in sheet.iter_rows() for cell in row if cell.value == "DM77"}
        assert named == expected
        assert all(made[name].sheet_properties.tabColor is not None for name in named)
        assert ("stance_balance" in outcome.data["accounts"][0]) is restricted
