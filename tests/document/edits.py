"""What people do to a form in Word, done to its XML: cells rewritten, labels retyped, rows added and taken out."""

import re
from copy import deepcopy
from typing import Any

from lxml import etree

from kamsheets.document.archive import DOCUMENT
from kamsheets.document.finish import q
from kamsheets.document.readback import MARK, TABLE_MARK

Parts = dict[str, bytes]


class Edit:
    """A form opened; ``parts`` gives it back."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.root: Any = etree.fromstring(parts[DOCUMENT])

    @property
    def parts(self) -> Parts:
        """The form as saved."""
        return {**self._parts, DOCUMENT: etree.tostring(self.root, encoding="UTF-8", standalone=True)}

    def _marked(self, name: str) -> Any:
        found = self.root.xpath("//w:bookmarkStart[@w:name=$name]", name=name, namespaces=NAMES)
        return next(found[0].iterancestors(q("tc")))

    def marked(self) -> list[str]:
        """Fields with a label that a bookmark marks."""
        names = [str(name) for name in self.root.xpath("//w:bookmarkStart/@w:name", namespaces=NAMES)]
        marks = [name.removeprefix(MARK) for name in names if name.startswith(MARK) and not name.startswith(TABLE_MARK)]
        return [mark.replace("__", ".") for mark in marks]

    def label(self, key: str) -> Any:
        """The label cell of a field."""
        return self._marked(MARK + key.replace(".", "__"))

    def value(self, key: str) -> Any:
        """The cell beside it."""
        return self.label(key).getnext()

    def rows(self, table: str) -> list[Any]:
        """The rows of a table, its header first."""
        header = next(self._marked(TABLE_MARK + table).iterancestors(q("tr")))
        return [header, *header.itersiblings(q("tr"))]

    def insert_row(self, table: str, after: int, *texts: str) -> None:
        """A copy of a row, below it, with other texts."""
        row = self.rows(table)[after]
        copy = deepcopy(row)
        for cell, text in zip(cells(copy), texts, strict=True):
            write(cell, text)
        row.addnext(copy)

    def delete_row(self, table: str, place: int) -> None:
        """Take a row out."""
        row = self.rows(table)[place]
        row.getparent().remove(row)

    def forget_marks(self) -> None:
        """As some programs do: no bookmark survives."""
        for mark in [*self.root.iter(q("bookmarkStart"), q("bookmarkEnd"))]:
            mark.getparent().remove(mark)


NAMES = {"w": re.sub(r"[{}]", "", q("")).rstrip("}")}


def cells(row: Any) -> list[Any]:
    """The cells of a row."""
    return list(row.findall(q("tc")))


def text_of(cell: Any) -> str:
    """The text of a cell."""
    return "".join(node.text or "" for node in cell.iter(q("t")))


def write(cell: Any, text: str) -> None:
    """Type over all of a cell: one paragraph stays, with the looks of its first run."""
    first, *others = cell.findall(q("p"))
    for paragraph in others:
        cell.remove(paragraph)
    runs = list(first.iter(q("r")))
    for run in runs:
        run.getparent().remove(run)
    run = etree.SubElement(first, q("r"))
    if runs and (looks := runs[0].find(q("rPr"))) is not None:
        run.append(deepcopy(looks))
    etree.SubElement(run, q("t")).text = text


def track(cell: Any, text: str) -> None:
    """Type over a cell with changes tracked: what stood there is struck, the new text inserted."""
    for run in [*cell.iter(q("r"))]:
        struck = etree.Element(q("del"), {q("id"): "900", q("author"): "x"})
        run.addprevious(struck)
        struck.append(run)
        for node in run.iter(q("t")):
            node.tag = q("delText")
    new = etree.SubElement(cell.findall(q("p"))[0], q("ins"), {q("id"): "901", q("author"): "x"})
    etree.SubElement(etree.SubElement(new, q("r")), q("t")).text = text
