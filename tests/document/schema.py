"""The child order of WordprocessingML (ECMA-376 part 1, transitional), for the elements our documents hold.

Word refuses a part whose children stand in another order; LibreOffice and WPS forgive it. Names are written down from
the standard's schema; an element that is not listed is reported, so that the list grows with the documents.
"""
# ruff: noqa: E501 - rows of a table

from collections.abc import Iterator, Mapping

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHECKED = (
    W,
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}",
)
ORDER: Mapping[str, str] = {
    "document": "background body",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tblGrid": "gridCol",
    "tr": "tblPrEx trPr tc",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "pBdr": "top left bottom right between bar",
    "tabs": "tab",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "settings": "writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop defaultTabStop characterSpacingControl compat rsids themeFontLang",
    "compat": "compatSetting",
    "fonts": "font",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "drawing": "inline anchor",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone wrapSquare wrapTopAndBottom docPr "
    "cNvGraphicFramePr graphic",
    "positionH": "align posOffset",
    "positionV": "align posOffset",
    "cNvGraphicFramePr": "graphicFrameLocks",
    "wgp": "cNvPr cNvGrpSpPr grpSpPr wsp",
    "grpSpPr": "xfrm",
    "wsp": "cNvPr cNvSpPr cNvCnPr spPr style txbx bodyPr",
    "spPr": "xfrm prstGeom solidFill ln",
    "txbx": "txbxContent",
    "bodyPr": "normAutofit noAutofit",
}
FREE = {
    "body": "p tbl sectPr", "tc": "tcPr p tbl", "hdr": "p tbl", "ftr": "p tbl", "txbxContent": "p tbl",
    "p": "pPr r bookmarkStart bookmarkEnd", "r": "rPr t br tab drawing fldChar instrText AlternateContent",
}  # fmt: skip
"""Elements whose children may mix; what has to come first or last is checked apart."""


def mistakes(part: bytes) -> Iterator[str]:
    """What a strict reader would refuse, each with the element it stands in."""
    for node in etree.fromstring(part).iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(CHECKED):
            continue
        name = node.tag.rpartition("}")[2]
        children = [child.tag.rpartition("}")[2] for child in node if isinstance(child.tag, str)]
        if name in ORDER:
            yield from _ordered(name, children, ORDER[name].split())
        elif name in FREE:
            yield from (f"{name} holds {child}" for child in children if child not in FREE[name].split())
            yield from _ends(name, children)
        elif children:
            yield f"{name} is not in the table, it holds {children}"


def _ordered(name: str, children: list[str], order: list[str]) -> Iterator[str]:
    if strange := [child for child in children if child not in order]:
        yield f"{name} holds {strange}"
        return
    places = [order.index(child) for child in children]
    if places != sorted(places):
        yield f"{name}: {children}"


def _ends(name: str, children: list[str]) -> Iterator[str]:
    for first in ("pPr", "rPr", "tcPr"):
        if first in children and children.index(first):
            yield f"{name}: {first} is not first"
    if name in ("tc", "hdr", "ftr") and (not children or children[-1] != "p"):
        yield f"{name} does not end with a paragraph"
    if name == "body" and (children[-1] != "sectPr" or children.count("sectPr") != 1):
        yield "body does not end with its one sectPr"
