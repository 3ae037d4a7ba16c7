"""The .docx package: refused when it is harmful, the same bytes for the same parts."""

import io
import zipfile
from pathlib import Path

import pytest
from document.builders import parts
from hypothesis import given
from hypothesis import strategies as st

from kamsheets.document import archive
from kamsheets.document.archive import UnreadableDocumentError


def zipped(content: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in content.items():
            out.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "document.read.damaged"),
        (b"PK\x03\x04 no zip", "document.read.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "document.read.old_or_encrypted"),
        (zipped({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "document.read.entities"),
        (zipped({"word/document.xml": b"0" * (64 << 20)}), "document.read.bomb"),
        (zipped({"word/document.xml": b"<x/>"})[:-30], "document.read.damaged"),
    ],
)
def test_a_harmful_or_damaged_file_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        archive.read(data, "x.docx")
    assert refused.value.facts == {"file": "x.docx", "why": why}


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        archive.read(tmp_path / "no.docx")
    assert refused.value.facts["why"] == "document.read.denied"


@given(
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\\\0"), min_size=1, max_size=20),
        st.binary(max_size=200),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_written_is_read_again(content: dict[str, bytes]) -> None:
    content = {f"word/{name.replace('/', '_')}.bin": data for name, data in content.items()}
    written = archive.write(content)
    assert archive.read(written, "x") == content
    assert zipfile.ZipFile(io.BytesIO(written)).testzip() is None


def test_the_order_of_the_parts_does_not_matter() -> None:
    some = parts("甲")
    assert archive.write(some) == archive.write(dict(reversed(some.items())))


def test_a_changed_part_stands_in_place_of_the_templates_own() -> None:
    shell = archive.Shell({"a": b"1", "b": b"2"})
    assert archive.read(shell.build({"b": b"3", "c": b"4"}), "x") == {"a": b"1", "b": b"3", "c": b"4"}


def test_the_digest_leaves_the_custom_properties_out() -> None:
    some = {"a": b"1", archive.CUSTOM: b"x"}
    assert archive.content_digest(some) == archive.content_digest({"a": b"1"})
    assert archive.content_digest(some) != archive.content_digest({"a": b"2"})
