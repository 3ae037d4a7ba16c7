"""The tags of a template with the words that stand beside or above them: what each prints, for one who edits it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from kamsheets.document.archive import DOCUMENT
from kamsheets.document.finish import q
from kamsheets.document.lint_spots import TAG

_CONTROL = re.compile(r"\{%")


def labelled(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """(tag, label) in the order of the body, each tag once a table; the label is empty where no words belong to it."""
    root: Any = etree.fromstring(parts[DOCUMENT])
    for node in root.find(q("body")):
        found = _of_table(node) if node.tag == q("tbl") else ((tag, "") for tag in TAG.findall(_text(node)))
        yield from dict.fromkeys(found)


def _of_table(table: Any) -> Iterator[tuple[str, str]]:
    above: dict[tuple[int, int], str] = {}
    for row in table.findall(q("tr")):
        beside = ""
        for place, text in _cells(row):
            tags, words = TAG.findall(text), TAG.sub("", text).strip()
            label = words or beside or above.get(place, "")
            yield from ((tag, "" if _CONTROL.match(tag) else label) for tag in tags)
            beside = "" if tags else words
            if words:
                above[place] = words


def _cells(row: Any) -> Iterator[tuple[tuple[int, int], str]]:
    """(first column, number of columns) and text of each cell."""
    start = 0
    for cell in row.findall(q("tc")):
        span = cell.find(f"{q('tcPr')}/{q('gridSpan')}")
        wide = 1 if span is None else int(span.get(q("val")))
        yield (start, wide), _text(cell)
        start += wide


def _text(node: Any) -> str:
    return "".join(text.text or "" for text in node.iter(q("t")))
