"""Whatever happens to a file on its way, it is read or refused; nothing else, and never a crash of the program."""

import random
import zipfile
from pathlib import Path

import pytest
from workbook_read.builders import ole, records, zipped
from workbook_read.legacy import LEGACY, source

from kamsheets.forms.catalogue import catalogue
from kamsheets.workbook import read
from kamsheets.workbook.guard_xls import scan
from kamsheets.workbook.refusal import RefusedFileError

FORMS = [catalogue()["F1"]]
PARTS = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
INSERTS = (b"<", b">", b'"', b"999999999", b"-1", b"&#0;", b"<c/>", b"</c>", b' r=""')


def outcome(path: Path) -> str:
    try:
        read.read(path, FORMS)
    except RefusedFileError:
        return "refused"
    return "read"


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def mangled(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(changed))
        match chance.randrange(3):
            case 0:
                changed[at] = chance.randrange(32, 127)
            case 1:
                del changed[at : at + chance.randrange(1, 12)]
            case _:
                changed[at:at] = chance.choice(INSERTS)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(3))
def test_turned_bytes_of_an_xlsx(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "x.xlsx"
    data = source(tmp_path / "source.xlsx").read_bytes()
    found = []
    for _ in range(60):
        path.write_bytes(flipped(data, chance))
        found.append(outcome(path))
    assert set(found) == {"read", "refused"}


@pytest.mark.parametrize("seed", range(3))
def test_mangled_parts_of_an_xlsx(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(source(tmp_path / "source.xlsx")) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    found = []
    for _ in range(60):
        part = chance.choice(PARTS)
        found.append(outcome(zipped(tmp_path / "x.xlsx", {**whole, part: mangled(whole[part], chance)})))
    assert set(found) == {"read", "refused"}


@pytest.mark.parametrize("seed", range(3))
def test_turned_bytes_of_an_xls(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "x.xls"
    found = []
    for _ in range(60):
        path.write_bytes(flipped(LEGACY.read_bytes(), chance))
        found.append(outcome(path))
    assert set(found) == {"read", "refused"}


@pytest.mark.parametrize(
    ("why", "extent"),
    [
        ("more rows than there are", (0, 70_000, 0, 5)),
        ("more columns than there are", (0, 5, 0, 300)),
        ("ends before it starts", (9, 5, 0, 5)),
    ],
)
def test_an_xls_that_claims_an_impossible_extent_is_refused_before_memory_is_reserved(
    why: str, extent: tuple[int, int, int, int]
) -> None:
    top, bottom, left, right = extent
    claim = b"".join(
        (
            top.to_bytes(4, "little"),
            bottom.to_bytes(4, "little"),
            left.to_bytes(2, "little"),
            right.to_bytes(2, "little"),
            b"\0\0",
        )
    )
    bof, eof = (0x809, b"\0" * 16), (0x0A, b"")
    head = records(bof, (0x85, (37).to_bytes(4, "little") + b"\0\0\x01\0A"), eof)
    assert len(head) == 37
    with pytest.raises(RefusedFileError) as refused:
        scan(ole({"Workbook": head + records(bof, (0x200, claim), eof)}), "x.xls")
    assert refused.value.facts["why"] == "read.damaged"


def test_a_zip_entry_without_a_name_is_no_reason_to_fail(tmp_path: Path) -> None:
    with zipfile.ZipFile(source(tmp_path / "source.xlsx")) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    path = zipped(tmp_path / "x.xlsx", {**whole, "NAMELESS": b""})
    path.write_bytes(path.read_bytes().replace(b"NAMELESS", b"\0AMELESS"))  # a name ends at its first NUL
    assert outcome(path) == "read"
