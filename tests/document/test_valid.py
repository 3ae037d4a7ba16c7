"""Every document we make or hand out is one that a strict reader opens: forms, drafts, merged and checked copies."""

from dataclasses import replace
from pathlib import Path

import pytest
from document.samples import CASES, CODES, document, filler, form_of, record
from document.schema import wrong

from kamsheets.document import archive, templates
from kamsheets.document.comments import commented
from kamsheets.document.fill import Issue
from kamsheets.document.lint import lint
from kamsheets.document.merge import merge


def parts(code: str, lang: str = "zh", size: str = "usual") -> dict[str, bytes]:
    return archive.read(document(code, lang, size), "made.docx")


def changed(code: str, number: str, **changes: object) -> dict[str, bytes]:
    return archive.read(filler(code).fill(replace(record(code), **changes), Issue(number)).data, "made.docx")


@pytest.mark.parametrize("path", templates.documents(), ids=lambda path: path.name)
def test_what_is_shipped(path: Path) -> None:
    assert wrong(archive.read(path)) == []


@pytest.mark.parametrize(("code", "lang", "size"), CASES)
def test_a_form_short_usual_and_long(code: str, lang: str, size: str) -> None:
    assert wrong(parts(code, lang, size)) == []


@pytest.mark.parametrize("code", CODES)
def test_a_draft_without_a_value(code: str) -> None:
    assert wrong(changed(code, "", values={}, tables={}, signatures=())) == []


@pytest.mark.parametrize("steps", range(5))
def test_a_form_of_no_to_four_approvers(steps: int) -> None:
    assert wrong(changed("JTF-002", "X-HD-202606-007", signatures=record("JTF-002").signatures[:steps])) == []


@pytest.mark.parametrize("code", CODES)
def test_two_forms_in_one_file(code: str) -> None:
    assert wrong(merge([parts(code), parts(code, size="short")])) == []


@pytest.mark.parametrize("code", CODES)
def test_a_checked_copy_with_comments(code: str) -> None:
    template = archive.read(templates.find(code, "zh"))
    template[archive.DOCUMENT] = template[archive.DOCUMENT].replace(b"{{ ", b"{{ x_", 3)
    found = lint(template, "t.docx", form_of(code))
    copy = archive.read(commented(archive.write(template), found, "zh"), "copy.docx")
    assert len(found) >= 1
    assert b"commentReference" in copy[archive.DOCUMENT]
    assert wrong(copy) == []
