"""The paragraphs of a template with their places, and the tags in them, as people see them: runs do not matter."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from kamsheets.core.messages import text as say
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.finish import q

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_PARTS = re.compile(r"word/(header|footer)(\d*)\.xml|word/footnotes\.xml")


@dataclass(frozen=True, slots=True)
class Spot:
    """One paragraph."""

    part: str
    """Body, header 1 … in words."""
    label: str
    """Table, row and cell, or the paragraph's number, in words."""
    text: str
    """What stands in it; tracked insertions count, tracked deletions do not."""
    deleted: str
    """What a tracked change took out."""
    number: int
    """Position among the paragraphs of the body; -1 outside it."""
    cell: int = -1
    row: int = -1
    table: int = -1
    """Identities of the cell, row and table it stands in; -1: none."""
    row_text: str = ""
    cell_text: str = ""

    @property
    def tags(self) -> list[str]:
        """Tags in their order."""
        return TAG.findall(self.text)


def spots(parts: Mapping[str, bytes], lang: str) -> Iterator[Spot]:
    """All paragraphs: body, then headers and footers."""
    yield from _of(etree.fromstring(parts[DOCUMENT]), say("document.place.body", lang), lang, body=True)
    for name in sorted(parts):
        if found := _PARTS.fullmatch(name):
            kind = found[1] or "footnotes"
            part = say(f"document.place.{kind}", lang, number=found[2] or "")
            yield from _of(etree.fromstring(parts[name]), part, lang, body=False)


def _of(root: Any, part: str, lang: str, *, body: bool) -> Iterator[Spot]:
    tables = {table: number for number, table in enumerate(root.iter(q("tbl")), start=1)}
    rows = {row: n for table in tables for n, row in enumerate(table.findall(q("tr")), start=1)}
    cells = {cell: n for row in rows for n, cell in enumerate(row.findall(q("tc")), start=1)}
    for number, node in enumerate(root.iter(q("p"))):
        cell, row, table = (_above(node, name) for name in ("tc", "tr", "tbl"))
        label = (
            say("document.place.cell", lang, table=tables[table], row=rows[row], cell=cells[cell])
            if cell is not None
            else say("document.place.paragraph", lang, number=number + 1)
        )
        yield Spot(
            part,
            label,
            _text(node),
            _deleted(node),
            number if body else -1,
            _identity(cell),
            _identity(row),
            _identity(table),
            "" if row is None else _whole(row),
            "" if cell is None else _whole(cell),
        )


def _identity(node: Any) -> int:
    return -1 if node is None else id(node)


def _whole(node: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in node.iter(q("p")))


def _above(node: Any, name: str) -> Any:
    return next((found for found in node.iterancestors(q(name))), None)


def _text(node: Any) -> str:
    """Text of a paragraph's own runs (not of text boxes in it)."""
    kept = []
    for run in node.iter(q("t"), q("tab"), q("br")):
        own = next(run.iterancestors(q("p"))) is node
        if own and not any(True for _ in run.iterancestors(q("del"), q("moveFrom"))):
            kept.append(run.text or "" if run.tag == q("t") else " ")
    return "".join(kept)


def _deleted(node: Any) -> str:
    gone = [run.text or "" for run in node.iter(q("delText"))]
    gone += [
        run.text or "" for run in node.iter(q("t")) if any(True for _ in run.iterancestors(q("del"), q("moveFrom")))
    ]
    return "".join(gone)
