"""Returned forms: compared with what was issued and with the dossier today; nothing is written but the review."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from document.edits import Edit, write
from jobs.dossier_books import plan

from kamsheets.document import archive, pdf, properties
from kamsheets.jobs.forms_print import SNAPSHOTS, How, print_forms
from kamsheets.jobs.forms_read import NoFormError, read_forms
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.policy.policy import Policy
from kamsheets.workbook.read import raw

SESSION = Session(Policy.shipped(), date(2026, 6, 30))


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A JTF-014 as printed, copied into a folder of returned forms."""
    source = plan(tmp_path / "档案.xlsx")
    (printed,) = print_forms([source], SESSION, How(tmp_path / "out")).outputs
    back = tmp_path / "out" / "back"
    back.mkdir()
    return printed.rename(back / "回收.docx")


def read(*files: Path, **settings: object) -> Outcome:
    session = replace(SESSION, force=True, **settings)  # type: ignore[arg-type]
    return read_forms(files, session, files[0].parent / "review.xlsx")


def edited(path: Path, *changes: tuple[str, str]) -> Path:
    edit = Edit(archive.read(path))
    for key, text in changes:
        write(edit.value(key), text)
    path.write_bytes(archive.write(edit.parts))
    return path


def with_property(path: Path, name: str, value: str) -> Path:
    parts = archive.read(path)
    facts = properties.read_custom(parts[archive.CUSTOM]) | {name: value}
    path.write_bytes(archive.write({**parts, archive.CUSTOM: properties.custom(facts)}))
    return path


def test_an_unedited_form_is_unchanged(returned: Path) -> None:
    outcome = read(returned)
    assert (outcome.exit_code, outcome.findings, outcome.data["differences"]) == (0, [], [])


def test_open_fields_are_changes_and_fixed_ones_are_errors(returned: Path) -> None:
    outcome = read(edited(returned, ("cause", "排产已改"), ("project_no", "XM-HD-2025-9999")))
    rows = {row["field"]: row for row in outcome.data["differences"]}  # type: ignore[attr-defined]
    assert (rows["cause"]["returned"], rows["cause"]["verdict"]) == ("排产已改", "changed")
    assert [(f.code, f.value) for f in outcome.findings] == [("DC61", "XM-HD-2025-9999")]
    assert outcome.exit_code == 1


def test_what_the_dossier_says_today_is_the_third_version(returned: Path) -> None:
    plan(returned.parents[2] / "档案.xlsx", 原因="档案里后来改的")
    outcome = read(edited(returned, ("cause", "表上改的"), ("owner", "何敏")))
    rows = {row["field"]: row for row in outcome.data["differences"]}  # type: ignore[attr-defined]
    assert (rows["cause"]["now"], rows["cause"]["verdict"]) == ("档案里后来改的", "conflict")
    assert rows["owner"]["verdict"] == "changed"
    assert [f.code for f in outcome.findings] == ["DC62"]


def test_nothing_is_written_but_the_review(returned: Path) -> None:
    folder = returned.parents[2]
    edited(returned, ("cause", "改"))
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
    read(returned)
    after = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
    assert after.keys() - before.keys() == {returned.parent / "review.xlsx"}
    assert {path: after[path] for path in before} == before


def test_the_review_shows_each_difference_with_a_column_to_accept_it(returned: Path) -> None:
    read(edited(returned, ("cause", "=cmd|' /C calc'!A0")))
    rows = raw(returned.parent / "review.xlsx").sheets[0].rows
    head = next(row for row in rows if "采纳" in row)
    line = rows[rows.index(head) + 1]
    assert line[list(head).index("回收值")] == "=cmd|' /C calc'!A0"
    assert line[list(head).index("采纳")] in ("", None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda path: with_property(path, "kam.tpl_sha", "0" * 64), "DC67"),
        (lambda path: with_property(path, "kam.data_sha", "0" * 64), "DC66"),
        (lambda path: with_property(path, "kam.form", ""), "DC65"),
        (lambda path: with_property(path, "kam.serial", "JTF-014-HD-202606-999"), "DC64"),
    ],
    ids=["another template", "other data", "no identity", "a number nobody issued"],
)
def test_what_makes_a_form_doubtful_is_said_once(returned: Path, change: Callable[[Path], Path], code: str) -> None:
    outcome = read(change(returned))
    assert [found.code for found in outcome.findings].count(code) == 1


def test_a_damaged_record_of_what_was_issued_is_as_good_as_none(returned: Path) -> None:
    (kept,) = (returned.parents[1] / SNAPSHOTS).iterdir()
    kept.write_text('{"form": "JTF', "utf-8")
    assert [found.code for found in read(returned).findings] == ["DC64"]


def test_a_template_of_ones_own_is_known_by_what_was_kept(tmp_path: Path) -> None:
    folder = tmp_path / "word_templates"
    folder.mkdir()
    from kamsheets.document import templates

    parts = archive.read(templates.find("JTF-014", "zh"))
    parts["word/document.xml"] = parts["word/document.xml"].replace("整改措施".encode(), "本公司措施".encode(), 1)
    (folder / "JTF-014.docx").write_bytes(archive.write(parts))
    how = How(tmp_path / "out", workspace=tmp_path)
    (printed,) = print_forms([plan(tmp_path / "档案.xlsx")], SESSION, how).outputs
    assert read(printed).findings == []


def test_what_cannot_be_read_is_named_and_the_others_are_read(returned: Path) -> None:
    folder = returned.parent
    bad = {
        "torn.docx": returned.read_bytes()[:3000],
        "locked.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
        "empty.docx": b"",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    edit = Edit(archive.read(returned))
    for table in [*edit.root.iter("{*}tbl"), *edit.root.iter("{*}p")]:
        if table.getparent() is not None:
            table.getparent().remove(table)
    other = with_property(folder / "回收.docx", "kam.x", "x").rename(folder / "kept.docx")
    (folder / "letter.docx").write_bytes(archive.write({**edit.parts, archive.CUSTOM: properties.custom({})}))
    outcome = read(*(folder / name for name in bad), folder / "letter.docx", other)
    assert [failure.facts["file"] for failure in outcome.failures] == [*bad, "letter.docx"]
    assert isinstance(outcome.failures[-1], NoFormError)
    assert (outcome.exit_code, outcome.summary["files"]) == (2, 1)


def test_when_nothing_could_be_read_there_is_no_review(tmp_path: Path) -> None:
    (tmp_path / "torn.docx").write_bytes(b"PK\x03\x04")
    outcome = read(tmp_path / "torn.docx")
    assert (outcome.exit_code, outcome.outputs) == (2, [])
    assert not (tmp_path / "review.xlsx").exists()


@pytest.mark.office
@pytest.mark.skipif(pdf.soffice() is None, reason="LibreOffice is not installed: .odt and .doc cannot be made")
def test_foreign_formats_are_converted_together_and_a_bad_one_is_named(returned: Path) -> None:
    edited(returned, ("cause", "改过的原因"))
    (odt,) = pdf.convert([returned], returned.parent, "odt")
    (doc,) = pdf.convert([returned], returned.parent, "doc")
    (bad := returned.parent / "坏.odt").write_bytes(b"PK\x03\x04" + bytes(400))
    outcome = read(odt, bad, doc)
    rows = [(row["file"], row["field"], row["returned"]) for row in outcome.data["differences"]]  # type: ignore[attr-defined]
    assert rows == [(odt.name, "cause", "改过的原因"), (doc.name, "cause", "改过的原因")]
    assert [failure.facts["file"] for failure in outcome.failures] == ["坏.odt"]
