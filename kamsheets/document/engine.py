"""Filling a template: read, patched and compiled once a batch, then rendered as often as there are records.

The template language is docxtpl's, and so are the steps before (``patch_xml``) and after (listings, table grids,
picture ids); what is spared is loading, patching, compiling and packing the same template for every document.
``docxtpl_parts`` renders one document through docxtpl itself: the oracle of the tests and the fallback.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from lxml import etree

from kamsheets.core.errors import TemplateError
from kamsheets.document import aftersteps, archive
from kamsheets.document.archive import DOCUMENT, W
from kamsheets.document.environment import Environment

_RENDERED = re.compile(r"word/(?:header|footer)\d*\.xml|word/footnotes\.xml")
_TAG, _TAGS = re.compile(r"\{[{%]"), re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NAMESPACES = re.compile(r' xmlns:\w+="[^"]*"')
_DECLARATION = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_BROKEN = (JinjaError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError, etree.XMLSyntaxError)


class FillError(TemplateError):
    """A template that cannot be filled with a record; ``file``, ``part``, ``spot``, ``before``, ``reason``."""

    code = "E050"


@dataclass(frozen=True)
class _Part:
    """A part with tags: what stands around the rendered piece, its patched source and its compiled template."""

    name: str
    before: str
    source: str
    after: str
    template: Template
    nested: bool
    """A table stands inside another: the grids are made by docxtpl, in the whole tree."""

    @property
    def needed(self) -> bool:
        """Whether documents differ in it."""
        return self.name == DOCUMENT or _TAG.search(self.source) is not None


class Engine:
    """One template, ready to be filled.

    Raises ``UnreadableDocumentError`` and ``TemplateError`` (a tag Jinja cannot read).
    """

    def __init__(self, source: Path | bytes, name: str = "") -> None:
        self.data = source if isinstance(source, bytes) else source.read_bytes()
        self.file = name or (source.name if isinstance(source, Path) else "")
        self.parts = archive.read(self.data, self.file)
        if DOCUMENT not in self.parts:
            raise archive.UnreadableDocumentError(self.file, "document.read.not_word")
        self.shell = archive.Shell(self.parts)
        self._docxtpl = DocxTemplate(io.BytesIO(self.data))
        self._environment = Environment()
        self._compiled = [self._compile(name) for name in self.parts if name == DOCUMENT or _RENDERED.fullmatch(name)]
        self._needed = [part for part in self._compiled if part.needed]

    def _compile(self, name: str) -> _Part:
        root: Any = parse_xml(self.parts[name])
        whole = etree.tostring(root, encoding="unicode")
        before, piece, after = "", whole, ""
        if name == DOCUMENT:
            before, after = whole.split("<w:body", 1)[0], "</w:document>"
            head, end, rest = etree.tostring(root.find(f"{{{W}}}body"), encoding="unicode").partition(">")
            piece = _NAMESPACES.sub("", head) + end + rest  # they stand on the root already
        source = self._docxtpl.patch_xml(piece)
        nested = aftersteps.nested(source)
        if name == DOCUMENT and not nested:
            source = aftersteps.with_loose_marked(source)
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        try:
            return _Part(name, before, source, after, self._environment.from_string(source), nested)
        except TemplateSyntaxError as error:
            raise TemplateError(file=self.file, reason=f"{spot(source, error.lineno)[0]} {error.message}") from error

    def dry(self, context: Mapping[str, object]) -> None:
        """Run the tags without making a document, to learn what is missing; raises ``FillError``."""
        for part in self._compiled:
            self._run(part, context)

    def render(self, context: Mapping[str, object], *, fitted: bool = False) -> dict[str, bytes]:
        """The parts a record changes, as docxtpl would make them; raises ``FillError``.

        ``fitted``: and the columns that loops made get widths that Word and WPS agree on.
        """
        return {part.name: self._finish(part, self._run(part, context), fitted=fitted) for part in self._needed}

    def _run(self, part: _Part, context: Mapping[str, object]) -> str:
        try:
            return part.template.render(context)
        except _BROKEN as error:
            here, earlier = spot(part.source, _line_of(error))
            raise FillError(file=self.file, part=part.name, spot=here, before=earlier, reason=str(error)) from error

    def _finish(self, part: _Part, text: str, *, fitted: bool) -> bytes:
        text = text.replace("\n<w:p", "<w:p")
        if "{" in text or "}" in text:
            text = text.replace("{_{", "{{").replace("}_}", "}}").replace("{_%", "{%").replace("%_}", "%}")
        text = aftersteps.with_lines(text, self._docxtpl.resolve_listing)
        try:
            if part.name == DOCUMENT:
                text = aftersteps.with_ids(self._with_grids(part, text, fitted=fitted))
            made = _DECLARATION + f"{part.before}{text}{part.after}".encode()
            aftersteps.check(made)
        except ValueError as error:
            raise FillError(file=self.file, part=part.name, spot="", before="", reason=str(error)) from error
        return made

    def _with_grids(self, part: _Part, text: str, *, fitted: bool) -> str:
        namespaces = "".join(_NAMESPACES.findall(part.before))
        if not part.nested:
            return aftersteps.with_grids(text, namespaces, self._docxtpl.fix_tables, fitted=fitted)
        tree = self._docxtpl.fix_tables(text.replace("<w:body>", f"<w:body{namespaces}>", 1))
        head, end, rest = etree.tostring(tree, encoding="unicode").partition(">")
        return _NAMESPACES.sub("", head) + end + rest

    def names(self, pattern: re.Pattern[str]) -> set[str]:
        """What the groups of ``pattern`` find in the tags."""
        found = (m for part in self._needed for tag in _TAGS.findall(part.source) for m in pattern.finditer(tag))
        return {name for one in found for name in one.groups() if name}

    def docxtpl_parts(self, context: Mapping[str, object]) -> dict[str, bytes]:
        """The same parts, rendered by docxtpl from the file on."""
        plain = DocxTemplate(io.BytesIO(self.data))
        plain.render(dict(context), self._environment)
        saved = io.BytesIO()
        plain.save(saved)
        parts = archive.read(saved.getvalue(), self.file)
        return {part.name: parts[part.name] for part in self._needed}

    def agrees(self, context: Mapping[str, object]) -> bool:
        """Whether docxtpl makes the same of a record, compared as canonical XML."""
        theirs = self.docxtpl_parts(context)
        return all(canonical(part) == canonical(theirs[name]) for name, part in self.render(context).items())


def canonical(part: bytes) -> bytes:
    """Canonical XML (C14N): equal for equal content whatever the writing of namespaces and attributes."""
    return etree.tostring(etree.fromstring(part), method="c14n")


def _line_of(error: BaseException) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def spot(source: str, line: int) -> tuple[str, str]:
    """The text of a template line and of the nearest line with text before it, tags of Word taken out."""
    lines = [re.sub(r"<[^>]+>", "", text).strip() for text in source.split("\n")[: line or None]]
    here = lines[-1] if lines else ""
    earlier = next((text for text in reversed(lines[:-1]) if text), "")
    return here[:80], earlier[-40:]
