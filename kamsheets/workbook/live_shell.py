"""Workbooks that carry VBA: a thin one with buttons (.xlsm) and the add-in with its ribbon (.xlam)."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kamsheets.workbook.live_vba import Module, document, project
from kamsheets.workbook.write_style import FONTS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WORKBOOK_MODULE = "ThisWorkbook"
RIBBON_PART = "customUI/customUI.xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
RIBBON_RELATION = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
"""The one that belongs to the ribbon's namespace of 2006, which every Excel since 2007 reads."""
_RELATION = f'<Relationship Id="rIdKam" Type="{RIBBON_RELATION}" Target="{RIBBON_PART}"/></Relationships>'
_A4 = 9
_DAY = (2026, 1, 1, 0, 0, 0)
_BUTTON_WIDTH, _BUTTON_HEIGHT, _BUTTON_GAP = 210, 30, 3
_ROW, _TITLE_ROW = 27, 30
_HEADING = {"bold": True, "font_color": "#1F4E79", "bottom": 1, "bottom_color": "#9DC3E6"}


@dataclass(frozen=True)
class Button:
    """A button on the sheet: what it says and does."""

    caption: str
    macro: str
    note: str = ""
    """Written beside it."""
    group: str = ""
    """Written above the first button of the group."""


def with_buttons(
    sheet: str, title: str, buttons: Sequence[Button], name: str, modules: Sequence[Module], lang: str = "zh"
) -> bytes:
    """A workbook of one sheet with buttons; ``modules`` of the VBA project ``name`` come beside those of the sheets."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    default = {"font_name": FONTS[lang], "font_size": 10, "valign": "vcenter"}
    book = Workbook(target, {"in_memory": True, "default_format_properties": default})
    book.set_properties({"author": "kamsheets", "created": datetime(2026, 1, 1)})  # noqa: DTZ001  the same bytes always
    page = book.add_worksheet(sheet)
    page.hide_gridlines(2)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 31)
    page.set_column(1, 1, 78)
    page.set_row(0, _TITLE_ROW)
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    _place(book, page, buttons)
    book.set_vba_name(WORKBOOK_MODULE)
    page.set_vba_name("Sheet1")
    vba = project(name, [document(WORKBOOK_MODULE, workbook=True), document("Sheet1"), *modules])
    book.add_vba_project(io.BytesIO(vba), True)
    book.close()
    return packed(dict(_parts(target.getvalue())))


def _place(book: "Workbook", page: "Worksheet", buttons: Sequence[Button]) -> None:
    """A row a button, below the heading of its group."""
    heading, note = book.add_format(_HEADING), book.add_format({"text_wrap": True, "indent": 1})
    row, group = 2, ""
    for button in buttons:
        if button.group != group:
            group = button.group
            page.set_row(row, _ROW)
            page.write_string(row, 0, group, heading)
            page.write_blank(row, 1, None, heading)
            row += 1
        size = {"width": _BUTTON_WIDTH, "height": _BUTTON_HEIGHT, "x_offset": _BUTTON_GAP, "y_offset": _BUTTON_GAP}
        page.insert_button(
            row, 0, {"macro": button.macro, "caption": button.caption, "description": button.note, **size}
        )
        page.set_row(row, _ROW)
        page.write_string(row, 1, button.note, note)
        row += 1


def add_in(ribbon: str, name: str, modules: Sequence[Module]) -> bytes:
    """The add-in: a hidden workbook with the ribbon ``ribbon`` and the VBA project ``name``."""
    parts = dict(_parts(with_buttons("kamsheets", "kamsheets", (), name, modules)))
    parts["[Content_Types].xml"] = _replaced(parts["[Content_Types].xml"], _MACRO_TYPE, ADDIN_TYPE)
    parts["xl/workbook.xml"] = _replaced(
        parts["xl/workbook.xml"], "<workbookView ", '<workbookView visibility="hidden" '
    )
    parts["_rels/.rels"] = _replaced(parts["_rels/.rels"], "</Relationships>", _RELATION)
    parts[RIBBON_PART] = ribbon.encode("utf-8")
    return packed(parts)


def _parts(package: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return [(name, source.read(name)) for name in source.namelist()]


def _replaced(part: bytes, old: str, new: str) -> bytes:
    if part.count(old.encode()) != 1:
        raise ValueError(f"{old} does not stand once in a part of ours")
    return part.replace(old.encode(), new.encode())


def packed(parts: dict[str, bytes]) -> bytes:
    """The package, with one date in all its entries, so that a rebuild is byte-identical."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
