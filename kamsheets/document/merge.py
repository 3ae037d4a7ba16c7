"""Many forms in one file for the printer: one section a record, each with its own header, footer and page numbers.

All documents must come from one template: they share its styles. Pictures and charts are their own. In the merged
file NUMPAGES becomes SECTIONPAGES, which Word counts per record. LibreOffice does not: it shows what stands there, so
that is no number but an ellipsis (for PDF, merge the PDFs).
"""

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from kamsheets.document import archive, properties
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.finish import q

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PAGES = re.compile(rb" NUMPAGES (.*?<w:t(?: [^>]*)?>)\d+(?=</w:t>)", re.DOTALL)
_UNCOUNTED = "…".encode()
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def merge(documents: Sequence[Mapping[str, bytes]], *, duplex: bool = False) -> dict[str, bytes]:
    """The parts of one document holding all ``documents`` in order; ``duplex`` starts each on a right-hand page."""
    merged = _Merged(documents[0], duplex=duplex)
    for number, parts in enumerate(documents, start=1):
        merged.add(number, parts, last=number == len(documents))
    return merged.parts()


def _tree(part: bytes) -> Any:
    return etree.fromstring(part)


class _Merged:
    """A document being put together."""

    def __init__(self, first: Mapping[str, bytes], *, duplex: bool) -> None:
        own = re.compile(r"word/(_rels/)?(header|footer)|word/media/|word/charts/")
        self._parts = {name: data for name, data in first.items() if not own.match(name)}
        self._root: Any = _tree(first[DOCUMENT])
        self._body: Any = self._root.find(q("body"))
        for child in [*self._body]:
            self._body.remove(child)
        links: Any = _tree(first[_RELATIONS])
        kept = [link for link in links if not self._own(link)]
        space = f"{PACKAGE}/relationships"
        self._links: Any = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})  # type: ignore[dict-item]
        self._links.extend(deepcopy(link) for link in kept)
        self._media: dict[str, str] = {}
        self._overrides: list[tuple[str, str]] = []
        self._duplex = duplex
        self._numbers = 0

    def add(self, number: int, parts: Mapping[str, bytes], *, last: bool) -> None:
        """Append a document as a section."""
        root: Any = _tree(parts[DOCUMENT])
        body = root.find(q("body"))
        relations: Any = _tree(parts[_RELATIONS])
        links = {link.get("Id"): link for link in relations}
        renamed = {old: self._link(number, old, link, parts) for old, link in links.items() if self._own(link)}
        for node in body.iter():
            for name, value in node.attrib.items():
                if name.startswith(f"{{{R}}}") and value in renamed:
                    node.set(name, renamed[value])
        self._renumber(body, number)
        section = self._section(body[-1] if body[-1].tag == q("sectPr") else None)
        content = [child for child in body if child.tag != q("sectPr")]
        self._body.extend(content)
        if last:
            self._body.append(section)
        else:
            self._close(content[-1] if content else None, section)

    def _close(self, end: Any, section: Any) -> None:
        """End the section in the last paragraph, or in a small one of its own."""
        if end is None or end.tag != q("p"):
            end = etree.SubElement(self._body, q("p"))
        props = end.find(q("pPr"))
        if props is None:
            props = etree.Element(q("pPr"))
            end.insert(0, props)
        props.append(section)

    def _section(self, section: Any) -> Any:
        made = deepcopy(section) if section is not None else etree.Element(q("sectPr"))
        references = [child for child in made if child.tag in (q("headerReference"), q("footerReference"))]
        at = len(references)
        for old in made.findall(q("type")) + made.findall(q("pgNumType")):
            made.remove(old)
        made.insert(at, etree.Element(q("type"), {q("val"): "oddPage" if self._duplex else "nextPage"}))
        start = etree.Element(q("pgNumType"), {q("start"): "1"})
        before = next((child for child in made if child.tag in (q("cols"), q("docGrid"))), None)
        if before is None:
            made.append(start)
        else:
            before.addprevious(start)
        return made

    @staticmethod
    def _own(link: Any) -> bool:
        return link.get("Type").rsplit("/", 1)[-1] in ("header", "footer", "image", "chart")

    def _link(self, number: int, old: str, link: Any, parts: Mapping[str, bytes]) -> str:
        """Take over a header, footer, picture or chart; gives its new relationship."""
        kind, target = link.get("Type").rsplit("/", 1)[-1], f"word/{link.get('Target')}"
        data = parts[target]
        if kind == "image":
            name = self._picture(target, data)
        elif kind == "chart":
            name = f"charts/chart{number}_{old}.xml"
            self._parts[f"word/{name}"] = data
            self._overrides.append((f"/word/{name}", _CHART))
            links = parts.get(f"word/charts/_rels/{posixpath.basename(target)}.rels")
            if links is not None:  # the workbook behind a chart that stands in the template itself
                self._parts[f"word/charts/_rels/{posixpath.basename(name)}.rels"] = links
        else:
            name = f"{kind}{number}_{old}.xml"
            self._parts[f"word/{name}"] = _PAGES.sub(rb" SECTIONPAGES \1" + _UNCOUNTED, data)
            self._overrides.append((f"/word/{name}", f"{_WORD}.{kind}+xml"))
            self._pictures_of(posixpath.basename(target), name, parts)
        made = f"rIdKam{number}_{old}"
        tag = f"{{{PACKAGE}/relationships}}Relationship"
        etree.SubElement(self._links, tag, Id=made, Type=link.get("Type"), Target=name)
        return made

    def _picture(self, target: str, data: bytes) -> str:
        """A picture, held once however many records show it."""
        extension = posixpath.splitext(target)[1]
        name = self._media.setdefault(hashlib.sha256(data).hexdigest(), f"media/image{len(self._media) + 1}{extension}")
        self._parts[f"word/{name}"] = data
        return name

    def _pictures_of(self, old: str, new: str, parts: Mapping[str, bytes]) -> None:
        """The relationships of a header or footer, a company's logo among them."""
        source = parts.get(f"word/_rels/{old}.rels")
        if source is None:
            return
        links: Any = _tree(source)
        for link in links:
            target = f"word/{link.get('Target')}"
            if target in parts:
                link.set("Target", self._picture(target, parts[target]))
        self._parts[f"word/_rels/{new}.rels"] = etree.tostring(links, encoding="UTF-8", standalone=True)

    def _renumber(self, body: Any, number: int) -> None:
        """Bookmarks and pictures keep numbers of their own; a bookmark's name may stand only once."""
        for node in body.iter(q("bookmarkStart"), q("bookmarkEnd")):
            node.set(q("id"), str(int(node.get(q("id"), "0")) + number * 1000))
            if node.get(q("name")):
                node.set(q("name"), f"{node.get(q('name'))}_{number}"[:40])
        for node in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            self._numbers += 1
            node.set("id", str(self._numbers))

    def parts(self) -> dict[str, bytes]:
        """The parts of the whole."""
        types: Any = _tree(self._parts[_TYPES])
        for node in list(types):
            if re.search(r"\.(header|footer|chart)\+xml$", node.get("ContentType", "")):
                types.remove(node)
        for name, content in self._overrides:
            etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override", PartName=name, ContentType=content)
        made = {DOCUMENT: self._root, _RELATIONS: self._links, _TYPES: types}
        whole = {name: etree.tostring(tree, encoding="UTF-8", standalone=True) for name, tree in made.items()}
        form = properties.read_custom(self._parts.get(archive.CUSTOM)).get("kam.form", "")
        return {**self._parts, **whole, archive.CUSTOM: properties.custom({"kam.form": form, "kam.merged": "yes"})}
