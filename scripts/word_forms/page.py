"""The frame of every form: title block, header, footer, section, and the package around them."""

from kamsheets.document import archive, properties, qr
from word_forms.looks import ROOMY, Looks
from word_forms.ooxml import NAMESPACES, Cell, Row, field, para, picture, run, tab
from word_forms.parts import (
    HEAD,
    content_types,
    core_properties,
    font_table,
    relationships,
    settings,
    styles,
)
from word_forms.sheet import GAP, Sheet

LONG, SHORT = 16838, 11906
"""A4 in twips."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
END = para(props='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>')
"""Word ends no page with a table: a point is all the last paragraph may take, or it begins an empty page."""
QR_SIZE = 612_000
"""17 mm in EMU."""


def title_block(sheet: Sheet) -> str:
    """编号 and the day of the print, company and title, QR code: side by side."""
    grid = sheet.grid
    company = sheet.only(sheet.system("公司名称"), para(sheet.expr(sheet.system("公司名称")), "KamCompany"))
    name = company + para(run(sheet.form.label(sheet.lang)), "KamTitle")
    code = picture("rId6", 1, qr.NAME, sheet.expr(sheet.system("编号")), QR_SIZE, QR_SIZE)
    number = para(run(sheet.say(("编号：", "No. ")) + sheet.expr(sheet.system("编号"))), "KamLine")
    draft = para(run(sheet.expr(sheet.system("草稿"))), "KamDraft")
    lines = sheet.only(sheet.system("草稿"), draft, number)
    lines += para(run(sheet.expr(sheet.system("打印日期"))), "KamLine")
    side = grid.units * 13 // 48 if not sheet.landscape else grid.units // 5
    corner = Cell(para(code, props='<w:jc w:val="right"/>'), side)
    row = Row([Cell(lines, side, align="bottom"), Cell(name, grid.units - 2 * side), corner], 964)
    return grid.table([row], bordered=False, side=28) + GAP


def _stops(sheet: Sheet) -> str:
    width = sheet.grid.width
    return f'<w:tabs><w:tab w:val="center" w:pos="{width // 2}"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>'


def header(sheet: Sheet) -> str:
    """Company left, form code and revision right, a thin rule beneath."""
    name = sheet.system("表单代号")
    code = f"{{% if {name} %}}{sheet.say(('表单编号：', 'Form: '))}{sheet.expr(name)}{sheet.say(('　', '  '))}{{% endif %}}"
    revision = sheet.say(("版次：", "Rev. ")) + sheet.expr(sheet.system("版次"))
    content = run(sheet.expr(sheet.system("公司名称"))) + tab() + tab() + run(code + revision)
    return f"{HEAD}<w:hdr {NAMESPACES}>{para(content, 'KamHeader', _stops(sheet))}</w:hdr>"


def footer(sheet: Sheet) -> str:
    """Serial, check code and print count left, page X of Y in the middle, how long it is kept and its secrecy right."""
    serial = sheet.say(("编号：", "No. ")) + sheet.expr(sheet.system("编号"))
    check = (
        sheet.say(("　校验码：", "  Check "))
        + sheet.expr(sheet.system("校验码"))
        + sheet.expr(sheet.system("打印说明"))
    )
    pages = sheet.say(("第 | 页 共 | 页", "Page | of |")).split("|")
    number = run(pages[0]) + field("PAGE") + run(pages[1]) + field("NUMPAGES") + (run(pages[2]) if pages[2] else "")
    kept = sheet.expr(sheet.system("密级")) + sheet.expr(sheet.system("保存期限"))
    content = run(serial + check) + tab() + number + tab() + run(kept)
    return f"{HEAD}<w:ftr {NAMESPACES}>{para(content, 'KamFooter', _stops(sheet))}</w:ftr>"


def section_end(looks: Looks, *, landscape: bool) -> str:
    """A4, our margins, no text grid: rows get the height they ask for."""
    wide, tall = f'<w:pgSz w:w="{LONG}" w:h="{SHORT}" w:orient="landscape"/>', f'<w:pgSz w:w="{SHORT}" w:h="{LONG}"/>'
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:footerReference w:type="default" r:id="rId2"/>'
        f'{wide if landscape else tall}<w:pgMar {looks.margins}/><w:cols w:space="425"/>'
        '<w:docGrid w:type="default" w:linePitch="312"/></w:sectPr>'
    )


def build(sheet: Sheet, code: str, pieces: list[str]) -> bytes:
    """The template: title block, pieces with a thin gap between them, header, footer and properties."""
    body = title_block(sheet) + GAP.join(pieces) + END
    title = f"{code} {sheet.form.label(sheet.lang)}"
    facts = {"kam.form": code, "kam.lang": sheet.lang}
    body += section_end(sheet.looks, landscape=sheet.landscape)
    media = {"qr.png": qr.png("kamsheets", "00000000")}
    return package(body, header(sheet), footer(sheet), title, facts, media, sheet.looks)


def plain(body: str, title: str) -> bytes:
    """A document that is no form: the same looks, its name and page numbers at top and bottom."""
    head = f"{HEAD}<w:hdr {NAMESPACES}>{para(title, 'KamHeader')}</w:hdr>"
    pages = run("第 ") + field("PAGE") + run(" 页 共 ") + field("NUMPAGES") + run(" 页")
    foot = f"{HEAD}<w:ftr {NAMESPACES}>{para(pages, 'KamFooter')}</w:ftr>"
    facts = {properties.KIND: properties.REFERENCE}
    return package(body + section_end(ROOMY, landscape=False), head, foot, title, facts, {})


def package(
    content: str, head: str, foot: str, title: str, facts: dict[str, str], media: dict[str, bytes], looks: Looks = ROOMY
) -> bytes:
    """The parts around a body, packed; ``head`` may be empty, ``media`` are its pictures."""
    below = {"header1.xml": head, "footer1.xml": foot} if head else {"footer1.xml": foot}
    below |= {"styles.xml": styles(looks), "settings.xml": settings(), "fontTable.xml": font_table()}
    links = [(name.removesuffix(".xml").rstrip("1"), name) for name in below]
    links += [("image", f"media/{name}") for name in media]
    parts = {
        "[Content_Types].xml": content_types(header=bool(head)),
        "_rels/.rels": relationships({
            "rId1": ("officeDocument", "word/document.xml"),
            "rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            "rId3": ("custom-properties", "docProps/custom.xml"),
        }),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>",
        "word/_rels/document.xml.rels": relationships({f"rId{n}": link for n, link in enumerate(links, 1)}),
        **{f"word/{name}": part for name, part in below.items()},
        "docProps/core.xml": core_properties(title),
    }  # fmt: skip
    binary = {name: text.encode() for name, text in parts.items()}
    binary |= {f"word/media/{name}": data for name, data in media.items()}
    binary[archive.CUSTOM] = properties.custom(facts)
    return archive.write(binary)
