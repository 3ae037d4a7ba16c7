# ruff: noqa: E501  the XML of a part stays on the lines it would have
"""A workbook with what other libraries lose, made part by part, and small ones for single oddities.

Sheet 线索 has a title, headers in row 3 and leads in rows 4 to 8: 编号, 客户, 日期, 金额, 双倍 (a formula).
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'


def row(number: int, cells: str, extra: str = "") -> str:
    return f'<row r="{number}" spans="1:5" {extra}x14ac:dyDescent="0.2">{cells}</row>'


def text_cell(name: str, index: int, style: int = 1) -> str:
    return f'<c r="{name}" s="{style}" t="s"><v>{index}</v></c>'


def lead(number: int) -> str:
    n = number - 3
    formula = '<f t="shared" ref="E4:E8" si="0">D4*2</f>' if number == 4 else '<f t="shared" si="0"/>'
    return row(
        number,
        text_cell(f"A{number}", 5 + n, 2)
        + text_cell(f"B{number}", 11, 1)
        + f'<c r="C{number}" s="3"><v>{46000 + n}</v></c><c r="D{number}" s="4"><v>{n}.5</v></c>'
        + f'<c r="E{number}" s="4">{formula}<v>{2 * n + 1}</v></c>',
        'hidden="1" ' if number == 6 else "",
    )


STRINGS = ["线索表", "编号", "客户", "日期", "金额", "双倍", "XS-1", "XS-2", "XS-3", "XS-4", "XS-5", "华锐 <&>"]

SHEET_DATA = (
    row(1, text_cell("A1", 0), 'ht="30" customHeight="1" ')
    + row(3, "".join(text_cell(f"{letter}3", k, 5) for k, letter in enumerate("ABCDE", 1)))
    + "".join(lead(number) for number in range(4, 9))
)

EXT = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="' + X14 + '">'
    '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>汇总!$A$1:$A$2</xm:f></x14:formula1>'
    "<xm:sqref>B4:B8</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    '<ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="' + X14 + '"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:sparklines>'
    "<x14:sparkline><xm:f>线索!D4:D8</xm:f><xm:sqref>D1</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext>"
    '<ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}" xmlns:x14="' + X14 + '">'
    '<x14:slicerList><x14:slicer r:id="rId9"/></x14:slicerList></ext></extLst>'
)

SHEET = (
    HEAD
    + f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac">'
    '<sheetPr codeName="Sheet1"/><dimension ref="A1:E8"/>'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="3" topLeftCell="A4" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="14.25"/>'
    '<cols><col min="1" max="5" width="13.5" customWidth="1"/><col min="6" max="16384" width="0" hidden="1" customWidth="1"/></cols>'
    f"<sheetData>{SHEET_DATA}</sheetData>"
    '<mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells>'
    '<conditionalFormatting sqref="A4:E8"><cfRule type="expression" dxfId="0" priority="1"><formula>$D4&gt;3</formula></cfRule></conditionalFormatting>'
    '<conditionalFormatting sqref="D4:D8"><cfRule type="cellIs" dxfId="0" priority="2" operator="lessThan"><formula>0</formula></cfRule></conditionalFormatting>'
    '<dataValidations count="1"><dataValidation type="decimal" sqref="D4:D8"><formula1>0</formula1><formula2>9</formula2></dataValidation></dataValidations>'
    '<hyperlinks><hyperlink ref="B4" r:id="rId1"/></hyperlinks>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" r:id="rId2"/><headerFooter><oddHeader>&amp;L&amp;G</oddHeader></headerFooter>'
    '<drawing r:id="rId3"/><legacyDrawing r:id="rId4"/><legacyDrawingHF r:id="rId5"/>'
    '<mc:AlternateContent><mc:Choice Requires="x14"><controls><control shapeId="1025" r:id="rId6" name="按钮 1"/></controls></mc:Choice></mc:AlternateContent>'
    '<tableParts count="1"><tablePart r:id="rId7"/></tableParts>' + EXT + "</worksheet>"
)

SHEET_RELS = {
    "rId1": ("hyperlink", "https://example.com/"),
    "rId2": ("printerSettings", "../printerSettings/printerSettings1.bin"),
    "rId3": ("drawing", "../drawings/drawing1.xml"),
    "rId4": ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
    "rId5": ("vmlDrawing", "../drawings/vmlDrawing2.vml"),
    "rId6": ("ctrlProp", "../ctrlProps/ctrlProp1.xml"),
    "rId7": ("table", "../tables/table1.xml"),
    "rId8": ("comments", "../comments1.xml"),
    "rId9": ("slicer", "../slicers/slicer1.xml"),
    "rId10": ("threadedComment", "../threadedComments/threadedComment1.xml"),
}

TABLE = (
    HEAD + f'<table xmlns="{MAIN}" id="1" name="线索表" displayName="线索表" ref="A3:E8" totalsRowShown="0">'
    '<autoFilter ref="A3:E8"/><tableColumns count="5">'
    + "".join(f'<tableColumn id="{k}" name="{name}"/>' for k, name in enumerate(STRINGS[1:6], 1))
    + '</tableColumns><tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>'
)

STYLES = (
    HEAD + f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy/m/d;@"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="170" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles><dxfs count="1"><dxf/></dxfs></styleSheet>'
)

WORKBOOK = (
    HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><workbookPr codeName="ThisWorkbook"/>'
    '<bookViews><workbookView activeTab="1"/></bookViews>'
    '<sheets><sheet name="线索" sheetId="1" r:id="rId1"/><sheet name="汇总" sheetId="7" r:id="rId2"/></sheets>'
    '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">线索!$3:$3</definedName></definedNames>'
    '<calcPr calcId="191029"/><extLst><ext uri="{BBE1A952-AA13-448e-AADC-164F8A28A991}" xmlns:x14="' + X14 + '">'
    '<x14:slicerCaches><x14:slicerCache r:id="rId8"/></x14:slicerCaches></ext></extLst></workbook>'
)

WORKBOOK_RELS = {
    "rId1": ("worksheet", "worksheets/sheet1.xml"),
    "rId2": ("worksheet", "worksheets/sheet2.xml"),
    "rId3": ("styles", "styles.xml"),
    "rId4": ("sharedStrings", "sharedStrings.xml"),
    "rId5": ("calcChain", "calcChain.xml"),
    "rId6": ("vbaProject", "vbaProject.bin"),
    "rId7": ("customXml", "../customXml/item1.xml"),
    "rId8": ("slicerCache", "slicerCaches/slicerCache1.xml"),
    "rId9": ("person", "persons/person.xml"),
    "rId10": ("connections", "connections.xml"),
}

SUMMARY = (
    HEAD + f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><dimension ref="A1:B4"/><sheetData>'
    '<row r="1"><c r="A1"><f>SUM(线索!D4:D8)</f><v>17.5</v></c><c r="B1" cm="1"><f t="array" ref="B1:B2">线索!D4:D5</f><v>1.5</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>2.5</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>透视</t></is></c></row></sheetData></worksheet>'
)

COMMENTS = (
    HEAD + f'<comments xmlns="{MAIN}"><authors><author>王强</author></authors><commentList>'
    '<comment ref="B4" authorId="0" shapeId="0"><text><r><t>老客户</t></r></text></comment></commentList></comments>'
)

VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe"/>'
    '<v:shape id="_x0000_s1025" type="#_x0000_t201" o:button="t"><v:textbox><div>汇总<br></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:FmlaMacro>[0]!Roll</x:FmlaMacro></x:ClientData></v:shape>'
    '<v:shape id="_x0000_s1026" type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>3</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>'
)

DRAWING = (
    HEAD + '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff>'
    "<xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>12</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>14</xdr:row>"
    '<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr/></xdr:nvSpPr>'
    "<xdr:spPr/></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)


def rels(links: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{REL}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if "://" in target else ""}/>'
        for key, (kind, target) in links.items()
    )
    return HEAD + f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def types(overrides: Mapping[str, str]) -> str:
    kinds = {
        "xml": "application/xml",
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "bin": "application/octet-stream",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
        "png": "image/png",
    }
    listed = "".join(f'<Default Extension="{ext}" ContentType="{kind}"/>' for ext, kind in kinds.items())
    listed += "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return HEAD + f'<Types xmlns="{PACKAGE}/content-types">{listed}</Types>'


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRINGS_XML = (
    HEAD
    + f'<sst xmlns="{MAIN}" count="16" uniqueCount="12">'
    + "".join(
        f'<si><t>{value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}</t><phoneticPr fontId="1"/></si>'
        for value in STRINGS
    )
    + "</sst>"
)


def hard_parts() -> dict[str, str | bytes]:
    """The parts of the hard workbook in the order of its directory."""
    return {
        "[Content_Types].xml": types({
            "xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "xl/worksheets/sheet1.xml": f"{SPREADSHEET}.worksheet+xml",
            "xl/worksheets/sheet2.xml": f"{SPREADSHEET}.worksheet+xml",
            "xl/styles.xml": f"{SPREADSHEET}.styles+xml",
            "xl/sharedStrings.xml": f"{SPREADSHEET}.sharedStrings+xml",
            "xl/calcChain.xml": f"{SPREADSHEET}.calcChain+xml",
            "xl/tables/table1.xml": f"{SPREADSHEET}.table+xml",
            "xl/comments1.xml": f"{SPREADSHEET}.comments+xml",
            "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
            "xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml",
            "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
            "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
        }),
        "_rels/.rels": rels({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": rels(WORKBOOK_RELS),
        "xl/worksheets/sheet1.xml": SHEET,
        "xl/worksheets/_rels/sheet1.xml.rels": rels(SHEET_RELS),
        "xl/worksheets/sheet2.xml": SUMMARY,
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS_XML,
        "xl/calcChain.xml": HEAD + f'<calcChain xmlns="{MAIN}"><c r="E4" i="1"/><c r="E5"/></calcChain>',
        "xl/tables/table1.xml": TABLE,
        "xl/comments1.xml": COMMENTS,
        "xl/threadedComments/threadedComment1.xml": HEAD + '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/persons/person.xml": HEAD + '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>',
        "xl/drawings/drawing1.xml": DRAWING,
        "xl/drawings/vmlDrawing1.vml": VML,
        "xl/drawings/vmlDrawing2.vml": VML.replace("1025", "2049"),
        "xl/media/image1.png": bytes(range(256)),
        "xl/ctrlProps/ctrlProp1.xml": HEAD + f'<formControlPr xmlns="{X14}" objectType="Button"/>',
        "xl/slicers/slicer1.xml": HEAD + f'<slicers xmlns="{X14}"/>',
        "xl/slicerCaches/slicerCache1.xml": HEAD + f'<slicerCacheDefinition xmlns="{X14}" name="切片器"/>',
        "xl/connections.xml": HEAD + f'<connections xmlns="{MAIN}"/>',
        "xl/printerSettings/printerSettings1.bin": b"\x00\x01DEVMODE" * 9,
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(500),
        "customXml/item1.xml": "<root/>",
    }  # fmt: skip


def pack(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Zips parts as Excel does, each with a time of its own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for k, (name, content) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (2026, 3, 1 + k % 28, 8, 0, 2 * (k % 30)))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def hard(path: Path, **changed: str | bytes | None) -> Path:
    """The hard workbook; ``changed`` replaces parts by name (``None`` leaves one out)."""
    parts = {name: content for name, content in {**hard_parts(), **changed}.items() if content is not None}
    return pack(path, parts)


def simple(path: Path, sheet: str | bytes, *, workbook_extra: str = "", **more: str | bytes) -> Path:
    """A workbook of one sheet 表 given as XML, with the styles of the hard one."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types({"xl/workbook.xml": f"{SPREADSHEET}.sheet.main+xml", "xl/worksheets/sheet1.xml": f"{SPREADSHEET}.worksheet+xml", "xl/styles.xml": f"{SPREADSHEET}.styles+xml"}),
        "_rels/.rels": rels({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": HEAD + f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{workbook_extra}<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": rels({"rId1": ("worksheet", "worksheets/sheet1.xml"), "rId2": ("styles", "styles.xml")}),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/styles.xml": STYLES,
        **more,
    }  # fmt: skip
    return pack(path, parts)


def plain_sheet(rows: str, *, before: str = "", after: str = "", root: str = "worksheet") -> str:
    """The XML of a sheet around its rows."""
    return HEAD + f'<{root} xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{rows}</sheetData>{after}</{root}>'


THREE_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>金额</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3"><v>2</v></c></row>'
)
