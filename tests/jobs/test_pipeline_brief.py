"""The weekly brief in Word: the summary's figures and pictures on one page."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from pipeline.region_books import row, write_book

from kamsheets.core.errors import OutputExistsError
from kamsheets.document import templates
from kamsheets.jobs.pipeline_brief import TEMPLATE
from kamsheets.jobs.pipeline_rollup import roll_up_pipeline
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy

DAY = date(2026, 6, 30)
SESSION = Session(Policy.shipped(), DAY)


@pytest.fixture
def sheets(tmp_path) -> tuple[Path, Path]:
    """This week and last week."""
    late = {"计划完成日期": date(2026, 6, 1), "项目名称": "R&D 中心 <焊接线> 一期扩建机器人工作站"}
    now = {
        "华东": [row(1, **late), row(2, 预计合同金额=4_000_000)],
        "西北": [row(3, "西北"), row(4, "西北", 项目结果="赢单")],
    }
    before = {"华东": [row(1), row(2)], "西北": [row(4, "西北")]}
    return write_book(tmp_path / "now.xlsx", now), write_book(tmp_path / "before.xlsx", before)


def texts(path: Path) -> list[list[str]]:
    """All table rows of a document, as people see them."""
    return [[cell.text for cell in line.cells] for table in Document(str(path)).tables for line in table.rows]


def test_the_brief_shows_the_figures_of_the_roll_up(tmp_path, sheets):
    target = tmp_path / "brief.docx"
    outcome = roll_up_pipeline([sheets[0]], SESSION, None, [sheets[1]], target)
    assert outcome.outputs == [target]
    rows = texts(target)
    total = outcome.data["total"]
    assert ["3", "11,720,000.00", "+140,000.00", "1"] in rows
    assert total["est_amount"] == "11720000.00"
    assert ["1 / 1 = 100%", "5,860,000.00", "+70,000.00", "1"] in rows
    assert ["华东", "2", "7,860,000.00", "3,930,000.00", "1", "1"] in rows
    assert ["赢单", "1", "3,860,000.00", "项目4"] in rows
    assert [r[1] for r in rows if r[0] == "华东"][-1] == "R&D 中心 <焊接线>…", (
        "what people wrote arrives whole, cut to the line"
    )


def test_its_pictures_are_the_workbooks_charts(tmp_path, sheets):
    book, target = tmp_path / "out.xlsx", tmp_path / "brief.docx"
    roll_up_pipeline([sheets[0]], SESSION, book, [sheets[1]], target)
    with ZipFile(target) as package, ZipFile(book) as source:
        parts = {name: package.read(name) for name in package.namelist()}
        charts = {name: source.read(name) for name in source.namelist() if "charts/chart" in name}
    links = re.findall(rb'r:id="(rIdKamChart\d)"', parts["word/document.xml"])
    assert links == [b"rIdKamChart1", b"rIdKamChart2"]
    assert all(b'Id="%s"' % link in parts["word/_rels/document.xml.rels"] for link in links)
    values = [
        re.findall(rb"<c:v>([^<]*)</c:v>", part)
        for part in (parts["word/charts/chart1.xml"], charts["xl/charts/chart1.xml"])
    ]
    assert values[0] == values[1] != []


def test_without_last_week_nothing_is_compared(tmp_path, sheets):
    target = tmp_path / "brief.docx"
    roll_up_pipeline([sheets[0]], SESSION, None, (), target)
    rows = texts(target)
    assert ["3", "11,720,000.00", "—", "1"] in rows
    assert not any("赢单" in line[0] for line in rows if len(line) == 4)


def test_an_existing_brief_stops_the_run_before_anything_is_written(tmp_path, sheets):
    target, book = tmp_path / "brief.docx", tmp_path / "out.xlsx"
    target.write_bytes(b"mine")
    with pytest.raises(OutputExistsError):
        roll_up_pipeline([sheets[0]], SESSION, book, (), target)
    assert (target.read_bytes(), book.exists()) == (b"mine", False)


def test_a_companys_own_template_beside_its_sheets_wins(tmp_path, sheets):
    own = tmp_path / templates.FOLDER
    own.mkdir()
    document = Document(str(templates.find(TEMPLATE, "zh")))
    document.paragraphs[0].runs[0].text = "某公司周报 {{ projects }}"
    document.save(str(own / f"{TEMPLATE}.docx"))
    target = tmp_path / "brief.docx"
    roll_up_pipeline([sheets[0]], SESSION, None, (), target)
    assert Document(str(target)).paragraphs[0].text == "某公司周报 3"


def test_many_regions_share_the_last_row(tmp_path):
    regions = [region.label.zh for region in SESSION.view.regions]
    tabs = {name: [row(k, None, 项目编号=f"P{k}", 区域=name, 预计合同金额=1000 - k)] for k, name in enumerate(regions)}
    twelve = {**tabs}
    sheet = write_book(tmp_path / "all.xlsx", twelve)
    target = tmp_path / "brief.docx"
    outcome = roll_up_pipeline([sheet], SESSION, None, (), target)
    shown = [line for line in texts(target) if len(line) == 6 and line[1].isdigit()]
    assert len(shown) == min(9, len(regions))
    assert sum(int(line[1]) for line in shown) == outcome.data["total"]["projects"]


@pytest.mark.office
def test_it_is_one_page(tmp_path, sheets):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    target = tmp_path / "brief.docx"
    many = write_book(
        tmp_path / "many.xlsx",
        {name: [row(n, name, 计划完成日期=date(2026, 6, 1)) for n in range(30)] for name in ("华东", "华南", "西北")},
    )
    roll_up_pipeline([many], SESSION, None, [sheets[1]], target)
    profile = f"-env:UserInstallation=file://{tmp_path}/lo"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = re.findall(rb"/Type\s*/Page\b", (tmp_path / "brief.pdf").read_bytes())
    assert len(pages) == 1
