"""A VBA project written from source text (MS-OVBA), without Office: the bytes of a vbaProject.bin.

Only source is stored. ``_VBA_PROJECT`` names the version 0xFFFF, as the specification asks of writers other than
Office, so that Excel compiles the text when it opens the file. References: OLE Automation and Office (the ribbon).
The project is neither locked nor hidden. Everything is derived from the input: a rebuild is byte-identical.
"""

import re
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kamsheets.workbook.live_cfb import compound
from kamsheets.workbook.live_ovba import compress, encrypt

CODE_PAGE = "cp1252"
_LONGEST_LINE = 1023
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
    (
        "Office",
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#C:\Program Files\Common Files\Microsoft Shared\OFFICE16"
        r"\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
_WORKBOOK_BASE, _SHEET_BASE = "00020819-0000-0000-C000-000000000046", "00020820-0000-0000-C000-000000000046"
_CLASS_BASE = "FCFB3D2A-A0FA-1068-A738-08002B3371B5"


class Kind(StrEnum):
    """The sort of a module, by its word in the PROJECT stream."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


@dataclass(frozen=True)
class Module:
    """One module: its name and its text with the ``Attribute`` lines, ends of line as they come."""

    name: str
    source: str
    kind: Kind = Kind.STANDARD

    @property
    def data(self) -> bytes:
        """The text as stored: CRLF and the code page; raises ``ValueError`` for what VBA cannot hold."""
        lines = self.source.replace("\r\n", "\n").split("\n")
        if any(len(line) > _LONGEST_LINE for line in lines):
            raise ValueError(f"{self.name}: a line is longer than {_LONGEST_LINE} characters")
        return "\r\n".join(lines).encode(CODE_PAGE)


def standard(name: str, code: str) -> Module:
    """A standard module of plain code."""
    return Module(name, f'Attribute VB_Name = "{name}"\n{code}')


def document(name: str, *, workbook: bool = False) -> Module:
    """The empty module behind the workbook or behind a sheet; ``name`` is the code name in the .xlsx parts."""
    base = _WORKBOOK_BASE if workbook else _SHEET_BASE
    return Module(
        name, f'Attribute VB_Name = "{name}"\nAttribute VB_Base = "0{{{base}}}"\n{_ATTRIBUTES}', Kind.DOCUMENT
    )


_ATTRIBUTES = """\
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
"""


def class_module(exported: str) -> Module:
    """A class from the text of an exported .cls file.

    Its ``VERSION`` block is not stored in a project; ``VB_Base`` and two attributes are, which an export leaves out.
    """
    source = exported.replace("\r\n", "\n")
    source = source[source.index("Attribute VB_Name") :]
    first, rest = source.split("\n", 1)
    exposed = "Attribute VB_Exposed = "
    before, after = rest.split(exposed, 1)
    value, body = after.split("\n", 1)
    header = f'{first}\nAttribute VB_Base = "0{{{_CLASS_BASE}}}"\n{before}{exposed}{value}\n{_CLASS_ATTRIBUTES}'
    return Module(first.split('"')[1], header + body, Kind.CLASS)


_CLASS_ATTRIBUTES = """\
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = False
"""


def project(name: str, modules: Sequence[Module]) -> bytes:
    """The vbaProject.bin; raises ``ValueError`` for names that VBA refuses or that clash."""
    names = [name, *(module.name for module in modules)]
    if bad := [one for one in names if not _NAME.fullmatch(one)]:
        raise ValueError(f"no names of VBA: {bad}")
    if len({one.lower() for one in names}) < len(names):
        raise ValueError(f"names stand twice: {names}")
    streams = {f"VBA/{module.name}": compress(module.data) for module in modules}
    streams |= {
        "VBA/_VBA_PROJECT": bytes.fromhex("cc61ffff000000"),
        "VBA/dir": compress(_dir(name, modules)),
        "PROJECT": _project(name, modules).encode(CODE_PAGE),
        "PROJECTwm": b"".join(_both(module.name) for module in modules) + b"\0\0",
    }
    return compound(streams)


def _both(name: str) -> bytes:
    return name.encode(CODE_PAGE) + b"\0" + name.encode("utf-16-le") + b"\0\0"


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _text(number: int, twin: int, words: str) -> bytes:
    """A record of text followed by its twin in Unicode."""
    return _record(number, words.encode(CODE_PAGE)) + _record(twin, words.encode("utf-16-le"))


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """The dir stream (2.3.4.2): project information, references, modules."""
    four, two = struct.Struct("<I").pack, struct.Struct("<H").pack
    parts = [
        _record(0x01, four(1)), _record(0x02, four(0x409)), _record(0x14, four(0x409)), _record(0x03, two(1252)),
        _record(0x04, name.encode(CODE_PAGE)), _text(0x05, 0x40, ""), _text(0x06, 0x3D, ""), _record(0x07, four(0)),
        _record(0x08, four(0)), struct.pack("<HIIH", 0x09, 4, 1, 1), _text(0x0C, 0x3C, ""),
    ]  # fmt: skip
    for short, libid in _REFERENCES:
        library = libid.encode(CODE_PAGE)
        parts += [_text(0x16, 0x3E, short), _record(0x0D, four(len(library)) + library + bytes(6))]
    parts += [_record(0x0F, two(len(modules))), _record(0x13, two(0xFFFF))]
    for module in modules:
        kind = 0x21 if module.kind is Kind.STANDARD else 0x22
        parts += [
            _text(0x19, 0x47, module.name), _text(0x1A, 0x32, module.name), _text(0x1C, 0x48, ""),
            _record(0x31, four(0)), _record(0x1E, four(0)), _record(0x2C, two(0xFFFF)), _record(kind, b""),
            _record(0x2B, b""),
        ]  # fmt: skip
    return b"".join([*parts, _record(0x10, b"")])


def _project(name: str, modules: Sequence[Module]) -> str:
    """The PROJECT stream (2.3.1)."""
    ident = f"{{{str(uuid.uuid5(uuid.NAMESPACE_DNS, f'{name}.kamsheets')).upper()}}}"
    key = sum(ident.encode("ascii")) & 0xFF
    lines = [f'ID="{ident}"']
    lines += [f"{one.kind}={one.name}{'/&H00000000' if one.kind is Kind.DOCUMENT else ''}" for one in modules]
    lines += [f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    state = {"CMG": bytes(4), "DPB": bytes(1), "GC": b"\xff"}  # not protected, no password, visible
    lines += [f'{word}="{encrypt(data, key).hex().upper()}"' for word, data in state.items()]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{one.name}=0, 0, 0, 0, C" for one in modules), ""]
    return "\r\n".join(lines)
