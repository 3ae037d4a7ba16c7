"""问题清单: every finding of a workbook as a row with a link to its cell, in a sheet of its own.

The rows are the same for a copy of the user's workbook (where the sheet is made as bytes) and for a fresh one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kamsheets.core.finding import Finding, Severity, cell_name
from kamsheets.core.messages import reason, text
from kamsheets.workbook import mark_parts
from kamsheets.workbook.mark_spots import TONE_OF
from kamsheets.workbook.splice_edit import Edit
from kamsheets.workbook.splice_sheet import cell_xml
from kamsheets.workbook.splice_styles import Styles
from kamsheets.workbook.splice_xml import appended, attribute, children, element, root_prefix
from kamsheets.workbook.write_cells import Content, Tone, clean, to_cell
from kamsheets.workbook.write_names import display_width, sheet_name
from kamsheets.workbook.write_style import FONTS, HEAD, TONES

COLUMNS: Final = ("number", "severity", "code", "sheet", "cell", "value", "reason", "proposed")
WIDTHS: Final = (7, 8, 8, 14, 9, 24, 70, 24)
_LINE_POINTS: Final = 15
_WORKSHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    cells: tuple[Content, ...]
    tone: Tone
    link: str
    """Address of the cell for ``Cell.link``; empty where the finding has none."""


def lines(findings: Sequence[Finding], sheets: Mapping[str, str], lang: str) -> list[Line]:
    """The rows in reading order: by sheet, row, column, code. ``sheets``: names in the copy of those it holds."""
    made = []
    for number, one in enumerate(sorted(findings, key=Finding.sort_key), 1):
        place = one.place
        link = to_cell(sheets[place.sheet], _first(place.cell)) if place.sheet in sheets and place.cell else ""
        shown = [text(f"mark.{one.severity}", lang), one.code, place.sheet, place.cell, one.value, reason(one, lang)]
        cells: tuple[Content, ...] = (number, *(clean(cell) for cell in (*shown, one.proposed or "")))
        made.append(Line(cells, TONE_OF[one.severity], link))
    return made


def _first(ref: str) -> str:
    """The cell a link to an area leads to; a whole row is entered at its first."""
    start = ref.partition(":")[0]
    return f"A{start}" if start.isdigit() else start


def header(lang: str) -> list[str]:
    """The names of the columns."""
    return [text(f"mark.column.{name}", lang) for name in COLUMNS]


def remarks(findings: Sequence[Finding], more: Sequence[str], lang: str) -> list[str]:
    """What stands above the list: how many of each kind, and what else there is to say of the copy."""
    count = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    facts = {str(severity): number for severity, number in count.items()}
    return [text("mark.count", lang, **facts), *more]


def add(edit: Edit, findings: Sequence[Finding], more: Sequence[str]) -> str:
    """Adds the sheet at the end of a user's workbook; its name."""
    lang = edit.lang
    names = [part.name for part in edit.package.sheets]
    name = sheet_name(text("mark.sheet", lang), {one.casefold() for one in names})
    part = mark_parts.new_name(edit, "xl/worksheets/sheet{}.xml")
    above = [text("mark.title", lang, file=edit.source.name), *remarks(findings, more, lang)]
    edit.put(
        part,
        _sheet(
            edit.styles, mark_parts.namespace(edit), above, lines(findings, {one: one for one in names}, lang), lang
        ),
    )
    mark_parts.typed(edit, part, _WORKSHEET_TYPE)
    _list_sheet(edit, name, mark_parts.link(edit, edit.package.workbook, "worksheet", part))
    return name


def _list_sheet(edit: Edit, name: str, identity: str) -> None:
    """The new sheet among the sheets of the workbook."""
    data = edit.part(edit.package.workbook)
    prefix = root_prefix(data, "workbook") or b""
    sheets = element(data, prefix, "sheets")
    assert sheets
    tags = list(children(data[sheets.inner : sheets.close], prefix, "sheet"))
    number = max([int(attribute(tag, "sheetId") or 0) for tag in tags], default=0) + 1
    space = mark_parts.office_links(edit)
    made = f'<{prefix.decode()}sheet xmlns:r="{space}" name={quoteattr(name)} sheetId="{number}" r:id="{identity}"/>'
    edit.put(edit.package.workbook, appended(data, prefix, "sheets", [made.encode()]))


@dataclass(frozen=True, slots=True)
class _Look:
    """Style numbers of the list."""

    title: int
    remark: int
    header: int
    body: int
    tones: dict[Tone, int]
    link: int


def _look(styles: Styles, lang: str) -> _Look:
    face = f'<name val="{FONTS[lang]}"/>'.encode()
    plain = styles.font(b'<sz val="10"/>' + face)
    strong = styles.font(b'<b/><sz val="14"/><color rgb="FF%b"/>' % HEAD[1:].encode() + face)
    white = styles.font(b'<b/><sz val="10"/><color rgb="FFFFFFFF"/>' + face)
    blue = styles.font(b'<u/><sz val="10"/><color rgb="FF%b"/>' % TONES["info"][1][1:].encode() + face)
    dark = styles.fill(HEAD)
    wrap = b'<alignment vertical="center" wrapText="1"/>'

    def xf(font: int, fill: int, alignment: bytes) -> int:
        numbers = (font, fill, alignment)
        return styles.add(
            b'<xf numFmtId="0" fontId="%d" fillId="%d" borderId="0" xfId="0" applyFont="1" applyFill="1" '
            b'applyAlignment="1">%b</xf>' % numbers
        )

    tones = {tone: xf(plain, styles.fill(TONES[tone][0]), wrap) for tone in TONE_OF.values()}
    return _Look(
        xf(strong, 0, b""), xf(plain, 0, b""), xf(white, dark, wrap), xf(plain, 0, wrap), tones, xf(blue, 0, wrap)
    )


def _sheet(styles: Styles, space: str, above: Sequence[str], rows: Sequence[Line], lang: str) -> bytes:
    look = _look(styles, lang)
    top = len(above) + 1
    made = [_row(1, [(above[0], look.title)], 22)]
    made += [_row(n, [(line, look.remark)], None) for n, line in enumerate(above[1:], 2)]
    made.append(_row(top, [(label, look.header) for label in header(lang)], None))
    for n, line in enumerate(rows, top + 1):
        styled = [
            (cell, look.tones[line.tone] if k == 1 else look.link if k == 4 and line.link else look.body)
            for k, cell in enumerate(line.cells)
        ]
        made.append(_row(n, styled, _height(line)))
    last = cell_name(top + len(rows), len(COLUMNS) - 1)
    links = "".join(_hyperlink(n, line) for n, line in enumerate(rows, top + 1) if line.link)
    widths = "".join(f'<col min="{k}" max="{k}" width="{w}" customWidth="1"/>' for k, w in enumerate(WIDTHS, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<worksheet xmlns="{space}">'
        f'<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData>{"".join(made)}</sheetData><autoFilter ref="A{top}:{last}"/>'
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;C{escape(text('writing.page', lang))}</oddFooter></headerFooter></worksheet>"
    ).encode()


def _hyperlink(number: int, line: Line) -> str:
    location, display = quoteattr(line.link.removeprefix("internal:")), quoteattr(str(line.cells[4]))
    return f'<hyperlink ref="E{number}" location={location} display={display}/>'


def _row(number: int, cells: Sequence[tuple[Content, int]], height: int | None) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    made = b"".join(cell_xml("", cell_name(number, k), style, cell or None) for k, (cell, style) in enumerate(cells))
    return f'<row r="{number}"{tall}>{made.decode()}</row>'


def _height(line: Line) -> int | None:
    """The height of a row whose texts wrap."""
    deepest = max(-(-display_width(str(cell)) // (width - 1)) for cell, width in zip(line.cells, WIDTHS, strict=True))
    return min(400, _LINE_POINTS * deepest) if deepest > 1 else None
