"""One record into one document: rendered, finished, given its identity, packed. A batch keeps one ``Filler``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from kamsheets.core.messages import text as say
from kamsheets.document import archive, finish, orgchart_picture, orgchart_shapes, properties, qr, readback
from kamsheets.document.archive import DOCUMENT
from kamsheets.document.context import Printing, context
from kamsheets.document.engine import Engine
from kamsheets.document.missing import collecting
from kamsheets.document.naming import MATRIX, form_names
from kamsheets.document.record import Record
from kamsheets.forms.catalogue import Form

CHECK_LENGTH = 8
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
CHART_LINK, CHART_FILE = "rIdKamChart", "media/kam_chart.png"
_TURNED = re.compile(rf"\b(\w+)\s*\.\s*(?:矩阵|matrix)\b|\b({'|'.join(MATRIX)})\b")
"""Where a template prints amounts by two lists."""
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_CUSTOM_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


@dataclass(frozen=True)
class Issue:
    """What makes a document this one: its number, and which print it is. An empty number is a draft."""

    number: str = ""
    times: int = 1


@dataclass(frozen=True)
class Filled:
    """A made document."""

    data: bytes
    missing: Mapping[str, str] = field(default_factory=dict)
    """Keys and labels of what was needed and not there; only a draft may have any."""
    check: str = ""
    """First characters of the data's SHA-256, as printed."""
    digest: str = ""
    """``archive.content_digest`` of the document."""


class Filler:
    """A template with everything that stays the same over a batch.

    Raises ``UnreadableDocumentError`` and ``TemplateError`` for a template that cannot be used.
    """

    def __init__(self, template: Path, form: Form, printing: Printing, code: str = "") -> None:
        """``code``: what the form is called on paper when the catalogue gives it none."""
        self.engine = Engine(template)
        self.form = form
        self.code = form.code or code
        self.printing = printing
        self._draft = say("document.draft", printing.lang)
        self.template = archive.content_digest(self.engine.parts)
        self._picture = qr.part(self.engine.parts)
        self._trusted: bool | None = None

    def missing(self, record: Record) -> Mapping[str, str]:
        """Keys and labels of what a record lacks, without making a document; raises ``FillError``."""
        with collecting(self.printing.lang) as notes:
            self.engine.dry(self._names(record, Issue("?")))
        return notes.labels

    def fill(self, record: Record, issue: Issue) -> Filled:
        """The document of a record; raises ``FillError``."""
        names = self._names(record, issue)
        with collecting(self.printing.lang) as notes:
            parts = self._render(names)
        if notes.labels:
            root = etree.fromstring(parts[DOCUMENT])
            finish.highlight(root)
            parts[DOCUMENT] = etree.tostring(root, encoding="UTF-8", standalone=True)
        check = record.digest[:CHECK_LENGTH]
        if self._picture:
            parts[self._picture] = qr.png(issue.number or self._draft, check)
        self._add_chart(record, parts)
        parts[properties.CORE] = self._core(issue)
        if archive.CUSTOM not in self.engine.parts:
            self._link_properties(parts)
        whole = {**self.engine.parts, **parts}
        digest = archive.content_digest(whole)
        parts[archive.CUSTOM] = properties.custom(self._identity(record, issue, digest))
        return Filled(self.engine.shell.build(parts), notes.labels, check, digest)

    def _render(self, names: Mapping[str, object]) -> dict[str, bytes]:
        """Rendered by the compiled template; by docxtpl where the two differ on the first record of the batch."""
        if self._trusted is None:
            self._trusted = self.engine.agrees(names)
        return self.engine.render(names, fitted=True) if self._trusted else self.engine.docxtpl_parts(names)

    def _names(self, record: Record, issue: Issue) -> dict[str, object]:
        lang, again = self.printing.lang, issue.times > 1
        system = {
            "form_code": self.code,
            "form_no": issue.number or self._draft,
            "check_code": record.digest[:CHECK_LENGTH],
            "print_note": say("document.printed_again", lang, times=issue.times) if again else "",
            "draft": "" if issue.number else self._draft,
            "org_chart": self._chart(record),
        }
        return context(record, self.form, self.printing, system)

    def _chart(self, record: Record) -> Markup:
        if record.chart is None or not self.printing.restricted:
            return Markup("")
        link = CHART_LINK if orgchart_picture.font_file() else None
        title = say("document.org_chart", self.printing.lang)
        return Markup(orgchart_shapes.paragraph(record.chart, link, title))  # noqa: S704 - every text in it is escaped

    def _add_chart(self, record: Record, parts: dict[str, bytes]) -> None:
        if CHART_LINK.encode() not in parts[DOCUMENT] or record.chart is None:
            return
        picture = orgchart_picture.png(record.chart)
        if picture is None:
            return
        parts[f"word/{CHART_FILE}"] = picture
        link = f'<Relationship Id="{CHART_LINK}" Type="{_IMAGE}" Target="{CHART_FILE}"/>'
        parts[RELATIONS] = _before_end(self.engine.parts[RELATIONS], link)
        types = parts.get(TYPES, self.engine.parts[TYPES])
        if b'Extension="png"' not in types:
            parts[TYPES] = re.sub(
                rb"(<Types[^>]*>)", rb'\1<Default Extension="png" ContentType="image/png"/>', types, count=1
            )

    def _link_properties(self, parts: dict[str, bytes]) -> None:
        link = f'<Relationship Id="rIdKamCustom" Type="{_CUSTOM_LINK}" Target="{archive.CUSTOM}"/>'
        parts["_rels/.rels"] = _before_end(self.engine.parts["_rels/.rels"], link)
        kind = f'<Override PartName="/{archive.CUSTOM}" ContentType="{_CUSTOM_TYPE}"/>'
        parts[TYPES] = _before_end(parts.get(TYPES, self.engine.parts[TYPES]), kind)

    @cached_property
    def printed(self) -> frozenset[str]:
        """Keys of the fields, row tables and matrices the template has a place for."""
        known = {name: f"{key}.matrix" for name, key in form_names(self.form).items()}
        known |= dict.fromkeys(MATRIX, MATRIX[1])
        used = {known[name] for name in self.engine.names(_TURNED) if name in known}
        return readback.printed(self.engine.parts, self.form) | used

    def _core(self, issue: Issue) -> bytes:
        title = f"{issue.number or self._draft} {self.form.label(self.printing.lang)}"
        return properties.core(self.engine.parts.get(properties.CORE), title, self.printing.as_of)

    def _identity(self, record: Record, issue: Issue, digest: str) -> dict[str, str]:
        kept = properties.read_custom(self.engine.parts.get(archive.CUSTOM))
        ours = {
            "kam.form": self.code,
            "kam.serial": issue.number,
            "kam.lang": self.printing.lang,
            "kam.printed": str(issue.times),
            "kam.tpl_sha": self.template,
            "kam.data_sha": record.digest,
            "kam.digest": digest,
        }
        return kept | ours


def _before_end(part: bytes, row: str) -> bytes:
    """``row`` as the last child of a part's root."""
    head, end, tail = part.rpartition(b"</")
    return head + row.encode() + end + tail
