"""The roll-up of real workbooks: JSON, movement, foreign systems, and a summary workbook whose figures agree."""

import random
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pipeline import foreign_crm
from pipeline.region_books import HEADERS, row, write_book

from kamsheets.core.errors import OutputExistsError
from kamsheets.core.money import yuan
from kamsheets.jobs import pipeline_read
from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
from kamsheets.jobs.policy_source import load as load_policy
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)
SESSION = Session(Policy.shipped(), DAY)


@pytest.fixture
def regions(tmp_path) -> list[Path]:
    """Two workbooks: three regions, one of each outcome, a duplicate, an unreadable amount, a wrong total."""
    late, wrong = {"计划完成日期": DAY - timedelta(days=1)}, {"项目编号": "合计", "预计合同金额": 1}
    east = [row(1), row(2, 赢率="0%", **late), row(3, 预计合同金额="300-400万"), None, row(4, 项目结果="赢单")]
    south = [row(1, "华南", 当前里程碑="M7", 赢率=None), row(2, "华南", 项目结果="搁置", 预计合同金额=10)]
    west = [row(1, "西北", 预计合同金额=0.07, 赢率="50%"), row(1)]
    return [
        write_book(tmp_path / "东南.xlsx", {"华东": east, "华南": south}, totals={"华东": wrong}),
        write_book(tmp_path / "西北.xlsx", {"Sheet1": west}),
    ]


def test_the_json_of_the_contract(regions):
    found = roll_up_pipeline(regions, SESSION).data
    rows = {r["region"]: tuple(r.values()) for r in found["regions"]}
    assert rows == {
        "HD": ("HD", "华东", 2, "7720000.00", "1930000.00", 1),
        "HN": ("HN", "华南", 1, "3860000.00", "3088000.00", 0),
        "XB": ("XB", "西北", 1, "0.07", "0.04", 0),
    }
    assert found["total"] == {"projects": 4, "est_amount": "11580000.07", "weighted_amount": "5018000.04", "overdue": 1}
    stages = {r["milestone"]: (r["projects"], r["est_amount"]) for r in found["milestones"]}
    assert (stages["M5"], stages["M7"], stages["M1"]) == ((3, "7720000.07"), (1, "3860000.00"), (0, "0.00"))
    assert [(c["outcome"], c["projects"], c["est_amount"]) for c in found["closed"]] == [("won", 1, "3860000.00")]
    assert found["shelved"] == {"projects": 1, "est_amount": "10.00"}


def test_every_row_is_accounted_for(regions):
    outcome = roll_up_pipeline(regions, SESSION)
    tabs = {(t["file"], t["sheet"]): t for t in outcome.data["tabs"]}
    assert {key: (t["rows_read"], t["counted"], t["excluded"], t["blank"]) for key, t in tabs.items()} == {
        ("东南.xlsx", "华东"): (5, 3, 1, 1), ("东南.xlsx", "华南"): (2, 2, 0, 0), ("西北.xlsx", "Sheet1"): (2, 1, 1, 0),
    }  # fmt: skip
    assert (tabs["东南.xlsx", "华东"]["totals_row"], tabs["东南.xlsx", "华东"]["agrees"]) == ("1.00", False)
    left = [(e["code"], e["file"], e["row"], e["est_amount"]) for e in outcome.data["excluded"]]
    assert left == [("CT11", "东南.xlsx", 4, None), ("PL01", "西北.xlsx", 3, "3860000.00")]
    errors = [(f.code, f.place.sheet, f.place.cell) for f in outcome.findings if f.severity == "error"]
    assert sorted(errors) == [("CT11", "华东", "I4"), ("PL01", "Sheet1", "A3"), ("PL08", "华东", "I7")]
    assert outcome.exit_code == 1


def test_any_split_into_tabs_and_files_gives_the_same_roll_up(tmp_path):
    chosen = random.Random(5)
    rows = [
        row(n, chosen.choice(["华东", "华南", "西北"]), 项目编号=f"P{n}", 当前里程碑=f"M{chosen.randint(1, 8)}",
            预计合同金额=chosen.randint(1, 10**9) / 100, 赢率=chosen.choice([None, "0%", "33.33%"]))
        for n in range(60)
    ]  # fmt: skip
    together = [write_book(tmp_path / "一.xlsx", {"全部": rows})]
    apart = []
    for n in range(5):
        part = rows[n::5]
        tabs = {f"表{k}": part[k::3] for k in range(3)}
        apart.append(write_book(tmp_path / f"{n}.xlsx", tabs))
    keys = ("regions", "milestones", "total")
    one, many = (roll_up_pipeline(files, SESSION).data for files in (together, apart))
    assert {key: one[key] for key in keys} == {key: many[key] for key in keys}
    assert one["total"]["est_amount"] == yuan(sum(round(r["预计合同金额"] * 100) for r in rows))


def test_files_read_by_others_are_the_same_pipeline(tmp_path, monkeypatch):
    files = [write_book(tmp_path / f"{n}.xlsx", {"华东": [row(n), row(1, "华南")]}) for n in range(20)]
    monkeypatch.setattr(pipeline_read, "CHUNK_BYTES", 3 * files[0].stat().st_size)
    monkeypatch.setattr(pipeline_read, "OWN_BYTES", 5 * files[0].stat().st_size)
    here = roll_up_pipeline(files, SESSION)
    with ThreadPoolExecutor(2) as pool:
        there = roll_up_pipeline(files, replace(SESSION, executor=pool))
    assert there.data == here.data
    assert there.findings == here.findings
    assert here.summary["rows_read"] == 40


def test_amounts_of_another_currency_are_in_no_sum(tmp_path):
    rows = [row(1, 预计合同金额=100), row(2, 预计合同金额=50, 币种="USD"), row(3, 预计合同金额=7, 币种="人民币")]
    path = write_book(tmp_path / "a.xlsx", {"华东": rows}, (*HEADERS, "币种"))
    outcome = roll_up_pipeline([path], SESSION)
    assert [(f.code, f.place.cell) for f in outcome.findings] == [("PL06", "P3")]
    (tab,) = outcome.data["tabs"]
    assert (tab["est_amount"], tab["excluded_amount"]) == ("107.00", "0.00")
    (left,) = outcome.data["excluded"]
    assert (left["est_amount"], left["currency"], left["cell"]) == ("50.00", "USD", "P3")
    assert "50.00" in left["reason"]


@pytest.mark.parametrize("spoiled", ["damaged", "no pipeline"])
def test_nothing_is_compared_with_a_snapshot_that_cannot_be_read(tmp_path, spoiled):
    then = tmp_path / "上期"
    then.mkdir()
    if spoiled == "damaged":
        write_book(then / "华东.xlsx", {"华东": [row(1)]})
        (then / "华南.xlsx").write_bytes(b"PK\x03\x04?")
    else:
        write_book(then / "值班.xlsx", {"值班": []}, ["日期"])
    now = write_book(tmp_path / "本期.xlsx", {"华东": [row(1), row(2)]})
    outcome = roll_up_pipeline([now], SESSION, tmp_path / "out.xlsx", [then])
    assert "changes" not in outcome.data
    assert [(f.code, f.place.file) for f in outcome.findings] == [("PL49", "上期")]
    assert outcome.exit_code == (2 if spoiled == "damaged" else 1)
    assert outcome.data["total"]["projects"] == 2


def test_projects_of_a_file_that_cannot_be_read_have_not_vanished(tmp_path):
    then = write_book(tmp_path / "上期.xlsx", {"华东": [row(1), row(2)], "华南": [row(3, "华南")]})
    east = write_book(tmp_path / "华东.xlsx", {"华东": [row(1)]})
    south = tmp_path / "华南.xlsx"
    south.write_bytes(b"PK\x03\x04?")
    outcome = roll_up_pipeline([east, south], SESSION, since=[then])
    moves = {c["project_no"]: c["moves"] for c in outcome.data["changes"]}
    assert moves == {"XM-HD-2026-0002": ["vanished"], "XM-HN-2026-0003": ["uncounted"]}
    assert [(f.code, f.place.cell) for f in outcome.findings] == [("PL62", "A3")]
    assert outcome.exit_code == 2


def test_a_foreign_crm_needs_a_policy_workbook_and_no_code(tmp_path):
    truth = foreign_crm.export(tmp_path / "export.xlsx", 3_000)
    policy = load_policy(foreign_crm.policy(tmp_path / "policy.xlsx"), None)
    outcome = roll_up_pipeline([tmp_path / "export.xlsx"], Session(policy, DAY))
    found = outcome.data
    assert {r["region_name"]: (r["projects"], r["est_amount"]) for r in found["regions"]} == {
        name: (truth.open_count[name], yuan(truth.open_amount[name])) for name in foreign_crm.TERRITORIES
    }
    assert found["total"]["weighted_amount"] == yuan(truth.weighted)
    assert {c["outcome"]: c["projects"] for c in found["closed"]} == {"won": truth.won, "lost": truth.lost}
    unmapped = {"stage": foreign_crm.UNMAPPED, "rows": truth.unmapped, "est_amount": yuan(truth.unmapped_amount)}
    assert found["unmapped_stages"] == [unmapped]
    assert len(found["excluded"]) == truth.unmapped
    assert {f.code for f in outcome.findings if f.severity == "error"} == {"CT30"}


def test_what_moved_since_last_weeks_summary(tmp_path):
    before = write_book(tmp_path / "before.xlsx", {"华东": [row(1), row(2), row(3)]})
    last = tmp_path / "上期.xlsx"
    roll_up_pipeline([before], Session(Policy.shipped(), date(2026, 6, 23)), last)
    moved_on = {"当前里程碑": "M6", "进入日期": DAY, "预计合同金额": 4_000_000}
    after = write_book(tmp_path / "after.xlsx", {"华东": [row(1, **moved_on), row(2, 项目结果="输单"), row(4)]})
    found = roll_up_pipeline([after], SESSION, tmp_path / "out.xlsx", [last]).data
    assert {c["project_no"][-1]: c["moves"] for c in found["changes"]} == {
        "1": ["grown", "advanced"], "2": ["lost"], "4": ["new"], "3": ["vanished"],
    }  # fmt: skip
    fall = found["waterfall"]
    assert (fall["start"], fall["end"]) == ("11580000.00", "7860000.00")
    assert [(s["step"], s["amount"]) for s in fall["steps"]] == [
        ("new", "3860000.00"), ("grown", "140000.00"), ("lost", "-3860000.00"), ("vanished", "-3860000.00"),
    ]  # fmt: skip
    again = roll_up_pipeline([after], SESSION, tmp_path / "again.xlsx", [before]).data
    assert (again["changes"], again["waterfall"]) == (found["changes"], fall), "the sheets themselves say the same"


def test_history_goes_on_from_summary_to_summary(tmp_path):
    session = {day: Session(Policy.shipped(), date(2026, 6, day)) for day in (9, 16, 23)}
    last: list[Path] = []
    for day, stage in ((9, "M3"), (16, "M4"), (23, "M5")):
        sheet = write_book(
            tmp_path / f"in{day}.xlsx", {"华东": [row(1, 当前里程碑=stage, 进入日期=date(2026, 6, day))]}
        )
        out = tmp_path / f"out{day}.xlsx"
        roll_up_pipeline([sheet], session[day], out, last)
        last = [out]
    rows = load_workbook(last[0])["阶段历史"].iter_rows(min_row=4, values_only=True)
    assert [(r[0], r[1].split()[0], r[2].date()) for r in rows] == [
        ("XM-HD-2026-0001", stage, date(2026, 6, day)) for stage, day in (("M3", 9), ("M4", 16), ("M5", 23))
    ]


def test_our_own_summary_among_the_inputs_is_not_counted(tmp_path):
    sheet = write_book(tmp_path / "台账.xlsx", {"华东": [row(1)]})
    out = tmp_path / "汇总.xlsx"
    roll_up_pipeline([sheet], SESSION, out)
    outcome = roll_up_pipeline([out, sheet], SESSION)
    assert outcome.data["total"]["projects"] == 1
    assert ("PL44", "汇总.xlsx") in [(f.code, f.place.file) for f in outcome.findings]
    assert outcome.data["excluded"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_is_read_back_in_the_language_it_was_written_in(tmp_path, lang):
    sheet = write_book(
        tmp_path / "台账.xlsx", {"华东": [row(1), row(2, 项目结果="搁置")], "西北": [row(3, "西北", 赢率=None)]}
    )
    last = tmp_path / "last.xlsx"
    roll_up_pipeline([sheet], Session(Policy.shipped(), DAY, lang), last)
    outcome = roll_up_pipeline([sheet], SESSION, since=[last])
    assert outcome.data["changes"] == []
    assert outcome.data["waterfall"]["start"] == outcome.data["waterfall"]["end"] == "7720000.00"


def test_an_existing_output_is_refused_without_force(tmp_path, regions):
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(OutputExistsError):
        roll_up_pipeline(regions, SESSION, target)
    assert target.read_bytes() == b"mine"
    assert roll_up_pipeline(regions, Session(Policy.shipped(), DAY, force=True), target).outputs == [target]


def test_no_formula_is_born_from_a_cell(tmp_path):
    sheet = write_book(tmp_path / "台账.xlsx", {"华东": [row(1, 项目名称="'=1+1"), row(2, 项目名称="@SUM(A1)")]})
    target = tmp_path / "out.xlsx"
    roll_up_pipeline([sheet], SESSION, target)
    names = [r[1] for r in load_workbook(target)["项目明细"].iter_rows(min_row=4)]
    assert [c.data_type for c in names[:2]] == ["s", "s"]


def _cells(book, sheet):
    return {r[0]: r[1:] for r in book[sheet].iter_rows(values_only=True) if r[0]}


def test_the_workbook_shows_the_figures_of_the_json(tmp_path, regions):
    target = tmp_path / "out.xlsx"
    outcome = roll_up_pipeline(regions, SESSION, target)
    book = load_workbook(target, data_only=True)
    assert book.sheetnames[:3] == ["总览", "区域汇总", "分类汇总"]
    assert "变动" not in book.sheetnames
    for line in outcome.data["regions"]:
        first = next(r for r in book["区域汇总"].iter_rows(values_only=True) if r[0] == line["region_name"])
        assert (first[1], f"{first[2]:.2f}", f"{first[3]:.2f}", first[5]) == (
            line["projects"], line["est_amount"], line["weighted_amount"], line["overdue"],
        )  # fmt: skip
    overview = _cells(book, "总览")
    assert f"{overview['预计合同金额（元）'][0]:.2f}" == outcome.data["total"]["est_amount"]
    assert overview["读入 = 计入 + 未计入 + 空白"][0] == "9 = 6 + 2 + 1"
    left = [r[2] for r in book["未计入"].iter_rows(min_row=4, values_only=True)]
    assert left == ["XM-HD-2026-0003", "XM-HD-2026-0001"]


def test_projects_link_back_to_their_rows(tmp_path, regions):
    target = tmp_path / "sub" / "out.xlsx"
    roll_up_pipeline(regions, SESSION, target)
    sheet = load_workbook(target)["项目明细"]
    links = {c.value: c.hyperlink for r in sheet.iter_rows(min_row=4) for c in r if c.hyperlink}
    found = links["西北.xlsx｜Sheet1 2"]
    assert (found.target, found.location) == ("../西北.xlsx", "'Sheet1'!A2")


def test_charts_are_native_and_named(tmp_path, regions):
    target = tmp_path / "out.xlsx"
    roll_up_pipeline(regions, SESSION, target)
    charts = load_workbook(target)["总览"]._charts
    titles = ["".join(run.t for p in c.title.tx.rich.p for run in p.r) for c in charts]
    assert titles == [
        "各里程碑预计金额",
        "各区域预计金额（按里程碑）",
        "预计签约月份：预计与加权金额",
        "各区域预计与加权金额",
    ]


@pytest.mark.office
def test_recalculated_formulas_agree_with_the_values_stored_beside_them(tmp_path, regions):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    target = tmp_path / "out.xlsx"
    last = write_book(tmp_path / "last.xlsx", {"华东": [row(1, 预计合同金额=1), row(9)]}, HEADERS)
    roll_up_pipeline(regions, SESSION, target, [last])
    formulas, stored = load_workbook(target), load_workbook(target, data_only=True)
    formulas.save(tmp_path / "bare.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "lo_out"), str(tmp_path / "bare.xlsx")], check=True, capture_output=True, timeout=120
    )
    fresh = load_workbook(tmp_path / "lo_out" / "bare.xlsx", data_only=True)
    compared = 0
    for sheet in formulas:
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    was, now = stored[sheet.title][cell.coordinate].value, fresh[sheet.title][cell.coordinate].value
                    assert (was or 0) == pytest.approx(now or 0, abs=0.0051), (sheet.title, cell.coordinate, cell.value)
                    compared += 1
    assert compared > 150
