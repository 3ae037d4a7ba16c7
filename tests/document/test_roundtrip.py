"""Every form there and back: unchanged when nobody edits it, and every edit found where it was made."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from document.edits import Edit, Parts, cells, text_of, track, write
from document.samples import form_of, printing, record
from opencc import OpenCC

from kamsheets.document import archive, templates
from kamsheets.document.compare import Line, Verdict, compare
from kamsheets.document.fill import Filler, Issue
from kamsheets.document.filters import BOX, TICKED
from kamsheets.document.issued import scalars, snapshot
from kamsheets.document.naming import LISTS
from kamsheets.document.readback import Returned, read
from kamsheets.forms.catalogue import catalogue
from kamsheets.forms.headers import normalise

CODES = templates.codes()
FORMS = {code: form_of(code) for code in CODES}
OPEN, FIXED = {Verdict.CHANGED, Verdict.FILLED}, {Verdict.LOCKED}


@cache
def issued(code: str, *, restricted: bool = True) -> tuple[Parts, dict[str, Any]]:
    """A form as printed, and what is kept of it."""
    filler = Filler(templates.find(code, "zh"), form_of(code), printing(restricted=restricted), code)
    made, number = record(code), f"{code}-HD-202606-007"
    filled = filler.fill(made, Issue(number))
    kept = snapshot(made, filler.form, filler.printing, code, number, filled.digest, filler.printed, filler.template)
    return archive.read(filled.data, "x"), kept


def back(parts: Parts) -> Returned:
    found = read(parts, FORMS)
    assert found is not None
    return found


def found(code: str, edit: Edit) -> dict[str, Line]:
    """What differs from the issued form."""
    lines = compare(back(edit.parts), issued(code)[1], None, "zh")
    return {line.key: line for line in lines if line.verdict is not Verdict.SAME}


def tables(code: str) -> list[str]:
    """Tables of at least two rows, each row a line of its own."""
    kept, edit = issued(code)[1]["tables"], Edit(issued(code)[0])
    heads = {table: [text_of(cell) for cell in cells(edit.rows(table)[0])] for table in kept}
    return [table for table, rows in kept.items() if len(rows) > 1 and len(set(heads[table])) == len(heads[table])]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("typed", [write, track], ids=["typed over", "with changes tracked"])
def test_every_field_that_is_edited_is_read_back_exactly(code: str, typed: Callable[[Any, str], None]) -> None:
    edit = Edit(issued(code)[0])
    texts = {key: f"改过的 <{n}> & 第{n}项" for n, key in enumerate(edit.marked())}
    for key, text in texts.items():
        typed(edit.value(key), text)
    lines = found(code, edit)
    kept = issued(code)[1]["fields"]
    assert {key: lines[key].returned for key in texts} == texts
    assert {key: lines[key].verdict in (FIXED if kept[key]["locked"] else OPEN) for key in texts} == dict.fromkeys(
        texts, True
    )
    assert lines.keys() - texts.keys() <= {"amount_upper", "pool_upper"}


@pytest.mark.parametrize("code", CODES)
def test_a_box_that_is_ticked_otherwise_is_another_value(code: str) -> None:
    edit = Edit(issued(code)[0])
    boxed = [key for key in edit.marked() if TICKED in text_of(edit.value(key)) and BOX in text_of(edit.value(key))]
    for key in boxed:
        cell = edit.value(key)
        turned = text_of(cell).translate(str.maketrans({BOX: TICKED, TICKED: BOX}))
        write(cell, turned)
    assert {key for key, line in found(code, edit).items() if line.verdict in OPEN | FIXED} == set(boxed)


TRADITIONAL = OpenCC("s2t").convert


@pytest.mark.parametrize(
    ("how", "retype"),
    [
        ("spaces and a colon", lambda label: " ".join(label) + "： "),
        ("a line break's blank and full width", lambda label: f"　{label[:1]}　{label[1:]}:"),
        ("traditional characters", TRADITIONAL),
    ],
)
@pytest.mark.parametrize("code", CODES)
def test_a_retyped_label_without_its_bookmark_still_finds_its_value(
    code: str, how: str, retype: Callable[[str], str]
) -> None:
    edit = Edit(issued(code)[0])
    known = dict(scalars(form_of(code)))
    own = [key for key in edit.marked() if normalise(text_of(edit.label(key))).key == normalise(known[key].zh).key]
    shared = {one.zh for one in known.values() if [other.zh for other in known.values()].count(one.zh) > 1}
    for key in own:
        write(edit.label(key), retype(known[key].zh))
    edit.forget_marks()
    values = back(edit.parts).fields
    wanted = back(issued(code)[0]).fields
    told = [key for key in own if known[key].zh not in shared]
    assert {key: values[key].text for key in told} == {key: wanted[key].text for key in told}


@pytest.mark.parametrize("code", CODES)
def test_an_alias_in_place_of_the_label_finds_the_value(code: str) -> None:
    edit = Edit(issued(code)[0])
    known = dict(scalars(form_of(code)))
    words = [normalise(word).key for one in known.values() for word in (one.zh, one.en, *one.aliases)]
    alias = {
        key: next((name for name in known[key].aliases if words.count(normalise(name).key) == 1), "")
        for key in edit.marked()
    }
    renamed = {key: name for key, name in alias.items() if name}
    for key, name in renamed.items():
        write(edit.label(key), name)
    edit.forget_marks()
    values, wanted = back(edit.parts).fields, back(issued(code)[0]).fields
    assert {key: values[key].text for key in renamed} == {key: wanted[key].text for key in renamed}


@pytest.mark.parametrize("code", CODES)
def test_a_row_that_was_added_is_one_more_row(code: str) -> None:
    for table in tables(code):
        edit = Edit(issued(code)[0])
        width = len(cells(edit.rows(table)[1]))
        edit.insert_row(table, 1, *(f"新增{n}" for n in range(width)))
        lines = found(code, edit)
        assert {line.returned for line in lines.values()} <= {f"新增{n}" for n in range(width)}, table
        assert {key.rpartition(".")[0] for key in lines} == {f"{table}.2"}, table


@pytest.mark.parametrize("code", CODES)
def test_a_row_that_was_deleted_is_named_and_the_others_are_as_issued(code: str) -> None:
    for table in tables(code):
        edit = Edit(issued(code)[0])
        edit.delete_row(table, 1)
        (line,) = found(code, edit).values()
        assert (line.key, line.verdict, line.returned) == (f"{table}.1", Verdict.LOST, "")
        assert "第1行" in line.label
        assert line.issued


@pytest.mark.parametrize("code", CODES)
def test_a_whole_table_that_was_deleted_is_named(code: str) -> None:
    for table in issued(code)[1]["tables"]:
        edit = Edit(issued(code)[0])
        for row in edit.rows(table):
            row.getparent().remove(row)
        assert found(code, edit)[table].verdict is Verdict.LOST


@pytest.mark.parametrize(("code", "matrix"), [("JTF-002", "expense_rows"), ("JTF-010", "member_matrix")])
def test_an_amount_changed_in_a_matrix_is_an_error_and_a_line_taken_out_is_named(code: str, matrix: str) -> None:
    heads, first, *_, total = issued(code)[1]["matrices"][matrix]
    edit = Edit(issued(code)[0])
    row = next(row for row in edit.root.iter("{*}tr") if [text_of(cell) for cell in cells(row)] == first)
    write(cells(row)[1], "9,999,999.99")
    line = found(code, edit)[f"{matrix}.{first[0]}.{heads[0]}"]
    assert (line.verdict, line.issued, line.returned) == (Verdict.LOCKED, first[1], "9,999,999.99")
    row.getparent().remove(row)
    assert found(code, edit)[f"{matrix}.{first[0]}"].verdict is Verdict.LOST
    assert total[0] not in "".join(found(code, edit))


@pytest.mark.parametrize("code", [code for code in CODES if issued(code)[1]["fields"]])
def test_a_label_that_stands_twice_with_another_value_is_a_conflict_and_nobody_guesses(code: str) -> None:
    edit = Edit(issued(code)[0])
    known, kept = dict(scalars(form_of(code))), issued(code)[1]["fields"]
    labels = [one.zh for one in known.values()]
    key = next(key for key in edit.marked() if labels.count(known[key].zh) == 1 and kept[key]["text"])
    row = next(edit.label(key).iterancestors("{*}tr"))
    row.addprevious(copy := Edit(issued(code)[0]).label(key).getparent())
    for mark in [*copy.iter("{*}bookmarkStart", "{*}bookmarkEnd")]:
        mark.getparent().remove(mark)
    at = next(n for n, cell in enumerate(cells(copy)) if normalise(text_of(cell)).key == normalise(known[key].zh).key)
    write(cells(copy)[at + 1], "别的说法")
    line = found(code, edit)[key]
    assert (line.verdict, line.other) == (Verdict.CONFLICT, "别的说法")


@pytest.mark.parametrize("code", CODES)
def test_a_print_without_restricted_pages_reads_back_unchanged_and_nothing_of_them_is_kept(code: str) -> None:
    parts, kept = issued(code, restricted=False)
    lines = compare(back(parts), kept, None, "zh")
    assert [line for line in lines if line.verdict is not Verdict.SAME] == []
    assert {key for key, one in scalars(form_of(code)) if one.restricted}.isdisjoint(kept["fields"])
    assert not [table for table in kept["tables"] if table in LISTS and catalogue()[table].restricted]


def test_no_form_is_left_out() -> None:
    assert {code for code in CODES if re.fullmatch(r"JTF-\d{3}", code)} | {"TCM"} == set(CODES)
    assert sum(bool(tables(code)) for code in CODES) >= 10
