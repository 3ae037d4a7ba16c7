"""Which names a template may use, loop by loop, and what was probably meant by a name it may not."""

import difflib
import re
from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

from kamsheets.document.environment import Environment
from kamsheets.document.naming import FACTS, LISTS, MATRIX, SYSTEM, form_names, names
from kamsheets.forms.catalogue import Form, catalogue

_SIGNATURE = ("岗位", "姓名", "选项", "说明", "role", "person", "boxes", "note")
_MATRIX_ROW = ("名称", "格", "合计", "label", "cells", "total")
_MATRIX = {"列头", "行", "合计行", "heads", "rows", "total_row"}
_TABLE = {"合计", "矩阵", "total", "matrix"}
_LIKE_ENOUGH = 0.5


class Names:
    """The names in reach at a place of a template; loops add their own."""

    def __init__(self, form: Form) -> None:
        known = set(form_names(form)) if form.kind == "block" else set()
        lists = {word for pair in LISTS.values() for word in pair}
        self.plain = known | set(SYSTEM) | set(SYSTEM.values()) | lists | set(MATRIX)
        self.plain |= set(FACTS.get(form.id, {})) | set(FACTS.get(form.id, {}).values())
        self.plain |= {"loop", "range"}
        self.columns: dict[str, set[str]] = {word: set(_SIGNATURE) for word in ("签批", "signatures")}
        for one in form.fields:
            if one.columns:
                own = {name for name, field_id in form_names(form).items() if field_id == one.id}
                self.columns |= {name: set(names(one.columns)) for name in own}
        for form_id, pair in LISTS.items():
            self.columns |= {name: set(names(catalogue()[form_id].fields)) for name in pair}
        self.loops: dict[str, set[str]] = {}

    def enter(self, loop: str, over: str) -> None:
        """Loop variables and what they run over: its columns, the rows of a matrix, or anything."""
        first, _, rest = over.partition(".")
        for one in loop.split(","):
            self.loops[one.strip()] = set(_MATRIX_ROW) if rest else self.columns.get(first, set())

    def attributes(self, name: str) -> set[str] | None:
        """What may follow a dot after a name; None: anything."""
        if name in self.loops:
            return self.loops[name] or None
        return self.columns[name] | _TABLE if name in self.columns else _MATRIX if name in MATRIX else None


def unknown(source: str, tag: str, known: Names, environment: Environment) -> Iterator[tuple[str, str]]:
    """(unknown name, nearest known one or '') of one tag; a loop tag brings its variable into reach."""
    if loop := re.match(r"\{%-?\s*(?:tr|tc|p|r)?\s*for\s+(\w+(?:\s*,\s*\w+)*)\s+in\s+([\w.]+)", tag):
        known.enter(loop[1], loop[2])
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError:
        return
    for node in tree.find_all((nodes.Name, nodes.Getattr)):
        if isinstance(node, nodes.Name):
            if node.ctx == "load" and node.name not in known.plain | known.loops.keys() | {"x", "y"}:
                yield node.name, _nearest(node.name, known.plain)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            allowed = known.attributes(node.node.name)
            if allowed is not None and node.attr not in allowed:
                yield node.attr, _nearest(node.attr, allowed)


def _nearest(word: str, among: set[str]) -> str:
    found = difflib.get_close_matches(word, sorted(among), n=1, cutoff=_LIKE_ENOUGH)
    return found[0] if found else ""
