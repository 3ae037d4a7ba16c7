"""The gate that every built file passes before it is put in place: does it hold together as Excel will read it?

What no reader shows is checked here by structure: content types, code names and their modules, callbacks of the ribbon
and macros of the buttons that exist, references that are there.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from kamsheets.workbook.live_ovba import decompress
from kamsheets.workbook.live_shell import ADDIN_TYPE, RIBBON_PART, RIBBON_RELATION

VBA_PART = "xl/vbaProject.bin"
_PROCEDURE = re.compile(r"^(?:Public )?(?:Sub|Function) (\w+)\((.*?)\)", re.MULTILINE)
_CONTROL = "control As IRibbonControl"
_CONTROL_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_LONGEST_TEXT = 1024
"""Characters of an attribute of the ribbon, [MS-CUSTOMUI]."""
_CODE_NAME = re.compile(r'<(?:workbookPr|sheetPr)[^>]* codeName="([^"]+)"')
_MACRO = re.compile(r"<x:FmlaMacro>(?:\[0\]!)?([^<]+)</x:FmlaMacro>")
_RIBBON_TAG = "{http://schemas.microsoft.com/office/2006/01/customui}button"


def faults(parts: Mapping[str, bytes]) -> list[str]:
    """Everything wrong with a workbook of ours that carries VBA, in words for the maintainers; empty: it is sound."""
    if VBA_PART not in parts:
        return ["there is no VBA project"]
    try:
        sources = modules(parts[VBA_PART])
    except (OSError, ValueError, UnicodeDecodeError) as error:
        return [f"the VBA project cannot be read: {error}"]
    return [*_of_project(parts, sources), *_of_calls(parts, sources), *_of_types(parts)]


def modules(vba: bytes) -> dict[str, str]:
    """The source text of each module of a VBA project; raises ``OSError``, ``ValueError`` when it is damaged."""
    from olefile import DEFECT_UNSURE, OleFileIO

    with OleFileIO(io.BytesIO(vba), raise_defects=DEFECT_UNSURE) as found:
        names = [path[1] for path in found.listdir() if path[0] == "VBA" and path[1] not in ("dir", "_VBA_PROJECT")]
        listed = re.findall(
            r"^(?:Module|Class|Document)=(\w+)", found.openstream("PROJECT").read().decode("cp1252"), re.MULTILINE
        )
        if sorted(names) != sorted(listed) or len({name.lower() for name in names}) < len(names):
            raise ValueError(f"modules {sorted(names)} are not those of the project {sorted(listed)}")
        return {name: decompress(found.openstream(["VBA", name]).read()).decode("cp1252") for name in names}


def _of_project(parts: Mapping[str, bytes], sources: Mapping[str, str]) -> Iterator[str]:
    for name, source in sources.items():
        if f'Attribute VB_Name = "{name}"' not in source:
            yield f"module {name} calls itself otherwise"
        if "\n" in source.replace("\r\n", ""):
            yield f"module {name} has ends of line that VBA does not know"
    sheets = [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for part in ["xl/workbook.xml", *sheets]:
        code_name = _CODE_NAME.search(parts[part].decode("utf-8"))
        if code_name is None or code_name[1] not in sources:
            yield f"{part} has no module of its own"


def _of_calls(parts: Mapping[str, bytes], sources: Mapping[str, str]) -> Iterator[str]:
    """Macros of the buttons take nothing, callbacks of the ribbon its control; each is there once."""
    buttons = [name for part, data in parts.items() if part.endswith(".vml") for name in _MACRO.findall(data.decode())]
    yield from _missing(buttons, "", sources)
    if RIBBON_PART in parts:
        try:
            ribbon = ET.fromstring(parts[RIBBON_PART])  # noqa: S314  our own
        except ET.ParseError as error:
            yield f"the ribbon is no XML: {error}"
            return
        shown = list(ribbon.iter(_RIBBON_TAG))
        yield from _missing([button.get("onAction", "") for button in shown], _CONTROL, sources)
        yield from _of_ribbon(ribbon)


def _missing(called: Sequence[str], arguments: str, sources: Mapping[str, str]) -> Iterator[str]:
    known = [found for source in sources.values() for found in _PROCEDURE.findall(source.replace("\r\n", "\n"))]
    for name in map(str.strip, called):
        if [found[1] for found in known if found[0] == name] != [arguments]:
            yield f"{name} is called with ({arguments}), and there is not one procedure of that name that takes it"


def _of_ribbon(ribbon: ET.Element) -> Iterator[str]:
    """Names that stand once, pictures, and texts that Office shows whole."""
    names = [part.get("id", "") for part in ribbon.iter() if part.get("id") is not None]
    yield from (f"{name} is no name of a control" for name in names if not _CONTROL_NAME.fullmatch(name))
    if len(set(names)) < len(names):
        yield f"controls of the ribbon share a name: {names}"
    for part in ribbon.iter():
        yield from (f"{key} of {part.get('id')} is too long" for key, said in part.items() if len(said) > _LONGEST_TEXT)
    yield from (
        f"{button.get('id')} has no picture" for button in ribbon.iter(_RIBBON_TAG) if not button.get("imageMso")
    )


def _of_types(parts: Mapping[str, bytes]) -> Iterator[str]:
    types = parts["[Content_Types].xml"].decode("utf-8")
    if "macroEnabled.main+xml" not in types or "application/vnd.ms-office.vbaProject" not in types:
        yield "the content types name no macros"
    if (ADDIN_TYPE in types) != (RIBBON_PART in parts):
        yield "an add-in has a ribbon, a workbook has none"
    related = parts["_rels/.rels"].decode("utf-8")
    if (RIBBON_PART in parts) != (f'Type="{RIBBON_RELATION}" Target="{RIBBON_PART}"' in related):
        yield "the ribbon is not related to the package"


def opened(package: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}
