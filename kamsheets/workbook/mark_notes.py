"""Comments on cells of a user's sheet, beside those that are there.

A comment lives in two parts: its text in a comments part, its box in a VML drawing (ECMA-376 part 4, §19.2; part 1,
§18.7). New boxes get numbers of a block that no drawing of the workbook has.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape

from kamsheets.core.finding import cell_name
from kamsheets.workbook import mark_parts
from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_outline import WORKSHEET, inserted, top
from kamsheets.workbook.splice_xml import appended, attribute, children, element, root_prefix
from kamsheets.workbook.write_names import display_width

AUTHOR: Final = "kamsheets"
MOST_NOTES: Final = 1_000
"""Comments added to one sheet at most: more help nobody, and Excel numbers their boxes in blocks of 1,024."""
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BLOCK: Final = 1_024
_LETTERS_A_LINE: Final = 38

Notes = Mapping[tuple[int, int], str]
"""Text by (row from 1, column from 0)."""


def add(edit: Edit, sheet: str, notes: Notes) -> int:
    """Puts comments on cells; how many. Cells that have one keep it; a sheet with unreadable boxes gets none."""
    part = edit.sheet_part(sheet).part
    links = edit.package.relationships(part)
    comments = next((one.target for one in links.values() if one.kind == "comments"), None)
    drawing = _drawing(edit, sheet)
    boxes = edit.part(drawing) if drawing else None
    if boxes is not None and b"</xml>" not in boxes:
        return 0
    taken = _commented(edit.part(comments)) if comments else set()
    free = {place: text for place, text in sorted(notes.items()) if cell_name(*place) not in taken}
    chosen = dict(list(free.items())[:MOST_NOTES])
    if not chosen:
        return 0
    _write_texts(edit, part, comments, chosen)
    _write_boxes(edit, sheet, drawing, chosen)
    return len(chosen)


def _drawing(edit: Edit, sheet: str) -> str | None:
    """The VML drawing of a sheet's comments and buttons (not that of its header pictures)."""
    xml = edit.sheet(sheet)
    found = top(xml.shell, "legacyDrawing")
    if found is None:
        return None
    identity = re.search(rb"""[\w.-]+:id\s*=\s*["']([^"']+)""", xml.shell[found.start : found.end])
    link = edit.package.relationships(edit.sheet_part(sheet).part).get(identity[1].decode() if identity else "")
    return link.target if link and edit.package.entry(link.target) else None


def _commented(data: bytes) -> set[str]:
    prefix = root_prefix(data, "comments") or b""
    found = element(data, prefix, "commentList")
    listed = children(data[found.inner : found.close], prefix, "comment") if found else ()
    return {attribute(one[: one.index(b">")], "ref") or "" for one in listed}


def _write_texts(edit: Edit, part: str, comments: str | None, notes: Notes) -> None:
    if comments is None:
        comments = mark_parts.new_name(edit, "xl/comments{}.xml")
        root = mark_parts.namespace(edit)
        empty = f'<comments xmlns="{root}"><authors></authors><commentList></commentList></comments>'
        edit.put(comments, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + empty.encode())
        mark_parts.link(edit, part, "comments", comments)
        mark_parts.typed(edit, comments, _COMMENTS_TYPE)
    data = edit.part(comments)
    prefix = root_prefix(data, "comments") or b""
    authors = element(data, prefix, "authors")
    number = len(list(children(data[authors.inner : authors.close], prefix, "author"))) if authors else 0
    p = prefix.decode()
    data = appended(data, prefix, "authors", [f"<{p}author>{AUTHOR}</{p}author>".encode()])
    made = [_text(p, number, place, text).encode() for place, text in notes.items()]
    edit.put(comments, appended(data, prefix, "commentList", made))


def _text(p: str, author: int, place: tuple[int, int], text: str) -> str:
    run = f'<{p}r><{p}rPr><{p}sz val="9"/></{p}rPr><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}r>'
    return f'<{p}comment ref="{cell_name(*place)}" authorId="{author}"><{p}text>{run}</{p}text></{p}comment>'


def _write_boxes(edit: Edit, sheet: str, drawing: str | None, notes: Notes) -> None:
    block = _free_block(edit)
    boxes = b"".join(_boxes(notes, block * _BLOCK + 1))
    if drawing is None:
        drawing = mark_parts.new_name(edit, "xl/drawings/vmlDrawing{}.vml")
        edit.put(drawing, _HEAD % block + _SHAPE_TYPE + boxes + b"</xml>")
        mark_parts.typed_by_name(edit, "vml", _VML_TYPE)
        identity = mark_parts.link(edit, edit.sheet_part(sheet).part, "vmlDrawing", drawing)
        xml = edit.sheet(sheet)
        space = mark_parts.office_links(edit)
        made = f'<{xml.prefix.decode()}legacyDrawing xmlns:r="{space}" r:id="{identity}"/>'
        xml.shell = inserted(xml.shell, "legacyDrawing", made.encode(), WORKSHEET)
        return
    data = edit.part(drawing)
    data = re.sub(rb"""(<o:idmap\s[^>]*data\s*=\s*["'][\d,]*)""", rb"\1,%d" % block, data, count=1)
    kind = b"" if b'id="_x0000_t202"' in data else _SHAPE_TYPE
    spot = data.rindex(b"</xml>")
    edit.put(drawing, data[:spot] + kind + boxes + data[spot:])


def _free_block(edit: Edit) -> int:
    """The number of a block of boxes that no drawing of the workbook uses."""
    used = [0]
    names = [*edit.package.names(), *edit.added]
    for name in names:
        if name.lower().endswith(".vml"):
            data = edit.added.get(name) or edit.part(name)
            used += [int(n) // _BLOCK for n in re.findall(rb"_x0000_s(\d+)", data)]
            used += [int(n) for n in b",".join(re.findall(rb"""data\s*=\s*["']([\d,]+)["']""", data)).split(b",") if n]
    return max(used) + 1


_HEAD: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/>'
    b"</o:shapelayout>"
)
_SHAPE_TYPE: Final = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _boxes(notes: Notes, first: int) -> Iterator[bytes]:
    """A hidden box a comment, high enough for its text, right of its cell."""
    for number, ((row, column), text) in enumerate(notes.items(), first):
        lines = sum(max(1, -(-display_width(line) // _LETTERS_A_LINE)) for line in text.split("\n"))
        bottom = row + max(3, lines)
        anchor = f"{column + 1},12,{max(0, row - 2)},8,{column + 5},12,{bottom},4"
        size = f"width:230pt;height:{14 * max(3, lines)}pt"
        look = f"position:absolute;{size};z-index:{number - first + 1};visibility:hidden"
        yield (
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="{look}" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column>"
            "</x:ClientData></v:shape>"
        ).encode()
