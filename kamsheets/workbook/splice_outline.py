"""The elements directly below a part's root, and where a new one belongs among them.

Sources: ECMA-376 part 1, §18.3.1.99 (order in a worksheet), §18.2.27 (order in a workbook).
"""

from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

WORKSHEET: Final = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "AlternateContent webPublishItems tableParts extLst"
)
WORKBOOK: Final = (
    "fileVersion fileSharing workbookPr AlternateContent revisionPtr absPath workbookProtection bookViews sheets "
    "functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr "
    "smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
)


@dataclass(frozen=True, slots=True)
class Top:
    """An element directly below the root; ``end`` is where its next sibling begins."""

    name: str
    start: int
    end: int


def outline(data: bytes) -> list[Top]:
    """All elements directly below the root, in order; the last entry is the root's end tag, with an empty name.

    Raises ``expat.ExpatError`` for XML that is not well formed.
    """
    spots: list[tuple[str, int]] = []
    depth = 0
    parser = expat.ParserCreate()

    def opened(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        if depth == 2:
            spots.append((name.rpartition(":")[2], parser.CurrentByteIndex))

    def closed(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            spots.append(("", parser.CurrentByteIndex))

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(data, True)
    ends = [*(start for _, start in spots[1:]), len(data)]
    return [Top(name, start, end) for (name, start), end in zip(spots, ends, strict=True)]


def inserted(data: bytes, name: str, xml: bytes, order: str) -> bytes:
    """The part with a new element at its place in ``order`` (``WORKSHEET`` or ``WORKBOOK``)."""
    names = order.split()
    later = {"", *names[names.index(name) + 1 :]}
    spot = next(found.start for found in outline(data) if found.name in later)
    return data[:spot] + xml + data[spot:]


def top(data: bytes, name: str) -> Top | None:
    """The first element of that name directly below the root."""
    return next((found for found in outline(data) if found.name == name), None)
