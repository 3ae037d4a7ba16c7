"""The VBA project written without Office, read back by olefile and oletools."""

import io
import re
import struct
import zipfile
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from kamsheets.workbook.live_cfb import compound
from kamsheets.workbook.live_ovba import compress, encrypt
from kamsheets.workbook.live_vba import Kind, Module, class_module, document, project, standard

XLWINGS = next(Path(olefile.__file__).parent.parent.glob("xlwings"))


def text_of(name: str) -> str:
    return (XLWINGS / name).read_text("utf-8")


@given(st.binary(max_size=9000))
def test_compressed_bytes_come_back(data: bytes) -> None:
    packed = compress(data)
    whole = bytes(decompress_stream(bytearray(packed))) if data else b""
    assert whole[: len(data)] == data
    assert not whole[len(data) :].strip(b"\0")


def test_the_example_of_the_specification_is_compressed_to_the_same_bytes() -> None:
    # MS-OVBA 3.2.3, maximum compression.
    assert compress(b"a" * 73) == bytes.fromhex("0103b00261 4500".replace(" ", ""))


@given(st.dictionaries(st.sampled_from(["PROJECT", "VBA/dir", "VBA/a", "VBA/Longer", "x"]), st.binary(max_size=9000)))
def test_every_stream_of_a_compound_file_comes_back(streams: dict[str, bytes]) -> None:
    with olefile.OleFileIO(io.BytesIO(compound(streams)), raise_defects=olefile.DEFECT_UNSURE) as found:
        assert {"/".join(path) for path in found.listdir()} == set(streams)
        assert all(found.openstream(path).read() == data for path, data in streams.items())
        assert not found.parsing_issues


def unveiled(data: bytes) -> bytes:
    """2.4.3.3: the reverse of the veil."""
    seed, version, key = data[0], data[1] ^ data[0], data[2] ^ data[0]
    assert version == 2
    plain, one, two, out = key, data[2], data[1], bytearray()
    for byte in data[3:]:
        plain = byte ^ ((two + plain) & 0xFF)
        two, one = one, byte
        out.append(plain)
    out = out[(seed & 6) // 2 :]
    assert int.from_bytes(out[:4], "little") == len(out) - 4
    return bytes(out[4:])


@given(st.binary(max_size=40), st.integers(0, 255))
def test_what_is_veiled_can_be_unveiled(data: bytes, key: int) -> None:
    assert unveiled(encrypt(data, key)) == data


def test_state_of_a_project_saved_by_excel_is_read_by_the_same_rules() -> None:
    # CMG of xlwings' quickstart.xlsm, saved by Excel: not protected.
    with zipfile.ZipFile(XLWINGS / "quickstart.xlsm") as package:
        data = package.read("xl/vbaProject.bin")
    with olefile.OleFileIO(io.BytesIO(data)) as found:
        words = found.openstream("PROJECT").read().decode("cp1252")
    values = dict(re.findall(r'(CMG|DPB|GC)="([0-9A-F]+)"', words))
    assert unveiled(bytes.fromhex(values["CMG"])) == bytes(4)
    assert unveiled(bytes.fromhex(values["GC"])) == b"\xff"


def attributes(source: str) -> list[str]:
    """The attribute lines at the head of a module."""
    return [line for line in source.replace("\r\n", "\n").split("\n") if line.startswith("Attribute ")]


def test_the_heads_of_our_modules_are_those_of_a_file_that_excel_opens_every_day() -> None:
    shipped = {
        name: code for _, _, name, code in VBA_Parser(str(XLWINGS / "quickstart_standalone.xlsm")).extract_macros()
    }
    ours = {
        "ThisWorkbook.cls": document("ThisWorkbook", workbook=True),
        "Sheet1.cls": document("Sheet1"),
        "Dictionary.cls": class_module(text_of("addin/Dictionary.cls")),
    }
    for name, module in ours.items():
        assert attributes(module.source) == attributes(shipped[name])


def records(stream: bytes) -> list[tuple[int, bytes]]:
    """The records of a dir stream (2.3.4.2) but references; that of the version has two bytes more than it says."""
    found, at = [], 0
    while at < len(stream):
        number, size = struct.unpack_from("<HI", stream, at)
        size += 2 if number == 0x09 else 0
        found.append((number, stream[at + 6 : at + 6 + size]))
        at += 6 + size
    return [(number, data) for number, data in found if number not in REFERENCE_RECORDS]


REFERENCE_RECORDS = {0x16, 0x3E, 0x0D, 0x2F, 0x30, 0x33, 0x0E}
OWN_VALUES = {0x01, 0x04, 0x09, 0x13, 0x2C, 0x31, 0x1C, 0x48}
"""System (32 or 64 bits), project name, version, cookies, offset, description: they differ from file to file."""


def test_the_list_of_modules_is_written_as_in_a_file_that_excel_opens_every_day() -> None:
    with zipfile.ZipFile(XLWINGS / "quickstart_standalone.xlsm") as package:
        shipped_bytes = package.read("xl/vbaProject.bin")
    with olefile.OleFileIO(io.BytesIO(shipped_bytes)) as found:
        shipped = records(decompress_stream(bytearray(found.openstream("VBA/dir").read())))
    names = [data.decode("cp1252") for number, data in shipped if number == 0x19]
    made = {"Dictionary": class_module(text_of("addin/Dictionary.cls")), "ThisWorkbook": document("ThisWorkbook")}
    sheets = {"Sheet1": document("Sheet1"), "Sheet2": document("Sheet2")}
    modules = [(made | sheets).get(name) or standard(name, "") for name in names]
    with olefile.OleFileIO(io.BytesIO(project("VBAProject", modules))) as found:
        ours = records(decompress_stream(bytearray(found.openstream("VBA/dir").read())))
    assert [number for number, _ in ours] == [number for number, _ in shipped]
    differing = {number for (number, mine), (_, theirs) in zip(ours, shipped, strict=True) if mine != theirs}
    assert differing <= OWN_VALUES


def test_modules_are_read_back_word_by_word() -> None:
    modules = [
        document("ThisWorkbook", workbook=True),
        document("Sheet1"),
        Module("xlwings", text_of("xlwings_custom_addin.bas")),
        class_module(text_of("addin/Dictionary.cls")),
        standard("KamMacros", "Sub Ping()\nEnd Sub\n"),
    ]
    data = project("KamSheets", modules)
    assert data == project("KamSheets", modules)
    found = {name: code for _, _, name, code in VBA_Parser("x.bin", data).extract_macros()}
    assert {name.rpartition(".")[0] for name in found} == {module.name for module in modules}
    for module in modules:
        suffix = "bas" if module.kind is Kind.STANDARD else "cls"
        got = found[f"{module.name}.{suffix}"]
        assert got.replace("\r\n", "\n") == module.source.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("Kam", [standard("Kam", "")]),
        ("Kam", [standard("A", ""), standard("a", "")]),
        ("Kam", [standard("1a", "")]),
        ("Kam", [standard("A", "'" + "x" * 1023)]),
        ("Kam", [standard("A", "' 中文")]),
    ],
    ids=["project named like a module", "a module twice", "digit first", "line too long", "text outside the code page"],
)
def test_what_excel_would_not_open_is_refused(name: str, modules: list[Module]) -> None:
    with pytest.raises(ValueError, match=r"."):
        project(name, modules)
