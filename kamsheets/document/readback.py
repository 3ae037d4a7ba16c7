"""A returned form read again: by its properties, by the hidden bookmarks of its labels, by the words of the labels.

Nothing here trusts one layer: a value found twice and differing is a conflict. Tracked deletions do not count, tracked
insertions do. Works on what Word, WPS and LibreOffice save (measured: bookmarks and properties survive .odt and .doc).
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise, takewhile
from typing import Any

from lxml import etree

from kamsheets.document import archive, properties
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.filters import BOX, TICKED
from kamsheets.document.finish import q
from kamsheets.document.issued import scalars
from kamsheets.document.naming import LISTS
from kamsheets.document.values import NOT_APPLICABLE
from kamsheets.forms.catalogue import Field, Form, catalogue
from kamsheets.forms.headers import normalise
from kamsheets.forms.rows import row_kind

MARK, TABLE_MARK = "_kam_", "_kam_T_"
BOOKMARK, LABEL, ALIAS = "bookmark", "label", "alias"
LONGEST_LABEL = 40
_TICKED = f"{TICKED}☑☒√✓✔●"
_BOXED = re.compile(rf"([{BOX}☐{_TICKED}])\s*([^{BOX}☐{_TICKED}\u3000\n]+)")
_SIGNED = re.compile(r"(?:签字|Signature)[：:]\s*_*\s*(.*?)_*\s*(?:日期|Date)[：:]\s*(.*)", re.DOTALL)
_BRACKETS = re.compile(r"\(.*?\)")
_EMPTY_DATE = re.compile(r"[年月日\s_\-]*")
_SERIAL = re.compile(r"\b([A-Z]{2,4}(?:-\d{3})?-[A-Z]{2,4}-\d{6}-\d{3,})\b")


@dataclass(frozen=True, slots=True)
class Found:
    """A value as printed, and the layer it was found by. ``other``: what another layer says, when it differs."""

    text: str
    layer: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """One row of the signature block as it came back."""

    role: str
    opinion: str
    name: str
    day: str


@dataclass(frozen=True)
class Returned:
    """What a returned form says."""

    serial: str
    form: Form
    facts: Mapping[str, str]
    """Its kam.* properties; empty for a retyped form."""
    fields: Mapping[str, Found] = field(default_factory=dict)
    tables: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)
    signatures: tuple[Signed, ...] = ()
    grids: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Every table as it stands: its rows of cell texts."""


def read(parts: Mapping[str, bytes], forms: Mapping[str, Form]) -> Returned | None:
    """What a document says; None when it is no form of ``forms`` (by code)."""
    facts = properties.read_custom(parts.get(archive.CUSTOM))
    root: Any = etree.fromstring(parts[DOCUMENT])
    texts = [_text(node) for node in root.iter(q("p"))]
    serial = facts.get("kam.serial") or next((m[1] for text in texts if (m := _SERIAL.search(text))), "")
    form = _form(facts.get("kam.form") or "", serial, texts, forms)
    if form is None:
        return None
    tables = [table for table in root.iter(q("tbl")) if next(table.iterancestors(q("tbl")), None) is None]
    lists = list(_rows(tables, form))
    fields = _fields(tables, form, frozenset().union(*(one.taken for one in lists)))
    rows = {one.id: list(_data(one)) for one in lists}
    grids = tuple(tuple(tuple(map(cell_text, row.findall(q("tc")))) for row in table.iter(q("tr"))) for table in tables)
    return Returned(serial, form, facts, fields, rows, tuple(_signatures(tables)), grids)


def printed(parts: Mapping[str, bytes], form: Form) -> frozenset[str]:
    """Keys of the fields and row tables that a template has a place for."""
    root: Any = etree.fromstring(parts[DOCUMENT])
    tables = list(root.iter(q("tbl")))
    fields = (key for key, found in _fields(tables, form, frozenset()).items() if found.layer != ALIAS)
    return frozenset((*fields, *(one.id for one in _rows(tables, form))))


def _form(code: str, serial: str, texts: list[str], forms: Mapping[str, Form]) -> Form | None:
    by_serial = re.match(r"[A-Z]{2,4}(-\d{3})?(?=-)", serial)
    for key in (code, by_serial[0] if by_serial else ""):
        if key in forms:
            return forms[key]
    titles = {text.strip() for text in texts[:40]}
    return next((form for form in forms.values() if titles & {form.zh, form.en, *form.aliases}), None)


def _text(node: Any) -> str:
    """The text that counts: without tracked deletions, tabs and line breaks kept."""
    pieces = {q("tab"): " ", q("br"): "\n"}
    runs = (run for run in node.iter(q("t"), q("tab"), q("br")) if not _struck(run))
    return "".join(pieces.get(run.tag) or run.text or "" for run in runs)


def _struck(run: Any) -> bool:
    return any(True for _ in run.iterancestors(q("del"), q("moveFrom")))


def cell_text(cell: Any) -> str:
    """A cell's paragraphs, one a line."""
    lines = [_text(node).strip() for node in cell.iter(q("p"))]
    return "\n".join(line for line in lines if line)


def value_text(text: str) -> str:
    """What a cell's text means as a value: the ticked boxes of a choice, nothing for an empty box."""
    boxes = _BOXED.findall(text)
    if boxes:
        return "、".join(label.strip() for sign, label in boxes if sign in _TICKED)
    return "" if text == NOT_APPLICABLE or _EMPTY_DATE.fullmatch(text) else text.strip()


def _pairs(tables: list[Any], taken: Set[Any] = frozenset()) -> Iterator[tuple[Any, Any]]:
    """(cell, cell to its right) everywhere but in the rows ``taken``."""
    for table in tables:
        for row in table.iter(q("tr")):
            if row not in taken:
                yield from pairwise(row.findall(q("tc")))


def _marks(cell: Any) -> list[str]:
    return [node.get(q("name"), "") for node in cell.iter(q("bookmarkStart"))]


def _fields(tables: list[Any], form: Form, taken: Set[Any]) -> dict[str, Found]:
    known = dict(scalars(form))
    labels = _own({key: (one.zh, one.en) for key, one in known.items()})
    aliases = _own({key: one.aliases for key, one in known.items()})
    layers: dict[str, dict[str, list[str]]] = {BOOKMARK: {}, LABEL: {}, ALIAS: {}}
    for label, value in _pairs(tables, taken):
        for name in _marks(label):
            key = name.removeprefix(MARK).replace("__", ".")
            if name.startswith(MARK) and key in known:
                layers[BOOKMARK].setdefault(key, []).append(value_text(cell_text(value)))
        text = cell_text(label)
        word = normalise(text).key if len(text) <= LONGEST_LABEL else ""
        for layer, words in ((LABEL, labels), (ALIAS, aliases)):
            if key := words.get(word, ""):
                layers[layer].setdefault(key, []).append(value_text(cell_text(value)))
    return {key: found for key in known if (found := _best(key, layers))}


def _best(key: str, layers: Mapping[str, Mapping[str, list[str]]]) -> Found | None:
    """A value by the first layer that has it; what else is said of it, there or by its label, is no reason to guess.

    An alias may name something else: it counts only where nothing better is.
    """
    layer = next((layer for layer in layers if key in layers[layer]), "")
    if not layer:
        return None
    said = [text for name in (layer, LABEL) for text in layers[name].get(key, ())]
    return Found(said[0], layer, next((text for text in said if text != said[0]), None))


def _own(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The words that only one key has."""
    seen: dict[str, set[str]] = {}
    for key, spellings in words.items():
        for word in spellings:
            seen.setdefault(normalise(word).key, set()).add(key)
    return {word: next(iter(keys)) for word, keys in seen.items() if len(keys) == 1}


@dataclass(frozen=True)
class _Rows:
    """A row table: its id, columns and heads, the rows below it, and which rows are surely nothing else."""

    id: str
    columns: tuple[Field, ...]
    heads: list[str]
    below: list[Any]
    taken: frozenset[Any]


def _rows(tables: list[Any], form: Form) -> Iterator[_Rows]:
    """The row tables: header by bookmark or by its words, then every row of as many cells below it, up to a total."""
    fields = {one.id: one.columns for one in form.fields if one.type in ("table", "checklist")}
    fields |= {form_id: catalogue()[form_id].fields for form_id in LISTS}
    words = {word for columns in fields.values() for word in _keys(columns)}
    done: set[str] = set()
    for table in tables:
        rows = list(table.iter(q("tr")))
        for at, row in enumerate(rows):
            cells = row.findall(q("tc"))
            marked = {
                name.removeprefix(TABLE_MARK) for cell in cells for name in _marks(cell) if name.startswith(TABLE_MARK)
            }
            heads = [_head(cell_text(cell), words) for cell in cells]
            field_id = next(iter(marked & fields.keys()), "") or _by_heads(heads, fields)
            if field_id and field_id not in done:
                done.add(field_id)
                below = list(takewhile(partial(_is_data, len(cells)), rows[at + 1 :]))
                sure = _keys(fields[field_id]).keys() >= set(heads)  # labels and values may look like heads
                yield _Rows(field_id, fields[field_id], heads, below, frozenset((row, *below)) if sure else frozenset())


def _is_data(width: int, row: Any) -> bool:
    cells = row.findall(q("tc"))
    return len(cells) == width and row_kind([value_text(cell_text(cell)) for cell in cells]) != "total"


def _by_heads(heads: list[str], fields: Mapping[str, tuple[Field, ...]]) -> str:
    """The table most of whose columns a header row names."""
    half = heads[: len(heads) // 2]
    once = half if half * 2 == heads else heads  # two rows abreast name each column twice
    scored = {key: len(set(once) & _keys(columns).keys()) for key, columns in fields.items()}
    best = max(scored, key=lambda key: scored[key], default="")
    return best if best and scored[best] >= max(2, len(once) * 2 // 3) else ""


def _head(text: str, words: Set[str]) -> str:
    """A head as it is compared; what it says in brackets beside a column's name does not count."""
    key = normalise(text).key
    return key if key in words else _BRACKETS.sub("", key)


@cache
def _keys(columns: tuple[Field, ...]) -> dict[str, str]:
    return {normalise(label).key: c.id for c in reversed(columns) for label in (c.zh, c.en)}


def _data(found: _Rows) -> Iterator[dict[str, str]]:
    abreast = _abreast(found.heads, _keys(found.columns))
    for line in found.below:
        texts = [value_text(cell_text(cell)) for cell in line.findall(q("tc"))]
        for places in abreast:
            if row := {column: texts[at] for column, at in places.items() if texts[at]}:
                yield row


def _abreast(heads: list[str], keys: Mapping[str, str]) -> list[dict[str, int]]:
    """Column -> place of its cell; a head that comes again begins another row beside the first."""
    found: list[dict[str, int]] = [{}]
    for at, head in enumerate(heads):
        if column := keys.get(head):
            if column in found[-1]:
                found.append({})
            found[-1][column] = at
    return found


def _signatures(tables: list[Any]) -> Iterator[Signed]:
    for label, box in _pairs(tables):
        text = cell_text(box)
        if found := _SIGNED.search(text):
            name, day = found[1].strip(" _\n"), found[2].strip()
            ticked = value_text(text[: found.start()]) if _BOXED.search(text) else ""
            yield Signed(cell_text(label).split("\n")[0], ticked, name, "" if _EMPTY_DATE.fullmatch(day) else day)
