"""What docxtpl does to a part after its tags have run, done to the text: parsing a form takes longer than filling it.

Marks of lines become breaks and paragraphs, tables whose columns a loop made get their grid, pictures their ids. Only
tables that a loop may have widened are parsed; which these are is seen once, in the template.
"""

import re
from collections.abc import Callable
from itertools import count
from typing import Any
from xml.parsers import expat

from lxml import etree

from kamsheets.document.archive import W
from kamsheets.document.finish import fit_columns

FIRST_PICTURE = 1001
"""Where docxtpl begins to count pictures."""
Rewrite = Callable[[str], str]

_TABLE, _LOOSE = "<w:tbl>", '<w:tbl w:loose="1">'
_COLUMN, _TABLE_END, _PARAGRAPH_END = "<w:gridCol ", "</w:tbl>", "</w:p>"
_TABLES = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROWS = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)
_CELLS = re.compile(r"<w:tc>.*?</w:tc>", re.DOTALL)
_CELL_LOOKS = re.compile(r"<w:tcPr>.*?</w:tcPr>", re.DOTALL)
_SPANS = re.compile(r'<w:gridSpan w:val="(\d+)"')
_BEGIN, _END = re.compile(r"\{%-?\s*(?:for|if)\b"), re.compile(r"\{%-?\s*end(?:for|if)\b")
_MARKS = "\t\n\a\f"
_PARAGRAPHS = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_BOXED = "<w:txbxContent>"
_PICTURE = re.compile(r'(<wp:docPr [^>]*?\bid=")[^"]*')
_NAMESPACE = re.compile(r' xmlns:\w+="[^"]*"')
_COVERED = "count(w:tc) + sum(w:tc/w:tcPr/w:gridSpan/@w:val) - count(w:tc/w:tcPr/w:gridSpan)"
_RAGGED: Any = etree.XPath(f"boolean(w:tr[{_COVERED} != $columns])", namespaces={"w": W})


def nested(source: str) -> bool:
    """Whether a table stands inside another: then only the whole tree tells what belongs where."""
    return any(_TABLE in found[0][len(_TABLE) :] for found in _TABLES.finditer(source))


def with_loose_marked(source: str) -> str:
    """A template with a mark on every table whose rows may come out with other columns than its grid."""
    return _TABLES.sub(lambda found: found[0].replace(_TABLE, _LOOSE, 1) if _loose(found[0]) else found[0], source)


def _loose(table: str) -> bool:
    columns = table.count(_COLUMN)
    return any(_stretches(row[0], columns) for row in _ROWS.finditer(table))


def _stretches(row: str, columns: int) -> bool:
    """Whether tags stand between the cells of a row or in their looks, reach over a cell, or it is uneven as drawn."""
    cells = _CELLS.findall(row)
    spans = _SPANS.findall(row)
    apart = (_CELLS.sub("", row), *(looks for cell in cells for looks in _CELL_LOOKS.findall(cell)))
    crossing = any(len(_BEGIN.findall(cell)) != len(_END.findall(cell)) for cell in cells)
    uneven = len(cells) + sum(map(int, spans)) - len(spans) != columns
    return crossing or uneven or any("{%" in text or "{{" in text for text in apart)


def with_grids(text: str, namespaces: str, fix: Callable[[str], Any], *, fitted: bool) -> str:
    """The loose tables with a grid that fits their rows; ``fix`` is docxtpl's way to make it.

    Raises ``ValueError`` for a table that is no XML: docxtpl would drop what it cannot read.
    """
    first, *others = text.split(_LOOSE)
    pieces = [first]
    for other in others:
        table, end, rest = other.partition(_TABLE_END)
        whole = f"<w:body{namespaces}>{_TABLE}{table}{end}</w:body>"
        check(whole)
        pieces += [_gridded(fix(whole)[0], table.count(_COLUMN), fitted=fitted), rest]
    return "".join(pieces)


def _gridded(table: Any, columns: int, *, fitted: bool) -> str:
    """The table as text; ``columns``: how many it was drawn with."""
    if fitted and _RAGGED(table, columns=columns):
        fit_columns(table)
    head, end, rest = etree.tostring(table, encoding="unicode").partition(">")
    return _NAMESPACE.sub("", head) + end + rest


def with_lines(text: str, resolve: Rewrite) -> str:
    """Marks of line breaks, tabs and paragraphs resolved by docxtpl's ``resolve``, where there are any."""
    if _BOXED in text:
        return _PARAGRAPHS.sub(lambda found: resolve(found[0]) if _mark(found[0], 0) >= 0 else found[0], text)
    pieces, done = [], 0
    while (mark := _mark(text, done)) >= 0:
        start = max(text.rfind("<w:p>", done, mark), text.rfind("<w:p ", done, mark))
        end = text.find(_PARAGRAPH_END, mark)
        start, end = (start, end + len(_PARAGRAPH_END)) if start >= 0 and mark < end else (mark, mark + 1)
        pieces += [text[done:start], resolve(text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])


def _mark(text: str, start: int) -> int:
    """Where the next mark stands; -1: there is none."""
    return min((at for mark in _MARKS if (at := text.find(mark, start)) >= 0), default=-1)


def with_ids(text: str) -> str:
    """Pictures numbered in their order: loops repeat their ids, and Word wants each once."""
    ids = count(FIRST_PICTURE)
    return _PICTURE.sub(lambda found: f"{found[1]}{next(ids)}", text) if "<wp:docPr " in text else text


def check(part: bytes | str) -> None:
    """Raise ``ValueError`` for what is no XML: a value or a tag broke the markup."""
    try:
        expat.ParserCreate().Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
