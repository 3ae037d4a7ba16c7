"""Printing from dossiers, lead registers and bonus workbooks: numbered, whole, said when not."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor
from dataclasses import replace
from datetime import date
from pathlib import Path

import distributed
import pytest
from jobs.dossier_books import PLAN, dossier, plan
from openpyxl import load_workbook

from kamsheets.core.errors import OutputExistsError, TemplateError
from kamsheets.document import archive, properties, templates
from kamsheets.jobs import forms_print, forms_register, outputs
from kamsheets.jobs.forms_print import How, print_forms
from kamsheets.jobs.outcome import Outcome
from kamsheets.jobs.session import Session
from kamsheets.jobs.workers import executor
from kamsheets.policy.policy import Policy
from kamsheets.workbook.read import raw
from kamsheets.workbook.write import Book, Col

DAY = date(2026, 6, 30)
POLICY = Policy.shipped()


def session(**settings: object) -> Session:
    return Session(POLICY, DAY, **settings)  # type: ignore[arg-type]


def printed(
    files: Sequence[Path], output: Path, how: How | None = None, forms: Sequence[str] = (), **settings: object
) -> Outcome:
    return print_forms(files, session(**settings), how or How(output), forms)


def numbers(outcome: Outcome) -> list[str]:
    return [row["form_no"] for row in outcome.data["documents"]]  # type: ignore[union-attr, index, attr-defined]


def codes(outcome: Outcome) -> list[str]:
    return [found.code for found in outcome.findings]


def test_a_form_is_numbered_printed_and_entered(tmp_path: Path) -> None:
    outcome = printed([plan(tmp_path / "档案.xlsx")], tmp_path / "out")
    assert outcome.exit_code == 0
    assert outcome.data["documents"] == [
        {
            "form_code": "JTF-014",
            "form_no": "JTF-014-HD-202606-001",
            "project_no": "XM-HD-2025-0012",
            "path": str(tmp_path / "out" / "JTF-014-HD-202606-001_华锐车身焊接线2025_整改计划.docx"),
        }
    ]
    facts = properties.read_custom(archive.read(outcome.outputs[0])[archive.CUSTOM])
    assert facts["kam.serial"] == "JTF-014-HD-202606-001"
    (entry,) = forms_register.load(tmp_path / "out").entries
    assert (entry.number, entry.times, entry.check, entry.first) == (
        facts["kam.serial"],
        1,
        facts["kam.data_sha"][:8],
        DAY,
    )


def test_what_is_required_and_missing_is_named_at_its_cell_and_takes_no_number(tmp_path: Path) -> None:
    outcome = printed([plan(tmp_path / "档案.xlsx", 原因=None, 整改措施=None)], tmp_path / "out")
    assert [(f.code, f.place.cell, dict(f.facts)["field"]) for f in outcome.findings] == [
        ("DC01", "B7", "原因"),
        ("DC01", "B8", "整改措施"),
    ]
    assert (outcome.exit_code, outcome.outputs) == (1, [])
    assert not (tmp_path / "out" / forms_register.FILE).exists()


def test_a_draft_is_printed_with_markers_and_leaves_no_trace_in_the_register(tmp_path: Path) -> None:
    out = tmp_path / "out"
    outcome = printed([plan(tmp_path / "档案.xlsx", 原因=None)], out, How(out, draft=True))
    assert numbers(outcome) == [""]
    assert not (out / forms_register.FILE).exists()
    assert not (out / forms_print.SNAPSHOTS).exists()


def test_a_form_printed_again_keeps_its_number_and_counts(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "档案.xlsx"), tmp_path / "out"
    first = printed([source], out)
    again = printed([source], out)
    assert isinstance(again.failures[0], OutputExistsError)
    assert forms_register.load(out).entries[0].times == 1
    forced = printed([source], out, force=True)
    assert numbers(forced) == numbers(first)
    assert codes(forced) == ["DC20"]
    assert forms_register.load(out).entries[0].times == 2


def test_a_form_printed_again_with_other_content_voids_its_signatures(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "档案.xlsx"), tmp_path / "out"
    printed([source], out)
    changed = plan(tmp_path / "档案.xlsx", 偏差="另有原因")
    assert codes(printed([changed], out, force=True)) == ["DC21"]


def test_numbers_count_by_form_region_and_month_and_are_never_used_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in (1, 2, 3)]
    south = plan(tmp_path / "4.xlsx", 项目编号="XM-HN-2025-0009", 区域="华南")
    assert numbers(printed([*files[:2], south], out)) == [
        "JTF-014-HD-202606-001", "JTF-014-HD-202606-002", "JTF-014-HN-202606-001",
    ]  # fmt: skip
    register = forms_register.load(out)
    register.void("JTF-014-HD-202606-002", "作废")
    register.save("zh")
    again = printed([files[1], files[2]], out)
    assert numbers(again) == ["JTF-014-HD-202606-003", "JTF-014-HD-202606-004"]
    later = print_forms([files[0]], replace(session(), as_of=date(2026, 7, 1), force=True), How(out))
    assert numbers(later) == ["JTF-014-HD-202606-001"]


def test_a_number_that_stands_in_the_form_is_kept(tmp_path: Path) -> None:
    source = plan(tmp_path / "档案.xlsx", 编号="JTF-014-HD-202605-044")
    assert numbers(printed([source], tmp_path / "out")) == ["JTF-014-HD-202605-044"]


def test_people_may_void_a_number_in_the_register_by_hand(tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed([plan(tmp_path / "档案.xlsx")], out)
    rows = raw(out / forms_register.FILE).sheets[0].rows
    head = next(row for row in rows if "编号" in row)
    values = list(rows[rows.index(head) + 1])
    values[list(head).index("状态")] = "作废"
    values[list(head).index("作废原因")] = "客户取消"
    with Book(out / forms_register.FILE) as book:
        book.sheet("编号台账", [Col(str(name)) for name in head], [values])
    entry = forms_register.load(out).entries[0]
    assert (entry.state, entry.reason) == ("void", "客户取消")
    assert numbers(printed([plan(tmp_path / "档案.xlsx")], out)) == ["JTF-014-HD-202606-002"]


@pytest.mark.parametrize("name", ["../../../etc/x", "a/b\\c:d", "con", "x" * 300, "=cmd|' /C calc'!A0", " . "])
def test_hostile_names_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    out = tmp_path / "deep" / "out"
    outcome = printed([plan(tmp_path / "档案.xlsx", 项目名称=name)], out, How(out, draft=True))
    made = set(tmp_path.rglob("*.docx"))
    assert made == set(outcome.outputs)
    assert all(path.parent == out for path in made)
    assert len(made) == 1


def test_the_same_form_twice_among_the_inputs_is_printed_once_and_said(tmp_path: Path) -> None:
    files = [plan(tmp_path / "a.xlsx"), plan(tmp_path / "b.xlsx")]
    outcome = printed(files, tmp_path / "out")
    assert codes(outcome) == ["DC22"]
    assert len(outcome.outputs) == 1


def test_a_batch_goes_on_past_a_bad_file_and_a_broken_template(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    other = tmp_path / "其他.xlsx"
    with Book(other) as book:
        book.sheet("随便", [Col("甲")], [("乙",)])
    (tmp_path / templates.FOLDER).mkdir()
    (tmp_path / templates.FOLDER / "JTF-014.docx").write_bytes(b"no template")
    second = dossier(tmp_path / "会议.xlsx", ("JTF-014 整改计划", PLAN))
    outcome = printed(
        [tmp_path / "坏.xlsx", other, second], tmp_path / "out", How(tmp_path / "out", workspace=tmp_path)
    )
    assert [error.facts["file"] for error in outcome.failures] == ["坏.xlsx", "JTF-014.docx"]
    assert codes(outcome) == ["DC23"]
    assert outcome.exit_code == 2


def test_the_companys_own_template_is_used(tmp_path: Path) -> None:
    folder = tmp_path / templates.FOLDER
    folder.mkdir()
    source = templates.find("JTF-014", "zh")
    parts = archive.read(source)
    parts["word/document.xml"] = parts["word/document.xml"].replace("整改措施".encode(), "本公司整改措施".encode(), 1)
    (folder / "JTF-014.docx").write_bytes(archive.write(parts))
    out = tmp_path / "out"
    outcome = printed([plan(tmp_path / "档案.xlsx")], out, How(out, workspace=tmp_path))
    assert "本公司整改措施".encode() in archive.read(outcome.outputs[0])["word/document.xml"]


def test_a_form_nobody_has_a_template_for_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "shipped_folder", lambda: tmp_path / "none")
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in (1, 2)]
    outcome = printed(files, tmp_path / "out")
    assert [type(error) for error in outcome.failures] == [TemplateError]


def test_only_the_forms_asked_for_are_printed(tmp_path: Path) -> None:
    both = dossier(
        tmp_path / "档案.xlsx", ("JTF-014 整改计划", PLAN), ("JTF-008 会议纪要", {"纪要编号": "x", "地点": "苏州"})
    )
    assert numbers(printed([both], tmp_path / "out", forms=["jtf014"])) == ["JTF-014-HD-202606-001"]


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor | None]:
    with executor(2) as made:
        yield made


def many(folder: Path) -> list[Path]:
    """Thirty project files: one torn, one with a cell that cannot be read, one that lacks what it needs."""
    wrong: dict[int, dict[str, object]] = {7: {"完成期限": "25/3/5"}, 11: {"原因": None}}
    files = [plan(folder / f"{n:02}.xlsx", 项目编号=f"XM-HD-2025-00{n:02}", **wrong.get(n, {})) for n in range(30)]
    files[20].write_bytes(b"PK\x03\x04 torn")
    return files


def told(outcome: Outcome) -> tuple[object, ...]:
    """All that is said of a batch, and all that was made."""
    failures = [(type(failure), failure.facts) for failure in outcome.failures]
    return numbers(outcome), outcome.findings, failures, [path.read_bytes() for path in outcome.outputs]


def test_workers_make_and_say_the_same_as_this_process(tmp_path: Path, pool: Executor) -> None:
    files = many(tmp_path)
    seen: list[tuple[int, int]] = []
    alone = printed(files, tmp_path / "one")
    shared = printed(files, tmp_path / "two", executor=pool, progress=lambda done, total: seen.append((done, total)))
    assert told(alone) == told(shared)
    assert len(alone.outputs) == 27
    assert alone.exit_code == 2
    assert ((30, 30) in seen, seen[-1]) == (True, (27, 27))


def test_a_dask_cluster_makes_and_says_the_same(tmp_path: Path) -> None:
    files = many(tmp_path)
    alone = printed(files, tmp_path / "one")
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0", protocol="tcp", host="127.0.0.1"
        ) as cluster,
        executor(scheduler=cluster.scheduler_address) as pool,
    ):
        shared = printed(files, tmp_path / "two", executor=pool)
    assert told(alone) == told(shared)


def test_merging_gives_one_more_file(tmp_path: Path) -> None:
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in (1, 2)]
    out = tmp_path / "out"
    outcome = printed(files, out, How(out, merge=True))
    assert [path.name for path in outcome.outputs][-1] == "合并打印 JTF-014.docx"
    assert archive.read(outcome.outputs[-1])["word/document.xml"].count(b"<w:sectPr") == 2


def test_a_document_that_cannot_be_written_voids_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, place = tmp_path / "out", outputs.place

    def full(target: Path, write: Callable[[Path], None], *, force: bool = False) -> Path:
        if target.suffix == ".docx":
            raise outputs.OutputRefusedError(path=str(target), reason="No space left on device")
        return place(target, write, force=force)

    monkeypatch.setattr(outputs, "place", full)
    outcome = printed([plan(tmp_path / "档案.xlsx")], out)
    assert (outcome.outputs, len(outcome.failures)) == ([], 1)
    entry = forms_register.load(out).entries[0]
    assert (entry.number, entry.state) == ("JTF-014-HD-202606-001", "void")


def test_a_form_with_a_cell_that_cannot_be_read_is_printed_as_a_draft_only(tmp_path: Path) -> None:
    source, out = plan(tmp_path / "档案.xlsx", 完成期限="25/3/5"), tmp_path / "out"
    outcome = printed([source], out)
    assert outcome.outputs == []
    assert [(f.place.cell, f.severity.value) for f in outcome.findings] == [("B10", "error")]
    assert len(printed([source], out, How(out, draft=True)).outputs) == 1


def test_drafts_of_one_customer_are_as_many_files(tmp_path: Path) -> None:
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in (1, 2)]
    out = tmp_path / "out"
    first = printed(files, out, How(out, draft=True))
    assert len(set(first.outputs)) == len(list(out.glob("*.docx"))) == 2
    again = printed(files, out, How(out, draft=True))
    assert [type(failure) for failure in again.failures] == [OutputExistsError, OutputExistsError]
    assert printed(files, out, How(out, draft=True), force=True).outputs == first.outputs


def test_ctrl_c_leaves_whole_files_and_a_register_that_says_which_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in range(1, 10)]
    out, place = tmp_path / "out", outputs.place
    before = printed(files[8:], out).outputs

    def stopped(target: Path, write: Callable[[Path], None], *, force: bool = False) -> Path:
        if target.suffix == ".docx" and len(list(out.glob("*.docx"))) >= 4:
            raise KeyboardInterrupt
        return place(target, write, force=force)

    monkeypatch.setattr(outputs, "place", stopped)
    with pytest.raises(KeyboardInterrupt):
        printed(files, out, force=True)
    monkeypatch.undo()
    entries = forms_register.load(out).entries
    standing = [entry.file for entry in entries if entry.state != "void"]
    assert sorted(standing) == sorted(path.name for path in out.glob("*.docx"))
    assert before[0].name in standing
    assert [entry.times for entry in entries if entry.file == before[0].name] == [1]
    assert [entry.reason != "" for entry in entries if entry.state == "void"] == [True] * 5
    assert len(printed(files, out, force=True).outputs) == 9


def test_a_lost_cluster_keeps_its_numbers_and_the_next_run_prints_the_rest_for_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [plan(tmp_path / f"{n}.xlsx", 项目编号=f"XM-HD-2025-000{n}") for n in range(1, 5)]
    out, place = tmp_path / "out", outputs.place

    def lost(target: Path, write: Callable[[Path], None], *, force: bool = False) -> Path:
        if target.suffix == ".docx" and len(list(out.glob("*.docx"))) == 2:
            raise CancelledError
        return place(target, write, force=force)

    monkeypatch.setattr(outputs, "place", lost)
    with pytest.raises(CancelledError):
        printed(files, out)
    monkeypatch.undo()
    assert [entry.state for entry in forms_register.load(out).entries] == ["issued"] * 4
    again = printed(files, out, force=True)
    assert codes(again) == ["DC20", "DC20"]
    assert [entry.times for entry in forms_register.load(out).entries] == [2, 2, 1, 1]


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(outputs.OutputRefusedError):
        printed([plan(tmp_path / "档案.xlsx")], tmp_path / "out")


def test_of_the_blank_project_file_only_the_form_that_was_filled_in_is_printed(tmp_path: Path) -> None:
    """The guide of the file is no form, and sheets nobody wrote into say nothing."""
    shipped = Path(__file__).resolve().parents[2] / "workbook_templates" / "project_dossier.xlsx"
    blank = print_forms([shipped], session(), How(tmp_path / "blank"))
    assert (codes(blank), blank.outputs) == (["DC23"], [])
    book = load_workbook(shipped)
    sheet = next(one for one in book if one.title.startswith("JTF-008"))
    label = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("会议类型"))
    sheet.cell(label.row, label.column + 1, "项目分析会")
    book.save(tmp_path / "项目档案.xlsx")
    some = print_forms([tmp_path / "项目档案.xlsx"], session(), How(tmp_path / "some", draft=True))
    assert [path.suffix for path in some.outputs] == [".docx"]
    assert some.summary == {"found": 1, "printed": 1, "refused": 0}
    assert {one.place.sheet for one in some.findings} <= {sheet.title}
