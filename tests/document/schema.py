"""The child order of WordprocessingML (ECMA-376 part 1, transitional), for the elements our documents hold.

Word refuses a part whose children stand in another order; LibreOffice and WPS forgive it. Names are written down from
the standard's schema; an element that is not listed is reported, so that the list grows with the documents.
"""
# ruff: noqa: E501 - rows of a table

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
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
    "comments": "comment",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "lvlOverride": "startOverride lvl",
}
FREE = {
    "body": "p tbl sectPr", "tc": "tcPr p tbl", "hdr": "p tbl", "ftr": "p tbl", "txbxContent": "p tbl",
    "comment": "p tbl", "p": "pPr r bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd",
    "r": "rPr t br tab drawing fldChar instrText AlternateContent commentReference annotationRef",
}  # fmt: skip
"""Elements whose children may mix; what has to come first or last is checked apart."""
PLACES = {name: {child: place for place, child in enumerate(order.split())} for name, order in ORDER.items()}
MIXED = {name: frozenset(children.split()) for name, children in FREE.items()}


def wrong(parts: Mapping[str, bytes]) -> list[str]:
    """What a strict reader would refuse in a whole document: order in every part, and what its parts say of each other."""
    words = {name: data for name, data in parts.items() if name.startswith("word/") and name.endswith(".xml")}
    found = [f"{name}: {mistake}" for name, data in words.items() for mistake in mistakes(data)]
    return [*found, *_undeclared(parts), *_dangling(parts), *_unknown_styles(parts), *_doubled(parts), *_ragged(parts)]


def _tree(part: bytes) -> Any:
    return etree.fromstring(part)


def _undeclared(parts: Mapping[str, bytes]) -> Iterator[str]:
    types = _tree(parts["[Content_Types].xml"])
    names = {node.get("PartName") for node in types} | {f"*.{node.get('Extension')}" for node in types}
    for name in parts:
        xml = name.endswith(".xml") and name != "[Content_Types].xml"
        if f"/{name}" not in names and (xml or f"*.{name.rpartition('.')[2]}" not in names):
            yield f"{name} has no content type"
    yield from (
        f"{name} is declared and not there" for name in names if name and name[0] == "/" and name[1:] not in parts
    )


def _dangling(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Relationships without a part, and references without a relationship."""
    for name, data in parts.items():
        folder, _, file = name.rpartition("/")
        links = parts.get(f"{folder}/_rels/{file}.rels")
        known = {}
        for link in _tree(links) if links else ():
            known[link.get("Id")] = posixpath.normpath(posixpath.join(folder, link.get("Target")))
            if link.get("TargetMode") != "External" and known[link.get("Id")] not in parts:
                yield f"{name}: {link.get('Id')} leads to {link.get('Target')}, which is not there"
        if name.startswith("word/") and name.endswith(".xml"):
            used = {value for node in _tree(data).iter() for key, value in node.attrib.items() if key.startswith(R)}
            yield from (f"{name}: {one} is no relationship" for one in sorted(used - known.keys()))


def _unknown_styles(parts: Mapping[str, bytes]) -> Iterator[str]:
    known = {node.get(f"{W}styleId") for node in _tree(parts["word/styles.xml"]).iter(f"{W}style")}
    for name in ("word/document.xml", *(one for one in parts if re.match(r"word/(header|footer)", one))):
        used = {node.get(f"{W}val") for node in _tree(parts[name]).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
        yield from (f"{name}: style {one} is not there" for one in sorted(used - known))


def _doubled(parts: Mapping[str, bytes]) -> Iterator[str]:
    root = _tree(parts["word/document.xml"])
    for tag, key in ((f"{W}bookmarkStart", f"{W}id"), (f"{W}bookmarkStart", f"{W}name"), (f"{CHECKED[1]}docPr", "id")):
        counts = Counter(node.get(key) for node in root.iter(tag))
        yield from (f"{key} {one} stands {count} times" for one, count in counts.items() if count > 1)
    starts, ends = ([node.get(f"{W}id") for node in root.iter(f"{W}bookmark{end}")] for end in ("Start", "End"))
    if sorted(starts) != sorted(ends):
        yield "a bookmark does not end"


def _ragged(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Rows whose cells do not cover the columns, and cells whose width is not that of their columns."""
    for number, table in enumerate(_tree(parts["word/document.xml"]).iter(f"{W}tbl"), start=1):
        grid = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        for at, row in enumerate(table.findall(f"{W}tr"), start=1):
            start = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                end = start + (int(span.get(f"{W}val")) if span is not None else 1)
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                if width != sum(grid[start:end]):
                    yield f"table {number} row {at}: a cell of {width} over columns of {sum(grid[start:end])}"
                start = end
            if start != len(grid):
                yield f"table {number} row {at} covers {start} of {len(grid)} columns"


def mistakes(part: bytes) -> Iterator[str]:
    """What a strict reader would refuse, each with the element it stands in."""
    for node in etree.fromstring(part).iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(CHECKED):
            continue
        name = node.tag.rpartition("}")[2]
        children = [child.tag.rpartition("}")[2] for child in node if isinstance(child.tag, str)]
        if name in PLACES:
            yield from _ordered(name, children, PLACES[name])
        elif name in MIXED:
            yield from (f"{name} holds {child}" for child in children if child not in MIXED[name])
            yield from _ends(name, children)
        elif children:
            yield f"{name} is not in the table, it holds {children}"


def _ordered(name: str, children: list[str], order: Mapping[str, int]) -> Iterator[str]:
    if strange := [child for child in children if child not in order]:
        yield f"{name} holds {strange}"
        return
    places = [order[child] for child in children]
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
