"""The findings of a template as Word comments in a copy of it, each at its paragraph."""

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from kamsheets.core.finding import Finding
from kamsheets.core.messages import reason, where
from kamsheets.document.lint import Hit

AUTHOR, INITIALS = "kamsheets", "KAM"


def commented(data: bytes, hits: Sequence[Hit], lang: str) -> bytes:
    """A copy of the document with a comment a finding; those of headers and footers stand at the first paragraph."""
    document = Document(io.BytesIO(data))
    paragraphs = list(document.element.body.iter(qn("w:p")))
    for hit in hits:
        node = paragraphs[max(hit.spot.number, 0)]
        paragraph = Paragraph(node, document._body)
        runs = paragraph.runs or [paragraph.add_run("")]
        comment = document.add_comment(runs, _said(hit.finding, lang), author=AUTHOR, initials=INITIALS)
        comment._comment_elm.attrib.pop(qn("w:date"))  # a template has no clock
    for mark in document.element.body.iter(qn("w:commentReference")):
        run = mark.getparent()
        run.remove(run.rPr)  # a character style that our templates have no need of
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _said(found: Finding, lang: str) -> str:
    return f"{where(found)} {found.value}\n{reason(found, lang)}"
