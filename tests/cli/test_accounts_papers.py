"""``kamsheets accounts review --papers`` at the door: options, JSON, exit codes, worker processes, own templates."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jobs.paper_texts import starting
from jobs.test_accounts import book
from pipeline.region_books import row, write_book

from kamsheets.cli.main import cli

MANY = [{"customer_name": f"苏州第{k}机械有限公司", "manager": f"E{k}"} for k in range(100, 145)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [*map(str, arguments), "--as-of", "2026-06-30"])


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return book(tmp_path, F16a=MANY[:2])


def test_json_names_every_paper(tmp_path: Path, register: Path) -> None:
    done = run("accounts", "review", register, "-o", tmp_path / "o.xlsx", "--papers", tmp_path / "p", "--json")
    papers = json.loads(done.stdout)["papers"]
    assert [(row["kind"], row["customer"]) for row in papers] == [
        ("季度回顾议程", ""), *(("客户一页纸", row["customer_name"]) for row in MANY[:2]),
    ]  # fmt: skip
    assert all(Path(row["path"]).is_file() for row in papers)
    assert done.exit_code == 0


def test_a_second_run_is_refused_and_force_goes_on(tmp_path: Path, register: Path) -> None:
    command = ("accounts", "review", register, "-o", tmp_path / "o.xlsx", "--papers", tmp_path / "p")
    assert [run(*command).exit_code, run(*command).exit_code, run(*command, "--force").exit_code] == [0, 2, 0]


@pytest.mark.parametrize("option", [("--pdf",), ("--merge",), ("--pipeline", ".")])
def test_what_concerns_papers_only_needs_them(tmp_path: Path, register: Path, option: tuple[str, ...]) -> None:
    done = run("accounts", "review", register, "-o", tmp_path / "o.xlsx", *option)
    assert (done.exit_code, (tmp_path / "o.xlsx").exists()) == (2, False)
    assert option[0] in done.stderr


def test_the_pipeline_may_be_a_folder(tmp_path: Path, register: Path) -> None:
    regions = tmp_path / "台账"
    regions.mkdir()
    for k, name in enumerate(("华东", "华南"), 1):
        write_book(regions / f"{name}.xlsx", {name: [row(k, name, 客户名称=MANY[0]["customer_name"])]})
    command = ("accounts", "review", register, "-o", tmp_path / "o.xlsx", "--papers", tmp_path / "p", "--json")
    papers = json.loads(run(*command, "--pipeline", regions).stdout)["papers"]
    path = next(Path(one["path"]) for one in papers if one["customer"] == MANY[0]["customer_name"])
    assert starting(path, "", "在手项目合计 2 个")[3] == "7,720,000.00"


def test_worker_processes_write_the_same_as_one(tmp_path: Path) -> None:
    register = book(tmp_path, F16a=MANY)
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        assert run("accounts", "review", register, "-o", folder / "o.xlsx", "--papers", folder / "p", "--jobs", jobs,
                   "-q").exit_code == 0  # fmt: skip
    names = sorted(path.name for path in (tmp_path / "1" / "p").iterdir())
    assert len(names) == len(MANY) + 1
    same = [(tmp_path / "1" / "p" / n).read_bytes() == (tmp_path / "2" / "p" / n).read_bytes() for n in names]
    assert all(same)


def test_their_templates_are_reset_and_compared_like_the_others(tmp_path: Path) -> None:
    assert run("forms", "reset", "客户一页纸", "季度回顾议程", "--in", tmp_path).exit_code == 0
    own = sorted(path.name for path in (tmp_path / "word_templates").iterdir())
    assert own == ["季度回顾议程.docx", "季度回顾议程.en.docx", "客户一页纸.docx", "客户一页纸.en.docx"]
    assert json.loads(run("forms", "diff", "客户一页纸", "--in", tmp_path, "--json").stdout)["summary"] == {
        "changed": 0
    }
    assert run("forms", "check", *(tmp_path / "word_templates" / name for name in own)).exit_code == 0


@pytest.mark.parametrize(
    ("name", "tag", "label"),
    [
        ("客户一页纸", "{{ revenue }}", "年销售额（元）"),
        ("季度回顾议程", "{{ row.why }}", "事由"),
        ("周会简报", "{{ weighted }}", "加权金额（元）"),
    ],
)
def test_names_of_their_templates_are_listed_with_what_they_print(name: str, tag: str, label: str) -> None:
    fields = json.loads(run("forms", "fields", name, "--json").stdout)["fields"]
    assert {row["tag"]: row["label"] for row in fields}[tag] == label


def test_the_list_of_names_to_copy_is_no_template(tmp_path: Path) -> None:
    done = run("forms", "fields", "字段清单")
    assert done.exit_code == 2
    assert "周会简报" in done.stderr
