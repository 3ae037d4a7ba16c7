"""Names come by mail: whatever stands in a form, its document lies in the output folder and overwrites nothing."""
# ruff: noqa: E501 - rows of tables

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from kamsheets.cli.forms import forms

NAMES = {
    "a way out of the folder": "../../x",
    "a way out of the folder, as Windows writes it": r"..\..\x",
    "a full path": "/etc/passwd",
    "a drive": r"C:\Windows\x",
    "a device": "CON",
    "a device with an ending": "nul.docx",
    "dots at the end": "华锐...",
    "only dots": "..",
    "the longest name a form takes": "华" * 80,
    "a formula": "=HYPERLINK(1)",
    "signs Windows forbids": 'a<b>|c?*"d',
    "line breaks and a tab": "a\nb\tc",
    "a share": r"\\host\share\x",
    "an option": "--force",
    "letters written from right to left": "x\u202excod.exe",
}


def dossier(path: Path, title: str, number: str = "") -> Path:
    book = Workbook()
    for row in (
        ["JTF-014 整改计划"], ["编号", number or None], ["区域", "华东"], ["项目编号", "XM-HD-2025-0012"], ["项目名称", None],
        ["偏差", "晚 3 周"], ["原因", "排产冲突"], ["整改措施", "外协试焊"], ["责任人", "E002 林晓"], ["完成期限", "2026-07-15"],
    ):  # fmt: skip
        book.active.append(row)
    cell = book.active["B5"]
    cell.value, cell.data_type = title, "s"
    book.save(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(forms, [*map(str, arguments), "--as-of", "2026-06-30", "--json"])


def everything(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("hostile", NAMES)
@pytest.mark.parametrize("kind", [(), ("--draft",), ("--merge",)])
def test_a_hostile_name_stays_in_the_folder(hostile: str, kind: tuple[str, ...], tmp_path: Path) -> None:
    source, out = dossier(tmp_path / "档案.xlsx", NAMES[hostile]), tmp_path / "a" / "b" / "out"
    done = run("print", source, "-o", out, *kind)
    assert done.exit_code == 0, done.output
    (row,) = json.loads(done.stdout)["documents"]
    assert Path(row["path"]).parent == out
    assert Path(row["path"]).is_file()
    assert all(path.is_relative_to(out) for path in everything(tmp_path) - {source})
    assert len(Path(row["path"]).name.encode()) <= 255


@pytest.mark.parametrize("name", ["x" * 300, "华" * 300])
def test_a_name_of_three_hundred_signs_is_refused_and_its_draft_is_cut(name: str, tmp_path: Path) -> None:
    source, out = dossier(tmp_path / "档案.xlsx", name), tmp_path / "out"
    final, draft = run("print", source, "-o", out), run("print", source, "-o", out, "--draft")
    assert json.loads(final.stdout)["documents"] == []
    assert [found["cell"] for found in json.loads(final.stdout)["findings"]] == ["B5"]
    (row,) = json.loads(draft.stdout)["documents"]
    assert everything(out) == {Path(row["path"])}


@pytest.mark.parametrize(
    "number", ["../../x", "JTF-014-HD-202606-001/../../x", "CON", "JTF-014-HD-202606-" + "1" * 300]
)
def test_a_hostile_number_stays_in_the_folder(number: str, tmp_path: Path) -> None:
    source, out = dossier(tmp_path / "档案.xlsx", "华锐", number), tmp_path / "a" / "out"
    done = run("print", source, "-o", out)
    assert done.exit_code in (0, 1, 2)
    assert all(path.is_relative_to(out) for path in everything(tmp_path) - {source})


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    source, out = dossier(tmp_path / "档案.xlsx", "华锐"), tmp_path / "out"
    out.mkdir()
    mine = out / "JTF-014-HD-202606-001_华锐_整改计划.docx"
    mine.write_text("mine", encoding="utf-8")
    done = run("print", source, "-o", out)
    assert done.exit_code == 2
    assert mine.read_text(encoding="utf-8") == "mine"


def test_two_drafts_whose_names_become_one_do_not_overwrite_each_other(tmp_path: Path) -> None:
    first, second = (dossier(tmp_path / f"{k}.xlsx", name) for k, name in enumerate(("a/b", "a:b")))
    assert run("print", first, "-o", tmp_path / "out", "--draft").exit_code == 0
    (made,) = everything(tmp_path / "out")
    before = made.read_bytes()
    assert run("print", second, "-o", tmp_path / "out", "--draft").exit_code == 2
    assert made.read_bytes() == before
