"""A returned form read again: by its properties, by the hidden bookmarks of its labels, by the words of the labels.

Nothing here trusts one layer: a value found twice and differing is a conflict. Tracked deletions do not count, tracked
insertions do. Works on what Word, WPS and LibreOffice save (measured: bookmarks and properties survive .odt and .doc).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
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
BOOKMARK, LABEL = "bookmark", "label"
_TICKED = f"{TICKED}☑☒√✓✔●"
_BOXED = re.compile(rf"([{BOX}☐{_TICKED}])\s*([^{BOX}☐{_TICKED}\u3000\n]+)")
_SIGNED = re.compile(r"(?:签字|Signature)[：:]\s*_*\s*(.*?)_*\s*(?:日期|Date)[：:]\s*(.*)", re.DOTALL)
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
    return Returned(serial, form, facts, _fields(tables, form), dict(_rows(tables, form)), tuple(_signatures(tables)))


def printed(parts: Mapping[str, bytes], form: Form) -> frozenset[str]:
    """Keys of the fields and row tables that a template has a place for."""
    root: Any = etree.fromstring(parts[DOCUMENT])
    tables = list(root.iter(q("tbl")))
    return frozenset((*_fields(tables, form), *dict(_rows(tables, form))))


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


def _pairs(tables: list[Any]) -> Iterator[tuple[Any, Any]]:
    """(cell, cell to its right) everywhere."""
    for table in tables:
        for row in table.iter(q("tr")):
            cells = row.findall(q("tc"))
            yield from pairwise(cells)


def _marks(cell: Any) -> list[str]:
    return [node.get(q("name"), "") for node in cell.iter(q("bookmarkStart"))]


def _fields(tables: list[Any], form: Form) -> dict[str, Found]:
    known = dict(scalars(form))
    labels = _labels(known)
    by_mark: dict[str, str] = {}
    by_label: dict[str, str] = {}
    for label, value in _pairs(tables):
        for name in _marks(label):
            key = name.removeprefix(MARK).replace("__", ".")
            if name.startswith(MARK) and key in known:
                by_mark.setdefault(key, value_text(cell_text(value)))
        text = cell_text(label)
        if len(text) <= 40 and (key := labels.get(normalise(text).key, "")):
            by_label.setdefault(key, value_text(cell_text(value)))
    found = {}
    for key in known:
        if key in by_mark:
            other = by_label.get(key)
            found[key] = Found(by_mark[key], BOOKMARK, other if other != by_mark[key] else None)
        elif key in by_label:
            found[key] = Found(by_label[key], LABEL)
    return found


def _labels(known: Mapping[str, Field]) -> dict[str, str]:
    """Label -> key; a label that two fields share names neither."""
    seen: dict[str, set[str]] = {}
    for key, one in known.items():
        for label in (one.zh, one.en):
            seen.setdefault(normalise(label).key, set()).add(key)
    return {label: next(iter(keys)) for label, keys in seen.items() if len(keys) == 1}


def _rows(tables: list[Any], form: Form) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """The row tables: header by bookmark or by its words, then every row below it."""
    fields = {one.id: one.columns for one in form.fields if one.type in ("table", "checklist")}
    fields |= {form_id: catalogue()[form_id].fields for form_id in LISTS}
    done: set[str] = set()
    for table in tables:
        rows = [row.findall(q("tc")) for row in table.iter(q("tr"))]
        for at, cells in enumerate(rows):
            marked = {
                name.removeprefix(TABLE_MARK) for cell in cells for name in _marks(cell) if name.startswith(TABLE_MARK)
            }
            heads = [normalise(cell_text(cell)).key for cell in cells]
            field_id = next(iter(marked & fields.keys()), "") or _by_heads(heads, fields)
            if field_id and field_id not in done:
                done.add(field_id)
                yield field_id, list(_data(rows[at + 1 :], heads, fields[field_id]))


def _by_heads(heads: list[str], fields: Mapping[str, tuple[Field, ...]]) -> str:
    """The table most of whose columns a header row names."""
    scored = {key: len(set(heads) & _keys(columns).keys()) for key, columns in fields.items()}
    best = max(scored, key=lambda key: scored[key], default="")
    return best if best and scored[best] >= max(2, len(heads) * 2 // 3) and len(heads) > 1 else ""


def _keys(columns: tuple[Field, ...]) -> dict[str, str]:
    return {normalise(label).key: c.id for c in reversed(columns) for label in (c.zh, c.en)}


def _data(rows: list[list[Any]], heads: list[str], columns: tuple[Field, ...]) -> Iterator[dict[str, str]]:
    abreast = _abreast(heads, _keys(columns))
    for cells in rows:
        if len(cells) != len(heads):
            return
        texts = [value_text(cell_text(cell)) for cell in cells]
        if row_kind(texts) == "total":
            return
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
