"""The parts every form shares: styles, settings, fonts. Nothing of python-docx's default document is in them.

No theme part is written: without one no theme font can win over the named ones, and WPS has nothing to miss.
"""

from word_forms.looks import AUTO, EXACT, ROOMY, Looks
from word_forms.ooxml import NAMESPACES

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
LATIN = "Times New Roman"
_W = NAMESPACES.split(" ", 1)[0]
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
SINGLE = AUTO.format(240)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def fonts(east: str, latin: str = LATIN) -> str:
    """Named fonts for every script."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{latin}"/>'


def _style(
    name: str, shown: str, east: str, half_points: int, props: str = "", extra: str = "", latin: str = LATIN
) -> str:
    """A paragraph style; ``half_points`` is the size in half points, ``extra`` run properties."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{props}</w:pPr>"
        f'<w:rPr>{fonts(east, latin)}{extra}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
    )


def _spaced(before: int, after: int, align: str, line: str = SINGLE, *, keep: bool = False) -> str:
    """Spacing before and after in twips, ``line`` as attributes."""
    return (
        "<w:keepNext/>" if keep else ""
    ) + f'<w:spacing w:before="{before}" w:after="{after}" {line}/><w:jc w:val="{align}"/>'


def styles(looks: Looks = ROOMY) -> str:
    """word/styles.xml: the looks live here, so that an admin changes a style and not every cell."""
    left, centre, right = (_spaced(0, 0, align, looks.line) for align in ("left", "center", "right"))
    title, text, cell = _spaced(0, 0, "left", looks.line, keep=True), looks.text, looks.cell
    head = _spaced(0, 0, "center", looks.line, keep=True)
    return (
        f"{HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(SONG)}"
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:rPr>{fonts(SONG)}<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + _style("KamCompany", "表单公司名", SONG, looks.company, _spaced(0, 20, "center"))
        + _style("KamTitle", "表单标题", HEI, looks.title, _spaced(0, 40, "center"))
        + _style("KamDraft", "表单草稿字样", HEI, 32, _spaced(0, 0, "left"))
        + _style("KamLine", "表单抬头行", SONG, 18, _spaced(0, 0, "left"))
        + _style("KamBar", "表单分区", HEI, text, title)
        + _style("KamLabel", "表单标签", HEI, text, centre)
        + _style("KamSigner", "表单标签（与下行同页）", HEI, text, _spaced(0, 0, "center", looks.line, keep=True))
        + _style("KamSide", "表单侧栏", HEI, text, centre)
        + _style("KamValue", "表单填写", SONG, text, left)
        + _style("KamText", "表单长文", SONG, text, _spaced(looks.before, looks.before, "both", looks.long_line))
        + _style("KamHead", "表单表头", HEI, cell, head)
        + _style("KamCell", "表单表格", SONG, cell, left)
        + _style("KamCentre", "表单表格居中", SONG, cell, centre)
        + _style("KamNumber", "表单数字", SONG, cell, right)
        + _style("KamTicks", "表单勾选", SONG, min(text, 19), left, latin=SONG)
        + _style("KamTicksSmall", "表单小勾选", SONG, looks.ticks, centre, latin=SONG)
        + _style("KamCellSmall", "表单小表格", SONG, 16, left)
        + _style("KamCentreSmall", "表单小表格居中", SONG, 16, centre)
        + _style("KamNumberSmall", "表单小数字", SONG, 16, right)
        + _style("KamHeadSmall", "表单小表头", HEI, 16, head)
        + _style("KamRole", "表单签批岗位", HEI, 20, _spaced(0, 0, "center"))
        + _style("KamOpinion", "表单意见", SONG, 16, _spaced(0, 0, "left"), latin=SONG)
        + _style("KamSign", "表单签字行", SONG, 17, _spaced(100, 10, "right"))
        + _style("KamNote", "表单说明", FANG, 18, _spaced(0, 0, "left"))
        + _style("KamControl", "模板控制行", SONG, 16, _spaced(0, 0, "left"), '<w:color w:val="808080"/>')
        + _style("KamGap", "表格间隔", SONG, 2, f'<w:spacing w:before="0" w:after="0" {EXACT.format(looks.gap)}/>')
        + _style("KamHeader", "表单页眉", SONG, 18, _rule("bottom"))
        + _style("KamFooter", "表单页脚", SONG, 18, _rule("top"))
        + "</w:styles>"
    )


def _rule(side: str) -> str:
    return (
        f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="2" w:color="auto"/></w:pBdr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    )


def settings() -> str:
    """word/settings.xml: no compatibility mode, Chinese punctuation compressed, no update prompt."""
    return (
        f'{HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table() -> str:
    """word/fontTable.xml: the Chinese fonts under both of their names."""
    chinese = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, other, family, pitch in (
            (SONG, "SimSun", "auto", "variable"),
            (HEI, "SimHei", "modern", "fixed"),
            (FANG, "FangSong", "modern", "fixed"),
            (KAI, "KaiTi", "modern", "fixed"),
        )
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f"{HEAD}<w:fonts {_W}>{latin}{chinese}</w:fonts>"


def core_properties(title: str) -> str:
    """docProps/core.xml with a fixed day: a template has no history."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created><dc:creator>kamsheets</dc:creator>'
        f'<dc:language>zh-CN</dc:language><dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified>'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )


def content_types(*, header: bool = True) -> str:
    """[Content_Types].xml of a document with a footer, and a ``header`` if it has one."""
    overrides = {
        "/word/document.xml": f"{WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{WORD_TYPE}.fontTable+xml",
        "/word/header1.xml": f"{WORD_TYPE}.header+xml",
        "/word/footer1.xml": f"{WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    if not header:
        del overrides["/word/header1.xml"]
    rows = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{rows}</Types>"
    )


def relationships(links: dict[str, tuple[str, str]]) -> str:
    """A .rels part: id -> (type, target); a type without a host is one of Office's own."""
    rows = "".join(
        f'<Relationship Id="{number}" Type="{kind if ":" in kind else f"{OFFICE}/relationships/{kind}"}" Target="{target}"/>'
        for number, (kind, target) in links.items()
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
