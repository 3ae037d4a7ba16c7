"""Every shipped template is filled as plain docxtpl fills it, part by part as canonical XML: forms from records short,
usual and very long, the others from names made up for them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from document.samples import CASES, form_of, printing, record
from jinja2 import meta
from markupsafe import Markup

from kamsheets.document import archive, properties, templates
from kamsheets.document.context import context
from kamsheets.document.engine import Engine, canonical
from kamsheets.document.missing import collecting


def reference(path: Path) -> bool:
    """A document to read, which shows tags and runs none."""
    return properties.KIND in properties.read_custom(archive.read(path).get(archive.CUSTOM))


FORMS = templates.shipped()
OTHERS = [path for path in templates.documents() if path not in FORMS and not reference(path)]
SYSTEM = {"form_no": "JTF-R&D-<1>", "check_code": "0a1b2c3d", "draft": "", "org_chart": Markup("")}


class Anything:
    """A value for any name: text with every sign that needs care, two rows, an attribute of any name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __str__(self) -> str:
        return f"{self._name}：R&D <400 万> “甲”"

    def __iter__(self) -> Iterator["Anything"]:
        return iter([Anything(f"{self._name}1"), Anything(f"{self._name}2")])

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(f"{self._name}.{name}")


def differing(engine: Engine, names: Mapping[str, object], lang: str = "zh") -> list[str]:
    """Parts that differ from docxtpl's."""
    with collecting(lang):
        theirs = engine.docxtpl_parts(names)
        ours = engine.render(names)
    assert ours
    return [name for name, part in ours.items() if canonical(part) != canonical(theirs[name])]


@pytest.mark.parametrize(("code", "lang", "size"), CASES)
def test_a_form_is_filled_as_docxtpl_fills_it(code: str, lang: str, size: str) -> None:
    names = context(record(code, size), form_of(code), printing(lang), SYSTEM)
    assert differing(Engine(templates.find(code, lang)), names, lang) == []


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_draft_of_nothing_is_filled_as_docxtpl_fills_it(path: Path) -> None:
    assert differing(Engine(path), {}) == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_what_is_no_form_is_filled_as_docxtpl_fills_it(path: Path) -> None:
    engine = Engine(path)
    parsed = [engine._environment.parse(part.source) for part in engine._compiled]
    names = {name for tree in parsed for name in meta.find_undeclared_variables(tree)}
    assert differing(engine, {name: Anything(name) for name in names}) == []
